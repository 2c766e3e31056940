"""Pictures that wait are measured in one go, and what kills a worker takes nobody with it twice."""

import os
import signal
from math import dist
from pathlib import Path

import cv2
import numpy as np

from server.faces.engine import FaceEngine
from server.faces.measurement import Measurement
from server.verification.jobs import TOGETHER, Refusal
from tests.workers.conftest import ROOT, Build, Verdicts, wait_until


def as_jpeg(picture: np.ndarray) -> bytes:
    """As small as a page sends it."""
    return cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 70])[1].tobytes()


def test_a_picture_that_kills_workers_takes_nobody_with_it_twice(build: Build, photo: bytes, verdicts: Verdicts):
    engine, deadly = build(), (ROOT / "tests" / "material" / "obama3.jpg").read_bytes()  # long enough in hand to be caught
    small = as_jpeg(cv2.resize(cv2.imdecode(np.frombuffer(photo, np.uint8), cv2.IMREAD_COLOR), (240, 300)))

    def holds_deadly() -> bool:
        return any(job.key == "deadly" for link in engine._links if link.is_ready for job, _ in link.in_hand.values())

    os.kill(engine.process_ids()[0], signal.SIGSTOP)
    for number in range(TOGETHER):  # small ones: all lie in the socket of the stopped worker
        engine.put_latest(f"sitting {number}", 1, small)
    engine.put_latest("deadly", 1, deadly)
    wait_until(holds_deadly)
    alone = []
    for _ in range(3):
        wait_until(holds_deadly, every=0.001)
        alone.append(sum(len(link.in_hand) for link in engine._links) == 1)
        os.kill(engine.process_ids()[0], signal.SIGKILL)
        wait_until(lambda: not holds_deadly(), every=0.001)
    outcomes = {key: outcome for key, _, outcome in verdicts.wait_for(1 + TOGETHER)}
    assert alone == [False, True, True]
    assert outcomes.pop("deadly") == Refusal("picture_unmeasurable", {}, is_our_failure=True)
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
            assert dist(one.vector, other.vector) < 1e-4
