"""Whether the face seems to be on a screen or a print: what single pictures show of it must show in most of them."""

from dataclasses import dataclass, replace
from typing import Literal, Protocol

from server.identity.camera.sign_limits import SignLimits

Mark = Literal["border", "moire"]  # the last part of the sentence's key in the catalogue


class MarksLike(Protocol):
    @property
    def border(self) -> float: ...

    @property
    def moire(self) -> float: ...


@dataclass(frozen=True, slots=True)
class ScreenSigns:
    bordered: tuple[bool, ...] = ()  # of the last pictures that were looked at for it
    with_moire: tuple[bool, ...] = ()

    def found(self, limits: SignLimits) -> Mark | None:
        """The border goes before moire; None: too few of the last pictures showed either."""
        if sum(self.bordered) >= limits.marks_found:
            return "border"
        return "moire" if sum(self.with_moire) >= limits.marks_found else None


def screen_after(state: ScreenSigns, marks: MarksLike, limits: SignLimits) -> ScreenSigns:
    """With one more picture; the last `SignLimits.marks_looked` are kept.

    Parameters
    ----------
    marks : `border` 0..1; `moire` >= 0, a ratio of spectral magnitudes (`server/faces/screen_marks.py`).

    Notes
    -----
    A window or a shelf around the head has the edges of a border, and a border outside the picture is not seen. By
    computation 12 of 60 upright photos with a border were missed; none of 73 genuine pictures was taken for one
    (docs/liveness.md).
    """
    earlier = 1 - limits.marks_looked
    return replace(
        state,
        bordered=(*state.bordered[earlier:], marks.border >= limits.border_from),
        with_moire=(*state.with_moire[earlier:], marks.moire >= limits.moire_from),
    )
