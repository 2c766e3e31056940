"""Somebody sends so much in one go that reading it never waits: everybody else still has a turn in between."""

import itertools

import eventlet
from eventlet import wsgi

from server.realtime.server.budgets import RECEPTIONS_AT_ONCE, Budget, MeteredSocket
from server.realtime.server.timeouts import PatientProtocol
from tests.realtime.conftest import serving

REQUESTS = 40


class AlwaysReady:
    def recv(self, size):
        return b"x" * size


def longest_run(seen, of):
    return max((len(list(same)) for name, same in itertools.groupby(seen) if name == of), default=0)


def others(seen):
    while True:
        seen.append("other")
        eventlet.sleep(0)


def test_a_connection_that_always_has_something_gives_way():
    seen = []
    other = eventlet.spawn(others, seen)
    budget = Budget(alone_since=None)
    wire = MeteredSocket(AlwaysReady(), budget)

    def read():
        for _ in range(10 * RECEPTIONS_AT_ONCE):
            wire.recv(2)
            seen.append("read")

    with eventlet.Timeout(20):
        eventlet.spawn(read).wait()
    other.kill()
    assert seen.count("read") == 10 * RECEPTIONS_AT_ONCE
    assert longest_run(seen, "read") <= RECEPTIONS_AT_ONCE


def test_requests_in_one_go_give_way_between_two():
    seen = []

    def app(environ, start_response):
        seen.append("request")
        start_response("200 OK", [("Content-Length", "0")])
        return []

    listener = eventlet.listen(("127.0.0.1", 0))
    serving = eventlet.spawn(wsgi.server, listener, app, protocol=PatientProtocol, log_output=False)
    other = eventlet.spawn(others, seen)
    with eventlet.Timeout(20):
        wire = eventlet.connect(listener.getsockname())
        wire.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n" * REQUESTS)
        while seen.count("request") < REQUESTS:
            eventlet.sleep(0.01)
    other.kill()
    serving.kill()
    wire.close()
    assert longest_run(seen, "request") == 1


def test_garbage_never_costs_a_walk_over_all_we_loaded():
    """Connections that come and go bring full collections on, and each stops the loop: it sees what requests made only."""
    with serving() as hall:
        told = hall.get("/collected").json()
    assert told["walked"] < told["left"] / 10, told
