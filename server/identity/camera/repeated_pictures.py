"""Pictures that come again byte by byte after others in between, as a recording in a loop does: noise never repeats."""

from dataclasses import dataclass, replace
from datetime import datetime

from server.identity.camera.sign_limits import SignLimits

_CHUNK = 64  # digests: a picture copies one such set, not all that are remembered

Chunks = tuple[frozenset[str], ...]  # the newest last


@dataclass(frozen=True, slots=True)
class Repeats:
    known: Chunks = ()
    last: str = ""
    came_again: int = 0
    at: datetime | None = None  # when one last came again

    def is_due(self, now: datetime, limits: SignLimits) -> bool:
        """Often enough, and the last time within a spell."""
        return self.came_again >= limits.repeats and self.at is not None and now - self.at < limits.spell


def repeats_after(state: Repeats, digest: str, at: datetime, limits: SignLimits) -> Repeats:
    """With one more picture. The same picture twice running is a frozen camera, which is told as such.

    Parameters
    ----------
    digest : of the picture's grey pixels; about the last `SignLimits.remembered` different ones are kept.
    at : when the server received it.

    Notes
    -----
    A recording that is stored anew or given other noise never repeats.
    """
    if digest == state.last:
        return state
    if any(digest in chunk for chunk in state.known):
        return replace(state, last=digest, came_again=state.came_again + 1, at=at)
    return replace(state, known=_with(state.known, digest, limits.remembered), last=digest)


def _with(known: Chunks, digest: str, remembered: int) -> Chunks:
    if known and len(known[-1]) < _CHUNK:
        return (*known[:-1], known[-1] | {digest})
    return (*known[1 - remembered // _CHUNK :], frozenset({digest}))
