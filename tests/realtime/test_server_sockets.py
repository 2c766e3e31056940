"""Sockets: pictures come whole, bad messages cost only their sender, slow screens are let go."""

import json
from contextlib import ExitStack

import pytest
from websockets import ConnectionClosed

from tests.realtime.conftest import PATIENT, until

TOO_MUCH = 300 * 1024


def watch(wire):
    wire.send('42/monitor,0["watch"]')
    assert str(wire.recv(timeout=PATIENT)).startswith("43")


def read_numbers(wire, count):
    return [json.loads(str(wire.recv(timeout=PATIENT)).partition(",")[2])[1]["number"] for _ in range(count)]


def test_a_picture_arrives_whole(viewer):
    picture = bytes(range(256)) * 150
    assert viewer().call("measure", picture) == {"size": len(picture), "sum": sum(picture)}


def test_compression_is_not_agreed_to(hall):
    with hall.raw() as wire:
        assert "Sec-WebSocket-Extensions" not in wire.response.headers


def test_long_polling_is_refused(hall):
    assert hall.get("/socket.io/?EIO=4&transport=polling").status_code == 400


def test_a_message_over_the_limit_closes_its_own_connection_only(hall, viewer):
    other = viewer()
    with hall.raw() as wire:
        wire.send(b"x" * TOO_MUCH)
        with pytest.raises(ConnectionClosed) as closed:
            wire.recv(timeout=PATIENT)
        assert closed.value.rcvd.code == 1009
    assert other.call("measure", b"abc")["size"] == 3


def test_a_message_in_endless_fragments_is_cut_off_at_the_limit(hall, viewer):
    other = viewer()
    with hall.raw() as wire, pytest.raises(ConnectionClosed):
        wire.send(b"x" * 16_000 for _ in range(10_000))
    assert other.call("measure", b"abc")["size"] == 3


@pytest.mark.parametrize("nonsense", ["", "x", "9", "4{", '42/monitor,["measure"', "45-[", b"unasked"])
def test_nonsense_harms_nobody_else(hall, viewer, nonsense):
    other = viewer()
    with hall.raw() as wire:
        wire.send(nonsense)
    assert other.call("measure", b"abc")["size"] == 3
    until(lambda: hall.get("/who").json()["clients"] == 1)


@pytest.mark.parametrize("way", ["emit", "direct", "mixed"])
def test_every_screen_gets_every_message_in_order(hall, viewer, way):
    with ExitStack() as opened:
        wires = [opened.enter_context(hall.raw()) for _ in range(3)]
        for wire in wires:
            watch(wire)
        assert hall.post(f"/broadcast/100/20000?way={way}").text == "sent"
        for wire in wires:
            assert read_numbers(wire, 100) == list(range(100))


def test_messages_of_every_length_are_framed_well(hall):
    with hall.raw() as wire:
        watch(wire)
        for size in (0, 60, 70, 80, 90, 65_000, 65_470, 65_480, 65_490, 65_530, 100_000):
            hall.post(f"/broadcast/1/{size}?way=direct")
            assert len(json.loads(str(wire.recv(timeout=PATIENT)).partition(",")[2])[1]["filling"]) == size


@pytest.mark.parametrize("way", ["emit", "direct"])
def test_a_screen_that_reads_nothing_is_dropped_and_the_others_go_on(hall, viewer, way):
    other = viewer()
    with hall.raw() as stuck:
        watch(stuck)
        assert hall.get("/who").json()["clients"] == 2
        hall.post(f"/broadcast/3000/20000?way={way}")
        until(lambda: hall.get("/who").json()["clients"] == 1)
        assert other.call("measure", b"abc")["size"] == 3
