"""The camera check: ready, and every fault there is with its remedy."""

from playwright.sync_api import expect

from tests.browser.at_seat import SLOW_MS
from tests.browser.tour.tour import Tour

# State -> film, what the verdict then says.
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
_NAMED = _IS_CALLED.format(name="HD Webcam C270")  # else it has the name of the film's file
# State -> what the browser is made to do, what the verdict then says.
MADE = {
    "refused": (_FAILS.format(error="NotAllowedError"), "pilih Izinkan"),
    "missing": (_FAILS.format(error="NotFoundError"), "Pasang kabel kamera"),
    "busy": (_FAILS.format(error="NotReadableError"), "Tutup program lain"),
    "muted": ("Object.defineProperty(MediaStreamTrack.prototype, 'muted', { get: () => true });", "Nyalakan kamera"),
    "virtual": (_IS_CALLED.format(name="OBS Virtual Camera"), "Kamera virtual tidak boleh dipakai"),
}


def walk(tour: Tour) -> None:
    states = [(name, film, "", told) for name, (film, told) in SEEN.items()]
    states += [(name, "present", script, told) for name, (script, told) in MADE.items()]
    for name, film, script, told in states:
        page = tour.context(film).new_page()
        page.add_init_script(_NAMED)
        page.add_init_script(script)
        page.goto(f"{tour.hall.address}/kamera")
        expect(page.locator(".verdict")).to_contain_text(told, timeout=2 * SLOW_MS)
        tour.shown(f"camera-{name}", page)
        page.context.close()
