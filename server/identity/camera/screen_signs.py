"""Whether the face seems to be on a screen or a print: what single pictures show of it must show in most of them."""

from dataclasses import dataclass, replace
from typing import Literal, Protocol

from server.identity.camera.sign_limits import SignLimits

Mark = Literal["rim", "ripple"]  # the last part of the sentence's key in the catalogue


class SeenMarks(Protocol):
    @property
    def rim(self) -> float: ...

    @property
    def ripple(self) -> float: ...


@dataclass(frozen=True, slots=True)
class ScreenSigns:
    rimmed: tuple[bool, ...] = ()  # of the last pictures that were looked at for it
    rippled: tuple[bool, ...] = ()

    def found(self, limits: SignLimits) -> Mark | None:
        if sum(self.rimmed) >= limits.marks_found:
            return "rim"
        return "ripple" if sum(self.rippled) >= limits.marks_found else None


def screen_after(state: ScreenSigns, marks: SeenMarks, limits: SignLimits) -> ScreenSigns:
    earlier = 1 - limits.marks_looked
    return replace(
        state,
        rimmed=(*state.rimmed[earlier:], marks.rim >= limits.rim_from),
        rippled=(*state.rippled[earlier:], marks.ripple >= limits.ripple_from),
    )
