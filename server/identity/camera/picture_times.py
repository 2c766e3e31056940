"""Whether the times a page gives its pictures run as ours do. A clock that is merely set wrong is no sign."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from statistics import median
from typing import Literal

from server.identity.camera.sign_limits import SignLimits

TimesFault = Literal["stand", "back", "astray"]  # the last part of the sentence's key in the catalogue


@dataclass(frozen=True, slots=True)
class PictureTimes:
    """How the times of one sitting's pictures have run so far."""

    taken_at: datetime | None = None  # of the last picture, by the page's clock
    received_at: datetime | None = None  # and by ours
    lags: tuple[float, ...] = ()  # seconds between the two, of the first pictures: however the clock was set, this is usual
    stood: int = 0  # pictures in a row whose time did not go on
    stood_since: datetime | None = None
    went_back: tuple[datetime, ...] = ()  # when, the last few times
    astray: int = 0  # pictures in a row that are far from the usual lag
    astray_since: datetime | None = None

    def fault(self, limits: SignLimits) -> TimesFault | None:
        """The first of: stands still, ran back, strays from its usual lag; None: nothing lasted long enough."""
        if self.stood >= limits.run_looks and self._lasts(self.stood_since, limits.stands_for):
            return "stand"
        if len(self.went_back) >= limits.back_times and not self._lasts(self.went_back[-1], limits.spell):
            return "back"
        if self.astray >= limits.run_looks and self._lasts(self.astray_since, limits.astray_for):
            return "astray"
        return None

    def _lasts(self, since: datetime | None, duration: timedelta) -> bool:
        return since is not None and self.received_at is not None and self.received_at - since >= duration


def times_after(state: PictureTimes, taken_at: datetime, received_at: datetime, limits: SignLimits) -> PictureTimes:
    """With one more picture.

    Parameters
    ----------
    taken_at : by the page's clock, however it is set.
    received_at : by ours, not before the last; a gap longer than `SignLimits.gap` begins the usual lag anew.

    Notes
    -----
    The page gives these times and can give any. A network that holds pictures up for longer than `SignLimits.astray_by`, or our
    own clock set during the exam, looks the same as a recording (docs/liveness.md, "What was not measured").
    """
    lag = (received_at - taken_at).total_seconds()
    if state.taken_at is None or state.received_at is None or received_at - state.received_at > limits.gap:
        return PictureTimes(taken_at, received_at, (lag,), went_back=state.went_back)
    moved = taken_at - state.taken_at
    back = (received_at,) if moved < -limits.back_by else ()
    stands = abs(moved) <= limits.stands_within
    strays = abs(lag - median(state.lags)) > limits.astray_by.total_seconds()
    return replace(
        state,
        taken_at=taken_at,
        received_at=received_at,
        lags=state.lags if len(state.lags) >= limits.baseline_looks else (*state.lags, lag),
        stood=state.stood + 1 if stands else 0,
        stood_since=(state.stood_since or state.received_at) if stands else None,
        went_back=(*state.went_back, *back)[-limits.back_times :],
        astray=state.astray + 1 if strays else 0,
        astray_since=(state.astray_since or received_at) if strays else None,
    )
