"""Real browsers with camera films, and the faces' engine for what a hall needs before its doors open."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import cv2
import pytest
from playwright.sync_api import Browser, BrowserContext, Playwright, sync_playwright

from server.faces.build.model_files import ensure_network
from server.verification.local_workers import EmbeddedEngine, EmbeddedSettings
from tests import films
from tests.browser.at_seat import AtSeat
from tests.browser.hall import RUNNING
from tests.builders import MATERIAL, MODELS
from tests.films import Film, Scene
from tests.second_pictures import another_day

QUIET = ["--no-sandbox", "--disable-background-networking", "--disable-dev-shm-usage"]
Chrome = Callable[[Film], Browser]
Shoot = Callable[..., Film]
Opened = Callable[..., AtSeat]
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
def genuine(shoot: Shoot) -> Film:
    return shoot(films.person(MATERIAL / GENUINE, 20))


@pytest.fixture(scope="session")
def later(shoot: Shoot, tmp_path_factory: pytest.TempPathFactory) -> Film:
    """The same person at the seat, half an hour after the desk took its picture from `genuine`."""
    picture = tmp_path_factory.mktemp("later") / GENUINE
    picture.write_bytes(another_day(GENUINE, day=3, width=cv2.imread(str(MATERIAL / GENUINE)).shape[1]))
    return shoot(films.person(picture, 20))


# One for a module: its loop must not outlive it, for other tests bring their own.
@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="module")
def chrome(playwright: Playwright, chromium: str) -> Iterator[Chrome]:
    """A browser whose camera plays a film."""
    running: dict[Path, Browser] = {}

    def launch(film: Film) -> Browser:
        if film.path not in running:
            camera = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
            args = [*QUIET, *camera, f"--use-file-for-fake-video-capture={film.path}"]
            running[film.path] = playwright.chromium.launch(executable_path=chromium, args=args)
        return running[film.path]

    yield launch
    for browser in running.values():
        browser.close()


@pytest.fixture(scope="module")
def at_seat(chrome: Chrome) -> Iterator[Opened]:
    """Opens the exam page on a PC of its own."""
    contexts: list[BrowserContext] = []

    def open_page(film: Film, address: str, viewport: Sequence[int] = (1366, 768)) -> AtSeat:
        size = {"width": viewport[0], "height": viewport[1]}
        contexts.append(chrome(film).new_context(viewport=size, locale="id-ID", timezone_id="Asia/Jakarta"))  # type: ignore[arg-type]
        return AtSeat(contexts[-1], address)

    yield open_page
    for context in contexts:
        context.close()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport() -> Iterator[None]:
    """The server's own words stand below a failed test."""
    outcome = yield
    report = outcome.get_result()
    if report.failed:
        report.sections += [("log of the server", hall.log[-8000:]) for hall in RUNNING]
