"""Deleting personal data by rule: what is found due, and how each kind goes."""

import secrets
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import CursorResult, Executable, and_, delete, exists, func, or_, select, text, update
from sqlalchemy.orm import Session

from server.exam.slots import SlotStatus
from server.storage.tables import (
    FaceCheckRow,
    IncidentFrameRow,
    IncidentRow,
    LedgerRow,
    MessageRow,
    OverrideRow,
    PersonRow,
    PhotoRow,
    RegistrationRow,
    RemarkRow,
    ReviewRow,
    SittingRow,
    SlotRow,
    StaffRow,
)

GOING_ON = (SlotStatus.OPEN, SlotStatus.SUSPENDED)
FORGOTTEN_AFTER = timedelta(days=1)  # a slot nobody ever opened or closed is over a day after its plan
ERASED_NAME = "(dihapus)"


class Purging:
    def __init__(self, session: Session) -> None:
        self._session = session

    def overwrite_deleted(self) -> None:
        """SQLite shall write zeros over what it deletes, in this connection from now on."""
        self._session.execute(text("PRAGMA secure_delete=ON"))

    def slots_over(self, before: datetime) -> list[SlotRow]:
        """Slots that ended before this moment."""
        slots = self._session.scalars(select(SlotRow).where(SlotRow.status.not_in(GOING_ON))).all()
        return [slot for slot in slots if end_of(slot) <= before]

    def exams_over(self, before: datetime) -> list[UUID]:
        """Exams whose every slot ended before this moment."""
        over = {slot.id for slot in self.slots_over(before)}
        slots = self._session.scalars(select(SlotRow)).all()
        going_on = {slot.exam_id for slot in slots if slot.id not in over}
        return sorted({slot.exam_id for slot in slots} - going_on)

    def held(self, slot: SlotRow) -> set[UUID]:
        """Sittings of the slot of which nothing may be deleted."""
        query = select(SittingRow.id).join(RegistrationRow, RegistrationRow.id == SittingRow.registration_id)
        reasons: list[Any] = [RegistrationRow.legal_hold.is_not(None)]
        reasons.append(exists().where(IncidentRow.sitting_id == SittingRow.id, IncidentRow.legal_hold.is_not(None)))
        if slot.legal_hold is None:
            query = query.where(or_(*reasons))
        return set(self._session.scalars(query.where(SittingRow.slot_id == slot.id)))

    def sittings(self, slot_id: UUID) -> list[SittingRow]:
        return list(self._session.scalars(select(SittingRow).where(SittingRow.slot_id == slot_id)))

    def other_slots(self, sitting: SittingRow) -> list[SlotRow]:
        """Where else its person sits."""
        query = select(SlotRow).join(SittingRow, SittingRow.slot_id == SlotRow.id)
        mine = (SittingRow.registration_id == sitting.registration_id, SlotRow.id != sitting.slot_id)
        return list(self._session.scalars(query.where(*mine)))

    def delete_desk_faces(self, sittings: Collection[UUID]) -> int:
        checks = update(FaceCheckRow).where(FaceCheckRow.sitting_id.in_(sittings))
        self._run(checks.where(FaceCheckRow.picture_id.is_not(None)).values(picture_id=None))
        photos = PhotoRow.sitting_id.in_(sittings)
        self._run(delete(ReviewRow).where(ReviewRow.photo_id.in_(select(PhotoRow.id).where(photos))))
        return self._run(delete(PhotoRow).where(photos))

    def delete_references(self, registrations: Collection[UUID]) -> int:
        mine = (PhotoRow.registration_id.in_(registrations), PhotoRow.sitting_id.is_(None))
        return self._run(delete(PhotoRow).where(*mine))

    def delete_frames(self, slot: SlotRow, held: Collection[UUID]) -> tuple[int, int]:
        """Frames and traces of incidents that are not held; how many frames went and how many stay."""
        is_held = or_(IncidentRow.legal_hold.is_not(None), IncidentRow.sitting_id.in_(held))
        due = select(IncidentRow.id).where(IncidentRow.slot_id == slot.id)
        if slot.legal_hold is None:
            free = due.where(IncidentRow.id.not_in(due.where(is_held)))
            gone = self._run(delete(IncidentFrameRow).where(IncidentFrameRow.incident_id.in_(free)))
            self._run(update(IncidentRow).where(IncidentRow.id.in_(free), IncidentRow.trace != []).values(trace=[]))
        else:
            gone = 0
        left = select(func.count()).select_from(IncidentFrameRow).where(IncidentFrameRow.incident_id.in_(due))
        return gone, self._session.scalar(left) or 0

    def empty_checks(self, sittings: Collection[UUID]) -> None:
        """That somebody was looked at, when and with what verdict stays; how far which face lay from which goes."""
        full = (FaceCheckRow.sitting_id.in_(sittings), FaceCheckRow.measured != {})  # not every old row anew each night
        self._run(update(FaceCheckRow).where(*full).values(measured={}))

    def delete_texts(self, slot_id: UUID, sittings: Collection[UUID]) -> int:
        """Free text about somebody: what was told them, why something was done to them, notes on incidents."""
        gone = self._run(delete(MessageRow).where(MessageRow.sitting_id.in_(sittings)))
        about_all = and_(RemarkRow.slot_id == slot_id, RemarkRow.sitting_id.is_(None))
        gone += self._run(delete(RemarkRow).where(or_(RemarkRow.sitting_id.in_(sittings), about_all)))
        reasons = update(SittingRow).where(SittingRow.id.in_(sittings), SittingRow.identity_reason.is_not(None))
        gone += self._run(reasons.values(identity_reason=None))
        gone += self._run(
            update(LedgerRow).where(LedgerRow.sitting_id.in_(sittings), LedgerRow.reason.is_not(None)).values(reason=None)
        )
        about = or_(IncidentRow.sitting_id.in_(sittings), IncidentRow.sitting_id.is_(None))
        noted = (IncidentRow.slot_id == slot_id, about, IncidentRow.note.is_not(None), IncidentRow.legal_hold.is_(None))
        return gone + self._run(update(IncidentRow).where(*noted).values(note=None))

    def registrations_of(self, exam_ids: Collection[UUID]) -> Sequence[RegistrationRow]:
        mine = (RegistrationRow.exam_id.in_(exam_ids), RegistrationRow.erased_at.is_(None))
        return self._session.scalars(select(RegistrationRow).where(*mine)).all()

    def erase_registration(self, row: RegistrationRow, now: datetime) -> None:
        """The sitting and its scores stay, but nobody can tell whose they were."""
        row.number, row.disability_sealed, row.ipk, row.erased_at = f"x-{row.id}", None, None, now
        sittings = select(SittingRow.id).where(SittingRow.registration_id == row.id)
        self._run(update(OverrideRow).where(OverrideRow.sitting_id.in_(sittings)).values(document_digits=None))

    def erase_people_without_registration(self, now: datetime) -> int:
        living = select(RegistrationRow.person_id).where(RegistrationRow.erased_at.is_(None))
        query = select(PersonRow).where(PersonRow.erased_at.is_(None), PersonRow.id.not_in(living))
        people = self._session.scalars(query).all()
        for person in people:
            person.name, person.nik_sealed, person.birth_date_sealed = ERASED_NAME, b"", b""
            person.nik_hash, person.erased_at = secrets.token_bytes(32), now  # unique, and of nothing
        return len(people)

    def erase_staff_names(self, before: datetime) -> int:
        gone = update(StaffRow).where(StaffRow.disabled_at <= before, StaffRow.name != ERASED_NAME)
        return self._run(gone.values(name=ERASED_NAME))

    def _run(self, statement: Executable) -> int:
        done = self._session.execute(statement, execution_options={"synchronize_session": "fetch"})
        return done.rowcount if isinstance(done, CursorResult) else 0


def end_of(slot: SlotRow) -> datetime:
    return slot.closed_at or max(filter(None, (slot.hard_end_at, slot.starts_at + FORGOTTEN_AFTER)))
