"""Registrations come from a file, whole or not at all; each with its reference photo, as far as there is one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from server.exam.actors import Actor, require
from server.exam.blueprint import ExamBlueprint
from server.exam.errors import NoThresholdForFormation
from server.exam.passing import Formation, threshold_of
from server.exam.rights import Action
from server.file_faults import FileFault, fault
from server.identity.choices import PhotoKind
from server.letters import folded
from server.registrations.faults import UnreadableRegistrations
from server.registrations.lines import FormationLine, RegistrationLine, Registrations
from server.storage.people import NewPerson, NewRegistration
from server.storage.tables import FormationRow, PersonRow, PhotoRow, SlotRow
from server.storage.work import Work
from server.workflows.access import where_of_slot
from server.workflows.before.late_entries import Seats, add_sittings


@dataclass(frozen=True, slots=True)
class Photo:
    """A reference photo as a worker measured it. Without a embedding it is kept all the same: people may look at it."""

    jpeg: bytes
    embedding: tuple[float, ...] | None
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ToImport:
    """A file of people with their photos by participant number. `renames`: another name for a known NIK is a correction."""

    given: Registrations
    photos: Mapping[str, Photo]
    renames: bool = False


@dataclass(frozen=True, slots=True)
class Imported:
    sittings: dict[str, UUID]  # by participant number
    formations: int
    without_photo: tuple[str, ...]
    unusable_photo: tuple[tuple[str, tuple[str, ...]], ...]


def check(work: Work, slot_id: UUID, given: Registrations, *, renames: bool = False) -> list[FileFault]:
    """What only the database can say is wrong with the file. `renames`: another name for a known NIK is a correction."""
    slot = work.slots.get_one(slot_id)
    blueprint = work.exams.blueprint(slot.exam_id)
    known = {row.code: row for row in work.people.formations(slot.exam_id)}
    return [
        *_faults_of_formations(given, blueprint, known),
        *_faults_of_people(work, slot, given, known),
        *([] if renames else _other_names(work, given)),
    ]


def import_registrations(work: Work, seats: Seats, file: ToImport, *, by: Actor) -> Imported:
    """Everybody of the file sits in this slot; a fault undoes the whole import."""
    slot = work.slots.get_one(seats.slot_id)
    require(by, Action.IMPORT_REGISTRATIONS, where_of_slot(work, slot))
    given, photos = file.given, file.photos
    faults = check(work, slot.id, given, renames=file.renames)
    if faults:
        raise UnreadableRegistrations(faults)
    formations = {row.code: row for row in work.people.formations(slot.exam_id)}
    new = [line for line in given.formations if line.code not in formations]
    formations |= {line.code: work.exams.add_formation(_formation_row(slot.exam_id, line)) for line in new}
    registered = []
    for line in given.people:
        person = _person(work, line, by)
        registration = work.people.add_registration(
            formations[line.formation], person, NewRegistration(line.number, line.disability, line.ipk), work.now
        )
        if line.number in photos:
            _keep_photo(work, slot, registration.id, photos[line.number])
        registered.append(registration.id)
    sittings = add_sittings(work, seats, registered, by=by)
    work.audit.note(by, "imported registrations", ("slot", slot.id), people=len(given.people), formations=len(new))
    return Imported(
        dict(zip((line.number for line in given.people), sittings, strict=True)),
        len(new),
        tuple(line.number for line in given.people if line.number not in photos),
        tuple((number, photo.faults) for number, photo in photos.items() if photo.faults),
    )


def _person(work: Work, line: RegistrationLine, by: Actor) -> PersonRow:
    person = work.people.person_by_nik(line.nik) or work.people.add_person(NewPerson(line.nik, line.name, line.birth_date))
    if person.name != line.name:
        person.name = line.name
        work.audit.note(by, "corrected name", ("person", person.id))
    return person


def _keep_photo(work: Work, slot: SlotRow, registration_id: UUID, photo: Photo) -> None:
    row = PhotoRow(registration_id=registration_id, kind=PhotoKind.REFERENCE, taken_at=work.now, faults=" ".join(photo.faults))
    work.identity.add_photo(row, slot.id, photo.jpeg, photo.embedding)


def _faults_of_formations(
    given: Registrations, blueprint: ExamBlueprint, known: Mapping[str, FormationRow]
) -> Iterator[FileFault]:
    for line in given.formations:
        stored = known.get(line.code)
        if stored is not None and _stored_says(stored) != line.says:
            yield fault(given.file, line.line, "people.formation_stored", formation=line.code)
        if blueprint.thresholds:
            try:
                threshold_of(blueprint, Formation(line.kind, line.position_group or None))
            except NoThresholdForFormation:
                kinds = ", ".join(sorted({threshold.kind for threshold in blueprint.thresholds}))
                yield fault(given.file, line.line, "people.kind_unknown", kind=line.kind, known=kinds)


def _faults_of_people(work: Work, slot: SlotRow, given: Registrations, known: Mapping[str, FormationRow]) -> Iterator[FileFault]:
    numbers = work.people.numbers(slot.exam_id)
    codes = {line.code for line in given.formations} | set(known)
    for line in given.people:
        if line.number in numbers:
            yield fault(given.file, line.line, "people.number_stored", number=line.number)
        if line.formation not in codes:
            yield fault(given.file, line.line, "people.formation_unknown", formation=line.formation)
        person = work.people.person_by_nik(line.nik)
        if person is not None:
            yield from _faults_of_known(work, slot, person, line, given.file)


def _faults_of_known(work: Work, slot: SlotRow, person: PersonRow, line: RegistrationLine, file: str) -> Iterator[FileFault]:
    if work.people.birth_date(person) != line.birth_date:
        yield fault(file, line.line, "people.other_birth_date")
    if work.people.is_registered(slot.exam_id, person.id):
        yield fault(file, line.line, "people.nik_stored")


def _other_names(work: Work, given: Registrations) -> Iterator[FileFault]:
    """A wrong NIK that happens to be somebody else's, or a corrected name: only whoever imports knows."""
    for line in given.people:
        person = work.people.person_by_nik(line.nik)
        if person is not None and folded(person.name) != folded(line.name):
            yield fault(given.file, line.line, "people.other_name", stored=person.name, given=line.name)


def _stored_says(row: FormationRow) -> tuple[str, ...]:
    return (row.agency, row.position, row.position_group, row.location, row.education, row.kind, str(row.places))


def _formation_row(exam_id: UUID, line: FormationLine) -> FormationRow:
    return FormationRow(
        exam_id=exam_id,
        code=line.code,
        agency=line.agency,
        position=line.position,
        position_group=line.position_group,
        location=line.location,
        education=line.education,
        kind=line.kind,
        places=line.places,
    )
