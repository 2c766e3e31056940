"""A connection that joins nothing is cut after five seconds; not one second of them is one in which we were slow."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from server.realtime.server import sockets
from server.realtime.server.budgets import Budget
from server.realtime.server.sockets import RealtimeServer


class Over(Exception):
    """The test has seen enough turns."""


class Line:
    """One connection, as far as the watch over strangers knows it."""

    def __init__(self) -> None:
        self.budget, self.was_cut = Budget(), False

    def cut(self) -> None:
        self.was_cut = True


class Watch(RealtimeServer):
    """The real loop and the real join, over a clock that jumps as told."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, joins: Callable[["Watch"], None] | None = None) -> None:
        self.now, self.turns, self.joined = 0.0, [], False
        self.line = Line()
        self._wires: dict[str, Any] = {"line": self.line}
        manager = SimpleNamespace(sid_from_eio_sid=lambda *_: "sid" if self.joined else None)
        self.server = SimpleNamespace(namespaces=["/exam"], manager=manager)
        self._join = lambda *_: joins(self) if joins else None
        monkeypatch.setattr(sockets, "time", SimpleNamespace(monotonic=lambda: self.now))

    def sleep(self, _seconds: float) -> None:
        if not self.turns:
            raise Over
        self.now += self.turns.pop(0)

    def look(self, *turns: float) -> bool:
        """Whether the line was cut in these turns of the loop."""
        self.turns = list(turns)
        with pytest.raises(Over):
            self._look_for_strangers()
        return self.line.was_cut


def test_who_joins_nothing_is_cut_after_five_seconds(monkeypatch: pytest.MonkeyPatch):
    assert not Watch(monkeypatch).look(*[1.0] * 5)
    assert Watch(monkeypatch).look(*[1.0] * 6)


@pytest.mark.parametrize("turns", [[60.0], [9.0, 9.0, 9.0], [1.0, 1.0, 30.0, 1.0]])
def test_a_server_that_stood_still_cuts_nobody_it_had_no_turn_to_read(monkeypatch: pytest.MonkeyPatch, turns: list[float]):
    assert not Watch(monkeypatch).look(*turns)


def test_time_in_which_a_join_is_with_us_does_not_count(monkeypatch: pytest.MonkeyPatch):
    """The database is slow, the loop turns: five looks pass while the log-in of this connection is read."""

    def slowly(watch: Watch) -> None:
        assert not watch.look(*[1.0] * 20)

    watch = Watch(monkeypatch, slowly)
    watch._let_join("line", "/exam", None)
    assert not watch.line.was_cut
    assert watch.look(*[1.0] * 6), "refused, it is a stranger as before"


def test_a_join_that_fails_is_counted_again(monkeypatch: pytest.MonkeyPatch):
    def fails(_watch: Watch) -> None:
        raise RuntimeError("our failure")

    watch = Watch(monkeypatch, fails)
    watch._let_join("line", "/exam", None)
    assert (watch.line.was_cut, watch.line.budget.joining) == (True, False)


def test_who_leaves_the_last_namespace_has_five_seconds_again(monkeypatch: pytest.MonkeyPatch):
    watch = Watch(monkeypatch)
    watch.look(*[1.0] * 4)
    watch.joined = True
    watch.look(*[1.0] * 10)
    watch.joined = False
    assert not watch.look(*[1.0] * 5)
    assert watch.look(*[1.0] * 2)
