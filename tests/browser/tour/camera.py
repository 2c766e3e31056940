"""The camera check: ready, and every fault there is with its remedy."""

from playwright.sync_api import Page, expect

from tests.browser.at_seat import SLOW_MS
from tests.browser.tour.tour import Tour

# State -> camera, what the verdict then says.
SEEN = {
    "ready": ("present", "Kamera siap"),
    "dark": ("dim", "Nyalakan lampu atau hadapkan wajah ke jendela"),
    "nobody": ("empty", "Wajah tidak terlihat"),
    "two-faces": ("company", "lebih dari satu wajah"),
    "far": ("far", "Mendekatlah"),
    "black": ("dark", "Buka penutup lensa"),
    "frozen": ("frozen", "Gambar tidak berubah"),
}
_FAILS = "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', '{error}'));"
_IS_CALLED = "Object.defineProperty(MediaDeviceInfo.prototype, 'label', {{ get: () => '{name}', configurable: true }});"
_NAMED = _IS_CALLED.format(name="HD Webcam C270")  # else the browser calls it a fake one
# State -> what the browser is made to do, what the verdict then says.
MADE = {
    "refused": (_FAILS.format(error="NotAllowedError"), "pilih “Izinkan”"),
    "missing": (_FAILS.format(error="NotFoundError"), "Pasang kabel kamera"),
    "busy": (_FAILS.format(error="NotReadableError"), "Tutup program lain"),
    "muted": ("Object.defineProperty(MediaStreamTrack.prototype, 'muted', { get: () => true });", "Nyalakan kamera"),
    "virtual": (_IS_CALLED.format(name="OBS Virtual Camera"), "Kamera virtual tidak boleh dipakai"),
}


def _opened(tour: Tour, camera: str, script: str) -> Page:
    page = tour.context(camera).new_page()
    page.add_init_script(_NAMED)
    page.add_init_script(script)
    page.goto(f"{tour.hall.address}/kamera")
    return page


def walk(tour: Tour) -> None:
    states = [(name, camera, "", told) for name, (camera, told) in SEEN.items()]
    states += [(name, "present", script, told) for name, (script, told) in MADE.items()]
    hangs = _opened(tour, "frozen", "")  # this takes ten looks to see: meanwhile the others
    for name, camera, script, told in sorted(states, key=lambda state: state[1] == "frozen"):
        page = hangs if camera == "frozen" else _opened(tour, camera, script)
        expect(page.locator(".verdict")).to_contain_text(told, timeout=2 * SLOW_MS)
        tour.shown(f"camera-{name}", page)
        page.context.close()
