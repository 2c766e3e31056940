"""A small package of items on disk, to be spoiled."""

import json
from pathlib import Path
from typing import Any

import pytest

from server.bank.faults import UnreadablePackage
from server.bank.read import read_package
from server.file_faults import FileFault

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10" role="img"><title>Gambar</title>{}</svg>'


Data = dict[str, Any]


def item(code: str, *points: int) -> Data:
    options = [{"key": "abcde"[n], "text": f"pilihan {n}", "figure": None, "points": p} for n, p in enumerate(points)]
    return {
        "code": code,
        "topic": "hitung",
        "text": f"Soal {code}?",
        "figure": None,
        "options": options,
        "source": None,
        "explanation": "Begitulah.",
        "check": None,
    }


class Folder:
    """A sound little package of two sections; each test spoils one thing."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.manifest: Data = {
            "format": 1,
            "name": "kecil",
            "title": "Paket kecil",
            "licence": "Karya sendiri",
            "sections": [
                {"section": "ANGKA", "file": "angka.json", "points": [5, 0, 0], "topics": ["hitung"]},
                {"section": "SIKAP", "file": "sikap.json", "points": [1, 2, 3], "topics": ["hitung"]},
            ],
        }
        self.angka: Data = {"section": "ANGKA", "items": [item("ANGKA-001", 0, 5, 0), item("ANGKA-002", 5, 0, 0)]}
        self.sikap: Data = {"section": "SIKAP", "items": [item("SIKAP-001", 3, 1, 2)]}
        (path / "figures").mkdir()

    def draw(self, name: str, body: str) -> None:
        (self.path / "figures" / name).write_text(DRAWING.format(body), encoding="utf-8")

    def write(self) -> Path:
        for name, data in (("package", self.manifest), ("angka", self.angka), ("sikap", self.sikap)):
            (self.path / f"{name}.json").write_text(json.dumps(data, indent=1), encoding="utf-8")
        return self.path

    def faults(self) -> tuple[FileFault, ...]:
        with pytest.raises(UnreadablePackage) as refusal:
            read_package(self.write())
        return refusal.value.faults


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)
