"""The page's own look at the face: a hint at once, pictures that go on without it, a page that is never held up."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from server import clock
from tests import films
from tests.browser.at_seat import SLOW_MS
from tests.browser.hall import until, working_day
from tests.browser.sent import heard, listened
from tests.browser.switched_camera import Switched, always
from tests.builders import Applicant
from tests.reference_photos import MATERIAL

HIMSELF, STRANGER = MATERIAL / "obama2.jpg", MATERIAL / "biden.jpg"
LEAVES, BLOCKED = (Applicant(number, "Budi Jendela", photo="obama.jpg") for number in ("24-0061", "24-0062"))
EVERY_S = 8  # between two pictures of a seat in this hall: a faster one was hurried by the page
HURRIED = 5
PATIENCE_S = 120  # ends a hang
LONGEST_TASK_MS = 50
# When a picture is sent, and how many were before the header said that the face is gone.
_NOTE_GONE = """() => {
  const gone = () => document.querySelector(".watch")?.textContent.includes("Wajah tidak terlihat") ?? false;
  const send = WebSocket.prototype.send;
  window.sends = [];
  WebSocket.prototype.send = function (data) {
    if (typeof data !== "string") window.sends.push(Date.now());
    return send.call(this, data);
  };
  new MutationObserver(() => {
    if (gone()) window.sentBefore ??= window.sends.length;
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
}"""
# Every picture taken for the worker, and every task that held the page up.
_NOTE_TASKS = """() => {
  window.looks = 0;
  window.long = [];
  const make = window.createImageBitmap;
  window.createImageBitmap = (...of) => ((window.looks += 1), make(...of));
  const note = (list) => window.long.push(...list.getEntries().map(({ duration }) => duration));
  new PerformanceObserver(note).observe({ type: "longtask" });
}"""
# Every time the camera is opened anew, and whatever the verdict turns to.
_NOTE_OPENED = """() => {
  const devices = navigator.mediaDevices, open = devices.getUserMedia;
  window.opened = 0;
  window.verdicts = [];
  devices.getUserMedia = (...of) => ((window.opened += 1), open(...of));
  new MutationObserver(() => window.verdicts.push(document.querySelector(".verdict")?.dataset.verdict))
    .observe(document.body, { subtree: true, childList: true, attributes: true });
}"""
_HOLD_UP = "(ms) => setTimeout(() => { const end = performance.now() + ms; while (performance.now() < end); })"
_REFUSES = "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'));"
_IS_A_PROGRAM = "Object.defineProperty(MediaDeviceInfo.prototype, 'label', { get: () => 'OBS Virtual Camera' });"


@pytest.fixture(scope="module")
def hall(tmp_path_factory, faces):
    with working_day(tmp_path_factory.mktemp("hall"), [LEAVES, BLOCKED], faces, snapshot_every=EVERY_S) as running:
        yield running


@pytest.fixture(scope="module")
def check(hall, pc) -> Callable[..., Page]:
    """Opens the camera check page."""

    def open_page(camera: Switched, script: str = "") -> Page:
        page: Page = pc(camera).new_page()
        page.add_init_script(script)
        page.goto(f"{hall.address}/kamera")
        return page

    return open_page


def expect_verdict(page: Page, kind: str) -> None:
    expect(page.locator(".verdict")).to_have_attribute("data-verdict", kind, timeout=SLOW_MS)


def test_the_page_tells_of_a_missing_face_and_hurries_its_pictures(hall, at_seat):
    """The page tells of a missing face by itself and hurries its pictures."""
    seat = at_seat(Switched({"himself": films.person(HIMSELF, 20), "empty": films.empty(20)}), hall.address)
    sent = listened(seat)
    seat.sit_down(hall, LEAVES.number)
    expect(seat.page.locator(".watch")).to_contain_text("wajah dikenali", timeout=SLOW_MS)  # so the worker looks
    heard(seat, lambda: sent.pictures, PATIENCE_S)
    before = len(sent.pictures)
    heard(seat, lambda: len(sent.pictures) > before, PATIENCE_S)  # the next one would be due in EVERY_S
    seat.page.evaluate(_NOTE_GONE)
    left = seat.show("empty")
    remedy = seat.page.locator(".top .remedy")  # on a phone the self-view is in a drawer: the header says it all
    expect(seat.page.locator(".watch")).to_contain_text("Wajah tidak terlihat", timeout=SLOW_MS)
    assert seat.page.evaluate("window.sentBefore") == 0, "the page said so by itself, before the server had a picture"
    heard(seat, lambda: sent.scenes(seat, left).count("empty") >= HURRIED, PATIENCE_S)
    moments = [ms / 1000 for ms in seat.page.evaluate("window.sends")[:HURRIED]]
    assert moments[-1] - moments[0] < (HURRIED - 1) * EVERY_S, "faster than without a hint"
    assert moments[-1] - moments[0] > 0.6 * (HURRIED - 1), "a picture a second, as the server asks on doubt, not more"
    expect(remedy).to_be_hidden()
    seat.page.set_viewport_size({"width": 390, "height": 844})
    expect(remedy).to_be_visible()
    expect(remedy).to_have_text(": duduklah tepat di depan kamera.")
    assert seat.complaints == []


def test_without_its_worker_pictures_go_on(hall, genuine, at_seat):
    seat = at_seat(genuine, hall.address)
    asked = []
    seat.context.route("**/face_watch_worker.js", lambda route: (asked.append(route.request.url), route.abort()))
    sent = listened(seat)
    seat.sit_down(hall, BLOCKED.number)
    heard(seat, lambda: asked, PATIENCE_S)
    began = clock.now()
    heard(seat, lambda: len(sent.since(began)) >= 2, PATIENCE_S)
    expect(seat.page.locator(".watch")).to_contain_text("wajah", ignore_case=True)
    seat.answer_all([0, 1, 2])
    seat.expect_saved()
    assert seat.complaints == []


def test_the_page_is_never_held_up(check, genuine):
    """A busy machine may hold up anything once; a look that does would do so in every stretch of time."""
    page = check(genuine)
    expect_verdict(page, "ready")
    page.evaluate(_NOTE_TASKS)
    page.evaluate(_HOLD_UP, 3 * LONGEST_TASK_MS)
    until(lambda: page.evaluate("window.long.length"), PATIENCE_S)  # so it would be seen
    stretches = []
    while len(stretches) < 4 and [] not in stretches:
        page.evaluate("() => { window.long = []; window.looks = 0; }")
        until(lambda: page.evaluate("window.looks") >= 5, PATIENCE_S)
        stretches.append([ms for ms in page.evaluate("window.long") if ms > LONGEST_TASK_MS])
    assert [] in stretches, stretches


def test_a_good_camera_is_said_to_be_ready(check, genuine):
    page = check(genuine)
    expect_verdict(page, "ready")
    expect(page.locator(".verdict h2")).to_have_text("Kamera siap")
    assert page.locator("[data-check]").evaluate_all("(rows) => rows.map((row) => row.dataset.tone)") == ["ok"] * 6


def test_what_is_wrong_is_said_with_its_remedy(check):
    page = check(
        Switched(
            {
                "empty": films.empty(20),
                "company": films.near_second(HIMSELF, STRANGER, 20),
                "dark": replace(films.person(HIMSELF, 20), light=0.2),
                "covered": films.black(20),
            },
            counted=False,
        )
    )
    told = page.locator(".verdict")
    expect_verdict(page, "mend")
    expect(told).to_contain_text("Wajah tidak terlihat: duduklah tepat di depan kamera", timeout=SLOW_MS)
    for scene, words in (("company", "lebih dari satu wajah"), ("dark", "Nyalakan lampu"), ("covered", "Buka penutup lensa")):
        page.evaluate("(scene) => window.camera.play(scene)", scene)
        expect(told).to_contain_text(words, timeout=SLOW_MS)


def test_a_hanging_camera_is_not_said_to_be_ready_at_each_opening(check):
    """A camera that hangs is not said to be ready each time it is opened again."""
    page = check(always(replace(films.person(HIMSELF, 5), frozen=True)))
    page.evaluate(_NOTE_OPENED)
    expect(page.locator(".verdict")).to_contain_text("Gambar tidak berubah", timeout=2 * SLOW_MS)
    page.evaluate("() => { window.opened = 0; window.verdicts = []; }")
    until(lambda: page.evaluate("window.opened") >= 2, PATIENCE_S)  # it is opened again every three seconds
    assert page.evaluate("window.verdicts.filter((kind) => kind !== 'mend')") == []


def test_a_refused_and_a_virtual_camera_are_told_apart(check, genuine):
    refused = check(genuine, _REFUSES)
    expect_verdict(refused, "mend")
    expect(refused.locator(".verdict")).to_contain_text("pilih “Izinkan”")
    expect(refused.get_by_role("button", name="Coba lagi")).to_be_visible()
    virtual = check(genuine, _IS_A_PROGRAM)
    expect(virtual.locator(".verdict")).to_contain_text("Kamera virtual tidak boleh dipakai", timeout=SLOW_MS)


def test_a_pc_that_cannot_look_for_faces_hears_that_its_camera_works(check, genuine):
    page = check(genuine, "window.Worker = class { constructor() { throw new Error('no workers here'); } };")
    expect_verdict(page, "ready_unseen")
