"""An empty house and somebody who types commands into it."""

import csv
from pathlib import Path

from click.testing import Result

from server.app import create_app
from tests.builders import START, Clock, settings

SLOT = "BDG/2026-12-01/1"
HEADER = ("nomor peserta", "nik", "nama", "tanggal lahir", "instansi", "jabatan", "lokasi", "pendidikan", "jenis formasi",
          "jumlah kebutuhan", "disabilitas", "foto")  # fmt: skip


class Office:
    """An empty house and somebody who types."""

    def __init__(self, folder: Path, faces=None, **choices) -> None:
        self.folder = folder
        self.app = create_app(settings(folder, **choices), now=Clock(START), faces=faces)
        self.works = self.app.extensions["lugas"].works

    def types(self, *words: str, answers: str = "") -> Result:
        return self.app.test_cli_runner().invoke(args=list(words), input=answers)

    def does(self, *words: str, answers: str = "") -> str:
        result = self.types(*words, answers=answers)
        assert result.exit_code == 0, result.output
        return result.output

    def is_refused(self, *words: str) -> str:
        result = self.types(*words)
        assert result.exit_code == 1, result.output
        assert "Traceback" not in result.output
        return result.output


def prepared(office: Office) -> Office:
    office.does("exam", "create", "SKD", "SKD CPNS 2026")
    office.does("site", "add", "BDG", "UPT Bandung", "--zone", "WIB", "--room", "Ruang 1:2x3:1", "--room", "Ruang 2:1x4")
    office.does("slot", "add", "SKD", "BDG", "--day", "01-12-2026", "--at", "08:00", "--number", "1")
    return office


def people(folder: Path, *rows: dict[str, str]) -> str:
    path = folder / "peserta.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, HEADER, delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    return str(path)


def person(at: int, **more: str) -> dict[str, str]:
    usual = {
        "nomor peserta": f"24-{at:04}",
        "nik": f"3273010101{at:06}",
        "nama": f"Peserta {at}",
        "tanggal lahir": "17-05-1998",
        "instansi": "Kementerian Uji",
        "jabatan": "Analis",
        "lokasi": "Bandung",
        "pendidikan": "S-1",
        "jenis formasi": "umum",
        "jumlah kebutuhan": "3",
    }
    return usual | more
