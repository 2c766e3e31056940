"""The registration desk: who comes, whether the face is the one that registered, and the PIN that opens the seat."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from server.announcements import SittingMoved
from server.exam.errors import NotAllowed
from server.exam.rights import Action, allowed
from server.exam.sittings import Move, Status, after
from server.exam.slots import SlotStatus
from server.identity.gate.check import DeskKind
from server.memory.enrolled_faces import Searched
from server.storage.sittings import Whole
from server.storage.tables import FaceCheckRow, PhotoRow, SittingRow, SlotRow
from server.storage.work import Work
from server.workflows import arriving, by_sight
from server.workflows.access import Officer, require, where_of_slot
from server.workflows.lookalikes import still_enrolled
from server.workflows.refusals import FaceChecksSpent, NoFaceToCompare
from server.workflows.seating import pin_hash

PIN_DIGITS = 6
MOST_TRIES = 3  # checks of one attempt: its error rates (docs/identity.md) are of so many
TRIES_WITHIN = timedelta(minutes=5)
MOST_FOUND = 20
LOOK_ALIKE = "look_alike"  # the verdict on a match, or on who is to be enrolled, that is somebody else's face too
STOPPED = (DeskKind.MATCH, DeskKind.NO_REFERENCE)  # who would come in, or be enrolled, with somebody else's face
OPEN_DESKS = (SlotStatus.PREPARED, SlotStatus.OPEN, SlotStatus.SUSPENDED)


@dataclass(frozen=True, slots=True)
class Seen:
    """What the camera at the desk saw, as the identity rules judged it."""

    kind: DeskKind
    picture: bytes
    vector: tuple[float, ...]
    facts: dict[str, Any]
    searched: Searched = field(default_factory=Searched)  # among everybody else of the exam


@dataclass(frozen=True, slots=True)
class ToCompare:
    """What a check at the desk needs to know beforehand."""

    vector: tuple[float, ...] | None  # none: no usable reference photo
    enrolled: tuple[bytes, ...]  # pictures that must not be shown again


@dataclass(frozen=True, slots=True)
class Checked:
    check_id: UUID
    verdict: str
    pin: str | None  # a match issues it at once
    tries: int


def desks(work: Work, by: Officer) -> list[SlotRow]:
    """The slots whose desk this officer works at."""
    slots = work.slots.with_status(*OPEN_DESKS)
    return [slot for slot in slots if allowed(by.grants, Action.FIND_REGISTRATION, where_of_slot(work, slot))]


def find(work: Work, slot_id: UUID, text: str, by: Officer) -> Sequence[Whole]:
    """By participant number (typed or scanned), NIK or a part of the name, among those of this slot only."""
    require(by, Action.FIND_REGISTRATION, where_of_slot(work, work.slots.get_one(slot_id)))
    return work.sittings.found(slot_id, text, work.people.nik_hash(text), MOST_FOUND)


def open_registration(work: Work, sitting_id: UUID, by: Officer) -> None:
    """Somebody's birth date and photo are shown: the log says to whom."""
    sitting, _ = at_desk(work, sitting_id, by, Action.FIND_REGISTRATION)
    work.audit.note(by.id, "opened registration", ("sitting", sitting.id))


def reference_photo(work: Work, sitting_id: UUID, by: Officer) -> PhotoRow | None:
    sitting, _ = at_desk(work, sitting_id, by, Action.FIND_REGISTRATION)
    return work.people.reference(sitting.registration_id)


def to_compare(work: Work, sitting_id: UUID, by: Officer) -> ToCompare:
    """Refuses whatever `keep_check` would refuse, before anybody is photographed in vain."""
    sitting = may_check(work, sitting_id, by)
    _check_tries(work, sitting_id)
    pictures = work.people.enrolled_pictures(sitting.registration_id)
    return ToCompare(known_vector(work, sitting.registration_id), tuple(work.identity.jpeg(one) for one in pictures))


def may_check(work: Work, sitting_id: UUID, by: Officer) -> SittingRow:
    sitting, slot = at_desk(work, sitting_id, by, Action.CHECK_FACE)
    check_may_come_in(work, sitting, slot)
    mode = identity_mode(work, sitting)
    if mode != "camera":
        raise NoFaceToCompare(mode=mode)
    return sitting


def keep_check(work: Work, sitting_id: UUID, by: Officer, seen: Seen) -> Checked:
    """Keep what the camera saw; the same face comes in with a PIN, another one waits for a second officer."""
    sitting, slot = at_desk(work, sitting_id, by, Action.CHECK_FACE)
    check_may_come_in(work, sitting, slot)
    _check_tries(work, sitting_id)
    searched = still_enrolled(work, seen.searched)
    is_stopped = seen.kind in STOPPED and any(one.distance <= searched.stop_within for one in searched.alikes)
    verdict, is_match = (LOOK_ALIKE if is_stopped else seen.kind.value), seen.kind is DeskKind.MATCH and not is_stopped
    photo = work.identity.add_photo(
        PhotoRow(
            registration_id=sitting.registration_id,
            sitting_id=sitting.id,
            kind="desk" if is_match else "refused",  # the exam compares with desk pictures only
            taken_at=work.now,
            review=LOOK_ALIKE if searched.alikes else None,
        ),
        slot.id,
        seen.picture,
        seen.vector,
    )
    check = work.identity.add_check(
        FaceCheckRow(
            sitting_id=sitting.id,
            gate="desk",
            at=work.now,
            verdict=verdict,
            measured=seen.facts | searched.facts,
            picture_id=photo.id,
        )
    )
    alikes = {"alikes": len(searched.alikes)} if searched.alikes else {}
    work.audit.note(by.id, "checked face at desk", ("sitting", sitting.id), verdict=verdict, check=str(check.id), **alikes)
    pin = check_in(work, sitting, slot, by) if is_match else None
    return Checked(check.id, verdict, pin, tries(work, sitting.id))


def issue_by_sight(work: Work, sitting_id: UUID, by: Officer, document: str, sight: by_sight.Sight) -> str:
    """While a chief has set the identity mode to `officer`, two officers at the desk compare face and document themselves."""
    sitting, slot = at_desk(work, sitting_id, by, Action.ISSUE_PIN)
    check_may_come_in(work, sitting, slot)
    if identity_mode(work, sitting) == "camera":
        raise NotAllowed(action="issue_by_sight")
    by_sight.second_there(work, sitting, by, sight.second, Action.CONFIRM_OVERRIDE)
    by_sight.keep(work, sitting, by, sight, by_sight.Way.BY_SIGHT, document_kind=document)
    work.audit.note(by.id, "identified by sight", ("sitting", sitting.id), document=document)
    return check_in(work, sitting, slot, by)


def reissue(work: Work, sitting_id: UUID, by: Officer) -> str:
    """A lost slip: a new PIN, and the old one is void. Whoever sits already stays logged in."""
    sitting, slot = at_desk(work, sitting_id, by, Action.ISSUE_PIN)
    status = Status(sitting.status)
    sitting.status = after(status, Move.REISSUE_PIN).value
    arriving.check_pin_again(work, sitting, slot)
    return _new_pin(work, sitting, by, "issued PIN again")


def check_in(work: Work, sitting: SittingRow, slot: SlotRow, by: Officer) -> str:
    """Returns the PIN: it is shown once and kept as a keyed hash only."""
    require(by, Action.ISSUE_PIN, where_of_slot(work, slot))
    sitting.status = after(Status(sitting.status), Move.CHECK_IN).value
    return _new_pin(work, sitting, by, "issued PIN")


def check_may_come_in(work: Work, sitting: SittingRow, slot: SlotRow) -> None:
    after(Status(sitting.status), Move.CHECK_IN)
    arriving.check_pin(work, sitting, slot)


def at_desk(work: Work, sitting_id: UUID, by: Officer, action: Action) -> tuple[SittingRow, SlotRow]:
    """The sitting and its slot, if the officer may do this at that slot's desk."""
    sitting = work.sittings.get_one(sitting_id)
    slot = work.slots.get_one(sitting.slot_id)
    require(by, action, where_of_slot(work, slot))
    return sitting, slot


def known_vector(work: Work, registration_id: UUID) -> tuple[float, ...] | None:
    """Of the reference photo, if it shows a face well enough to compare with."""
    photo = work.people.reference(registration_id)
    return work.identity.vector(photo) if photo is not None and is_usable(photo) else None


def is_usable(reference: PhotoRow | None) -> bool:
    return reference is not None and reference.vector_sealed is not None and not reference.faults


def identity_mode(work: Work, sitting: SittingRow) -> str:
    return sitting.identity_mode or work.slots.get_one(sitting.slot_id).identity_mode


def tries(work: Work, sitting_id: UUID) -> int:
    return sum(check.gate == "desk" for check in work.identity.checks(sitting_id))


def _check_tries(work: Work, sitting_id: UUID) -> None:
    """A stranger who may try without end passes in the end. Whom the camera missed so often, two officers let in."""
    recent = work.identity.checks(sitting_id, since=work.now - TRIES_WITHIN)
    missed = [check.at for check in recent if check.gate == "desk" and check.verdict == DeskKind.NO_MATCH]
    if len(missed) >= MOST_TRIES:
        wait = missed[-MOST_TRIES] + TRIES_WITHIN - work.now
        raise FaceChecksSpent(count=len(missed), seconds=max(1, round(wait.total_seconds())))


def _new_pin(work: Work, sitting: SittingRow, by: Officer, done: str) -> str:
    pin = f"{secrets.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}}"
    sitting.pin_hash, sitting.pin_issued_at = pin_hash(work, sitting.id, pin), work.now
    work.audit.note(by.id, done, ("sitting", sitting.id))
    work.announce(SittingMoved(sitting.id, sitting.slot_id))
    return pin
