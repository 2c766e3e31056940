"""Steps an applicant takes, as the exam page takes them, for tests that begin in the middle of the day."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from server.realtime.timekeeper import turn
from server.storage.work import Work
from server.workflows.steps.pins import pin_hash
from tests.api.proctored import BY_TWO, SEEN_BY_TWO
from tests.builders import Hall, Page, given

PIN = "314159"


def check_in(hall: Hall, number: str, pin: str = PIN) -> None:
    """The desk has seen this person and handed out a PIN."""

    def issue(work: Work) -> None:
        sitting = work.sittings.get_one(hall.sittings[number])
        work.sittings.keep(sitting.id, sitting.state.checked_in())
        sitting.pin_hash, sitting.pin_issued_at = pin_hash(work, sitting.id, pin), work.now

    hall.works.write(issue)


def log_in(hall: Hall, number: str, page: Page | None = None, pin: str = PIN) -> Page:
    page = page or hall.at_seat(number)
    answer = page.post("/api/exam/login", {"number": number, "pin": pin})
    assert answer.status_code == 200, answer.get_json()
    return page


def act(hall: Hall, account: str, act: str, sittings: Sequence[UUID], **more: Any) -> dict[str, Any]:
    reason = more.pop("reason", None) or {"code": "other", "text": "uji"}
    by_two = SEEN_BY_TWO if act in BY_TWO else {}
    sent = {"act": act, "sittings": [str(one) for one in sittings], "reason": reason, **by_two, **more}
    answer = hall.officer(account).post("/api/monitor/acts", sent)
    assert answer.status_code == 200, answer.get_json()
    told: dict[str, Any] = answer.get_json()
    return told


def let_in(hall: Hall, number: str) -> None:
    """A proctor knows the person by sight: these applicants have no reference photo."""
    told = act(hall, "ketua", "confirm_identity", [hall.sittings[number]])
    assert told["refused"] == [], told


def open_slot(hall: Hall) -> None:
    answer = hall.officer("ketua").post(
        f"/api/monitor/slots/{hall.slot}/acts", {"act": "open", "reason": {"code": "other", "text": "uji"}}
    )
    assert answer.status_code == 204, answer.get_json()


def at_work(hall: Hall, number: str) -> Page:
    """Somebody whose first block runs. The slot is open from here on, at its planned start or later."""
    check_in(hall, number)
    page = log_in(hall, number)
    let_in(hall, number)
    planned = hall.works.read(lambda work: work.slots.get_one(hall.slot))
    if planned.opened_at is None:
        hall.clock.now = max(hall.clock.now, planned.starts_at)
        open_slot(hall)
    started = page.post("/api/exam/start")
    assert started.status_code == 200, started.get_json()
    return page


def items_of(page: Page) -> list[dict[str, Any]]:
    paper = page.get("/api/exam/paper").get_json()
    return [item for section in paper["sections"] for item in section["items"]]


def answer(hall: Hall, page: Page, item: Mapping[str, Any], option: int = 0, revision: int = 1) -> dict[str, Any]:
    sent = given(item, option, revision, hall.clock.now)
    told = page.put(f"/api/exam/answers/{item['id']}", sent)
    assert told.status_code == 200, told.get_json()
    saved: dict[str, Any] = told.get_json()
    return saved


def state_of(page: Page) -> dict[str, Any]:
    told: dict[str, Any] = page.get("/api/exam/state").get_json()
    return told


def pass_time(hall: Hall, **later: float) -> None:
    """Time goes on, and the timekeeper looks."""
    hall.clock.go(**later)
    hall.works.write(turn)
