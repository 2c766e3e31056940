"""Both lanes and the log at full work for a minute: what once stood still for ever goes on."""

from pathlib import Path

from tests.realtime.test_locks import ran

SECONDS = 60
SESSIONS = 50_000  # on a quiet machine more than 300,000


def test_two_lanes_work_for_a_minute(tmp_path: Path):
    reads, writes, turns = map(int, ran("tests.realtime.lanes", tmp_path, SECONDS, within=SECONDS + 120).split())

    assert reads + writes > SESSIONS
    assert turns > SECONDS, "the loop stood still meanwhile"
