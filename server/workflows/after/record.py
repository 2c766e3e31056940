"""The record itself: signed, copied, and its guards come back when somebody took them away."""

from collections.abc import Sequence

from server.exam.actors import Actor, System, require
from server.exam.rights import HOUSE, Action
from server.storage.work import Work


def sign(work: Work, *, by: Actor) -> None:
    require(by, Action.SIGN_RECORD, HOUSE)
    work.heads.sign()
    if not isinstance(by, System):  # whose head says it all: one more line would make the chain of an idle server grow
        work.audit.note(by, "signed record", None)


def note_restored_guards(work: Work, guards: Sequence[str], *, by: Actor) -> None:
    require(by, Action.RESTORE_GUARDS, HOUSE)
    work.audit.note(by, "restored guards", None, guards=list(guards))


def begin_backup(work: Work, file: str, *, by: Actor) -> None:
    """Noted before the copy is made, so that it holds the line that tells of it. It may fail yet: the line says no more."""
    require(by, Action.BACK_UP, HOUSE)
    work.audit.note(by, "began backup", None, file=file)
