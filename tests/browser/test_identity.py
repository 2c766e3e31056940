"""Who sits there: another person, a neighbour, somebody too near, nobody. Two PCs, each with a camera of its own, at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from server.exam.ledger import Cause
from server.identity.incidents import IncidentKind
from server.storage.tables import SittingRow
from tests import films
from tests.browser.at_seat import SLOW_MS, AtSeat
from tests.browser.hall import CheckedIn, brisk, until, working_day
from tests.browser.sent import Sent, heard, listened
from tests.browser.staff import AtMonitor, ByApi
from tests.browser.switched_camera import Switched
from tests.builders import Applicant
from tests.films import read_counter
from tests.reference_photos import MATERIAL

HIMSELF, STRANGER = MATERIAL / "obama2.jpg", MATERIAL / "biden.jpg"
SWAP, COMPANY = Applicant("24-0021", "Budi Tukar", photo="obama.jpg"), Applicant("24-0022", "Budi Ramai", photo="obama.jpg")
CAMERAS = {
    SWAP.number: Switched({"himself": films.person(HIMSELF, 20), "stranger": films.person(STRANGER, 20)}),
    COMPANY.number: Switched(
        {
            "himself": films.person(HIMSELF, 20),
            "far": films.far_second(HIMSELF, STRANGER, 20),
            "near": films.near_second(HIMSELF, STRANGER, 20),
            "empty": films.empty(20),
        }
    ),
}
EVERY_S = 2  # between two pictures of a seat in this hall
FAR_PICTURES = 7  # twice as many as a near face takes to stop the exam, and one more, by which the others are measured
LIMIT = timedelta(seconds=20)
PATIENCE_S = 180  # ends a hang


@dataclass
class Seated:
    seat: AtSeat
    sent: Sent
    slip: CheckedIn


@pytest.fixture(scope="module")
def hall(tmp_path_factory, faces):
    folder = tmp_path_factory.mktemp("hall")
    pace = {"snapshot_every": EVERY_S, "face_policy": brisk(folder)}
    with working_day(folder, [SWAP, COMPANY], faces, **pace) as running:
        yield running


@pytest.fixture(scope="module")
def chief(hall, playwright) -> ByApi:
    return ByApi(playwright.request.new_context(base_url=hall.address), "ketua")


@pytest.fixture(scope="module")
def monitor(hall, pc, genuine) -> AtMonitor:
    """The chief before the room of whoever is swapped."""
    return AtMonitor(pc(genuine), hall.address, "ketua", hall.room(SWAP.number))


@pytest.fixture(scope="module")
def seated(hall, at_seat_all_day) -> Mapping[str, Seated]:
    """Everybody sits, is known by face and works."""
    everybody = {}
    for number, camera in CAMERAS.items():
        seat = at_seat_all_day(camera, hall.address)
        sent = listened(seat)
        seat.sit_down(hall, number)
        everybody[number] = Seated(seat, sent, hall.slips[number])
    return everybody


def test_a_stranger_pauses_the_exam_within_twenty_seconds(hall, seated, monitor):
    """A stranger pauses the exam within twenty seconds and the time is kept."""
    swap = seated[SWAP.number]
    expect(swap.seat.page.locator(".watch")).to_contain_text("wajah dikenali", timeout=SLOW_MS)  # before the other one comes
    shown = swap.seat.show("stranger")
    paused = _paused(hall, SWAP.number)
    assert paused.cause == Cause.MISMATCH
    assert timedelta() < paused.paused_at - shown <= LIMIT
    swap.seat.expect_screen("paused")
    expect(swap.seat.page.locator("main")).to_contain_text("Kamera belum mengenali wajah Anda")
    expect(swap.seat.page.locator("main")).to_contain_text("Waktu Anda sedang berhenti")
    left = swap.seat.seconds_left()

    panel = monitor.open_incident("Wajah tidak cocok", SWAP.name)
    expect(panel).to_contain_text("wajah di kursi tidak cocok")
    for kept in ("figure.before img", "figure.trigger img", ".pictures img"):
        expect(panel.locator(kept).first).to_have_js_property("complete", True)
        assert panel.locator(kept).first.evaluate("(image) => image.naturalWidth") > 100
    [raised] = _incidents(hall, IncidentKind.MISMATCH)
    until(lambda: len(_pictures(hall, raised, "after")) == 5, PATIENCE_S)  # the next test looks at them
    swap.seat.show("himself")
    monitor.resume("Setelah wajah diperiksa ulang", "same_person_seen")
    swap.seat.expect_screen("returning")
    swap.seat.show_face()
    swap.seat.expect_screen("questions")
    assert abs(swap.seat.seconds_left() - left) <= 2
    [booked] = [row for row in hall.read(lambda work: list(work.ledger.rows(swap.slip.sitting))) if row.cause == Cause.MISMATCH]
    assert booked.credited == booked.ended - booked.began > timedelta(seconds=2)


def test_the_incident_keeps_the_pictures_that_raised_it(seated, chief, hall):
    swap = seated[SWAP.number]
    [incident] = _incidents(hall, IncidentKind.MISMATCH)
    told = chief.get(f"/api/monitor/incidents/{incident.id}")
    pictures = {frame["phase"]: [] for frame in told["frames"]}
    for frame in told["frames"]:
        address = f"/api/monitor/incidents/{incident.id}/frames/{frame['id']}.jpg"
        pictures[frame["phase"]].append(read_counter(chief.picture(address)))
    assert len(pictures["before"]) == len(pictures["after"]) == 5
    [trigger] = pictures["trigger"]
    assert swap.seat.scene_of(trigger) == "stranger"
    assert sorted(pictures["before"]) == pictures["before"]
    assert pictures["before"][-1] < trigger < pictures["after"][0]


def test_a_far_second_face_pauses_nobody(hall, seated):
    company = seated[COMPANY.number]
    shown = company.seat.show("far")
    heard(company.seat, lambda: company.sent.scenes(company.seat, shown).count("far") >= FAR_PICTURES, PATIENCE_S)
    assert hall.sitting(COMPANY.number).status == "running"
    assert _incidents(hall, IncidentKind.SECOND_PERSON) == []


def test_a_near_second_face_stops_exam_and_clock(hall, seated):
    company = seated[COMPANY.number]
    company.seat.show("near")
    assert _paused(hall, COMPANY.number).cause == Cause.SECOND_PERSON
    expect(company.seat.page.locator("main")).to_contain_text("Ada orang lain terlihat di dekat Anda", timeout=SLOW_MS)
    expect(company.seat.page.locator("main")).to_contain_text("Waktu Anda sedang berhenti", timeout=SLOW_MS)


def test_an_empty_chair_stops_the_exam_and_not_the_clock(hall, seated, chief):
    company = seated[COMPANY.number]
    company.seat.show("empty")
    chief.act("resume", company.slip.sitting, check="by_sight", reason={"code": "problem_solved"})
    company.seat.expect_screen("questions")
    assert _paused(hall, COMPANY.number).cause == Cause.NO_FACE
    company.seat.expect_screen("paused")
    expect(company.seat.page.locator("main")).to_contain_text("Waktu Anda terus berjalan", timeout=SLOW_MS)
    left = company.seat.seconds_left()
    until(lambda: company.seat.seconds_left() <= left - 3, PATIENCE_S)


def _paused(hall, number) -> SittingRow:
    until(lambda: hall.sitting(number).status == "paused", PATIENCE_S, "nobody was paused")
    return hall.sitting(number)


def _pictures(hall, incident, phase):
    return [one for one in hall.read(lambda work: work.identity.frames(incident.id)) if one.phase == phase]


def _incidents(hall, kind):
    return [one for one in hall.read(lambda work: list(work.identity.incidents(hall.hall.slot))) if one.kind == kind]
