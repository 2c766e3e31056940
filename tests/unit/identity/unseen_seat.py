"""One sitting before the count of silence, turned second by second."""

from datetime import UTC, datetime, timedelta

from server.identity.camera.unseen import Stage, Turn, Unseen, UnseenLimits, UnseenNotice, turned

START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
LIMITS = UnseenLimits()


class Seat:
    def __init__(self) -> None:
        self.state, self.now, self.seen_at, self.last_request_at = Unseen(), START, START, None
        self.notices: list[tuple[float, UnseenNotice]] = []
        self.turn(0)

    def turn(self, seconds: float = 1, online: bool = True, ours: bool = False) -> None:
        self.now += timedelta(seconds=seconds)
        self.state, notice = turned(self.state, Turn(self.now, self.seen_at, online, self.last_request_at, ours), LIMITS)
        if notice is not None:
            self.notices.append(((self.now - START).total_seconds(), notice))

    def turns(self, count: int, **how: bool) -> "Seat":
        for _ in range(count):
            self.turn(**how)
        return self

    def see(self) -> None:
        self.seen_at = self.now

    def silent(self, seconds: int, **how: bool) -> "Seat":
        """For so long, and then seen."""
        self.turns(seconds, **how).see()
        return self.turns(1)

    def seen_for(self, seconds: int) -> "Seat":
        for _ in range(seconds):
            self.see()
            self.turns(1)
        return self

    @property
    def stage(self) -> Stage:
        return self.state.stage(LIMITS)

    @property
    def whys(self) -> list[str]:
        return [notice.decision.why[0][0] for _, notice in self.notices]
