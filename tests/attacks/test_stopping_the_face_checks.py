"""Pictures that are to keep the workers busy, so that nobody's face is checked: they cost their sender, and nobody else."""

import logging
from pathlib import Path

import cv2
import numpy as np
import pytest

from server.faces.burst import joined
from server.faces.measurement import Measurement
from server.verification import worker_link
from server.verification.jobs import Refusal
from tests.bombs import many_scans_of, scan_bomb
from tests.workers.conftest import PATIENT, Build, Verdicts, build, models, photo, verdicts, wait_until

__all__ = ["build", "models", "photo", "verdicts"]

LARGEST = 122_880  # bytes of a snapshot
TOO_COMPLEX = Refusal("picture_too_complex", {})


@pytest.fixture(scope="module")
def bomb() -> bytes:
    made = scan_bomb(LARGEST)
    assert len(made) <= LARGEST
    assert made.count(b"\xff\xda") > 7000
    return made


def arithmetic(jpeg: bytes) -> bytes:
    return jpeg.replace(b"\xff\xc0", b"\xff\xc9", 1)


def with_a_second_frame(jpeg: bytes) -> bytes:
    frame = jpeg.index(b"\xff\xc0")
    return jpeg[:frame] + jpeg[frame : frame + 2 + int.from_bytes(jpeg[frame + 2 : frame + 4])] + jpeg[frame:]


def with_endless_segments(jpeg: bytes) -> bytes:
    return jpeg[:2] + b"\xff\xfe\x00\x02" * 20_000 + jpeg[2:]


def ticks(process_id: int) -> int:
    """What it has used of a processor, in hundredths of a second."""
    used = Path(f"/proc/{process_id}/stat").read_text().rsplit(")", 1)[1].split()
    return int(used[11]) + int(used[12])


def test_what_may_cost_more_than_its_size_says_is_refused_by_its_header(build: Build, photo: bytes, bomb: bytes):
    engine = build()
    workers = engine.process_ids()
    progressive = cv2.imencode(".jpg", np.zeros((480, 640, 3), np.uint8), [cv2.IMWRITE_JPEG_PROGRESSIVE, 1])[1].tobytes()
    tried = [
        bomb,
        progressive,
        many_scans_of(photo, 5),
        arithmetic(photo),
        with_a_second_frame(photo),
        with_endless_segments(photo),
    ]

    assert [engine.measure(picture, timeout=PATIENT) for picture in tried] == [TOO_COMPLEX] * len(tried)
    assert engine.measure(joined([photo, bomb]), timeout=PATIENT) == TOO_COMPLEX
    assert isinstance(engine.measure(photo, timeout=PATIENT), Measurement)
    assert engine.process_ids() == workers


def test_five_bombs_hold_up_no_check_of_anybody_else(build: Build, photo: bytes, bomb: bytes, verdicts: Verdicts):
    """Told in what it costs the worker: how long anything takes, a loaded machine says. Decoded, they cost it seconds."""
    engine = build()
    [worker] = engine.process_ids()
    idle = ticks(worker)
    for _ in range(20):  # so many that the clock's hundredths do not matter
        assert isinstance(engine.measure(photo, timeout=PATIENT), Measurement)
    honest = ticks(worker)
    for number in range(1, 6):
        engine.put_latest(f"attacker {number}", 1, bomb)
        assert isinstance(engine.measure(photo, timeout=PATIENT), Measurement)

    assert [outcome for _, _, outcome in verdicts.wait_for(5)] == [TOO_COMPLEX] * 5
    assert ticks(worker) - honest < 3 * (honest - idle), "five bombs cost more than fifty honest pictures"
    assert engine.process_ids() == [worker]


def test_a_picture_that_lasts_is_ended_named_and_never_tried_again(
    build: Build, photo: bytes, bomb: bytes, verdicts: Verdicts, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    """The next bomb will be one that no look at the header knows."""
    monkeypatch.setattr(worker_link, "WORKER", "tests.attacks.trusting_worker")
    engine = build()
    [first] = engine.process_ids()
    with caplog.at_level(logging.WARNING):
        engine.put_latest("an honest sitting's", 1, photo)
        engine.put_latest("the attacker's", 1, bomb)
        engine.put_latest("another honest sitting's", 1, photo)
        came = {key: outcome for key, _, outcome in verdicts.wait_for(3)}

    assert came.pop("the attacker's") == Refusal("picture_unmeasurable", {}, is_our_failure=False)
    assert {type(outcome) for outcome in came.values()} == {Measurement}
    assert "a picture of the attacker's" in caplog.text
    wait_until(lambda: engine.process_ids() not in ([], [first]))
    [second] = engine.process_ids()
    assert isinstance(engine.measure(photo, timeout=PATIENT), Measurement)
    assert engine.process_ids() == [second], "the poison was tried on a second worker"
