"""Serving: more than a thousand connections, nothing that blocks everybody, a quick stop."""

import resource
import signal
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
import requests
from websockets import ConnectionClosed
from websockets.sync.client import ClientConnection

from tests.realtime.conftest import PATIENT, until


def test_a_hall_of_more_than_1024_connections_is_served(hall):
    wanted = 1200
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(max(soft, 4096), hard), hard))
    connections: list[socket.socket] = []
    try:
        for _ in range(wanted):  # each says at once what it wants: who is silent for long is let go
            connections.append(socket.create_connection(("127.0.0.1", hall.port), timeout=PATIENT))
            connections[-1].sendall(b"GET /who HTTP/1.1\r\nHost: hall\r\n\r\n")
        assert [connection.recv(12) for connection in connections] == [b"HTTP/1.1 200"] * wanted
    finally:
        for connection in connections:
            connection.close()


def test_small_packets_leave_at_once(hall):
    assert hall.get("/nodelay").json() == {"nodelay": True}


def test_the_first_line_of_a_stream_arrives_before_the_second_is_written(hall):
    with requests.get(hall.url + "/stream", stream=True, timeout=PATIENT) as answer:
        lines = answer.iter_lines(chunk_size=1)
        assert next(lines) == b"data: first"
        assert hall.get("/stream/on").text == "second"
        assert b"data: second" in set(lines)


def test_a_long_address_is_read(hall):
    assert hall.get("/length/" + "x" * 9000).text == "9000"


def test_slow_work_in_a_thread_holds_nobody_up(hall):
    with ThreadPoolExecutor() as pool:
        slow = pool.submit(hall.get, "/slow")
        until(lambda: hall.get("/slow/began").json() == ["began"])
        assert hall.get("/who").ok
        assert not slow.done()
        assert hall.get("/slow/on").ok
        assert slow.result().text == "slept"


def test_waiting_jobs_are_committed_together_and_each_gets_its_own_answer(hall):
    numbers = list(range(1, 41))
    hall.post("/held/1")
    with ThreadPoolExecutor(40) as pool:
        answers = [pool.submit(lambda of: hall.post(f"/add/{of}?first=1").json(), number) for number in numbers]
        until(lambda: sum(map(len, hall.get("/batches").json())) + hall.get("/gathered").json()["jobs"] == 40)
        hall.post("/held/0")
    assert [answer.result() for answer in answers] == [{"result": number * 2} for number in numbers]
    assert len(hall.get("/batches").json()) == 2


def writes(pool, hall, *numbers, first=False):
    """Asks for them one after another, while the writer is held: all of them wait, or one of them is being written."""
    for number in numbers:
        before = waiting(hall)
        pool.submit(hall.post, f"/add/{number}{'?first=1' if first else ''}")
        until(lambda before=before: waiting(hall) > before)


def waiting(hall):
    return sum(map(len, hall.get("/batches").json())) + hall.get("/gathered").json()["jobs"]


def test_who_goes_first_waits_for_few_of_the_others(hall):
    hall.post("/held/1")
    with ThreadPoolExecutor(10) as pool:
        writes(pool, hall, 1, 2, 3, 4, 5, 6, 7)
        writes(pool, hall, 100, first=True)
        hall.post("/held/0")
    assert hall.get("/batches").json() == [[1], [100], [2, 3, 4, 5], [6, 7]]


def test_the_others_have_every_second_batch_however_many_go_first(hall):
    hall.post("/held/1")
    with ThreadPoolExecutor(10) as pool:
        writes(pool, hall, 100, 101, first=True)
        writes(pool, hall, 1)
        hall.post("/held/0")
    assert hall.get("/batches").json() == [[100], [1], [101]]


def test_a_refused_job_fails_alone(hall):
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda number: hall.post(f"/add/{number}").json(), [1, -1, 2, 3]))
    assert answers == [{"result": 2}, {"error": "ValueError: negative"}, {"result": 4}, {"result": 6}]


def test_a_failed_batch_tells_all_who_waited_and_the_next_is_written(hall):
    """A failed batch tells everybody who waited and the next one is written."""
    assert hall.post("/add/666").json() == {"error": "OSError: disk full"}
    assert hall.post("/add/5").json() == {"result": 10}


def test_a_real_thread_is_told_that_it_cannot_wait_for_a_commit(hall):
    assert "real thread" in hall.post("/add-in-thread").text


def stays(screen: ClientConnection) -> None:
    """A screen that is alive: it answers every ping, until the server ends it."""
    with suppress(ConnectionClosed):
        for said in screen:
            if said == "2":
                screen.send("3")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_though_screens_are_connected_and_alive(own_hall, number):
    with ThreadPoolExecutor(1) as pool, own_hall.raw() as screen:
        staying = pool.submit(stays, screen)
        own_hall.process.send_signal(number)
        assert own_hall.process.wait(PATIENT) == 0
        staying.result(PATIENT)


def test_a_taken_port_is_an_error_of_its_own(hall):
    second = subprocess.run(
        [sys.executable, "-m", "tests.realtime.hall", str(hall.port)],
        check=False,
        capture_output=True,
        text=True,
        timeout=PATIENT,
    )
    assert "Address already in use" in second.stderr
    until(lambda: hall.get("/who").ok)
