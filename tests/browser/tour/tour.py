"""Who walks through the pages, with which cameras: the public photo of an astronaut is the only face."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, Playwright

from server.verification.engine import VerificationEngine
from server.workflows.before.sites import NewSite, RoomPlan
from tests import films
from tests.browser import crowd
from tests.browser.at_seat import AtSeat
from tests.browser.hall import RunningHall, opened, prepared
from tests.browser.staff import ByApi
from tests.builders import Applicant
from tests.films import Film, Scene
from tests.reference_photos import MATERIAL
from tests.second_pictures import another_day

FACE = MATERIAL / "astronaut.png"
LONG_NAME = "Kusumawardhani Nurhaliza Rahmawati"  # 34 letters
EKA = Applicant("24-0101", LONG_NAME, photo="astronaut.png")
FITRI = Applicant("24-0102", "Fitri Handayani")  # leaves her seat
GILANG = Applicant("24-0103", "Gilang Ramadhan")  # his camera stays dark
HANA = Applicant("24-0104", "Hana Tanpa Foto")
INDRA = Applicant("24-0105", "Indra Kusuma")  # somebody turns the light down
SITE = NewSite("JKT-1", "UPT Jakarta", "WIB", (RoomPlan("Melati", 5, 8, spare=2), RoomPlan("Kenanga", 2, 3)))
CROWD = crowd.people(32)
SEATED_S = 45  # long enough to sit down and begin
Shown = Callable[[str, Page], None]

_HIM = films.person(FACE, 20)
SCENES: dict[str, list[Scene]] = {
    "present": [_HIM],
    "leaving": [replace(_HIM, seconds=SEATED_S), films.empty(60)],
    "dimming": [replace(_HIM, seconds=SEATED_S), replace(_HIM, seconds=60, light=0.2)],
    "dark": [films.black(10)],
    "dim": [replace(_HIM, seconds=10, light=0.2)],
    "empty": [films.empty(10)],
    "company": [films.near_second(FACE, FACE, 10)],
    "far": [replace(_HIM, seconds=10, face_height=95)],
    "frozen": [replace(_HIM, seconds=10, frozen=True)],
}


@dataclass
class Tour:
    hall: RunningHall
    playwright: Playwright
    chromium: str
    faces: VerificationEngine
    films: dict[str, Film]
    shown: Shown
    browsers: dict[str, Browser] = field(default_factory=dict)
    pins: dict[str, str] = field(default_factory=dict)

    def context(self, film: str) -> BrowserContext:
        if film not in self.browsers:
            camera = f"--use-file-for-fake-video-capture={self.films[film].path}"
            fake = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", camera]
            args = ["--no-sandbox", "--disable-background-networking", *fake]
            self.browsers[film] = self.playwright.chromium.launch(executable_path=self.chromium, args=args)
        size = {"width": 1366, "height": 768}
        return self.browsers[film].new_context(viewport=size, locale="id-ID", timezone_id="Asia/Jakarta")  # type: ignore[arg-type]

    def seat(self, film: str) -> AtSeat:
        return AtSeat(self.context(film), self.hall.address)

    def code(self, person: Applicant) -> str:
        return self.hall.pairing_code(self.hall.seat(person.number).id)

    @cached_property
    def chief(self) -> ByApi:
        return ByApi(self.playwright.request.new_context(base_url=self.hall.address), "ketua")


@contextmanager
def on_tour(folder: Path, playwright: Playwright, chromium: str, faces: VerificationEngine, shown: Shown) -> Iterator[Tour]:
    later = folder / "later.jpg"  # at the seat nobody looks as in the picture the desk took
    later.write_bytes(another_day(FACE.name, day=7, width=512))
    scenes = {**SCENES, "seated": [films.person(later, 20)]}
    made = {name: films.film(folder / f"{name}.mjpeg", played, frame_counter=False) for name, played in scenes.items()}
    hall = folder / "hall"
    hall.mkdir()
    with opened(hall, prepared(hall, [EKA, FITRI, GILANG, HANA, INDRA, *CROWD], faces, site=SITE)) as running:
        tour = Tour(running, playwright, chromium, faces, made, shown)
        try:
            yield tour
        finally:
            for browser in tour.browsers.values():
                browser.close()
