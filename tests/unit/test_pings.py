"""A ping counts by the machine's clock, as engineio does: one that was set must end no connection."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from engineio import Server
from engineio.packet import PING
from engineio.socket import Socket

from server import clock
from server.realtime.server.pings import Pings


@pytest.mark.parametrize("ahead_s", [-3600, 3600])
def test_a_ping_by_a_hall_whose_clock_was_set_ends_nobody(monkeypatch: pytest.MonkeyPatch, ahead_s: int):
    """Of a machine set back, one that is gone must be found too, so the moment lies at neither side of the machine's now."""
    halls = clock.Clock(wall=lambda: datetime.now(UTC) + timedelta(seconds=ahead_s))
    monkeypatch.setattr(clock, "the_clock", halls)
    engine = Server(async_mode="threading", ping_timeout=8)
    viewer = Socket(engine, "page")
    before = time.time()
    Pings(engine)._send(viewer)
    assert before <= viewer.last_ping <= time.time()
    assert not viewer.closed
    assert viewer.queue.get_nowait().packet_type == PING
