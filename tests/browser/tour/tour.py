"""Who walks through the pages, before which cameras: the public photo of an astronaut is the only face."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Playwright

from server.verification.engine import VerificationEngine
from server.workflows.before.sites import NewSite, RoomPlan
from tests import films
from tests.browser import crowd
from tests.browser.at_seat import AtSeat
from tests.browser.hall import RunningHall, brisk, opened, prepared
from tests.browser.patient_looks import look_patiently
from tests.browser.staff import ByApi
from tests.browser.switched_camera import FAKE_CAMERA, Switched, always
from tests.builders import Applicant, Hall
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
Shown = Callable[[str, Page], None]

_HIM = films.person(FACE, 20)
_DIM = replace(_HIM, light=0.2)
CAMERAS = {
    "present": always(_HIM, counted=False),
    "leaving": Switched({"himself": _HIM, "empty": films.empty(20)}, counted=False),
    "dimming": Switched({"himself": _HIM, "dim": replace(_HIM, light=0.12)}, counted=False),
    "dark": always(films.black(20), counted=False),
    "dim": always(_DIM, counted=False),
    "empty": always(films.empty(20), counted=False),
    "company": always(films.near_second(FACE, FACE, 20), counted=False),
    "far": always(replace(_HIM, face_height=95), counted=False),
    "frozen": always(replace(_HIM, frozen=True), counted=False),
}


@dataclass(kw_only=True)
class Crew:
    """Whoever walks, before there is a hall."""

    folder: Path
    playwright: Playwright
    browser: Browser
    faces: VerificationEngine
    cameras: Mapping[str, Switched]
    shown: Shown

    def context(self, camera: str) -> BrowserContext:
        where: dict[str, Any] = {"locale": "id-ID", "timezone_id": "Asia/Jakarta", "permissions": ["camera"]}
        context = self.browser.new_context(viewport={"width": 1366, "height": 768}, **where)
        look_patiently(context)
        context.add_init_script(self.cameras[camera].script)
        return context


@dataclass(kw_only=True)
class Tour(Crew):
    hall: RunningHall
    pins: dict[str, str] = field(default_factory=dict)

    def seat(self, camera: str) -> AtSeat:
        return AtSeat(self.context(camera), self.hall.address)

    def code(self, person: Applicant) -> str:
        return self.hall.pairing_code(self.hall.seat(person.number).id)

    @cached_property
    def chief(self) -> ByApi:
        return ByApi(self.playwright.request.new_context(base_url=self.hall.address), "ketua")


@contextmanager
def in_hall(crew: Crew, hall: Hall, **choices: object) -> Iterator[Tour]:
    """`hall` was prepared in the crew's folder; `choices` as in `opened`."""
    with opened(crew.folder, hall, **choices) as running:
        yield Tour(**vars(crew), hall=running)


@contextmanager
def in_the_days_hall(crew: Crew) -> Iterator[Tour]:
    hall = prepared(crew.folder, [EKA, FITRI, GILANG, HANA, INDRA, *CROWD], crew.faces, site=SITE)
    with in_hall(crew, hall, face_policy=brisk(crew.folder)) as tour:
        yield tour


@contextmanager
def crew_of(folder: Path, playwright: Playwright, chromium: str, faces: VerificationEngine, shown: Shown) -> Iterator[Crew]:
    later = folder / "later.jpg"  # at the seat nobody looks as in the picture the desk took
    later.write_bytes(another_day(FACE.name, day=7, width=512))
    cameras = {**CAMERAS, "seated": always(films.person(later, 20), counted=False)}
    args = ["--no-sandbox", "--disable-background-networking", *FAKE_CAMERA]
    browser = playwright.chromium.launch(executable_path=chromium, args=args)
    try:
        yield Crew(folder=folder, playwright=playwright, browser=browser, faces=faces, cameras=cameras, shown=shown)
    finally:
        browser.close()
