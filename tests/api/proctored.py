"""A hall with people at work in it: brought there by the pages and acts of the real app, checked in without a camera."""

from typing import Any
from uuid import UUID

from werkzeug.test import TestResponse

from server.storage.work import Work
from server.workflows.steps import pins
from tests.builders import PASSWORD, START, Hall, Page, given

PIN = "246810"
SEEN = {"code": "same_person_seen"}
BY_TWO = ("confirm_identity", "identity_mode", "resume")
# A chief at the same screen answers for it too; in these halls no camera of a seat shows anything.
SEEN_BY_TWO = {"second": {"account": "ketua2", "password": PASSWORD}, "no_picture": "camera_broken"}


def check_in(hall: Hall, number: str) -> None:
    """What the desk leaves behind: a PIN."""

    def issue(work: Work) -> None:
        sitting = work.sittings.get_one(hall.sittings[number])
        work.sittings.keep(sitting.id, sitting.state.checked_in())
        sitting.pin_hash, sitting.pin_issued_at = pins.pin_hash(work, sitting.id, PIN), work.now

    hall.works.write(issue)


def at_login(hall: Hall, number: str) -> Page:
    check_in(hall, number)
    page = hall.at_seat(number)
    assert page.post("/api/exam/login", {"number": number, "pin": PIN}).status_code == 200
    return page


def seated(hall: Hall, number: str, by: Page | None = None) -> Page:
    page = at_login(hall, number)
    well(act(by or hall.officer("ketua"), "confirm_identity", hall.sittings[number], reason=SEEN))
    return page


def opened(hall: Hall) -> None:
    """The chief opens the slot at eight."""
    hall.clock.now = max(hall.clock.now, START)
    assert slot_act(hall, hall.officer("ketua"), "open").status_code == 204


def running(hall: Hall, number: str) -> Page:
    page = seated(hall, number)
    if status_of_slot(hall) == "prepared":
        opened(hall)
    assert page.post("/api/exam/start").status_code == 200
    return page


def answers(hall: Hall, page: Page, count: int) -> None:
    paper = page.get("/api/exam/paper").get_json()
    items = [item for section in paper["sections"] for item in section["items"]]
    for item in items[:count]:
        answer = given(item, 0, 1, hall.clock.now)
        assert page.put(f"/api/exam/answers/{item['id']}", answer).status_code == 200


def act(by: Page, name: str, *sittings: UUID, **asked: Any) -> TestResponse:
    if name in BY_TWO and "second" not in asked:
        asked |= SEEN_BY_TWO
    return by.post("/api/monitor/acts", {"act": name, "sittings": [str(one) for one in sittings], **asked})


def slot_act(hall: Hall, by: Page, name: str, **asked: Any) -> TestResponse:
    if name in BY_TWO and "second" not in asked:
        asked |= SEEN_BY_TWO
    return by.post(f"/api/monitor/slots/{hall.slot}/acts", {"act": name, **asked})


def well(answer: TestResponse) -> None:
    told = answer.get_json()
    assert answer.status_code == 200, told
    assert told["refused"] == [], told


def refusal(answer: TestResponse) -> str:
    """The code of the one refusal."""
    told = answer.get_json()
    if "error" in told:
        return str(told["error"]["code"])
    (refused,) = told["refused"]
    assert told["done"] == []
    return str(refused["error"]["code"])


def state(page: Page) -> Any:
    return page.get("/api/exam/state").get_json()


def room(hall: Hall, by: Page, name: str = "Melati") -> Any:
    answer = by.get(f"/api/monitor/slots/{hall.slot}/rooms/{hall.rooms[name]}")
    assert answer.status_code == 200, answer.get_json()
    return answer.get_json()


def tile(hall: Hall, number: str) -> Any:
    """The tile's sitting, as a chief sees it in whichever room it is."""
    chief = hall.officer("ketua")
    for name in hall.rooms:
        for one in room(hall, chief, name)["tiles"]:
            if one["sitting"] and one["sitting"]["number"] == number:
                return one["sitting"]
    raise AssertionError(f"{number} has no tile")


def status(hall: Hall, number: str) -> str:
    return hall.works.read(lambda work: work.sittings.get_one(hall.sittings[number]).status)


def status_of_slot(hall: Hall) -> str:
    return hall.works.read(lambda work: work.slots.get_one(hall.slot).status)


def in_room(hall: Hall, name: str) -> list[str]:
    """The numbers of those who sit in a room."""

    def of(work: Work) -> list[str]:
        return sorted(whole.registration.number for whole in work.sittings.whole_room(hall.slot, hall.rooms[name]))

    return hall.works.read(of)
