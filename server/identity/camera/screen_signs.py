"""Whether the face seems to be on a screen or a print: what single pictures show of it must show in most of them."""

from dataclasses import dataclass, replace
from typing import Literal, Protocol

from server.identity.camera.sign_limits import SignLimits

Mark = Literal["rim", "ripple"]  # the last part of the sentence's key in the catalogue


class SeenMarks(Protocol):
    @property
    def border(self) -> float: ...

    @property
    def moire(self) -> float: ...


@dataclass(frozen=True, slots=True)
class ScreenSigns:
    bordered: tuple[bool, ...] = ()  # of the last pictures that were looked at for it
    with_moire: tuple[bool, ...] = ()

    def found(self, limits: SignLimits) -> Mark | None:
        if sum(self.bordered) >= limits.marks_found:
            return "rim"
        return "ripple" if sum(self.with_moire) >= limits.marks_found else None


def screen_after(state: ScreenSigns, marks: SeenMarks, limits: SignLimits) -> ScreenSigns:
    earlier = 1 - limits.marks_looked
    return replace(
        state,
        bordered=(*state.bordered[earlier:], marks.border >= limits.border_from),
        with_moire=(*state.with_moire[earlier:], marks.moire >= limits.moire_from),
    )
