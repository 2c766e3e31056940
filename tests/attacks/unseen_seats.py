"""Seats with everything of the server that watches them, on a clock the test moves; doubles for the wire and the workers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from server.identity.camera.unseen import UnseenLimits
from server.json_values import iso
from server.realtime.applicant import Applicants
from server.realtime.identity_watch import IdentityWatch
from server.realtime.unseen_watch import UnseenWatch
from server.verification.jobs import Outcome, Refusal
from tests.api.exam_pages import at_work
from tests.builders import Hall, Page, given
from tests.realtime.looked_at import OWN, Engine, known, measured, watch_over

JPEG = b"\xff\xd8a picture"


@dataclass
class Guarded:
    """A hall whose watches turn once a second, as the server's loops turn them."""

    hall: Hall
    pauses: bool = True
    engine: Engine = field(default_factory=Engine)

    def __post_init__(self) -> None:
        presence, told = self.hall.parts.presence, []
        self.identity: IdentityWatch = watch_over(self.hall, self.engine, told, presence)
        self.unseen = UnseenWatch(self.hall.works, self.engine, presence, UnseenLimits(), self.pauses, _nobody)
        wire = SimpleNamespace(server=SimpleNamespace(enter_room=_nobody, disconnect=_nobody))
        self.applicants = Applicants(self.hall.works, presence, self.identity, wire, _nobody, self.hall.parts.limits)
        self.hall.works.publish = self._publish
        self.seconds, self.chief = 0, self.hall.officer("ketua")
        self.wait(31)  # the server has just started

    def _publish(self, facts: Any) -> None:
        self.identity.on_facts(facts)
        self.unseen.on_facts(facts)

    def wait(self, seconds: int, does: Callable[[int], object] = lambda second: None) -> None:
        """Second by second: the loops turn, the page does what it does."""
        for second in range(1, seconds + 1):
            self.hall.clock.go(seconds=1)
            does(second)
            self.unseen.sweep()
            self.seconds += 1
            if self.seconds % 5 == 0:
                self.identity.sweep()


@dataclass
class Seat:
    """One applicant's page: what it sends is up to the test."""

    guarded: Guarded
    number: str
    revision: int = 0
    sequence: int = 0

    def __post_init__(self) -> None:
        known(self.guarded.hall, self.number)
        self.page: Page = at_work(self.guarded.hall, self.number)
        self.sitting = self.guarded.hall.sittings[self.number]
        [self.item, *_] = [one for part in self.page.get("/api/exam/paper").get_json()["sections"] for one in part["items"]]

    @property
    def sid(self) -> str:
        return f"socket of {self.number}"

    def connect(self) -> None:
        cookies = [self.page.client.get_cookie(name) for name in ("lugas_sitting", "lugas_seat")]
        told = "; ".join(f"{one.key}={one.value}" for one in cookies)
        self.guarded.applicants.connect(self.sid, {"HTTP_COOKIE": told})

    def disconnect(self) -> None:
        self.guarded.applicants.disconnect(self.sid)

    def send(self, jpeg: object = JPEG, **changes: Any) -> dict[str, Any]:
        self.sequence += 1
        picture = {"sequence": self.sequence, "taken_at": iso(self.guarded.hall.clock.now), "jpeg": jpeg} | changes
        return self.guarded.applicants.snapshot(self.sid, picture)

    def show(self, outcome: Outcome | None = None) -> None:
        """A picture, and what the worker says of it; the sitter's own face, ever a little different, unless told otherwise."""
        assert self.send()["ok"]
        key, number, _ = self.guarded.engine.taken[-1]
        self.guarded.identity.on_verdict(key, number, outcome or measured(OWN, f"{self.number} {self.sequence}"))

    def every(self, seconds: int, does: Callable[[], object]) -> Callable[[int], object]:
        return lambda second: does() if second % seconds == 0 else None

    def answer(self) -> int:
        self.revision += 1
        sent = given(self.item, self.revision % 2, self.revision, self.guarded.hall.clock.now)
        return self.page.put(f"/api/exam/answers/{sent.pop('item')}", sent).status_code

    def tell(self, *kinds: str) -> None:
        now = iso(self.guarded.hall.clock.now)
        self.page.post("/api/exam/events", {"events": [{"kind": kind, "at": now} for kind in kinds]})

    @property
    def tile(self) -> dict[str, Any]:
        hall = self.guarded.hall
        for room in hall.rooms.values():
            view = self.guarded.chief.get(f"/api/monitor/slots/{hall.slot}/rooms/{room}").get_json()
            for tile in view["tiles"]:
                if tile["sitting"] and tile["sitting"]["number"] == self.number:
                    return dict(tile["sitting"])
        raise AssertionError("no tile")

    @property
    def status(self) -> str:
        return self.page.get("/api/exam/state").get_json()["status"]

    def incidents(self) -> list[str]:
        rows = self.guarded.hall.works.read(lambda work: work.identity.incidents(self.guarded.hall.slot))
        return [row.kind for row in rows if row.sitting_id == self.sitting]


UNREADABLE = Refusal("picture_truncated", {})


def _nobody(*_given: Any, **_named: Any) -> None:
    """Nobody listens."""
