"""Which network is in use, and what a description of another one must hold."""

import json
from pathlib import Path
from typing import Any

import pytest

from server.faces.face_model import FLOAT, Alignment, Colours, FaceModelRefused, chosen, described, multiplies_bytes, resolved

ARCFACE = {"name": "arcface", "network": "r50.onnx", "sha256": "0" * 64, "size": 112, "embedding_length": 512, "colours": "rgb"}


def written(folder: Path, told: Any) -> Path:
    path = folder / "model.json"
    path.write_text(told if isinstance(told, str) else json.dumps(told), encoding="utf-8")
    return path


def test_an_arcface_style_network_needs_five_lines(tmp_path: Path):
    model = described(written(tmp_path, ARCFACE))
    assert (model.size, model.embedding_length, model.alignment, model.colours) == (112, 512, Alignment.FIVE_POINTS, Colours.RGB)
    assert chosen(str(tmp_path / "model.json")) == (model, tmp_path.resolve())


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        ("{", "model.json"),
        ([], "needs"),
        ({key: value for key, value in ARCFACE.items() if key != "size"}, "needs"),
        (ARCFACE | {"sizes": 112}, "may have"),
        (ARCFACE | {"size": "112"}, "size must be int"),
        (ARCFACE | {"size": True}, "size must be int"),
        (ARCFACE | {"colours": "grb"}, "colours is one of rgb, bgr"),
        (ARCFACE | {"mean": "grey"}, "mean must be float"),
    ],
)
def test_a_wrong_description_is_refused_by_name(tmp_path: Path, told: Any, fault: str):
    with pytest.raises(FaceModelRefused, match=fault):
        described(written(tmp_path, told))


def test_a_missing_description_is_refused(tmp_path: Path):
    with pytest.raises(FaceModelRefused, match="nowhere"):
        chosen(str(tmp_path / "nowhere.json"))


def test_without_vnni_the_float_network_is_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    assert multiplies_bytes("flags : avx2 avx512f avx512_vnni")
    assert multiplies_bytes("flags : avx2 avx_vnni")
    assert not multiplies_bytes("flags : sse4_2 avx2 avx512f")
    (tmp_path / "cpuinfo").write_text("flags : avx2", encoding="utf-8")
    monkeypatch.setattr("server.faces.face_model._CPU", tmp_path / "cpuinfo")
    assert chosen("dlib") == (FLOAT, None)


def test_a_path_is_told_to_other_processes_in_full(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.chdir(tmp_path)
    assert resolved("other.json") == str(tmp_path / "other.json")
    assert [resolved(name) for name in ("dlib", "dlib-8bit", "dlib-float")] == ["dlib", "dlib-8bit", "dlib-float"]
