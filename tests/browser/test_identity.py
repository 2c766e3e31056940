"""Who sits there: another person, a neighbour, somebody too near, nobody. Two PCs, each with a film of its own, at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from server.exam.ledger import Cause
from server.identity.incidents import IncidentKind
from tests import films
from tests.browser.at_seat import SLOW_MS, AtSeat
from tests.browser.hall import CheckedIn, until, working_day
from tests.browser.staff import AtMonitor, ByApi
from tests.builders import MATERIAL, Applicant
from tests.films import Film, read_counter

HIMSELF, STRANGER = MATERIAL / "obama2.jpg", MATERIAL / "biden.jpg"
HONEST = films.person(HIMSELF, 40)  # long enough to log in and begin on a busy machine
SWAP, COMPANY = Applicant("24-0021", "Budi Tukar", photo="obama.jpg"), Applicant("24-0022", "Budi Ramai", photo="obama.jpg")
FILMS = {
    SWAP.number: (HONEST, films.person(STRANGER, 30)),
    COMPANY.number: (
        HONEST,
        films.far_second(HIMSELF, STRANGER, 25),
        films.near_second(HIMSELF, STRANGER, 30),
        films.empty(70),
    ),
}
FAR, NEAR, EMPTY = 1, 2, 3
LIMIT = timedelta(seconds=20)


@dataclass
class Seated:
    seat: AtSeat
    film: Film
    slip: CheckedIn


@pytest.fixture(scope="module")
def hall(tmp_path_factory, faces):
    with working_day(tmp_path_factory.mktemp("hall"), [SWAP, COMPANY], faces) as running:
        yield running


@pytest.fixture(scope="module")
def chief(hall, playwright) -> ByApi:
    return ByApi(playwright.request.new_context(base_url=hall.address), "ketua")


@pytest.fixture(scope="module")
def monitor(hall, chrome, genuine) -> AtMonitor:
    """The chief before the room of whoever is swapped."""
    context = chrome(genuine).new_context(viewport={"width": 1366, "height": 768}, locale="id-ID")
    return AtMonitor(context, hall.address, "ketua", hall.room(SWAP.number))


@pytest.fixture(scope="module")
def seated(hall, shoot, at_seat) -> Mapping[str, Seated]:
    """Everybody sits, is known by face and works; the films go on by themselves."""
    made = {number: shoot(*scenes) for number, scenes in FILMS.items()}
    everybody = {}
    for number, film in made.items():
        slip, seat = hall.slips[number], at_seat(film, hall.address)
        seat.sit_down(hall, number)
        seat.watch_film(film)
        everybody[number] = Seated(seat, film, slip)
    return everybody


def test_a_stranger_pauses_the_exam_within_twenty_seconds(hall, seated, monitor):
    """A stranger pauses the exam within twenty seconds and the time is kept."""
    swap = seated[SWAP.number]
    until(lambda: hall.sitting(SWAP.number).status == "paused", 120)
    paused, shown = hall.sitting(SWAP.number), swap.seat.shown_at(1)
    assert paused.cause == Cause.MISMATCH
    assert timedelta() < paused.halted_at - shown <= LIMIT
    swap.seat.expect_screen("paused")
    expect(swap.seat.page.locator("main")).to_contain_text("Wajah di kursi ini tidak cocok dengan foto Anda")
    expect(swap.seat.page.locator("main")).to_contain_text("Waktu Anda berhenti")
    left = swap.seat.seconds_left()

    panel = monitor.open_incident("Wajah tidak cocok", SWAP.name)
    expect(panel).to_contain_text("wajah di kursi tidak cocok")
    for kept in ("figure.before img", "figure.trigger img", ".pictures img"):
        expect(panel.locator(kept).first).to_have_js_property("complete", True)
        assert panel.locator(kept).first.evaluate("(image) => image.naturalWidth") > 100
    until(lambda: 0 < swap.seat.film_now() < swap.film.starts[1] - 450, 60)  # the film begins anew: he is back
    monitor.resume("Setelah cek wajah baru", "same_person_seen")
    swap.seat.expect_screen("returning")
    swap.seat.show_face()
    swap.seat.expect_screen("questions")
    assert abs(swap.seat.seconds_left() - left) <= 2
    [booked] = [row for row in hall.read(lambda work: list(work.ledger.rows(swap.slip.sitting))) if row.cause == Cause.MISMATCH]
    assert booked.credited == booked.ended - booked.began > timedelta(seconds=2)


def test_the_incident_keeps_the_pictures_that_raised_it(seated, chief, hall):
    swap = seated[SWAP.number]
    until(lambda: hall.sitting(SWAP.number).status != "running" or _incidents(hall, IncidentKind.MISMATCH), 120)
    [incident] = _incidents(hall, IncidentKind.MISMATCH)
    told = chief.get(f"/api/monitor/incidents/{incident.id}")
    pictures = {frame["phase"]: [] for frame in told["frames"]}
    for frame in told["frames"]:
        address = f"/api/monitor/incidents/{incident.id}/frames/{frame['id']}.jpg"
        pictures[frame["phase"]].append(read_counter(chief.picture(address)))
    assert len(pictures["before"]) == len(pictures["after"]) == 5
    [trigger] = pictures["trigger"]
    assert swap.film.scene_at(trigger) == 1
    assert sorted(pictures["before"]) == pictures["before"]
    assert pictures["before"][-1] < trigger < pictures["after"][0]


def test_a_far_second_face_pauses_nobody(hall, seated):
    company = seated[COMPANY.number]
    until(lambda: company.seat.shown_at(NEAR), 120)
    assert company.seat.shown_at(NEAR) - company.seat.shown_at(FAR) > timedelta(seconds=20)
    raised = [one.raised_at for one in _incidents(hall, IncidentKind.SECOND_PERSON)]
    assert all(at > company.seat.shown_at(NEAR) for at in raised)
    until(lambda: hall.sitting(COMPANY.number).status == "paused", 120)
    assert hall.sitting(COMPANY.number).halted_at > company.seat.shown_at(NEAR)


def test_a_near_second_face_stops_exam_and_clock(hall, seated):
    company = seated[COMPANY.number]
    until(lambda: hall.sitting(COMPANY.number).status == "paused", 120)
    assert hall.sitting(COMPANY.number).cause == Cause.SECOND_PERSON
    assert company.film.scene_at(company.seat.film_now()) == NEAR
    expect(company.seat.page.locator("main")).to_contain_text("Kamera melihat orang lain di dekat Anda")
    expect(company.seat.page.locator("main")).to_contain_text("Waktu Anda berhenti", timeout=SLOW_MS)


def test_an_empty_chair_stops_the_exam_and_not_the_clock(hall, seated, chief):
    company = seated[COMPANY.number]
    until(lambda: company.seat.shown_at(EMPTY), 120)
    chief.act("resume", company.slip.sitting, check="by_sight", reason={"code": "problem_solved"})
    company.seat.expect_screen("questions")
    until(lambda: hall.sitting(COMPANY.number).status == "paused", 90)
    assert hall.sitting(COMPANY.number).cause == Cause.NO_FACE
    company.seat.expect_screen("paused")
    left = company.seat.seconds_left()
    expect(company.seat.page.locator("main")).to_contain_text("Waktu Anda terus berjalan")
    until(lambda: company.seat.seconds_left() <= left - 3, 15)


def _incidents(hall, kind):
    return [one for one in hall.read(lambda work: list(work.identity.incidents(hall.hall.slot))) if one.kind == kind]
