"""From a package folder to frozen values, or all its faults at once."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, ValidationError

from server.bank.check import remarks_on
from server.bank.drawing import faults_of_drawing
from server.bank.faults import BankFault, UnreadablePackage
from server.bank.package import Item, Option, Package, PackageSection

SCHEMA = Path(__file__).resolve().parents[2] / "question_bank" / "schema" / "package.schema.json"
MANIFEST = "package.json"
_LARGEST_DRAWING = 50_000  # characters; a paper carries its drawings, so one must stay small


def read_package(folder: Path) -> Package:
    reading = _PackageReader(folder)
    package = reading.package()
    if package is None or reading.faults:
        raise UnreadablePackage(reading.faults)
    return package


@dataclass(slots=True)
class _PackageReader:
    """One walk through a folder; faults are gathered so that a writer mends them in one go."""

    folder: Path
    faults: list[BankFault] = field(default_factory=list)

    def package(self) -> Package | None:
        manifest = self._load(MANIFEST)
        if manifest is None or self._broken(MANIFEST, "manifest", manifest[0], manifest[1]):
            return None
        data = manifest[0]
        self._declared_twice(data["sections"])
        sections = tuple(PackageSection(s["section"], tuple(s["points"]), tuple(s["topics"])) for s in data["sections"])
        items: list[Item] = []
        origins: list[tuple[str, int | None]] = []
        for declared in data["sections"]:
            for item, line in self._items(declared["section"], declared["file"]):
                items.append(item)
                origins.append((declared["file"], line))
        for remark in remarks_on(items, sections):
            self._note(*origins[remark.place], items[remark.place].code, remark.wrong, remark.remedy)
        return Package(data["name"], data["title"], data["licence"], sections, tuple(items))

    def _declared_twice(self, declared: Iterable[dict[str, Any]]) -> None:
        for what in ("section", "file"):
            names = [one[what] for one in declared]
            for name in sorted({name for name in names if names.count(name) > 1}):
                self._note(MANIFEST, None, None, f"'{name}' disebut lebih dari sekali.", "Sebut setiap bagian satu kali.")

    def _items(self, section: str, file: str) -> Iterator[tuple[Item, int | None]]:
        loaded = self._load(file)
        if loaded is None:
            return
        data, text = loaded
        broken = self._broken(file, "section", data, text)
        if isinstance(data, dict) and data.get("section") != section:
            wrong = f"bagian '{data.get('section')}' tidak dikenal; {MANIFEST} menyebut '{section}' untuk berkas ini."
            self._note(file, 1, None, wrong, "Samakan nama bagian di kedua berkas.")
        if None in broken:  # the file itself is not a list of items; nothing below it can be trusted
            return
        lines = _lines(data["items"], text)
        for place, raw in enumerate(data["items"]):
            if place not in broken:
                yield self._item(raw, section, file, lines[place]), lines[place]

    def _item(self, raw: dict[str, Any], section: str, file: str, line: int | None) -> Item:
        def drawing(path: str | None) -> str | None:
            return self._drawing(path, BankFault(file, line, raw["code"], "", "")) if path else None

        options = tuple(Option(o["key"], o["text"], drawing(o["figure"]), o["points"]) for o in raw["options"])
        return Item(raw["code"], section, raw["topic"], raw["text"], drawing(raw["figure"]), options, raw["source"])

    def _drawing(self, path: str, at: BankFault) -> str | None:
        target = self.folder / path
        if not target.is_file():
            self._note(at.file, at.line, at.item, f"gambar {path} tidak ada.", "Tambahkan berkasnya atau hapus sebutannya.")
            return None
        svg = target.read_text(encoding="utf-8", errors="replace")
        if len(svg) > _LARGEST_DRAWING:
            self._note(path, None, at.item, "gambar terlalu besar.", f"Sederhanakan hingga {_LARGEST_DRAWING} karakter.")
            return None
        for wrong in faults_of_drawing(svg):
            self._note(path, None, at.item, wrong, "Gambar ulang dengan bentuk polos saja.")
        return svg

    def _load(self, file: str) -> tuple[Any, str] | None:
        try:
            text = (self.folder / file).read_text(encoding="utf-8-sig")
            return json.loads(text), text
        except FileNotFoundError:
            self._note(file, None, None, "berkas tidak ada.", f"Tambahkan berkasnya ke {self.folder.name}.")
        except UnicodeDecodeError:
            self._note(file, None, None, "berkas bukan teks UTF-8.", "Simpan ulang sebagai UTF-8.")
        except json.JSONDecodeError as fault:
            self._note(
                file, fault.lineno, None, f"JSON rusak pada kolom {fault.colno}.", "Perbaiki tanda baca di sekitar baris itu."
            )
        return None

    def _broken(self, file: str, kind: str, data: Any, text: str) -> set[int | None]:
        """The places of items that break the schema; None stands for the file as a whole."""
        broken: set[int | None] = set()
        for error in sorted(_validator(kind).iter_errors(data), key=lambda error: list(map(str, error.absolute_path))):
            path = list(error.absolute_path)
            place = path[1] if kind == "section" and path[:1] == ["items"] and len(path) > 1 else None
            item, line = _whereabouts(data, place, text)
            self._note(file, line, item, *_in_words(error, path))
            broken.add(place if isinstance(place, int) else None)
        return broken

    def _note(self, file: str, line: int | None, item: str | None, wrong: str, remedy: str) -> None:
        self.faults.append(BankFault(file, line, item, wrong, remedy))


def _validator(kind: str) -> Draft202012Validator:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return Draft202012Validator({"$defs": schema["$defs"], "$ref": f"#/$defs/{kind}"})


def _whereabouts(data: Any, place: object, text: str) -> tuple[str | None, int | None]:
    if not isinstance(place, int):
        return None, 1
    return _code(data["items"][place]) or f"butir ke-{place + 1}", _lines(data["items"], text)[place]


def _lines(raws: list[Any], text: str) -> list[int | None]:
    """Where each item's code stands; looking on from the last one found keeps a repeated code apart."""
    lines: list[int | None] = []
    after = 0
    for raw in raws:
        code = _code(raw)
        at = text.find(json.dumps(code, ensure_ascii=False), after) if code else -1
        lines.append(text.count("\n", 0, at) + 1 if at >= 0 else None)
        after = max(after, at + 1)
    return lines


def _code(raw: Any) -> str | None:
    code = raw.get("code") if isinstance(raw, dict) else None
    return code if isinstance(code, str) and code else None


_WRONG = {
    "required": "ada bagian wajib yang hilang",
    "additionalProperties": "ada bagian yang tidak dikenal",
    "type": "jenis isian salah",
    "pattern": "bentuk isian salah",
    "minLength": "isian kosong",
    "minItems": "daftar terlalu pendek",
    "enum": "isian tidak dikenal",
    "const": "isian tidak dikenal",
    "minimum": "angka terlalu kecil",
}


def _in_words(error: ValidationError, path: list[str | int]) -> tuple[str, str]:
    """The schema's own sentence stays in brackets: it quotes the exact value or property."""
    spot = "/".join(map(str, path)) or "akar berkas"
    wrong = _WRONG.get(str(error.validator), "isian tidak sesuai format")
    return f"{wrong} di {spot} ({error.message[:160]}).", "Lihat question_bank/README.md untuk bentuknya."
