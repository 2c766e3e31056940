"""Honest seats of the soak: answers at human speed over HTTP, pictures over the socket; what was acknowledged is kept."""

import json
import random
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import requests
from websockets import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from server import clock
from server.json_values import iso
from tests.browser.hall import RunningHall
from tests.second_pictures import another_day, moments

SHOWN_DAY, GATE_DAY, MOMENTS = 7, 7, 60  # the pictures of the exam, those of the gate, and how many there are of one face
ANSWER_EVERY_S = (4.0, 8.0)


@dataclass
class Seat:
    hall: RunningHall
    number: str
    photo: str
    web: requests.Session = field(default_factory=requests.Session)
    items: list[dict[str, Any]] = field(default_factory=list)
    acknowledged: dict[str, tuple[int, str]] = field(default_factory=dict)
    took_ms: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    pictures: int = 0

    def post(self, path: str, values: Any = None, **more: Any) -> Any:
        given = more or {"json": values or {}}
        answer = self.web.post(self.hall.address + path, timeout=30, **given)
        assert answer.ok, (path, answer.status_code, answer.text)
        told = answer.json() if answer.content else {}
        self.web.headers["X-Lugas-Csrf"] = told.get("csrf", self.web.headers.get("X-Lugas-Csrf"))
        return told

    def sit_down(self) -> None:
        """Paired, logged in, past the face check of the gate."""
        self.web.headers["X-Lugas-Csrf"] = "none"
        slip = self.hall.slips[self.number]
        self.post("/api/seat/pair", {"code": self.hall.pairing_code(slip.seat)})
        self.post("/api/exam/login", {"number": self.number, "pin": slip.pin})
        frames = [("frame", (f"{at}.jpg", jpeg)) for at, jpeg in enumerate(moments(self.photo, GATE_DAY))]
        told = self.post("/api/exam/confirm", files=frames)
        assert told["verdict"] == "match", told

    def start(self) -> None:
        paper = self.post("/api/exam/start")["paper"]
        self.items = [item for section in paper["sections"] for item in section["items"]]

    def work(self, ends: float) -> list[threading.Thread]:
        threads = [threading.Thread(target=target, args=(ends,), daemon=True) for target in (self._answer, self._stream)]
        for thread in threads:
            thread.start()
        return threads

    def _answer(self, ends: float) -> None:
        pace = random.Random(self.number)
        revision = 0
        while time.monotonic() < ends:
            time.sleep(pace.uniform(*ANSWER_EVERY_S))
            revision += 1
            item = self.items[revision % len(self.items)]
            self._save(item["id"], item["options"][revision % 5]["id"], revision, ends)

    def _save(self, item: str, option: str, revision: int, ends: float) -> None:
        """As the page does: sent again until it is taken, and only then believed."""
        sent = {"option": option, "doubtful": False, "revision": revision, "client_at": iso(clock.now())}
        while time.monotonic() < ends + 20:
            began = time.monotonic()
            try:
                answer = self.web.put(f"{self.hall.address}/api/exam/answers/{item}", json=sent, timeout=20)
            except requests.RequestException as error:
                self.faults.append(type(error).__name__)
                time.sleep(0.5)
                continue
            self.took_ms.append(1000 * (time.monotonic() - began))
            if answer.ok:
                self.acknowledged[item] = (revision, option)
                return
            self.faults.append(f"{answer.status_code} {answer.text[:80]}")
            time.sleep(1.0)

    def _stream(self, ends: float) -> None:
        while time.monotonic() < ends:
            with suppress(OSError, ConnectionClosed, TimeoutError), self._socket() as wire:
                self._send_pictures(wire, ends)
            if time.monotonic() < ends:
                self.faults.append("socket lost")
                time.sleep(0.5)

    def _socket(self) -> ClientConnection:
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.web.cookies)
        address = f"{self.hall.address.replace('http', 'ws', 1)}/socket.io/?EIO=4&transport=websocket"
        return connect(address, additional_headers={"Cookie": cookies}, ping_interval=None, max_size=None, close_timeout=2)

    def _send_pictures(self, wire: ClientConnection, ends: float) -> None:
        wire.recv(timeout=20)
        wire.send("40/exam,")
        wait_s = random.Random(self.number).uniform(0, 5)
        while time.monotonic() < ends:
            _hear(wire, wait_s)
            self.pictures += 1
            jpeg = another_day(self.photo, SHOWN_DAY, 3 + (self.pictures + int(self.number[-4:])) % MOMENTS)
            said = {"sequence": self.pictures, "taken_at": iso(clock.now()), "width": 480, "height": 480}
            place = {**said, "jpeg": {"_placeholder": True, "num": 0}}
            wire.send(f'451-/exam,{self.pictures}["snapshot",{json.dumps(place)}]')
            wire.send(jpeg)
            wait_s = 5.0


def _hear(wire: ClientConnection, seconds: float) -> None:
    """Answers pings for so long; what else comes is for a page."""
    ends = time.monotonic() + seconds
    while (left := ends - time.monotonic()) > 0:
        with suppress(TimeoutError):
            if wire.recv(timeout=left) == "2":
                wire.send("3")
