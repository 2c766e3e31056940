"""Who acts: an officer who is logged in, an applicant in their own sitting, a command, or the system by itself."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from server.exam.errors import NotAllowed
from server.exam.rights import (
    APPLICANT_RIGHTS,
    COMMAND_RIGHTS,
    HOUSE,
    OWN_ACCOUNT,
    SYSTEM_RIGHTS,
    Action,
    Grant,
    Part,
    Where,
    allowed,
)


class ActorKind(StrEnum):
    OFFICER = "officer"
    APPLICANT = "applicant"
    COMMAND = "command"
    SYSTEM = "system"
    ANONYMOUS = "anonymous"


@dataclass(frozen=True, slots=True)
class Officer:
    """A staff member who is logged in."""

    id: UUID
    account: str
    name: str
    grants: tuple[Grant, ...]


@dataclass(frozen=True, slots=True)
class Applicant:
    """Whoever holds a sitting's log-in: the sitting, not the person, for who sits there is what the face checks ask."""

    sitting_id: UUID


@dataclass(frozen=True, slots=True)
class Command:
    """The command line, with the account of the operating system that typed it."""

    user: str


@dataclass(frozen=True, slots=True)
class System:
    """A part of the server that acts by itself."""

    part: Part


@dataclass(frozen=True, slots=True)
class Anonymous:
    """Nobody who is logged in. May try things, which leaves lines, and may do nothing."""


Actor = Officer | Applicant | Command | System

ACCESS, CLOCK = System(Part.ACCESS), System(Part.CLOCK)
FACE_CHECKS, SERVER_START = System(Part.FACE_CHECKS), System(Part.START)


def may(by: Actor, action: Action, where: Where = HOUSE) -> bool:
    match by:
        case Officer():
            return action in OWN_ACCOUNT or allowed(by.grants, action, where)
        case Applicant():
            return action in APPLICANT_RIGHTS
        case Command():
            return action in COMMAND_RIGHTS
        case System():
            return action in SYSTEM_RIGHTS[by.part]


def require(by: Actor, action: Action, where: Where = HOUSE) -> None:
    """Raise NotAllowed unless the actor may do this there. Whose sitting or account it is, is for the caller to know."""
    if not may(by, action, where):
        raise NotAllowed(action=action)


def kind_of(by: Actor | Anonymous) -> ActorKind:
    return ActorKind(type(by).__name__.lower())


def name_of(by: Actor | Anonymous) -> str | None:
    """What the audit log writes beside the kind; an officer stands there by their account."""
    match by:
        case Applicant():
            return str(by.sitting_id)
        case Command():
            return by.user
        case System():
            return by.part
    return None
