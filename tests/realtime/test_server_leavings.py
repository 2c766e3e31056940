"""What ended connections leave in memory: nothing that only a collection, which stops the loop, would find."""

import requests

from tests.realtime.conftest import PATIENT, until

MANY = 10


def comes_and_goes(hall):
    for _ in range(MANY):
        requests.post(hall.url + "/echo", json={"a": 1}, timeout=PATIENT)
        hall.get("/who")
        with hall.raw() as wire:
            wire.send('42/monitor,0["watch"]')
            wire.recv(timeout=PATIENT)


def test_an_ended_connection_leaves_nothing_for_a_collection(own_hall):
    comes_and_goes(own_hall)  # the newest of each kind stays with whoever looked at it last
    own_hall.post("/collect/1")
    before = own_hall.get("/left").json()
    own_hall.post("/collect/0")
    comes_and_goes(own_hall)
    until(lambda: all(left <= before[kind] + 1 for kind, left in own_hall.get("/left").json().items()))


def test_a_connection_is_pinged_and_its_answer_is_pinged_again(own_hall):
    with own_hall.raw() as wire:
        assert wire.recv(timeout=PATIENT) == "2"
        wire.send("3")
        assert wire.recv(timeout=PATIENT) == "2"
