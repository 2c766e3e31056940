"""The best picture of the last seconds is the one that is sent: what a camera blurs now and then, the server does not see."""

from dataclasses import replace

import pytest

from server import clock
from tests import films
from tests.browser.hall import until, working_day
from tests.browser.test_face_watch import Sent, heard, listened
from tests.builders import MATERIAL, Applicant

WITH, WITHOUT = (Applicant(number, "Citra Lensa", photo="obama.jpg") for number in ("24-0071", "24-0072"))
SHARP = films.person(MATERIAL / "obama2.jpg", 1.2)
BLURRED = replace(SHARP, seconds=0.9, blur=7.0)  # shorter than the two seconds a better picture is kept
EVERY_S = 3
PICTURES = 10


@pytest.fixture(scope="module")
def hall(tmp_path_factory, faces):
    """What the server cannot judge it asks for anew; here without haste, so that each picture has seconds to be the best of."""
    pace = {"snapshot_every": EVERY_S, "burst_every": EVERY_S}
    with working_day(tmp_path_factory.mktemp("hall"), [WITH, WITHOUT], faces, **pace) as running:
        yield running


@pytest.fixture
def film(tmp_path):
    """Sharp while somebody sits down, then by turns; each test's own, for a browser plays one film to all its pages."""
    return films.film(tmp_path / "camera.mjpeg", [films.person(MATERIAL / "obama2.jpg", 30), *[SHARP, BLURRED] * 35])


def sharp_share(seat, film, sent: Sent) -> float:
    """Of the pictures sent while the film goes by turns."""
    seat.watch_film(film)
    until(lambda: seat.film_now() > film.starts[1], 90)
    began = clock.now()
    heard(seat, lambda: len(sent.since(began)) >= PICTURES, 75)
    scenes = [film.scene_at(frame) for _, frame in sent.since(began)[:PICTURES] if frame is not None]
    return sum(film.scenes[scene].blur == 0 for scene in scenes) / len(scenes)


def test_of_a_camera_that_blurs_by_turns_the_server_gets_the_sharp_pictures(hall, film, at_seat):
    seat = at_seat(film, hall.address)
    sent = listened(seat)
    seat.sit_down(hall, WITH.number)
    until(lambda: seat.page.workers, 60, "no worker")

    assert sharp_share(seat, film, sent) >= 0.8


def test_without_the_page_s_own_look_it_gets_what_comes(hall, film, at_seat):
    """So that the test above can fail."""
    seat = at_seat(film, hall.address)
    seat.context.route("**/face_watch_worker.js", lambda route: route.abort())
    sent = listened(seat)
    seat.sit_down(hall, WITHOUT.number)

    assert sharp_share(seat, film, sent) < 0.75
