"""What a person does at an exam PC, and what stands on its screen."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from playwright.sync_api import BrowserContext, Page, Response, expect

from tests.browser.by_hand import Question, seen
from tests.browser.hall import RunningHall

SLOW_MS = 45_000  # a loaded machine with two cores
TRIES = 5

_READ_QUESTION = """() => {
  const plain = (node) => {
    const copy = node.cloneNode(true);
    copy.querySelectorAll(".for-ears").forEach((unseen) => unseen.remove());
    return copy.textContent;
  };
  const drawn = (node) => {
    const source = node.querySelector("img.figure")?.getAttribute("src") ?? "";
    return decodeURIComponent(source.slice(source.indexOf(",") + 1));
  };
  const card = document.querySelector(".question"), text = card.querySelector(".reading");
  return {
    number: Number(/\\d+/.exec(card.querySelector("h2").textContent)[0]),
    shown: [plain(text.querySelector(".question-text")), drawn(text)],
    options: [...card.querySelectorAll(".option")].map((option) => [plain(option.querySelector(".option-text")), drawn(option)]),
  };
}"""


def _is_to_be_repeated(answer: Response) -> bool:
    return answer.status == 503 or (answer.ok and "picture_twice" in answer.json().get("hints", ()))


class AtSeat:
    """One browser window on an exam PC."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.context, self.address = context, address
        self.complaints: list[str] = []
        self.page = self.window()

    def window(self) -> Page:
        page = self.context.new_page()
        page.set_default_timeout(SLOW_MS)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(f"{self.address}/ujian")
        return page

    def expect_screen(self, *names: str, within_ms: int = SLOW_MS) -> None:
        expect(self.page.locator("main.screen")).to_have_attribute("data-screen", re.compile("|".join(names)), timeout=within_ms)

    def pair(self, code: str) -> None:
        self.page.get_by_label("Kode kursi").fill(code)
        self.page.get_by_role("button", name="Pasangkan").click()
        self.expect_screen("login")

    def log_in(self, number: str, pin: str) -> None:
        self.page.get_by_label("Nomor peserta").fill(number)
        self.page.get_by_label("PIN").fill(pin)
        self.page.get_by_role("button", name="Masuk").click()

    def show_face(self) -> None:
        """Presses the button of the face check; again where a busy machine let the film hang, or kept the worker from its work.

        The same picture twice is told then, or that faces cannot be measured now.
        """
        button = self.page.get_by_role("button", name=re.compile("periksa wajah", re.IGNORECASE))
        for _ in range(TRIES):
            expect(button).to_be_enabled(timeout=SLOW_MS)
            with self.page.expect_response(re.compile("/api/exam/(confirm|return)$")) as answered:
                button.click()
            if not _is_to_be_repeated(answered.value):
                return

    def take_seat(self, code: str, number: str, pin: str) -> None:
        """From an unpaired PC to the waiting room."""
        self.pair(code)
        self.log_in(number, pin)
        self.expect_screen("confirm")
        self.show_face()
        self.expect_screen("waiting")

    def sit_down(self, hall: RunningHall, number: str) -> None:
        """From an unpaired PC to the first question."""
        slip = hall.slips[number]
        self.take_seat(hall.pairing_code(slip.seat), slip.number, slip.pin)
        self.begin()

    def begin(self) -> None:
        button = self.page.get_by_role("button", name="Mulai")
        expect(button).to_be_enabled(timeout=SLOW_MS)
        button.click()
        self.expect_screen("questions")

    def question(self) -> Question:
        told = self.page.evaluate(_READ_QUESTION)
        return Question(told["number"], seen(*told["shown"]), tuple(seen(*option) for option in told["options"]))

    def answer_all(self, choices: Sequence[int | None], first: int = 1) -> list[Question]:
        """Through the paper from question `first` with the keyboard: a letter or nothing, then the arrow to the right."""
        read = []
        for number, choice in enumerate(choices, start=first):
            expect(self.page.locator(".question h2")).to_have_text(f"Soal {number}")
            read.append(self.question())
            if choice is not None:
                self.page.keyboard.press("ABCDE"[choice])
            self.page.keyboard.press("ArrowRight")
        return read

    def click_option(self, place: int) -> None:
        self.page.locator(".option").nth(place).click()

    def go_to(self, number: int) -> None:
        """By the grid of numbers; the sections' tabs come first."""
        section = "TWK" if number <= 30 else "TIU" if number <= 65 else "TKP"
        self.page.get_by_role("button", name=re.compile(f"^{section} ")).click()
        self.page.get_by_role("button", name=re.compile(rf"^Soal {number}(,|$)")).click()
        expect(self.page.locator(".question h2")).to_have_text(f"Soal {number}")

    def expect_saved(self, within_ms: int = SLOW_MS) -> None:
        expect(self.page.locator(".save-state")).to_have_text(re.compile(r"^tersimpan \d\d:\d\d"), timeout=within_ms)

    def seconds_left(self) -> int:
        hours, minutes, seconds = self.page.locator(".time-left time").inner_text().split(":")
        return int(hours) * 3600 + int(minutes) * 60 + int(seconds)

    def show(self, scene: str) -> datetime:
        """The camera of this PC sees something else from now on; returns since when."""
        self.page.evaluate("(scene) => window.camera.play(scene)", scene)
        return self.shown_since(scene)

    def shown_since(self, scene: str) -> datetime:
        *_, last = [at for _, name, at in self._starts() if name == scene]
        return datetime.fromtimestamp(last / 1000, UTC)

    def scene_of(self, counter: int) -> str:
        """What the picture with this number shows (tests/films.py reads it off a snapshot)."""
        *_, last = [name for first, name, _ in self._starts() if first <= counter]
        return str(last)

    def _starts(self) -> list[tuple[int, str, int]]:
        return [(first, name, at) for first, name, at in self.page.evaluate("window.camera.starts")]

    def finish(self) -> None:
        """The review table, then the two steps."""
        self.page.get_by_role("button", name=re.compile("Selesai ujian|Periksa jawaban")).first.click()
        self.expect_screen("review")
        self.page.locator("main").get_by_role("button", name="Selesai ujian").click()
        self.expect_screen("finish")
        self.page.get_by_role("checkbox").check()
        self.page.get_by_role("button", name="Selesaikan ujian").click()
        self.expect_screen("scores")

    def scores(self) -> dict[str, int]:
        """As the table shows them, the sum with them."""
        rows = self.page.locator("table.scores tbody tr")
        told = {}
        for row in rows.all():
            name = re.match(r"TWK|TIU|TKP|Total", row.locator("th").inner_text())
            assert name, row.inner_text()
            told[name[0]] = int(row.locator("td b").inner_text())
        return told
