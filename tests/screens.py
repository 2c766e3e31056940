"""`make screens`: each page and state at three sizes, as small PNGs in instance/screens; the README's ones in docs/screens."""

from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from server.faces.build.model_files import ensure_network
from server.verification.local_workers import EmbeddedEngine, EmbeddedSettings
from tests.browser.hall import until
from tests.browser.tour.tour import crew_of
from tests.browser.tour.walk import WALKS
from tests.builders import MODELS, ROOT
from tests.conftest import chromium_path

FOLDER = ROOT / "instance" / "screens"
SHOWN = ROOT / "docs" / "screens"  # only what the README shows is kept in the repository
DESKTOP, PHONE, TV = (1366, 768), (390, 844), (1920, 1080)
SIZES = {"board-tv": {"": TV}}
EVERY = {"": DESKTOP, "-phone": PHONE, "-large": TV}
LARGEST = 150_000
_PLAYS = "[...document.querySelectorAll('video')].every((video) => !video.srcObject || video.currentTime > 0.5)"


@dataclass(frozen=True)
class Album:
    """Pictures of pages; each is kept with as many colours as fit its size."""

    folder: Path

    def take(self, name: str, page: Page) -> None:
        for suffix, (width, height) in SIZES.get(name, EVERY).items():
            page.set_viewport_size({"width": width, "height": height})
            until(partial(page.evaluate, _PLAYS), 10)
            page.wait_for_timeout(300)  # transitions of 150 ms, drawn twice a second where a clock runs
            path = self.folder / f"{name}{suffix}.png"
            path.write_bytes(small(page.screenshot(animations="disabled")))
            if (shown := SHOWN / path.name).exists():
                shown.write_bytes(path.read_bytes())
            print(f"{path.relative_to(ROOT)}  {path.stat().st_size // 1000} kB")
        page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})


def small(png: bytes) -> bytes:
    picture = Image.open(BytesIO(png)).convert("RGB")
    for colours in (192, 96, 48):
        kept = BytesIO()
        picture.quantize(colours, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(kept, "PNG", optimize=True)
        if kept.tell() <= LARGEST:
            break
    return kept.getvalue()


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    ensure_network(MODELS)
    engine = EmbeddedEngine(EmbeddedSettings(MODELS, 1))
    engine.start()
    try:
        for walk in WALKS:
            with (
                TemporaryDirectory() as folder,
                sync_playwright() as playwright,
                crew_of(Path(folder), playwright, chromium_path(), engine, Album(FOLDER).take) as crew,
            ):
                walk(crew)
    finally:
        engine.stop()


if __name__ == "__main__":
    main()
