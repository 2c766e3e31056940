"""Everything personal there can be, written down on one day, and the purge that must find it."""

from datetime import timedelta

from server.exam.actors import FACE_CHECKS, Applicant
from server.exam.ledger import Cause, Entry
from server.storage.lookalikes import LookAlikes
from server.storage.tables import FaceCheckRow, IncidentRow, OverrideRow, PhotoRow, ReviewRow, SittingRow
from server.workflows.access import officer
from server.workflows.after import privacy
from server.workflows.after.privacy import Ends, Purged
from server.workflows.before.late_entries import add_sittings, load_slot
from server.workflows.exam import sitting
from server.workflows.staff import login
from server.workflows.staff.login import LogInRules, NewLogIn
from server.workflows.steps import incidents
from server.workflows.steps.incidents import KeptFrame
from tests.builders import COMMAND, Hall
from tests.storage.days import answer, seated

LOG_IN_RULES = LogInRules(idle=timedelta(minutes=30), lasts=timedelta(hours=10), factor_demanded=False)
ENDS = Ends(
    faces=timedelta(days=30),
    incidents=timedelta(days=180),
    sitting_texts=timedelta(days=365),
    registrations=timedelta(days=730),
    staff_names=timedelta(days=730),
)
SECRET = b"\xff\xd8\xff picture of somebody"
NUMBERS = ("24-0001", "24-0002")


def leave_traces(hall: Hall, number: str) -> None:
    who = seated(hall, number)
    hall.works.write(sitting.start, by=Applicant(who))
    answer(hall, who, item=0, option=0)
    hall.works.write(_write_down, hall, who)


def _write_down(work, hall: Hall, who) -> None:
    row = work.sittings.get_one(who)
    row.identity_reason = "veil"
    line = work.audit.note(officer(work, hall.staff["ketua"]), "absent", ("sitting", who), reason="other")
    work.audit.remark(line, "sakit keras, kata kakaknya", hall.slot, who)
    work.audit.remark(line, "listrik padam", hall.slot)
    work.sittings.add_message(who, "tenang", hall.staff["pengawas"], work.now)
    for kind, of in (("reference", None), ("desk", who)):
        photo = PhotoRow(registration_id=row.registration_id, sitting_id=of, kind=kind, taken_at=work.now)
        work.identity.add_photo(photo, hall.slot, SECRET, (0.5,) * 128)
    reviewed = ReviewRow(photo_id=photo.id, at=work.now, by=hall.staff["ketua"], note="kartu sudah dilihat")
    LookAlikes(work.session, work.vault).add_review(reviewed)
    check = FaceCheckRow(sitting_id=who, gate="desk", at=work.now, verdict="no_match", picture_id=photo.id)
    check.measured = {"distance": 0.71}
    work.identity.add_check(check)
    override = OverrideRow(
        sitting_id=who, check_id=check.id, reason="enrolled", first=hall.staff["meja1"], second=hall.staff["meja2"]
    )
    override.document_kind, override.document_digits, override.at = "ktp", "0001", work.now
    work.identity.add_override(override)
    incident = IncidentRow(
        slot_id=hall.slot, sitting_id=who, kind="different", severity=3, raised_at=work.now, why=[], note="dilihat"
    )
    incident.trace = [{"distance": 0.71}]
    work.identity.add_incident(incident)
    incidents.add_frames(
        work, incident.id, [KeptFrame("trigger", SECRET, work.now, work.now, embedding=(0.25,) * 128)], by=FACE_CHECKS
    )
    entry = Entry(Cause.PROCTOR, work.now, work.now, timedelta(), timedelta())
    work.ledger.add(who, str(row.block), entry, hall.staff["pengawas"], "tersandung kabel")


def log_in(work, staff_id) -> None:
    new = NewLogIn(b"x" * 32, "Firefox · Linux", "10.0.0.7")
    login.begin(work, new, None, LOG_IN_RULES, by=officer(work, staff_id))


def close_account(work, staff_id) -> None:
    work.staff.get(staff_id).disabled_at = work.now


def purge(hall: Hall, days: int) -> Purged:
    hall.clock.now = hall.works.read(lambda work: work.slots.get_one(hall.slot).closed_at) + timedelta(days=days)
    return hall.works.write(privacy.purge, ENDS, by=COMMAND)


def photographed_and_rescheduled(work, hall: Hall, later) -> None:
    registration = work.sittings.get_one(hall.sittings["24-0001"]).registration_id
    photo = PhotoRow(registration_id=registration, kind="reference", taken_at=work.now)
    work.identity.add_photo(photo, hall.slot, SECRET, None)
    add_sittings(work, load_slot(work, later).seats_for(1), [registration], by=COMMAND)


def looked_at(work, who: SittingRow) -> None:
    photo = PhotoRow(registration_id=who.registration_id, sitting_id=who.id, kind="desk", taken_at=work.now)
    work.identity.add_photo(photo, who.slot_id, SECRET, None)
    work.identity.add_check(
        FaceCheckRow(sitting_id=who.id, gate="desk", at=work.now, verdict="match", picture_id=photo.id, measured={})
    )


def reference_of(work, hall: Hall) -> PhotoRow:
    return work.people.reference(work.sittings.get_one(hall.sittings["24-0001"]).registration_id)
