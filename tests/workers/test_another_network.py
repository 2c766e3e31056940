"""An operator's own network: a description and a file, and a real worker measures with it."""

import json
from math import dist, hypot
from pathlib import Path

import pytest

from server.identity.policy import DLIB_2026
from server.identity.policy_file import PolicyFile, as_text
from server.settings import Settings, SettingsRefused
from server.verification.local_workers import EmbeddedEngine, EmbeddedSettings
from server.verification.policy_in_use import policy_in_use
from tests.tiny_network import LENGTH, SIZE, tiny_network
from tests.workers.conftest import PATIENT, wait_until


@pytest.fixture
def description(tmp_path: Path) -> Path:
    told = {"name": "tiny", "network": "tiny.onnx", "sha256": tiny_network(tmp_path / "tiny.onnx"), "size": SIZE,
            "embedding_length": LENGTH, "colours": "bgr"}  # fmt: skip
    path = tmp_path / "tiny.json"
    path.write_text(json.dumps(told), encoding="utf-8")
    return path


def test_a_worker_measures_with_another_network(models: Path, photo: bytes, description: Path):
    engine = EmbeddedEngine(EmbeddedSettings(models, 1, str(description)))
    engine.start()
    try:
        wait_until(lambda: engine.health().workers == 1)
        first, again = (engine.measure(photo, PATIENT).faces[0].embedding for _ in range(2))
    finally:
        engine.stop()
    assert len(first) == LENGTH
    assert hypot(*first) == pytest.approx(1, abs=1e-5)
    assert dist(first, again) < 1e-6


def test_a_network_that_is_not_the_one_described_never_works(models: Path, description: Path):
    told = json.loads(description.read_text(encoding="utf-8"))
    description.write_text(json.dumps(told | {"sha256": "0" * 64}), encoding="utf-8")
    engine = EmbeddedEngine(EmbeddedSettings(models, 1, str(description)))
    engine.start()
    try:
        wait_until(lambda: len(engine._links) > 0)
        wait_until(engine._links[0].has_ended)  # at once: the description is read before anything else
        refusal = engine.measure(b"", 0.1)
    finally:
        engine.stop()
    assert refusal.code == "face_check_unavailable"


def test_without_limits_of_its_own_no_server_starts_with_it(description: Path):
    with pytest.raises(SettingsRefused, match="tiny has no policy"):
        policy_in_use(Settings(face_model=str(description)))


def test_its_own_policy_is_used_and_another_networks_is_refused(description: Path, tmp_path: Path):
    told = json.loads(description.read_text(encoding="utf-8"))
    description.write_text(json.dumps(told | {"policy": "tiny-policy.json"}), encoding="utf-8")
    policy = tmp_path / "tiny-policy.json"
    policy.write_text(as_text(PolicyFile("tiny", DLIB_2026)), encoding="utf-8")
    assert policy_in_use(Settings(face_model=str(description))) == DLIB_2026
    policy.write_text(as_text(PolicyFile("dlib-8bit", DLIB_2026)), encoding="utf-8")
    with pytest.raises(SettingsRefused, match="calibrated for dlib-8bit, but tiny is in use"):
        policy_in_use(Settings(face_model=str(description)))
    assert policy_in_use(Settings(face_model="dlib-float", face_policy=str(policy))) == DLIB_2026
