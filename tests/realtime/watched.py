"""A hall under the real server as tests see it: browsers for officers and applicants, and a monitor's screen kept by messages."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import requests
import socketio

from tests.api.proctored import BY_TWO, SEEN_BY_TWO
from tests.builders import PASSWORD
from tests.ports import a_free_port
from tests.realtime.conftest import PATIENT, ROOT, until


@dataclass
class Running:
    """The server's process, and browsers for it."""

    url: str
    facts: dict[str, Any] = field(default_factory=dict)
    browsers: list["Browser"] = field(default_factory=list)
    given: dict[str, int] = field(default_factory=dict)  # by room: how many of its people tests have taken

    def ask(self, path: str) -> Any:
        return requests.get(self.url + path, timeout=PATIENT).json()

    def room(self, name: str = "Melati") -> dict[str, str]:
        return {"slot": self.facts["slot"], "room": self.facts["rooms"][name]}

    def number(self, at: int, room: str = "Melati") -> str:
        return str(self.facts["where"][room][at])

    def next_number(self, room: str = "Melati") -> str:
        """Somebody no test of this module has touched."""
        self.given[room] = self.given.get(room, 0) + 1
        return self.number(self.given[room] - 1, room)

    def sitting(self, number: str) -> str:
        return str(self.facts["sittings"][number])

    def hang_up(self) -> None:
        while self.browsers:
            self.browsers.pop().hang_up()

    def browser(self) -> "Browser":
        self.browsers.append(Browser(self.url))
        return self.browsers[-1]

    def officer(self, account: str) -> "Browser":
        browser = self.browser()
        assert browser.post("/api/staff/login", {"account": account, "password": PASSWORD}).ok
        return browser

    def at_work(self, number: str) -> "Browser":
        """Paired, logged in, known by sight, started."""
        seat, chief = self.ask(f"/check-in/{number}")["seat"], self.officer("ketua")
        browser = self.browser()
        code = self.officer("it").post(f"/api/seats/{seat}/code").json()["code"]
        assert browser.post("/api/seat/pair", {"code": code}).ok
        assert browser.post("/api/exam/login", {"number": number, "pin": "246810"}).ok
        chief.act("confirm_identity", self.sitting(number), reason={"code": "same_person_seen"})
        chief.post(f"/api/monitor/slots/{self.facts['slot']}/acts", {"act": "open"})
        assert browser.post("/api/exam/start").ok
        return browser


class Browser:
    def __init__(self, url: str) -> None:
        self.url, self.session, self.csrf = url, requests.Session(), "none"
        self.wires: list[tuple[socketio.Client, Any]] = []

    def get(self, path: str) -> Any:
        return self.session.get(self.url + path, timeout=PATIENT).json()

    def post(self, path: str, values: Any = None) -> requests.Response:
        answer = self.session.post(self.url + path, json=values or {}, headers={"X-Lugas-Csrf": self.csrf}, timeout=PATIENT)
        if answer.headers.get("content-type") == "application/json":
            self.csrf = answer.json().get("csrf", self.csrf)
        return answer

    def put(self, path: str, values: Any) -> requests.Response:
        return self.session.put(self.url + path, json=values, headers={"X-Lugas-Csrf": self.csrf}, timeout=PATIENT)

    def act(self, name: str, *sittings: str, **asked: Any) -> None:
        by_two = SEEN_BY_TWO if name in BY_TWO else {}
        told = self.post("/api/monitor/acts", {"act": name, "sittings": list(sittings), **by_two, **asked}).json()
        assert told["refused"] == [], told

    def socket(self, namespace: str, window: str | None = None) -> socketio.Client:
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.session.cookies)
        client = socketio.Client(reconnection=False)
        client.heard = []
        for name in ("tiles", "incident", "slot", "state", "message", "replaced"):
            client.on(name, lambda said, name=name: client.heard.append((name, said)), namespace=namespace)
        try:
            said = {"window": window} if window else None
            client.connect(self.url, headers={"Cookie": cookies}, namespaces=[namespace], transports=["websocket"], auth=said)
        except socketio.exceptions.ConnectionError:
            self._hang_up(client, client.eio.ws)
            raise
        self.wires.append((client, client.eio.ws))
        return client

    def hang_up(self) -> None:
        """The library leaves a socket open that the server has closed."""
        while self.wires:
            self._hang_up(*self.wires.pop())
        self.session.close()

    def _hang_up(self, client: socketio.Client, wire: Any) -> None:
        client.disconnect() if client.connected else client.eio.disconnect(abort=True)
        if wire is not None:
            wire.shutdown()


class Screen:
    """What a monitor page holds: fetched once, then kept by messages alone."""

    def __init__(self, officer: Browser, room: dict[str, str]) -> None:
        self.officer, self.at = officer, room
        self.socket = officer.socket("/monitor")
        answer = self.socket.call("watch", room, namespace="/monitor", timeout=PATIENT)
        assert answer["ok"], answer
        self.view = self.fetched()
        self.missed = False

    def fetched(self) -> Any:
        return self.officer.get(f"/api/monitor/slots/{self.at['slot']}/rooms/{self.at['room']}")

    def catch_up(self) -> Any:
        while self.socket.heard:
            name, said = self.socket.heard.pop(0)
            if said["version"] <= self.view["version"]:
                continue
            self.missed = self.missed or said["version"] != self.view["version"] + 1
            self.view["version"] = said["version"]
            if name == "tiles":
                fresh = {tile["seat"]["id"]: tile for tile in said["tiles"]}
                self.view["tiles"] = [fresh.get(tile["seat"]["id"], tile) for tile in self.view["tiles"]]
                self.view["counts"] = said["counts"]
            elif name == "incident":
                known = [one for one in self.view["incidents"] if one["id"] != said["incident"]["id"]]
                self.view["incidents"] = [said["incident"], *known]
            else:
                self.view["slot"] = said["slot"]
        return self.view

    def is_like_fetched(self) -> bool:
        return self.catch_up() == self.fetched() and not self.missed


@contextmanager
def whole_hall(folder: Path) -> Iterator[Running]:
    port = a_free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.realtime.monitored", str(folder), str(port)],
        cwd=ROOT,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
    )
    hall = Running(f"http://127.0.0.1:{port}")

    def answers() -> bool:
        assert process.poll() is None, "the hall's server ended"
        try:
            hall.facts = hall.ask("/hall")
        except requests.ConnectionError:
            return False
        return True

    try:
        until(answers)
        yield hall
        hall.hang_up()
    finally:
        process.kill()  # its workers follow
        process.wait()


@pytest.fixture(scope="module")
def one_running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with whole_hall(tmp_path_factory.mktemp("hall")) as hall:
        yield hall


@pytest.fixture
def running(one_running: Running) -> Iterator[Running]:
    """The module's server. Each test takes people and seats of its own, and leaves the slot as it is."""
    yield one_running
    one_running.hang_up()


@pytest.fixture
def own_running(tmp_path: Path) -> Iterator[Running]:
    """For a test that moves the whole slot, or the time so far that others would notice."""
    with whole_hall(tmp_path) as hall:
        yield hall
