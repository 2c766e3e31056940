"""Keys are changed: all data keys wrapped by a new master key, new data keys for whatever is sealed from now on."""

from server.exam.actors import Actor, require
from server.exam.rights import HOUSE, Action
from server.storage.sealing import live_purposes
from server.storage.work import Work


def rewrap(work: Work, master: str, *, by: Actor) -> int:
    """How many were wrapped. The master key's file is on the disk already: what the database names must be there."""
    require(by, Action.ROTATE_KEYS, HOUSE)
    count = work.vault.rewrap(work.session, master)
    work.audit.note(by, "rotated master key", None, master=master, count=count)
    return count


def renew(work: Work, *, by: Actor) -> int:
    require(by, Action.ROTATE_KEYS, HOUSE)
    purposes = live_purposes(work.session)
    for purpose in purposes:
        work.vault.rotate_data_key(work.session, purpose)
    work.audit.note(by, "rotated data keys", None, count=len(purposes))
    return len(purposes)
