"""The workers measure what they are given, in the order it matters."""

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from math import dist
from pathlib import Path

import cv2
import numpy as np
import pytest

from server.faces.engine import FaceEngine
from server.faces.measurement import Measurement
from server.verification.jobs import TOGETHER, Outcome, Refusal
from server.verification.local_workers import EmbeddedEngine, EmbeddedSettings
from tests.workers.conftest import PATIENT, ROOT, Build, Verdicts, wait_until


def brighter(jpeg: bytes, by: int) -> bytes:
    pixels = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    return cv2.imencode(".jpg", cv2.add(pixels, np.full_like(pixels, by)))[1].tobytes()


def test_a_worker_measures_what_the_engine_measures(one_engine: EmbeddedEngine, photo: bytes, models: Path):
    expected = FaceEngine(models).measure(photo)
    measured = one_engine.measure(photo, timeout=PATIENT)
    assert isinstance(measured, Measurement)
    assert dist(measured.faces[0].embedding, expected.faces[0].embedding) < 1e-4
    assert (measured.width, measured.height, measured.digest) == (480, 600, expected.digest)
    assert measured.thumbnail == expected.thumbnail
    assert measured.thumbnail is not None


def test_what_speaks_for_a_screen_comes_back_from_a_worker_too(one_engine: EmbeddedEngine, photo: bytes, models: Path):
    engine, copies = FaceEngine(models), (brighter(photo, by) for by in range(60))  # one picture in eight is looked at for them
    looked_at, expected = next((one, seen) for one in copies if (seen := engine.measure(one)).marks is not None)
    measured = one_engine.measure(looked_at, timeout=PATIENT)
    assert isinstance(measured, Measurement)
    assert measured.marks == expected.marks


def test_under_overload_one_picture_waits_per_sitting_and_it_is_the_newest(build: Build, photo: bytes, verdicts: Verdicts):
    engine = build(credits=2)
    os.kill(engine.process_ids()[0], signal.SIGSTOP)
    for sequence in range(1, 101):
        for sitting in range(5):
            assert engine.put_latest(f"sitting {sitting}", sequence, photo)
    assert engine.health().waiting <= 5
    os.kill(engine.process_ids()[0], signal.SIGCONT)
    wait_until(lambda: engine.health().waiting == 0)
    wait_until(lambda: {key for key, sequence, _ in verdicts.all if sequence == 100} == {f"sitting {n}" for n in range(5)})
    assert len(verdicts.all) <= 5 + 2


def test_an_older_picture_never_replaces_a_newer_one(build: Build, photo: bytes):
    engine = build(credits=2)
    os.kill(engine.process_ids()[0], signal.SIGSTOP)
    for filler in range(2):
        engine.put_latest(f"filler {filler}", 1, photo)
    wait_until(lambda: engine.health().waiting == 0)
    assert engine.put_latest("sitting", 8, photo)
    assert not engine.put_latest("sitting", 7, photo)
    os.kill(engine.process_ids()[0], signal.SIGKILL)


def test_a_verdict_that_waits_for_the_database_holds_up_no_other_sittings(models: Path, photo: bytes):
    came, goes_on = Verdicts(), threading.Event()

    def take(key: str, sequence: int, outcome: Outcome) -> None:
        if (key, sequence) == ("slow", 1):
            assert goes_on.wait(2 * PATIENT)
        came.take(key, sequence, outcome)

    engine = EmbeddedEngine(EmbeddedSettings(models, workers=1, hung_after=PATIENT))
    engine.on_verdict(take)
    engine.start()
    wait_until(lambda: engine.health().workers == 1)
    engine.put_latest("slow", 1, photo)
    wait_until(lambda: len(engine._took_ms) == 1)
    engine.put_latest("slow", 2, photo)
    engine.put_latest("other", 1, photo)
    assert [(key, sequence) for key, sequence, _ in came.wait_for(1)] == [("other", 1)]
    goes_on.set()
    assert [(key, sequence) for key, sequence, _ in came.wait_for(3)][1:] == [("slow", 1), ("slow", 2)]
    engine.stop()


def test_unusable_pictures_come_back_as_refusals_and_the_worker_lives(one_engine: EmbeddedEngine, photo: bytes):
    engine, worker = one_engine, one_engine.process_ids()
    huge = cv2.imencode(".jpg", np.zeros((4000, 5000, 3), np.uint8))[1].tobytes()
    codes = []
    for picture in (b"not a picture", huge, photo[: len(photo) // 2], photo[:20], b""):
        refusal = engine.measure(picture, timeout=PATIENT)
        assert isinstance(refusal, Refusal)
        assert not refusal.is_our_failure
        codes.append(refusal.code)
    assert codes == ["picture_not_jpeg", "picture_too_large", "picture_truncated", "picture_truncated", "picture_not_jpeg"]
    assert engine.process_ids() == worker
    assert isinstance(engine.measure(photo, timeout=PATIENT), Measurement)


def test_somebody_who_waits_at_the_desk_comes_before_all_snapshots(build: Build, small: bytes, monkeypatch: pytest.MonkeyPatch):
    engine, answered = build(), []
    delivers = engine._deliver
    monkeypatch.setattr(engine, "_deliver", lambda job, outcome: (answered.append(job.key), delivers(job, outcome)))
    os.kill(engine.process_ids()[0], signal.SIGSTOP)
    for number in range(60):
        engine.put_latest(f"sitting {number}", 1, small)
    in_hand = 2 * TOGETHER
    wait_until(lambda: engine.health().waiting == 60 - in_hand)
    with ThreadPoolExecutor(1) as desk:
        waits = desk.submit(engine.measure, small, PATIENT)
        wait_until(lambda: engine.health().waiting == 61 - in_hand)
        os.kill(engine.process_ids()[0], signal.SIGCONT)
        assert isinstance(waits.result(), Measurement)
    assert answered.index("") <= in_hand


def test_without_an_answer_in_time_it_is_our_failure(build: Build, photo: bytes):
    engine = build()
    os.kill(engine.process_ids()[0], signal.SIGSTOP)
    assert engine.measure(photo, timeout=0.3) == Refusal("face_check_too_slow", {}, is_our_failure=True)
    os.kill(engine.process_ids()[0], signal.SIGKILL)


def test_overload_shows_in_the_health(build: Build, photo: bytes):
    engine = build(overloaded_after=0.2)
    assert not engine.health().is_overloaded
    os.kill(engine.process_ids()[0], signal.SIGSTOP)
    for number in range(2 * TOGETHER + 1):
        engine.put_latest(f"sitting {number}", 1, photo)
    wait_until(lambda: engine.health().is_overloaded)
    os.kill(engine.process_ids()[0], signal.SIGKILL)


GREEN = """
import eventlet
eventlet.monkey_patch()
import os, signal, sys
from pathlib import Path
from server.faces.measurement import Measurement
from server.verification.local_workers import EmbeddedEngine, EmbeddedSettings
photo, patient = Path(sys.argv[2]).read_bytes(), float(sys.argv[3])
came, beats = [], []
def beat():
    while True:
        beats.append(1)
        eventlet.sleep(0.01)
eventlet.spawn(beat)
def goes_on(of, until):
    begun = len(beats)
    while not until():
        eventlet.sleep(0.01)
    print(of, len(beats) - begun)
engine = EmbeddedEngine(EmbeddedSettings(Path(sys.argv[1]), 2, hung_after=patient, warm_within=patient))
engine.on_verdict(lambda key, sequence, outcome: came.append((key, isinstance(outcome, Measurement))))
engine.start()
with eventlet.Timeout(patient):
    goes_on("warming", lambda: engine.health().workers == 2)
    workers = engine.process_ids()
    for worker in workers:
        os.kill(worker, signal.SIGSTOP)
    for number in range(20):
        assert engine.put_latest(f"sitting {number}", 1, photo)
    asked, begun = eventlet.spawn(engine.measure, photo, patient), len(beats)
    goes_on("standing", lambda: len(beats) > begun + 100)
    os.kill(workers[0], signal.SIGKILL)
    os.kill(workers[1], signal.SIGCONT)
    goes_on("measuring", lambda: len(came) == 20)
    assert isinstance(asked.wait(), Measurement)
    goes_on("replacing", lambda: len(engine.process_ids()) == 2 and workers[0] not in engine.process_ids())
assert all(good for _, good in came) and len({key for key, _ in came}) == 20
engine.stop()
"""


def test_under_eventlet_the_engine_is_green_and_holds_up_nobody(models: Path):
    """Its loop turns while workers warm, stand still and measure: told in turns, for a loaded machine makes any turn long."""
    photo = ROOT / "tests" / "material" / "obama.jpg"
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", GREEN, str(models), str(photo), str(PATIENT)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=2 * PATIENT,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    turns = dict(line.split() for line in ran.stdout.splitlines())
    assert min(int(turns[of]) for of in ("warming", "standing", "measuring")) >= 10, turns


def test_bursts_get_a_tenth_of_the_workers(build: Build, photo: bytes, verdicts: Verdicts):
    engine = build()
    for number in range(20):
        engine.put_latest(f"sitting {number}", 1, photo)
    verdicts.wait_for(20)
    os.kill(engine.process_ids()[0], signal.SIGSTOP)  # what it can do stays what it was
    share, began = 0.1 * engine._capacity(), time.monotonic()
    taken = sum(engine.put_latest("doubtful", asked, photo, burst=True) for asked in range(1000))
    assert 1 <= taken <= max(1.0, share) + share * (time.monotonic() - began) + 1
