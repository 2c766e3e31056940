"""The monitor's socket: whoever applies the messages knows what a fresh page would fetch, in under two seconds."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import requests
import socketio

from tests.builders import PASSWORD
from tests.realtime.conftest import ROOT, until

SOON = 2.0  # seconds


@dataclass
class Running:
    """The server's process, and browsers for it."""

    url: str
    facts: dict[str, Any] = field(default_factory=dict)

    def ask(self, path: str) -> Any:
        return requests.get(self.url + path, timeout=10).json()

    def room(self, name: str = "Melati") -> dict[str, str]:
        return {"slot": self.facts["slot"], "room": self.facts["rooms"][name]}

    def number(self, at: int, room: str = "Melati") -> str:
        return str(self.facts["where"][room][at])

    def sitting(self, number: str) -> str:
        return str(self.facts["sittings"][number])

    def officer(self, account: str) -> "Browser":
        browser = Browser(self.url)
        assert browser.post("/api/staff/login", {"account": account, "password": PASSWORD}).ok
        return browser

    def at_work(self, number: str) -> "Browser":
        """Paired, logged in, known by sight, started."""
        seat, chief = self.ask(f"/check-in/{number}")["seat"], self.officer("ketua")
        browser = Browser(self.url)
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

    def get(self, path: str) -> Any:
        return self.session.get(self.url + path, timeout=10).json()

    def post(self, path: str, values: Any = None) -> requests.Response:
        answer = self.session.post(self.url + path, json=values or {}, headers={"X-Lugas-Csrf": self.csrf}, timeout=10)
        if answer.headers.get("content-type") == "application/json":
            self.csrf = answer.json().get("csrf", self.csrf)
        return answer

    def put(self, path: str, values: Any) -> requests.Response:
        return self.session.put(self.url + path, json=values, headers={"X-Lugas-Csrf": self.csrf}, timeout=10)

    def act(self, name: str, *sittings: str, **asked: Any) -> None:
        told = self.post("/api/monitor/acts", {"act": name, "sittings": list(sittings), **asked}).json()
        assert told["refused"] == [], told

    def socket(self, namespace: str) -> socketio.Client:
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.session.cookies)
        client = socketio.Client(reconnection=False)
        client.heard = []
        for name in ("tiles", "incident", "slot", "state", "message", "replaced"):
            client.on(name, lambda said, name=name: client.heard.append((name, said)), namespace=namespace)
        client.connect(self.url, headers={"Cookie": cookies}, namespaces=[namespace], transports=["websocket"])
        return client


class Screen:
    """What a monitor page holds: fetched once, then kept by messages alone."""

    def __init__(self, officer: Browser, room: dict[str, str]) -> None:
        self.officer, self.at = officer, room
        self.socket = officer.socket("/monitor")
        answer = self.socket.call("watch", room, namespace="/monitor", timeout=5)
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


@pytest.fixture
def running(tmp_path: Path, free_port: int) -> Iterator[Running]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.realtime.monitored", str(tmp_path), str(free_port)],
        cwd=ROOT,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
    )
    hall = Running(f"http://127.0.0.1:{free_port}")

    def answers() -> bool:
        assert process.poll() is None, "the hall's server ended"
        try:
            hall.facts = hall.ask("/hall")
        except requests.ConnectionError:
            return False
        return True

    until(answers, 60)
    yield hall
    process.kill()  # its workers follow
    process.wait()


@pytest.fixture
def opened() -> Iterator[list[socketio.Client]]:
    sockets: list[socketio.Client] = []
    yield sockets
    for socket in sockets:
        socket.disconnect()


def test_messages_keep_a_screen_like_a_fetched_one(running, opened):
    first, second = running.number(0), running.number(1)
    pages = {number: running.at_work(number) for number in (first, second)}
    screen = Screen(running.officer("pengawas"), running.room())
    opened.append(screen.socket)
    assert screen.is_like_fetched()

    def soon(what: str) -> None:
        until(screen.is_like_fetched, SOON)
        assert not screen.missed, what

    item = pages[first].get("/api/exam/paper")["sections"][0]["items"][0]
    answer = {"option": item["options"][0]["id"], "doubtful": False, "revision": 1, "client_at": "2026-11-23T01:00:00.000Z"}
    assert pages[first].put(f"/api/exam/answers/{item['id']}", answer).ok
    soon("an answer")
    assert next(one for one in screen.view["tiles"] if one["sitting"] and one["sitting"]["number"] == first)["sitting"][
        "answered"
    ]
    running.ask(f"/mismatch/{running.sitting(first)}")
    soon("an incident and its pause")
    assert screen.view["incidents"][0]["kind"] == "mismatch"
    free = next(one["seat"]["id"] for one in screen.view["tiles"] if one["sitting"] is None)
    proctor = running.officer("pengawas")
    proctor.act("move", running.sitting(second), seat=free, reason={"code": "computer_broken"})
    soon("a seat left empty and another taken")
    proctor.act("resume", running.sitting(first), check="by_sight", reason={"code": "camera_mistaken"})
    soon("a resume, which closes the incident")
    chief = running.officer("ketua")
    chief.post(f"/api/monitor/slots/{running.facts['slot']}/acts", {"act": "suspend", "reason": {"code": "power"}})
    soon("a suspended slot")
    assert screen.view["slot"]["status"] == "suspended"


def test_somebody_moved_to_another_room_leaves_one_screen_and_enters_the_other(running, opened):
    number, chief = running.number(0), running.officer("ketua")
    screens = {name: Screen(running.officer("ketua"), running.room(name)) for name in ("Melati", "Kenanga")}
    opened.extend(screen.socket for screen in screens.values())
    free = next(one["seat"]["id"] for one in screens["Kenanga"].view["tiles"] if one["sitting"] is None)
    chief.act("move", running.sitting(number), seat=free, reason={"code": "camera_broken"})
    until(lambda: all(screen.is_like_fetched() for screen in screens.values()), SOON)
    told = [one["sitting"]["number"] for one in screens["Kenanga"].view["tiles"] if one["sitting"]]
    assert number in told


def test_alerts_that_come_by_time_alone_are_told(running, opened):
    number = running.number(0)
    running.at_work(number)
    screen = Screen(running.officer("pengawas"), running.room())
    opened.append(screen.socket)
    running.ask("/clock/601")

    def alerted() -> bool:
        tiles = screen.catch_up()["tiles"]
        return any(one["sitting"] and one["sitting"]["alerts"] == ["no_answers"] for one in tiles)

    until(alerted, 8)


def test_a_fresh_page_gets_the_number_of_the_last_message(running, opened):
    first = Screen(running.officer("pengawas"), running.room())
    opened.append(first.socket)
    version = first.view["version"]
    running.officer("ketua").act("absent", running.sitting(running.number(0)), reason={"code": "not_come"})
    until(lambda: first.catch_up()["version"] == version + 1, SOON)
    second = Screen(running.officer("pengawas"), running.room())
    opened.append(second.socket)
    assert second.view["version"] == version + 1


def test_the_applicants_page_hears_of_its_own_sitting_only(running, opened):
    first, second = running.number(0), running.number(1)
    sockets = {number: running.at_work(number).socket("/exam") for number in (first, second)}
    opened.extend(sockets.values())
    proctor = running.officer("pengawas")
    proctor.act("message", running.sitting(first), text="Harap tenang.")
    until(lambda: any(name == "message" for name, _ in sockets[first].heard), SOON)
    proctor.act("pause", running.sitting(first), reason={"code": "power"})
    until(lambda: any(name == "state" for name, _ in sockets[first].heard), SOON)
    assert not [name for name, _ in sockets[second].heard if name == "message"]
    free = next(one for one in Screen(proctor, running.room()).view["tiles"] if one["sitting"] is None)
    proctor.act("move", running.sitting(first), seat=free["seat"]["id"], reason={"code": "camera_broken"})
    until(lambda: any(name == "replaced" for name, _ in sockets[first].heard), SOON)
    assert not [name for name, _ in sockets[second].heard if name == "replaced"]


def test_nobody_watches_without_a_log_in_or_another_room(running, opened):
    with pytest.raises(socketio.exceptions.ConnectionError):
        Browser(running.url).socket("/monitor")
    proctor = running.officer("pengawas")
    socket = proctor.socket("/monitor")
    opened.append(socket)

    def watch(said: object) -> Any:
        return socket.call("watch", said, namespace="/monitor", timeout=5)

    assert watch(running.room("Kenanga"))["error"]["code"] == "not_allowed"
    assert watch({"slot": running.facts["slot"], "room": str(uuid4())})["error"]["code"] == "not_allowed"
    assert watch({"slot": "x"})["error"]["code"] == "unreadable"
    assert watch(None)["error"]["code"] == "unreadable"
    assert watch(running.room())["ok"]
    proctor.post("/api/staff/logout")
    assert watch(running.room())["error"]["code"] == "not_logged_in"
    answer = socket.call("hello", {"protocol": 1, "page": "monitor"}, namespace="/monitor", timeout=5)
    assert (answer["ok"], answer["reload"]) == (True, False)
