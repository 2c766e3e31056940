"""Persons and registrations: found by number, NIK or name; personal columns sealed and opened here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.identity.choices import ENROLLED, PhotoKind
from server.storage.sealing import PEOPLE, Vault, place_of
from server.storage.tables import FormationRow, PersonRow, PhotoRow, RegistrationRow, Table


@dataclass(frozen=True, slots=True)
class NewPerson:
    nik: str
    name: str
    birth_date: date


@dataclass(frozen=True, slots=True)
class NewRegistration:
    number: str
    disability: str  # its kind, or empty
    ipk: str | None


class People:
    def __init__(self, session: Session, vault: Vault) -> None:
        self._session, self._vault = session, vault

    def person_by_nik(self, nik: str) -> PersonRow | None:
        return self._session.scalar(select(PersonRow).where(PersonRow.nik_hash == self.nik_hash(nik)))

    def nik_hash(self, nik: str) -> bytes:
        return self._vault.keyed_hash("nik", nik)

    def add_person(self, new: NewPerson) -> PersonRow:
        row = PersonRow(nik_hash=self.nik_hash(new.nik), name=new.name)
        row.nik_sealed = self._seal(row, "nik_sealed", new.nik)
        row.birth_date_sealed = self._seal(row, "birth_date_sealed", new.birth_date.isoformat())
        self._session.add(row)
        self._session.flush()
        return row

    def birth_date(self, person: PersonRow) -> date:
        return date.fromisoformat(self._open(person, "birth_date_sealed"))

    def nik(self, person: PersonRow) -> str:
        return self._open(person, "nik_sealed")

    def add_registration(
        self, formation: FormationRow, person: PersonRow, new: NewRegistration, now: datetime
    ) -> RegistrationRow:
        row = RegistrationRow(
            exam_id=formation.exam_id,
            person_id=person.id,
            formation_id=formation.id,
            number=new.number,
            ipk=new.ipk,
            registered_at=now,
        )
        row.disability_sealed = self._seal(row, "disability_sealed", new.disability) if new.disability else None
        self._session.add(row)
        self._session.flush()
        return row

    def disability(self, registration: RegistrationRow) -> str:
        """The kind of disability, or empty."""
        return self._open(registration, "disability_sealed") if registration.disability_sealed else ""

    def person(self, person_id: UUID) -> PersonRow:
        return self._session.get_one(PersonRow, person_id)

    def registration(self, registration_id: UUID) -> RegistrationRow:
        return self._session.get_one(RegistrationRow, registration_id)

    def formation(self, formation_id: UUID) -> FormationRow:
        return self._session.get_one(FormationRow, formation_id)

    def formations(self, exam_id: UUID) -> Sequence[FormationRow]:
        return self._session.scalars(select(FormationRow).where(FormationRow.exam_id == exam_id)).all()

    def numbers(self, exam_id: UUID) -> set[str]:
        return set(self._session.scalars(select(RegistrationRow.number).where(RegistrationRow.exam_id == exam_id)))

    def registration_by_number(self, exam_id: UUID, number: str) -> UUID | None:
        query = select(RegistrationRow.id).where(RegistrationRow.exam_id == exam_id, RegistrationRow.number == number)
        return self._session.scalar(query)

    def is_registered(self, exam_id: UUID, person_id: UUID) -> bool:
        query = select(RegistrationRow.id).where(RegistrationRow.exam_id == exam_id, RegistrationRow.person_id == person_id)
        return self._session.scalar(query) is not None

    def reference(self, registration_id: UUID) -> PhotoRow | None:
        return self._photo(registration_id, PhotoKind.REFERENCE)

    def desk_picture(self, registration_id: UUID, sitting_id: UUID) -> PhotoRow | None:
        """The newest picture taken of this sitting at the desk."""
        return self._session.scalar(
            select(PhotoRow)
            .where(
                PhotoRow.registration_id == registration_id, PhotoRow.sitting_id == sitting_id, PhotoRow.kind == PhotoKind.DESK
            )
            .order_by(PhotoRow.id.desc())
        )

    def seat_picture(self, sitting_id: UUID) -> PhotoRow | None:
        """The newest one on which a gate at the seat matched the face."""
        query = select(PhotoRow).where(PhotoRow.sitting_id == sitting_id, PhotoRow.kind == PhotoKind.SEAT)
        return self._session.scalar(query.order_by(PhotoRow.id.desc()))

    def vouched_pictures(self, sitting_id: UUID) -> Sequence[PhotoRow]:
        """Faces a proctor has vouched for in this sitting."""
        return self._session.scalars(
            select(PhotoRow).where(PhotoRow.sitting_id == sitting_id, PhotoRow.kind == PhotoKind.VOUCHED)
        ).all()

    def enrolled_pictures(self, registration_id: UUID) -> Sequence[PhotoRow]:
        """The reference photo and every desk picture: what a face check must not be shown again."""
        query = select(PhotoRow).where(PhotoRow.registration_id == registration_id, PhotoRow.kind.in_(ENROLLED))
        return self._session.scalars(query.order_by(PhotoRow.id.desc())).all()

    def _photo(self, registration_id: UUID, kind: PhotoKind) -> PhotoRow | None:
        query = select(PhotoRow).where(PhotoRow.registration_id == registration_id, PhotoRow.kind == kind)
        return self._session.scalar(query.order_by(PhotoRow.id.desc()))

    def _seal(self, row: Table, column: str, text: str) -> bytes:
        return self._vault.seal(self._session, PEOPLE, place_of(row, column), text.encode())

    def _open(self, row: Table, column: str) -> str:
        return self._vault.open(self._session, place_of(row, column), getattr(row, column)).decode()
