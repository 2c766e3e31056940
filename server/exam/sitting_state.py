"""What of a sitting changes together: its status, why and since when its questions are covered, when it came and ended.

MOVES says which status follows from which; here stands what else follows. Whoever keeps the state has booked before what a
pause cost (steps/pause).
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from server.exam.errors import SittingNotRunning
from server.exam.ledger import FACE_CHECK_WITHIN, OWN_TIME, Cause, stops
from server.exam.sittings import SCORED, Move, Status, after, reopened
from server.exam.timing import NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class SittingState:
    status: Status = Status.EXPECTED
    cause: Cause | None = None  # why the questions are covered: while paused or away
    paused_at: datetime | None = None  # since when; whether the clock stands is the cause's to say
    pause_limit: timedelta | None = None  # how long it may stand for this cause; none: as long as the pause lasts
    needs_face_check: bool = False  # the page takes one and goes on by itself
    first_login_at: datetime | None = None
    admitted_at: datetime | None = None  # a proctor let in who was marked absent
    ended_at: datetime | None = None
    scores_shown_at: datetime | None = None

    def checked_in(self) -> "SittingState":
        return self._after(Move.CHECK_IN)

    def pin_reissued(self) -> "SittingState":
        return self._after(Move.REISSUE_PIN)

    def sent_back(self) -> "SittingState":
        return self._after(Move.SEND_BACK)

    def marked_absent(self) -> "SittingState":
        return self._after(Move.MARK_ABSENT)

    def admitted_late(self, now: datetime) -> "SittingState":
        return replace(self._after(Move.ADMIT_LATE), admitted_at=now)

    def logged_in(self, now: datetime) -> "SittingState":
        """Whoever holds the slip of somebody seated may not be who was looked at: the face is looked at again."""
        here = self._after(Move.CHANGE_SEAT) if self.status is Status.SEATED else self
        return replace(here, first_login_at=self.first_login_at or now)

    def seated(self) -> "SittingState":
        return self._after(Move.TAKE_SEAT)

    def started(self) -> "SittingState":
        return self._after(Move.START)

    def next_block(self, now: datetime) -> "SittingState":
        """A pause goes on in the next block, with what was left of its limit."""
        left = self.pause_limit_left(now)
        return replace(self._after(Move.NEXT_BLOCK), paused_at=self.paused_at and now, pause_limit=left)

    def away(self, now: datetime) -> "SittingState":
        return replace(self._after(Move.LEAVE), cause=Cause.AWAY, paused_at=now)

    def paused(
        self, cause: Cause, now: datetime, *, at_most: timedelta | None = None, needs_face_check: bool = False
    ) -> "SittingState":
        """`at_most`: how long the clock may stand."""
        return replace(self._after(Move.PAUSE)._covered(cause, now, at_most), needs_face_check=needs_face_check)

    def still_paused(self, cause: Cause, now: datetime, *, at_most: timedelta | None = None) -> "SittingState":
        """From now on for another cause."""
        self._check_paused()
        return self._covered(cause, now, at_most)

    def pause_limited(self, at_most: timedelta) -> "SittingState":
        """Somebody gave time meanwhile: the clock stands no longer than they may still give."""
        return self if self.pause_limit is None else replace(self, pause_limit=min(self.pause_limit, at_most))

    def pause_limit_left(self, now: datetime) -> timedelta | None:
        """How long the clock may still stand in this pause."""
        if self.pause_limit is None or self.paused_at is None:
            return self.pause_limit
        return max(self.pause_limit - (now - self.paused_at), NONE)

    def waiting_for_face(self, now: datetime) -> "SittingState":
        """Whoever lets the check wait does so on their own time."""
        self._check_paused()
        stands = self.cause is not None and stops(self.cause)
        covered = self._covered(Cause.FACE_CHECK, now, at_most=FACE_CHECK_WITHIN) if stands else self
        return replace(covered, needs_face_check=True)

    def without_face_check(self) -> "SittingState":
        """Still covered; the page does not go on by itself."""
        return replace(self, needs_face_check=False)

    def seat_changed(self, now: datetime, *, at_most: timedelta | None) -> "SittingState":
        """Nobody loses time by it, for `at_most`; who was paused for another reason stays so."""
        moved = self._after(Move.CHANGE_SEAT)
        if self.status is Status.RUNNING:
            return replace(moved._covered(Cause.SEAT_CHANGE, now, at_most), needs_face_check=True)
        if self.status is Status.PAUSED and self.cause in OWN_TIME:
            return moved._covered(Cause.SEAT_CHANGE, now, at_most)
        return moved

    def went_on(self) -> "SittingState":
        """Out of a pause, or back from being away."""
        return self._after(Move.RETURN if self.status is Status.AWAY else Move.RESUME)._uncovered()

    def submitted(self, now: datetime) -> "SittingState":
        """The score is shown at once, so there is no way back."""
        return replace(self._ended(Move.SUBMIT, now), scores_shown_at=now)

    def closed_by_time(self, at: datetime) -> "SittingState":
        return self._ended(Move.TIME_UP, at)

    def terminated(self, now: datetime) -> "SittingState":
        return self._ended(Move.TERMINATE, now)

    def disqualified(self, now: datetime) -> "SittingState":
        return self._ended(Move.DISQUALIFY, now)

    def rescheduled(self) -> "SittingState":
        return self._after(Move.RESCHEDULE)._uncovered()

    def reopened(self, now: datetime, approved_by: Collection[str]) -> "SittingState":
        """Into a pause since its end: its clock stood from then on, or it would be over again at once."""
        status = reopened(self.status, score_shown=self.scores_shown_at is not None, approved_by=approved_by)
        return replace(self, status=status, ended_at=None)._covered(Cause.REOPENED, self.ended_at or now, None)

    def scores_shown(self, now: datetime) -> "SittingState":
        if self.status not in SCORED:
            raise SittingNotRunning(status=self.status)
        return replace(self, scores_shown_at=self.scores_shown_at or now)

    def _check_paused(self) -> None:
        if self.status is not Status.PAUSED:
            raise SittingNotRunning(status=self.status)

    def _after(self, move: Move) -> "SittingState":
        return replace(self, status=after(self.status, move))

    def _covered(self, cause: Cause, since: datetime, at_most: timedelta | None) -> "SittingState":
        return replace(self, cause=cause, paused_at=since, pause_limit=at_most)

    def _uncovered(self) -> "SittingState":
        return replace(self, cause=None, paused_at=None, pause_limit=None, needs_face_check=False)

    def _ended(self, move: Move, at: datetime) -> "SittingState":
        return replace(self._after(move)._uncovered(), ended_at=self.ended_at or at)
