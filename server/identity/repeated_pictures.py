"""Pictures that come again byte by byte after others in between, as a recording in a loop does: noise never repeats."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from server.identity.sign_limits import SignLimits


@dataclass(frozen=True, slots=True)
class Repeats:
    known: Mapping[str, None] = field(default_factory=dict)  # digests in the order they came
    last: str = ""
    came_again: int = 0
    at: datetime | None = None  # when one last came again

    def is_due(self, now: datetime, limits: SignLimits) -> bool:
        return self.came_again >= limits.repeats and self.at is not None and now - self.at < limits.spell


def repeats_after(state: Repeats, digest: str, at: datetime, limits: SignLimits) -> Repeats:
    """The same picture twice running is a frozen camera, which is told as such."""
    if digest == state.last:
        return state
    if digest in state.known:
        return replace(state, last=digest, came_again=state.came_again + 1, at=at)
    known = dict(state.known)
    if len(known) >= limits.remembered:
        del known[next(iter(known))]
    return replace(state, known={**known, digest: None}, last=digest)
