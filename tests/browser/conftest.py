"""Real browsers with cameras that show what a test wants, and the faces' engine for what a hall needs before its doors open."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import cv2
import pytest
from playwright.sync_api import Browser, BrowserContext, Playwright, expect, sync_playwright

from server.faces.build.model_files import ensure_network
from server.verification.local_workers import EmbeddedEngine, EmbeddedSettings
from tests import films
from tests.browser.at_seat import SLOW_MS, AtSeat
from tests.browser.hall import RUNNING
from tests.browser.patient_looks import look_patiently
from tests.browser.switched_camera import FAKE_CAMERA, Switched, always
from tests.builders import MODELS
from tests.films import Film, Scene
from tests.reference_photos import MATERIAL
from tests.second_pictures import another_day

QUIET = ["--no-sandbox", "--disable-background-networking", "--disable-dev-shm-usage"]
Camera = Film | Switched
Chrome = Callable[[Camera], Browser]
Shoot = Callable[..., Film]
Pc = Callable[..., BrowserContext]
Opened = Callable[..., AtSeat]
expect.set_options(timeout=SLOW_MS)  # a deadline ends a hang, and says nothing of a busy machine
GENUINE = "obama2.jpg"  # obama.jpg is the registration photo


@pytest.fixture(scope="session")
def faces() -> Iterator[EmbeddedEngine]:
    ensure_network(MODELS)
    engine = EmbeddedEngine(EmbeddedSettings(MODELS, 1))
    engine.start()
    yield engine
    engine.stop()


@pytest.fixture(scope="session")
def shoot(tmp_path_factory: pytest.TempPathFactory) -> Shoot:
    """Makes a film once, however many tests play it."""
    made: dict[tuple[Scene, ...], Film] = {}

    def film(*scenes: Scene) -> Film:
        if scenes not in made:
            made[scenes] = films.film(tmp_path_factory.mktemp("film") / "camera.mjpeg", scenes)
        return made[scenes]

    return film


@pytest.fixture(scope="session")
def genuine() -> Switched:
    return always(films.person(MATERIAL / GENUINE, 20))


@pytest.fixture(scope="session")
def later_scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """The same person at the seat, half an hour after the desk took its picture from `genuine`."""
    picture = tmp_path_factory.mktemp("later") / GENUINE
    picture.write_bytes(another_day(GENUINE, day=3, width=cv2.imread(str(MATERIAL / GENUINE)).shape[1]))
    return films.person(picture, 20)


@pytest.fixture(scope="session")
def later(later_scene: Scene) -> Switched:
    return always(later_scene)


# One for a module: its loop must not outlive it, for other tests bring their own.
@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="module")
def chrome(playwright: Playwright, chromium: str) -> Iterator[Chrome]:
    """One browser for every camera that is switched, and one for each film."""
    running: dict[Path | None, Browser] = {}

    def launch(camera: Camera) -> Browser:
        film = camera.path if isinstance(camera, Film) else None
        if film not in running:
            args = [*QUIET, *FAKE_CAMERA]
            args += [f"--use-file-for-fake-video-capture={film}"] if film else []
            running[film] = playwright.chromium.launch(executable_path=chromium, args=args)
        return running[film]

    yield launch
    for browser in running.values():
        browser.close()


@pytest.fixture(scope="module")
def pc(chrome: Chrome) -> Iterator[Pc]:
    """A PC of its own with its camera: cookies, storage and pages are shared with no other."""
    contexts: list[BrowserContext] = []

    def set_up(camera: Camera, viewport: Sequence[int] = (1366, 768)) -> BrowserContext:
        size: Any = {"width": viewport[0], "height": viewport[1]}
        where = {"locale": "id-ID", "timezone_id": "Asia/Jakarta", "permissions": ["camera"]}
        context = chrome(camera).new_context(viewport=size, **where)
        contexts.append(context)
        look_patiently(context)
        if isinstance(camera, Switched):
            context.add_init_script(camera.script)
        return context

    yield set_up
    for context in contexts:
        context.close()


@pytest.fixture
def at_seat(pc: Pc) -> Iterator[Opened]:
    """Opens the exam page on a PC of its own, which is switched off after the test."""
    yield from seats(pc)


@pytest.fixture(scope="module")
def at_seat_all_day(pc: Pc) -> Iterator[Opened]:
    yield from seats(pc)


def seats(pc: Pc) -> Iterator[Opened]:
    contexts: list[BrowserContext] = []

    def open_page(camera: Camera, address: str, viewport: Sequence[int] = (1366, 768)) -> AtSeat:
        contexts.append(pc(camera, viewport))
        return AtSeat(contexts[-1], address)

    yield open_page
    for context in contexts:
        context.close()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport() -> Iterator[None]:
    """The server's own words stand below a failed test."""
    outcome = yield
    report = outcome.get_result()  # type: ignore[attr-defined]
    if report.failed:
        report.sections += [("log of the server", hall.log[-8000:]) for hall in RUNNING]
