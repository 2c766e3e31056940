"""Who may do what and where: role, action and the scopes in which a grant of the role counts for it; and what commands,
applicants and the system itself may do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


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
    # What an administrator does, by command today.
    ADD_SITE = "add_site"
    CREATE_EXAM = "create_exam"
    PLAN_SLOT = "plan_slot"
    IMPORT_REGISTRATIONS = "import_registrations"
    FREEZE_SLOT = "freeze_slot"
    ADD_SITTING = "add_sitting"
    MANAGE_STAFF = "manage_staff"
    HOLD_DATA = "hold_data"
    PURGE_DATA = "purge_data"
    RECOUNT = "recount"
    ROTATE_KEYS = "rotate_keys"
    SIGN_RECORD = "sign_record"
    BACK_UP = "back_up"
    ISSUE_CERTIFICATES = "issue_certificates"
    # What everybody of the staff does with the own account.
    MANAGE_OWN_ACCOUNT = "manage_own_account"
    # What an applicant does in the own sitting.
    LOG_IN_AT_SEAT = "log_in_at_seat"
    PASS_FACE_CHECK = "pass_face_check"
    SIT_EXAM = "sit_exam"
    CALL_PROCTOR = "call_proctor"
    # What the server does by itself.
    KEEP_TIME = "keep_time"
    RAISE_INCIDENT = "raise_incident"
    KEEP_EVIDENCE = "keep_evidence"
    NOTE_ATTEMPTS = "note_attempts"
    RESTORE_GUARDS = "restore_guards"


class Part(StrEnum):
    """Of the server."""

    ACCESS = "access"  # counts what is tried at the doors
    CLOCK = "clock"  # ends blocks and slots, books outages and gaps
    FACE_CHECKS = "face_checks"  # raises incidents and pauses
    START = "start"  # what is put right before anybody is served


class ScopeKind(StrEnum):
    HOUSE = "house"
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
    """The place of an action: the house, or a site and what lies in it. A grant for the site covers its rooms and slots."""

    site: str | None = None
    room: str | None = None
    slot: str | None = None

    def lies_in(self, grant: Grant) -> bool:
        if grant.scope_kind is ScopeKind.HOUSE:
            return True
        place = {ScopeKind.SITE: self.site, ScopeKind.ROOM: self.room, ScopeKind.SLOT: self.slot}[grant.scope_kind]
        return place == grant.scope_id


HOUSE = Where()

_HOUSE = frozenset({ScopeKind.HOUSE})
_SITE = frozenset({ScopeKind.HOUSE, ScopeKind.SITE})
_DESK = frozenset({ScopeKind.SITE, ScopeKind.SLOT})  # the desk stands outside the rooms
_HALL = frozenset({ScopeKind.SITE, ScopeKind.ROOM, ScopeKind.SLOT})
_AT_DESK = {Role.DESK_OFFICER: _DESK, Role.CHIEF_PROCTOR: _DESK}
_IN_ROOM = {Role.PROCTOR: _HALL, Role.CHIEF_PROCTOR: _HALL}
_CHIEF = {Role.CHIEF_PROCTOR: _HALL}
_CHIEF_OF_SLOT = {Role.CHIEF_PROCTOR: _DESK}  # a room's chief does not move the whole slot
_ADMIN_OF_HOUSE = {Role.ADMINISTRATOR: _HOUSE}
_ADMIN_OF_SITE = {Role.ADMINISTRATOR: _SITE}

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
    Action.ADD_SITE: _ADMIN_OF_HOUSE,
    Action.CREATE_EXAM: _ADMIN_OF_HOUSE,
    Action.PLAN_SLOT: _ADMIN_OF_SITE,
    Action.IMPORT_REGISTRATIONS: _ADMIN_OF_SITE,
    Action.FREEZE_SLOT: _ADMIN_OF_SITE,
    Action.ADD_SITTING: _ADMIN_OF_SITE,
    Action.MANAGE_STAFF: _ADMIN_OF_HOUSE,  # whoever grants roles in one site could grant them to themselves
    Action.HOLD_DATA: _ADMIN_OF_HOUSE,
    Action.PURGE_DATA: _ADMIN_OF_HOUSE,
    Action.RECOUNT: _ADMIN_OF_HOUSE,
    Action.ROTATE_KEYS: _ADMIN_OF_HOUSE,
    Action.SIGN_RECORD: _ADMIN_OF_HOUSE,
    Action.BACK_UP: _ADMIN_OF_HOUSE,
    Action.ISSUE_CERTIFICATES: _ADMIN_OF_HOUSE,
}

COMMAND_RIGHTS = frozenset(
    {
        Action.ADD_SITE,
        Action.CREATE_EXAM,
        Action.PLAN_SLOT,
        Action.IMPORT_REGISTRATIONS,
        Action.FREEZE_SLOT,
        Action.ADD_SITTING,
        Action.MANAGE_STAFF,
        Action.HOLD_DATA,
        Action.PURGE_DATA,
        Action.RECOUNT,
        Action.ROTATE_KEYS,
        Action.SIGN_RECORD,
        Action.BACK_UP,
        Action.ISSUE_CERTIFICATES,
        Action.SEE_AUDIT,
    }
)
OWN_ACCOUNT = frozenset({Action.MANAGE_OWN_ACCOUNT})
APPLICANT_RIGHTS = frozenset({Action.LOG_IN_AT_SEAT, Action.PASS_FACE_CHECK, Action.SIT_EXAM, Action.CALL_PROCTOR})
SYSTEM_RIGHTS: Mapping[Part, frozenset[Action]] = {
    Part.ACCESS: frozenset({Action.NOTE_ATTEMPTS}),
    Part.CLOCK: frozenset({Action.KEEP_TIME, Action.SIGN_RECORD}),
    Part.FACE_CHECKS: frozenset({Action.RAISE_INCIDENT, Action.KEEP_EVIDENCE}),
    Part.START: frozenset({Action.KEEP_TIME, Action.RESTORE_GUARDS}),
}


def allowed(grants: Iterable[Grant], action: Action, where: Where) -> bool:
    return any(_counts(grant, action) and where.lies_in(grant) for grant in grants)


def actions_of(grants: Iterable[Grant]) -> frozenset[Action]:
    """Everything these grants allow somewhere: for showing buttons, never for deciding."""
    own = tuple(grants)
    return frozenset(action for action in Action if any(_counts(grant, action) for grant in own))


def _counts(grant: Grant, action: Action) -> bool:
    return grant.scope_kind in RIGHTS.get(action, {}).get(grant.role, frozenset())
