"""The workers live through what an exam day does to them: kills, hangs, limits and the server's own end."""

import gc
import os
import resource
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from server.faces.measurement import Measurement
from server.verification import worker_link
from server.verification.environment import ENVIRONMENT
from server.verification.jobs import Refusal
from tests.workers.conftest import PATIENT, ROOT, Build, Verdicts, wait_until
from tests.workers.deadly_worker import DEADLY


def is_alive(process_id: int) -> bool:
    status = Path(f"/proc/{process_id}/stat")
    return status.exists() and status.read_text().rsplit(")", 1)[1].split()[0] != "Z"


def test_a_killed_worker_loses_no_job_and_is_soon_replaced(
    build: Build, photo: bytes, verdicts: Verdicts, monkeypatch: pytest.MonkeyPatch
):
    """A killed worker loses no job and is replaced at the keepers next look."""
    engine, kept = build(workers=2, credits=2), []
    looks, begins = engine._is_over, engine._begin_worker
    monkeypatch.setattr(engine, "_is_over", lambda link: (kept.append(link.process_id), looks(link))[1])
    monkeypatch.setattr(engine, "_begin_worker", lambda: (kept.append("begun"), begins()))
    first, second = engine.process_ids()
    os.kill(first, signal.SIGSTOP)  # it takes its two credits and never answers
    for number in range(12):
        assert engine.put_latest(f"sitting {number}", 1, photo)
    verdicts.wait_for(10)
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: not is_alive(first))
    dead = len(kept)
    came = verdicts.wait_for(12)
    assert {key for key, _, _ in came} == {f"sitting {number}" for number in range(12)}
    assert all(isinstance(outcome, Measurement) for _, _, outcome in came)
    wait_until(lambda: "begun" in kept)
    assert kept[dead : kept.index("begun")].count(first) <= 2  # one look may have been under way when it died
    wait_until(lambda: len(engine.process_ids()) == 2)
    assert first not in engine.process_ids()
    assert second in engine.process_ids()


def test_a_worker_of_a_server_with_1500_open_descriptors_comes_back(build: Build, photo: bytes):
    """`select` ended each new worker at its first picture, as its socket's number was above 1,023."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, hard), hard))
    gc.collect()  # what is let go of only now would give the worker's socket a low number
    opened = [os.open(os.devnull, os.O_RDONLY)]
    while opened[-1] < 1500:
        opened.append(os.open(os.devnull, os.O_RDONLY))
    try:
        engine = build()
        [killed] = engine.process_ids()
        assert min(link.socket.fileno() for link in engine._links) > 1023
        assert isinstance(engine.measure(photo, timeout=PATIENT), Measurement)
        os.kill(killed, signal.SIGKILL)
        wait_until(lambda: engine.process_ids() not in ([], [killed]))
        assert isinstance(engine.measure(photo, timeout=PATIENT), Measurement)
    finally:
        for each in opened:
            os.close(each)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_a_hung_worker_is_killed_and_its_pictures_are_measured(
    build: Build, photo: bytes, verdicts: Verdicts, monkeypatch: pytest.MonkeyPatch
):
    engine = build(hung_after=0.5)
    [hung] = engine._links
    kill = hung.kill

    def kills_and_grows_patient() -> None:
        """Half a second is short for the one that comes in its place, on a loaded machine."""
        engine._settings = replace(engine._settings, hung_after=PATIENT)
        kill()

    monkeypatch.setattr(hung, "kill", kills_and_grows_patient)
    os.kill(hung.process_id, signal.SIGSTOP)
    engine.put_latest("sitting", 1, photo)
    assert isinstance(verdicts.wait_for(1)[0][2], Measurement)
    assert not is_alive(hung.process_id)


def test_a_picture_that_kills_three_workers_is_its_senders_silence(
    build: Build, photo: bytes, verdicts: Verdicts, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(worker_link, "WORKER", "tests.workers.deadly_worker")
    engine, killed = build(), []
    loses = engine._lose
    monkeypatch.setattr(engine, "_lose", lambda link: (killed.append(link.process_id), loses(link)))
    engine.put_latest("sitting", 1, photo + DEADLY)
    assert verdicts.wait_for(1) == [("sitting", 1, Refusal("picture_unmeasurable", {}, is_our_failure=False))]
    assert len(set(killed)) == 3


def test_a_sitting_alone_with_broken_workers_is_blamed_for_nothing(
    build: Build, photo: bytes, verdicts: Verdicts, monkeypatch: pytest.MonkeyPatch
):
    """Nobody else's pictures are there to show that the workers are to blame: a picture of ours does."""
    monkeypatch.setattr(worker_link, "WORKER", "tests.workers.broken_worker")
    engine = build()
    engine.put_latest("sitting", 1, photo)
    assert verdicts.wait_for(1) == [("sitting", 1, Refusal("picture_unmeasurable", {}, is_our_failure=True))]
    assert engine.measure(photo, PATIENT, sender="desk 1") == Refusal("picture_unmeasurable", {}, is_our_failure=True)


def test_two_senders_of_deadly_pictures_do_not_excuse_each_other(
    build: Build, photo: bytes, verdicts: Verdicts, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    monkeypatch.setattr(worker_link, "WORKER", "tests.workers.deadly_worker")
    engine = build()
    for key in ("one", "the other"):
        engine.put_latest(key, 1, photo + DEADLY)
    deadly = Refusal("picture_unmeasurable", {}, is_our_failure=False)
    assert sorted(verdicts.wait_for(2)) == [("one", 1, deadly), ("the other", 1, deadly)]
    assert engine.measure(photo + DEADLY, PATIENT, sender="desk 1") == deadly
    assert "pictures of desk 1 were in the hands of 3 workers" in caplog.text
    assert isinstance(engine.measure(photo, PATIENT, sender="desk 2"), Measurement)
    workers = engine.process_ids()
    refused = engine.measure(photo + DEADLY, PATIENT, sender="desk 1")
    assert isinstance(refused, Refusal)
    assert (refused.code, refused.is_our_failure) == ("pictures_refused", False)
    assert engine.process_ids() == workers != [], "the next one of the same desk killed another"


def test_a_worker_holds_no_keys_and_no_more_memory_than_allowed(build: Build, photo: bytes, monkeypatch):
    monkeypatch.setenv("LUGAS_MASTER_KEY", "secret")
    engine = build()
    engine.measure(photo, timeout=PATIENT)
    worker = Path(f"/proc/{engine.process_ids()[0]}")
    told = (worker / "environ").read_text().rstrip("\0").replace("\0", ":")  # some glibc cut what they read of it there
    assert told == ":".join(f"{name}={value}" for name, value in ENVIRONMENT.items())
    limits = {line[:26].strip(): line[26:].split()[0] for line in (worker / "limits").read_text().splitlines()}
    assert limits["Max data size"] == str(1 << 30)
    resident = next(line for line in (worker / "status").read_text().splitlines() if line.startswith("VmRSS"))
    assert int(resident.split()[1]) < 350_000
    assert os.getpriority(os.PRIO_PROCESS, int(worker.name)) == 19


SERVER = """
import sys, time
from pathlib import Path
from server.verification.local_workers import EmbeddedEngine, EmbeddedSettings
engine = EmbeddedEngine(EmbeddedSettings(Path(sys.argv[1]), 2))
engine.start()
while len(engine.process_ids()) < 2:
    time.sleep(0.05)
print(*engine.process_ids(), flush=True)
time.sleep(1000)
"""


def test_workers_die_with_a_server_that_is_killed(models: Path):
    with subprocess.Popen([sys.executable, "-c", SERVER, str(models)], stdout=subprocess.PIPE, cwd=ROOT) as server:
        workers = [int(number) for number in server.stdout.readline().split()]
        assert len(workers) == 2
        assert all(is_alive(worker) for worker in workers)
        server.kill()
    wait_until(lambda: not any(is_alive(worker) for worker in workers))
