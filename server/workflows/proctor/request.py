"""What a proctor asks for: an act's parameters, and the reason that goes with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from server.exam.actors import Officer
from server.exam.ledger import GrantLimits
from server.exam.rights import Action
from server.identity.choices import IdentityMode
from server.storage.tables import SittingRow
from server.storage.work import Work
from server.workflows.refusals import ReasonNeeded
from server.workflows.steps.sight_confirmation import Sight, second_there

OTHER = "other"  # needs words of its own

REASONS: Mapping[str, tuple[str, ...]] = {
    "pause": ("power", "computer_broken", "disturbance", "suspicion", "conduct", "health", OTHER),
    "resume": ("same_person_seen", "camera_mistaken", "problem_solved", OTHER),
    "grant": ("power", "network", "computer_broken", "camera_pause", "seat_change", "health", OTHER),
    "move": ("computer_broken", "camera_broken", "network", "disturbance", OTHER),
    "confirm_identity": ("same_person_seen", "document_checked", "cannot_move", "camera_broken", "veil", OTHER),
    "send_to_desk": ("identity_doubt", "wrong_slip", OTHER),
    "identity_mode": ("camera_broken", "system_failure", "blindness", "facial_difference", "veil", "camera_works_again", OTHER),
    "accompanied_back": ("accompanied",),
    "terminate": ("cheating", "device", "impostor", "conduct", "own_request", "health", OTHER),
    "reopen": ("closed_by_mistake", "decision", OTHER),
    "absent": ("not_come", "not_admitted", OTHER),
    "admit_late": ("came_late", "closed_by_mistake", OTHER),
    "reschedule": ("power", "system_failure", "health", "decision", OTHER),
    "disqualify": ("cheating", "device", "impostor", "document", "conduct", OTHER),
    "slot_suspend": ("power", "network", "system_failure", "disturbance", "disaster", OTHER),
    "slot_resume": ("problem_solved", OTHER),
    "slot_postpone": ("power", "network", "system_failure", "disaster", "decision", OTHER),
    "slot_identity_mode": ("system_failure", "camera_works_again", OTHER),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, as a code of REASONS and, where wanted, in words."""

    code: str
    text: str = ""

    def __str__(self) -> str:
        return f"{self.code}: {self.text}" if self.text else self.code


@dataclass(frozen=True, slots=True, kw_only=True)
class ActRequest:
    """The parameters of every act; each reads its own."""

    reason: Reason | None = None
    check: str = "fresh"  # of resume: fresh, by_sight
    seconds: int = 0
    text: str = ""
    seat: UUID | None = None
    mode: IdentityMode = IdentityMode.CAMERA
    every: timedelta | None = None
    second: Officer | None = None  # whoever confirmed with their own password
    pictures: Mapping[UUID, bytes] = field(default_factory=dict)  # what the camera at each seat shows now
    no_picture: str = ""  # why there is none
    limits: GrantLimits = field(default_factory=GrantLimits)
    rooms: tuple[UUID, ...] = ()

    @property
    def extra(self) -> timedelta:
        return timedelta(seconds=self.seconds)


def sight_of(work: Work, sitting: SittingRow, asked: ActRequest, *, by: Officer) -> Sight:
    """The second person must be one who may confirm identities where this sitting is."""
    second = second_there(work, sitting, asked.second, Action.CONFIRM_IDENTITY, by=by)
    return Sight(second, asked.pictures.get(sitting.id), asked.no_picture)


def reason_for(act: str, asked: ActRequest) -> Reason:
    """The reason given, if it is one of the act's and says enough."""
    reason = asked.reason
    if reason is None or reason.code not in REASONS[act] or (reason.code == OTHER and not reason.text):
        raise ReasonNeeded()
    return reason
