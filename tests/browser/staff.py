"""What officers do: at the desk's page with their hands, at the monitor by its addresses where a test is about something else."""

import re
from typing import Any

from playwright.sync_api import APIRequestContext, APIResponse, BrowserContext, Locator, Page, expect

from tests.api.proctored import BY_TWO, SEEN_BY_TWO
from tests.browser.at_seat import SLOW_MS
from tests.builders import PASSWORD


class AtDesk:
    """An officer at the registration desk's page."""

    def __init__(self, context: BrowserContext, address: str, account: str) -> None:
        self.page: Page = context.new_page()
        self.page.set_default_timeout(SLOW_MS)
        self.page.goto(f"{address}/meja")
        log_in(self.page, account)
        expect(self.page.get_by_label("Nomor peserta, NIK, atau nama")).to_be_visible(timeout=SLOW_MS)

    def find(self, text: str, name: str) -> None:
        field = self.page.get_by_label("Nomor peserta, NIK, atau nama")
        field.fill(text)
        field.press("Enter")  # as a barcode scanner does
        expect(self.page.get_by_role("heading", name=name)).to_be_visible(timeout=SLOW_MS)

    def check_face(self, button: str = "Periksa wajah") -> None:
        pressed = self.page.get_by_role("button", name=button, exact=True)
        expect(pressed).to_be_enabled(timeout=SLOW_MS)
        pressed.click()

    def pin(self) -> str:
        shown = self.page.locator("p.pin")
        expect(shown).to_have_text(re.compile(r"^\d{6}$"), timeout=SLOW_MS)
        return shown.inner_text()

    def next_person(self) -> None:
        """Enter prints, and Enter again asks who comes; a browser without a window goes on without printing."""
        expect(self.page.get_by_role("button", name="Cetak slip (Enter)")).to_be_focused()
        self.page.get_by_role("button", name="Lanjut tanpa mencetak").press("Enter")
        expect(self.page.get_by_label("Nomor peserta, NIK, atau nama")).to_be_visible()

    def ask_second(self, reason: str | None, account: str, password: str = PASSWORD) -> Locator:
        """The dialog of the second officer, filled in and sent."""
        dialog = self.page.get_by_role("dialog")
        if not dialog.is_visible():
            self.page.get_by_role("button", name="Konfirmasi dua petugas").click()
        if reason is not None:
            dialog.get_by_label("Alasan").select_option(reason)
        dialog.get_by_label("Nama akun").fill(account)
        dialog.get_by_label("Kata sandi").fill(password)
        dialog.get_by_role("button", name=re.compile("terbitkan PIN")).click()
        return dialog


class ByApi:
    """An officer whose page is not what the test is about."""

    def __init__(self, requests: APIRequestContext, account: str) -> None:
        self._requests = requests
        answered = self._post("/api/staff/login", {"account": account, "password": PASSWORD}, "none")
        self._csrf = answered.json()["csrf"]

    def get(self, path: str) -> Any:
        answer = self._requests.get(path)
        assert answer.ok, answer.text()
        return answer.json()

    def picture(self, path: str) -> bytes:
        answer = self._requests.get(path)
        assert answer.ok, path
        return answer.body()

    def post(self, path: str, values: Any) -> APIResponse:
        return self._post(path, values, self._csrf)

    def act(self, act: str, sitting: object, **values: Any) -> None:
        by_two = SEEN_BY_TWO if act in BY_TWO else {}
        answer = self.post("/api/monitor/acts", {"act": act, "sittings": [str(sitting)], **by_two, **values})
        assert answer.json()["refused"] == []

    def slot(self, act: str, slot: object, **values: Any) -> None:
        self.post(f"/api/monitor/slots/{slot}/acts", {"act": act, **values})

    def _post(self, path: str, values: Any, token: str) -> APIResponse:
        answer = self._requests.post(path, data=values, headers={"X-Lugas-Csrf": token})
        assert answer.ok, f"{answer.status} {answer.text()}"
        return answer


def log_in(page: Page, account: str) -> None:
    page.get_by_label("Nama akun").fill(account)
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()


class AtMonitor:
    """A proctor before the map of one room."""

    def __init__(self, context: BrowserContext, address: str, account: str, room: str) -> None:
        self.page: Page = context.new_page()
        self.page.set_default_timeout(SLOW_MS)
        self.page.goto(f"{address}/pantau")
        log_in(self.page, account)
        chosen = self.page.get_by_role("button", name=re.compile(rf"^{room} · "))
        heading = self.page.get_by_role("heading", name=room, exact=True)
        expect(chosen.or_(heading)).to_be_visible(timeout=SLOW_MS)  # whoever has one room is shown it at once
        if chosen.is_visible():
            chosen.click()
        expect(heading).to_be_visible(timeout=SLOW_MS)

    def tile(self, name: str) -> Locator:
        return self.page.locator("button.tile", has_text=name)

    def open_slot(self) -> None:
        self.page.get_by_role("button", name="Buka sesi").click()
        self.confirm("Buka sesi")

    def open_incident(self, kind: str, name: str) -> Locator:
        self.page.locator(".rail button.entry", has_text=kind).filter(has_text=name).click()
        panel = self.page.locator("aside.panel")
        expect(panel.get_by_role("heading", name=kind)).to_be_visible()
        return panel

    def resume(self, way: str, reason: str) -> None:
        """From the opened incident or person."""
        self.page.locator("aside.panel").get_by_role("button", name="Lanjutkan ujian").click()
        self.page.get_by_role("dialog").get_by_label(way).check()
        self.confirm("Lanjutkan ujian", reason)

    def confirm(self, act: str, reason: str | None = None) -> None:
        dialog = self.page.get_by_role("dialog")
        if reason is not None and dialog.get_by_label("Alasan").is_visible():
            dialog.get_by_label("Alasan").select_option(reason)
        dialog.get_by_role("button", name=act).click()
        expect(dialog).to_be_hidden()
