"""The best picture of the last seconds is the one that is sent: what a camera blurs now and then, the server does not see."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from server import clock
from tests import films
from tests.browser.at_seat import SLOW_MS
from tests.browser.hall import RunningHall, until, working_day
from tests.browser.sent import heard, listened
from tests.browser.switched_camera import Switched
from tests.builders import Applicant
from tests.reference_photos import MATERIAL

WITH, WITHOUT = (Applicant(number, "Citra Lensa", photo="obama.jpg") for number in ("24-0071", "24-0072"))
SHARP = films.person(MATERIAL / "obama2.jpg", 20)
CAMERA = Switched({"sharp": SHARP, "blurred": replace(SHARP, blur=7.0)})
EVERY_S = 3
BLURRED = 2
PATIENCE_S = 180  # ends a hang
# Notes each look of the page and each picture it sends; once told to, the camera blurs after a look and is sharp after the next.
_NOTE = """() => {
  window.looks = [];
  window.sends = [];
  const make = window.createImageBitmap, send = WebSocket.prototype.send;
  window.createImageBitmap = (...of) => {
    const [, scene] = window.camera.starts.at(-1), bitmap = make(...of);
    window.looks.push([Date.now(), scene]);
    if (window.alternates) bitmap.then(() => window.camera.play(scene === "sharp" ? "blurred" : "sharp"));
    return bitmap;
  };
  WebSocket.prototype.send = function (data) {
    if (typeof data !== "string") window.sends.push(Date.now());
    return send.call(this, data);
  };
}"""
KEPT_MS = 2_000  # face_watch.js: how long a better picture is kept
CHOSEN = 4  # pictures for which the page had a sharp one to choose


@pytest.fixture(scope="module")
def hall(tmp_path_factory, faces) -> Iterator[RunningHall]:
    """What the server cannot judge it asks for anew; here without haste, so that each picture has seconds to be the best of."""
    pace = {"snapshot_every": EVERY_S, "burst_every": EVERY_S}
    with working_day(tmp_path_factory.mktemp("hall"), [WITH, WITHOUT], faces, **pace) as running:
        yield running


def had_a_choice(looks: list[tuple[int, str]], sends: list[int]) -> list[int]:
    """Which pictures were sent when the page held a sharp one of the last two seconds, and had finished looking at it."""
    chosen = []
    for place, at in enumerate(sends[1:], start=1):
        since = max(sends[place - 1], at - KEPT_MS + 100)
        seen = [scene for moment, scene in looks if since < moment < at]
        if "sharp" in seen[:-1]:  # one look at a time: the last one may not have been finished
            chosen.append(place)
    return chosen


def test_of_a_camera_that_blurs_by_turns_the_sharp_pictures_are_sent(hall, at_seat):
    seat = at_seat(CAMERA, hall.address)
    sent = listened(seat)
    seat.page.evaluate(_NOTE)
    seat.sit_down(hall, WITH.number)
    expect(seat.page.locator(".watch")).to_contain_text("wajah dikenali", timeout=SLOW_MS)
    until(lambda: seat.page.evaluate("window.looks.length") >= 2, PATIENCE_S)
    began = seat.page.evaluate("() => { window.alternates = true; return Date.now(); }")
    told = {"places": []}

    def has_chosen() -> bool:
        looks, sends = seat.page.evaluate("[window.looks, window.sends]")
        told["places"] = [place for place in had_a_choice(looks, sends) if sends[place] > began and place < len(sent.pictures)]
        return len(told["places"]) >= CHOSEN

    heard(seat, has_chosen, PATIENCE_S)
    scenes = [seat.scene_of(sent.pictures[place][1]) for place in told["places"]]
    assert scenes == ["sharp"] * len(scenes)


def test_a_page_that_does_not_look_sends_what_comes(hall, at_seat):
    """So the pictures of the test above could have been blurred."""
    seat = at_seat(CAMERA, hall.address)
    seat.context.route("**/face_watch_worker.js", lambda route: route.abort())
    sent = listened(seat)
    seat.sit_down(hall, WITHOUT.number)
    seat.show("blurred")
    began = clock.now()
    heard(seat, lambda: sent.scenes(seat, began).count("blurred") >= BLURRED, PATIENCE_S)
