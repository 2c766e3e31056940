"""The attacker of the soak: python -m tests.soak.attackers ADDRESS COOKIES SECONDS ITEMS, everything at once, as fast as it goes.

COOKIES is a JSON object: those of a paired seat whose applicant misuses it, and its CSRF token. ITEMS are those of its
paper, each with an option: every second message of answers carries them, with revisions that rise.
"""

import itertools
import json
import os
import socket
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack, suppress
from typing import Any

import requests
from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection, connect

PICTURE = b"\xff\xd8" + b"x" * 100_000
FORMS: dict[str, list[str | bytes]] = {
    "attachments": ["40", '459999999999-["x",{"_placeholder":true,"num":0}]', *[PICTURE] * 20],
    "crumbs": ["40/exam,", *['42/exam,["hello",{}]'] * 3_000],
    "nonsense": ["40/exam,", "42/exam,1" + "[" * 7_000],
    "namespaces": ["40/", "40/admin,", "40/monitor,", *["2"] * 50],
}


class Attacker:
    def __init__(self, address: str, cookies: dict[str, str], ends: float, items: list[list[str]]) -> None:
        self.address, self.cookies, self.ends, self.items = address, cookies, ends, items
        self.revisions = itertools.count(1)
        self.where = ("127.0.0.1", int(address.rsplit(":", 1)[1]))
        self.csrf = cookies.pop("csrf")
        self.counted: Counter[str] = Counter()

    def run(self) -> None:
        each: list[tuple[Callable[..., Any], int]] = [
            (self.log_in, 12), (self.hammer, 2), (self.guess_pins, 1), (self.answers, 3), (self.events, 2), (self.states, 2),
            (self.pictures, 2), (self.hold, 1), (self.strangers, 1), (self.rebind, 1),
        ]  # fmt: skip
        threads = [threading.Thread(target=self._again, args=(act,), daemon=True) for act, many in each for _ in range(many)]
        threads += [threading.Thread(target=self._again, args=(self.say, name), daemon=True) for name in FORMS]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(max(0.0, self.ends - time.monotonic()) + 5)

    def _again(self, act: Callable[..., Any], *args: Any) -> None:
        while time.monotonic() < self.ends:
            with suppress(OSError, requests.RequestException, WebSocketException, TimeoutError, EOFError):
                act(*args)
            self.counted[act.__name__] += 1
            time.sleep(0.01)

    def _post(self, path: str, values: Any, csrf: str = "none", cookies: dict[str, str] | None = None, **more: Any) -> None:
        headers = {"X-Lugas-Csrf": csrf, **more}
        requests.post(self.address + path, json=values, headers=headers, cookies=cookies, timeout=10)

    def log_in(self) -> None:
        self._post("/api/staff/login", {"account": f"karangan{time.monotonic_ns()}", "password": "salah"})

    def hammer(self) -> None:
        self._post("/api/staff/login", {"account": "ketua", "password": "salah"})

    def guess_pins(self) -> None:
        self._post("/api/exam/login", {"number": "24-0001", "pin": f"{time.monotonic_ns() % 10**6:06}"}, cookies=self.cookies)

    def answers(self) -> None:
        now = time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime())
        revision = next(self.revisions)
        named = self.items if revision % 2 else [["x", None]] * 120
        told = {"doubtful": False, "revision": revision, "client_at": now}
        answers = [{"item": item, "option": option, **told} for item, option in named]
        self._post("/api/exam/answers", {"answers": answers}, self.csrf, self.cookies)

    def events(self) -> None:
        now = time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime())
        self._post("/api/exam/events", {"events": [{"kind": "visible", "at": now}] * 100}, self.csrf, self.cookies)

    def states(self) -> None:
        requests.get(f"{self.address}/api/exam/state", cookies=self.cookies, timeout=10)

    def rebind(self) -> None:
        requests.get(f"{self.address}/papan", headers={"Host": "evil.example"}, timeout=10, allow_redirects=False)

    def pictures(self) -> None:
        with self._wire() as wire:
            wire.send("40/exam,")
            for number in range(200):
                said = {"sequence": number, "taken_at": "0001-01-01T00:00:00Z", "jpeg": {"_placeholder": True, "num": 0}}
                wire.send(f'451-/exam,{number}["snapshot",{json.dumps(said)}]')
                wire.send(PICTURE)

    def say(self, name: str) -> None:
        with self._wire() as wire:
            for message in FORMS[name]:
                wire.send(message)

    def hold(self) -> None:
        """Sixty half requests, a byte a second."""
        with ExitStack() as opened:
            halves = [opened.enter_context(socket.create_connection(self.where, 5)) for _ in range(60)]
            for half in halves:
                half.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX: ")
            for _ in range(15):
                time.sleep(1)
                for half in halves:
                    with suppress(OSError):
                        half.sendall(b"x")

    def strangers(self) -> None:
        with ExitStack() as opened:
            for _ in range(100):
                opened.enter_context(self._wire())
            time.sleep(7)

    def _wire(self) -> ClientConnection:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        address = f"{self.address.replace('http', 'ws', 1)}/socket.io/?EIO=4&transport=websocket"
        return connect(address, additional_headers=headers, ping_interval=None, close_timeout=0.2, max_size=None)


if __name__ == "__main__":
    os.nice(10)  # it has a machine of its own: here it may not take the server's
    attacker = Attacker(sys.argv[1], json.loads(sys.argv[2]), time.monotonic() + float(sys.argv[3]), json.loads(sys.argv[4]))
    attacker.run()
    print(json.dumps(attacker.counted))
