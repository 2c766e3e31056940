"""Pictures that wait are measured in one go, and what kills a worker takes nobody with it twice."""

import os
import signal
from math import dist
from pathlib import Path

import cv2
import numpy as np
import pytest

from server.faces.engine import FaceEngine
from server.faces.measurement import Measurement
from server.verification import worker_link
from server.verification.jobs import TOGETHER, Refusal
from tests.workers.conftest import ROOT, Build, Verdicts, wait_until
from tests.workers.deadly_worker import DEADLY


def as_jpeg(picture: np.ndarray) -> bytes:
    """As small as a page sends it."""
    return cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 70])[1].tobytes()


def test_a_picture_that_kills_workers_takes_nobody_with_it_twice(
    build: Build, small: bytes, verdicts: Verdicts, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(worker_link, "WORKER", "tests.workers.deadly_worker")
    engine, lost = build(), []
    loses = engine._lose
    monkeypatch.setattr(engine, "_lose", lambda link: (lost.append(len(link.in_hand)), loses(link)))

    os.kill(engine.process_ids()[0], signal.SIGSTOP)
    engine.put_latest("deadly", 1, small + DEADLY)
    for number in range(TOGETHER):
        engine.put_latest(f"sitting {number}", 1, small)
    wait_until(lambda: engine.health().waiting == 0)  # all in the hands of the one that stands still
    os.kill(engine.process_ids()[0], signal.SIGCONT)

    outcomes = {key: outcome for key, _, outcome in verdicts.wait_for(1 + TOGETHER)}
    assert lost == [1 + TOGETHER, 1, 1]
    assert outcomes.pop("deadly") == Refusal("picture_unmeasurable", {}, is_our_failure=False)
    assert len(outcomes) == TOGETHER
    assert all(isinstance(outcome, Measurement) for outcome in outcomes.values())


def test_pictures_measured_together_come_out_as_each_alone(build: Build, photo: bytes, models: Path, verdicts: Verdicts):
    alone, engine = FaceEngine(models), build()
    obama, biden = (
        as_jpeg(cv2.resize(cv2.imread(str(ROOT / "tests" / "material" / name)), (480, 640)))
        for name in ("obama.jpg", "biden.jpg")
    )
    sent = {"obama": obama, "nobody": as_jpeg(np.full((360, 480, 3), 90, np.uint8)), "broken": obama[:5000], "biden": biden}
    os.kill(engine.process_ids()[0], signal.SIGSTOP)
    for key, picture in sent.items():
        engine.put_latest(key, 1, picture)
    wait_until(lambda: engine.health().waiting == 0)
    os.kill(engine.process_ids()[0], signal.SIGCONT)
    came = {key: outcome for key, _, outcome in verdicts.wait_for(len(sent))}
    assert came.pop("broken") == Refusal("picture_truncated", {})
    for key, outcome in came.items():
        expected = alone.measure(sent[key])
        assert (outcome.digest, outcome.boxes, outcome.thumbnail) == (expected.digest, expected.boxes, expected.thumbnail)
        for one, other in zip(outcome.faces, expected.faces, strict=True):
            assert dist(one.embedding, other.embedding) < 1e-4
