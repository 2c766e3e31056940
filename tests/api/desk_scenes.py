"""Who stands before the desk in these tests, and what the camera sees of them."""

import cv2
import numpy as np
from werkzeug.test import TestResponse

from tests.builders import PASSWORD, Hall, Page
from tests.reference_photos import photo
from tests.second_pictures import another_day, moments

OBAMA, BIDEN, NO_PHOTO = "24-0011", "24-0012", "24-0001"
# What the cameras see: at the desk, and later at the seat. No picture is a copy of the registration photo or of another.
REGISTERED_FACE = [photo("obama2.jpg"), photo("obama3.jpg"), another_day("obama2.jpg", day=5)]
OTHER_FACE = moments("biden.jpg", day=3)
REGISTERED_AT_SEAT = moments("obama2.jpg", day=7)
OTHER_AT_SEAT = moments("biden.jpg", day=5)


BY_TWO_AT_DESK = {"second": {"account": "meja2", "password": PASSWORD}, "no_picture": "camera_broken"}


def black(width: int = 640, height: int = 480) -> bytes:
    return cv2.imencode(".jpg", np.zeros((height, width, 3), np.uint8))[1].tobytes()


def of(hall: Hall, number: str) -> str:
    return f"/api/desk/sittings/{hall.sittings[number]}"


def check(desk: Page, hall: Hall, number: str, frames: list[bytes]) -> dict:
    answer = desk.post_frames(f"{of(hall, number)}/check", frames)
    assert answer.status_code == 200, answer.get_json()
    return answer.get_json()


def refused(answer: TestResponse, status: int, code: str) -> dict:
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (status, code)
    return answer.get_json()["error"]["parameters"]


def second(account: str, password: str = PASSWORD) -> dict:
    return {"account": account, "password": password}


def status_of(hall: Hall, number: str) -> str:
    return hall.works.read(lambda work: work.sittings.get_one(hall.sittings[number]).status)


def has_pin(hall: Hall, number: str) -> bool:
    return hall.works.read(lambda work: work.sittings.get_one(hall.sittings[number]).pin_hash is not None)


def log_of(hall: Hall, number: str) -> list[str]:
    """What officers did with this sitting; the command line's own preparations are nobody's."""
    noted = hall.works.read(lambda work: work.audit.of(("sitting", hall.sittings[number])))
    return [row.action for row in noted if row.staff_id is not None]
