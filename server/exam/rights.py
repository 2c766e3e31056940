"""Who may do what and where: one table of role, action and the scopes in which a grant of the role counts for it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from server.exam.errors import NotAllowed


class Role(StrEnum):
    DESK_OFFICER = "desk_officer"
    PROCTOR = "proctor"
    CHIEF_PROCTOR = "chief_proctor"
    IT_OFFICER = "it_officer"
    ADMINISTRATOR = "administrator"


FACTOR_ROLES = frozenset({Role.CHIEF_PROCTOR, Role.IT_OFFICER, Role.ADMINISTRATOR})  # need a second factor in production


class Action(StrEnum):
    FIND_REGISTRATION = "find_registration"
    CHECK_FACE = "check_face"
    ISSUE_PIN = "issue_pin"
    CONFIRM_OVERRIDE = "confirm_override"
    REVIEW_ENROLMENT = "review_enrolment"
    PAIR_SEAT = "pair_seat"
    WATCH_ROOM = "watch_room"
    READ_INCIDENT = "read_incident"
    CLOSE_INCIDENT = "close_incident"
    CONFIRM_IDENTITY = "confirm_identity"
    SEND_TO_DESK = "send_to_desk"
    PAUSE = "pause"
    RESUME = "resume"
    MESSAGE = "message"
    MOVE_SEAT = "move_seat"
    GRANT_TIME = "grant_time"
    GRANT_MORE_TIME = "grant_more_time"
    MARK_ABSENT = "mark_absent"
    SUSPEND_ROOM = "suspend_room"
    SET_IDENTITY_MODE = "set_identity_mode"
    TERMINATE = "terminate"
    REOPEN = "reopen"
    DISQUALIFY = "disqualify"
    RESCHEDULE = "reschedule"
    OPEN_SLOT = "open_slot"
    SUSPEND_SLOT = "suspend_slot"
    CLOSE_SLOT = "close_slot"
    POSTPONE_SLOT = "postpone_slot"
    SEE_AUDIT = "see_audit"


class ScopeKind(StrEnum):
    SITE = "site"
    ROOM = "room"
    SLOT = "slot"


@dataclass(frozen=True, slots=True)
class Grant:
    role: Role
    scope_kind: ScopeKind
    scope_id: str


@dataclass(frozen=True, slots=True)
class Where:
    """The place of an action; a room's or slot's site is always told, so that a grant for the site covers it."""

    site: str
    room: str | None = None
    slot: str | None = None

    def lies_in(self, grant: Grant) -> bool:
        place = {ScopeKind.SITE: self.site, ScopeKind.ROOM: self.room, ScopeKind.SLOT: self.slot}[grant.scope_kind]
        return place == grant.scope_id


_SITE = frozenset({ScopeKind.SITE})
_DESK = frozenset({ScopeKind.SITE, ScopeKind.SLOT})  # the desk stands outside the rooms
_HALL = frozenset({ScopeKind.SITE, ScopeKind.ROOM, ScopeKind.SLOT})
_AT_DESK = {Role.DESK_OFFICER: _DESK, Role.CHIEF_PROCTOR: _DESK}
_IN_ROOM = {Role.PROCTOR: _HALL, Role.CHIEF_PROCTOR: _HALL}
_CHIEF = {Role.CHIEF_PROCTOR: _HALL}
_CHIEF_OF_SLOT = {Role.CHIEF_PROCTOR: _DESK}  # a room's chief does not move the whole slot

RIGHTS: Mapping[Action, Mapping[Role, frozenset[ScopeKind]]] = {
    Action.FIND_REGISTRATION: _AT_DESK,
    Action.CHECK_FACE: _AT_DESK,
    Action.ISSUE_PIN: _AT_DESK,
    Action.CONFIRM_OVERRIDE: _AT_DESK,
    Action.REVIEW_ENROLMENT: _CHIEF_OF_SLOT,
    Action.PAIR_SEAT: {Role.IT_OFFICER: _HALL, Role.CHIEF_PROCTOR: _HALL, Role.ADMINISTRATOR: _SITE},
    Action.WATCH_ROOM: _IN_ROOM,
    Action.READ_INCIDENT: _IN_ROOM,
    Action.CLOSE_INCIDENT: _IN_ROOM,
    Action.CONFIRM_IDENTITY: _IN_ROOM,
    Action.SEND_TO_DESK: _IN_ROOM,
    Action.PAUSE: _IN_ROOM,
    Action.RESUME: _IN_ROOM,
    Action.MESSAGE: _IN_ROOM,
    Action.MOVE_SEAT: _IN_ROOM,
    Action.GRANT_TIME: _IN_ROOM,
    Action.GRANT_MORE_TIME: _CHIEF,
    Action.MARK_ABSENT: _IN_ROOM,
    Action.SUSPEND_ROOM: _CHIEF,
    Action.SET_IDENTITY_MODE: _CHIEF,
    Action.TERMINATE: _CHIEF,
    Action.REOPEN: _CHIEF,
    Action.DISQUALIFY: _CHIEF,
    Action.RESCHEDULE: _CHIEF_OF_SLOT,
    Action.OPEN_SLOT: _CHIEF_OF_SLOT,
    Action.SUSPEND_SLOT: _CHIEF_OF_SLOT,
    Action.CLOSE_SLOT: _CHIEF_OF_SLOT,
    Action.POSTPONE_SLOT: _CHIEF_OF_SLOT,
    Action.SEE_AUDIT: {Role.ADMINISTRATOR: _SITE, Role.CHIEF_PROCTOR: _SITE},
}


def allowed(grants: Iterable[Grant], action: Action, where: Where) -> bool:
    return any(_counts(grant, action) and where.lies_in(grant) for grant in grants)


def check_allowed(grants: Iterable[Grant], action: Action, where: Where) -> None:
    if not allowed(grants, action, where):
        raise NotAllowed(action=action)


def actions_of(grants: Iterable[Grant]) -> frozenset[Action]:
    """Everything these grants allow somewhere: for showing buttons, never for deciding."""
    own = tuple(grants)
    return frozenset(action for action in Action if any(_counts(grant, action) for grant in own))


def _counts(grant: Grant, action: Action) -> bool:
    return grant.scope_kind in RIGHTS[action].get(grant.role, frozenset())
