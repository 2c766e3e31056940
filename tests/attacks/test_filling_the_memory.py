"""Somebody on the network, without any log-in, wants the server's memory: each way is played against a real server process."""

import socket
import time
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
from websockets import ConnectionClosed
from websockets.sync.client import connect

from tests.realtime.conftest import PATIENT, hall, one_server, own_hall, until, viewer

__all__ = ["hall", "one_server", "own_hall", "viewer"]  # fixtures

BLOCK = b"x" * (250 * 1024)
BLOCKS = 120  # 30 MB
FULL_PICTURE = b"\xff\xd8" + b"x" * (120 * 1024 - 2)
JOINED = "40/monitor,"


def rss_mb(hall):
    status = Path(f"/proc/{hall.process.pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def line(hall):
    address = f"ws://127.0.0.1:{hall.port}/socket.io/?EIO=4&transport=websocket"
    return connect(address, max_size=None, ping_interval=None, open_timeout=PATIENT)


def is_cut(wire):
    """Whether the server ends this connection. Pings are answered: nothing is ended for its silence."""
    end = time.monotonic() + PATIENT
    while time.monotonic() < end:
        try:
            if wire.recv(timeout=0.5) == "2":
                wire.send("3")
        except TimeoutError:
            continue
        except ConnectionClosed:
            return True
    return False


PLACE = '-["x",{"_placeholder":true,"num":0}]'


@pytest.mark.parametrize("joining", ["40", JOINED])
@pytest.mark.parametrize("announcing", [f"459999999999{PLACE}", f"45500{PLACE}"])
def test_announcing_attachments_without_end_keeps_nothing(own_hall, joining, announcing):
    before = rss_mb(own_hall)
    with line(own_hall) as wire, suppress(ConnectionClosed):
        wire.recv(timeout=PATIENT)
        wire.send(joining)
        wire.recv(timeout=PATIENT)
        wire.send(announcing.replace("-[", "-/monitor,[") if joining == JOINED else announcing)
        for _ in range(BLOCKS):
            wire.send(BLOCK)
        pytest.fail("the server took 30 MB of attachments")
    assert rss_mb(own_hall) - before < 8


def test_a_namespace_nobody_needs_is_not_joined(hall):
    for name in ("40", "40/,", "40/admin,{}", "40/exam2,"):
        with line(hall) as wire:
            wire.recv(timeout=PATIENT)
            wire.send(name)
            assert str(wire.recv(timeout=PATIENT)).startswith("44"), name


def test_who_is_in_no_namespace_is_dropped_and_a_page_stays(hall, viewer):
    page = viewer()
    with line(hall) as silent, hall.raw() as leaving:
        leaving.send("41/monitor,")
        assert is_cut(silent)
        assert is_cut(leaving)
    assert page.call("measure", b"abc")["size"] == 3


PROBES: dict[str, list[str | bytes]] = {
    "two pictures at once": ['452-/monitor,1["measure",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]'],
    "no picture in a binary event": ['450-/monitor,1["measure"]'],
    "an attachment that was never sent": ['451-/monitor,1["measure",{"_placeholder":true,"num":7}]', b"x"],
    "a negative attachment": ['451-/monitor,1["measure",{"_placeholder":true,"num":"x"}]', b"x"],
    "bytes nobody announced": [b"x"],
    "text in place of the picture": ['451-/monitor,1["measure",{"_placeholder":true,"num":0}]', '42/monitor,2["watch"]'],
    "an endless id": ["42/monitor," + "9" * 60 + '["watch"]'],
    "brackets without end": ["42/monitor,1" + "[" * 8000],
    "brackets that end": ['42/monitor,1["watch",' + "[" * 80 + "]" * 80 + "]"],
    "a text that is long": ['42/monitor,1["watch","' + "x" * 9000 + '"]'],
    "an answer nobody asked for": ["43/monitor,1[]"],
    "a binary answer": ['461-/monitor,1[{"_placeholder":true,"num":0}]', b"x"],
    "an error of its own": ['44/monitor,{"message":"x"}'],
    "the same namespace again": ["40/monitor,", "40/monitor,"],
    "a binary event where it is not": ['451-/exam,1["snapshot",{"_placeholder":true,"num":0}]', b"x"],
}


def test_what_no_page_sends_ends_its_own_connection(hall, viewer):
    other, survived = viewer(), []
    for name, sent in PROBES.items():
        with hall.raw() as wire:
            with suppress(ConnectionClosed):
                for message in sent:
                    wire.send(message)
            if not is_cut(wire):
                survived.append(name)
    assert not survived
    assert other.call("measure", b"abc")["size"] == 3


def test_pictures_at_the_pace_of_a_page_are_taken(viewer):
    page = viewer()
    for _ in range(8):
        assert page.call("measure", FULL_PICTURE)["size"] == len(FULL_PICTURE)


def test_pictures_as_fast_as_the_line_carries_them_end_the_connection(own_hall, viewer):
    before, other = rss_mb(own_hall), viewer(own_hall)
    with own_hall.raw() as wire, suppress(ConnectionClosed):
        for _ in range(BLOCKS):
            wire.send('451-/monitor,["measure",{"_placeholder":true,"num":0}]')
            wire.send(FULL_PICTURE)
        pytest.fail("the server took a picture after the other without end")
    assert other.call("measure", b"abc")["size"] == 3
    assert rss_mb(own_hall) - before < 25


def test_a_message_in_crumbs_is_cut_off_before_it_costs_much(hall, viewer):
    """Frames of one byte, and pings that ask for an answer each."""
    other = viewer()
    for begins, goes_on in ((b"\x02\x81\0\0\0\0x", b"\x00\x81\0\0\0\0x"), (b"", b"\x89\x80\0\0\0\0")):
        with hall.raw() as wire:
            with suppress(OSError):
                wire.socket.sendall(begins + goes_on * 20_000)
            assert is_cut(wire)
    assert other.call("measure", b"abc")["size"] == 3


def test_connections_that_only_wait_are_let_go(hall):
    with ExitStack() as opened:
        for _ in range(150):
            opened.enter_context(line(hall))  # it was let in
        until(lambda: hall.get("/who").json()["clients"] == 0)


def test_handshakes_that_fail_leave_nothing_behind(own_hall):
    before = rss_mb(own_hall)
    for _ in range(300):
        with socket.create_connection(("127.0.0.1", own_hall.port), PATIENT) as half:
            half.sendall(
                b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: a\r\n"
                b"Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
            )
            half.recv(64)
    assert own_hall.get("/who").json()["clients"] == 0
    assert rss_mb(own_hall) - before < 8


def test_the_draft_before_the_standard_is_not_spoken(hall):
    """It keeps whatever comes until an end is sent, past every limit."""
    with socket.create_connection(("127.0.0.1", hall.port), PATIENT) as old:
        old.sendall(
            b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: WebSocket\r\n"
            b"Sec-WebSocket-Key1: 4 @1  46546xW%0l 1 5\r\nSec-WebSocket-Key2: 12998 5 Y3 1  .P00\r\n\r\n12345678"
        )
        assert old.recv(12) == b"HTTP/1.1 400"
