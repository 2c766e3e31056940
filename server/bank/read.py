"""From a package folder to frozen values, or all its faults at once."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, ValidationError

from server.bank.check import remarks_on
from server.bank.drawing import faults_of_drawing
from server.bank.faults import UnreadablePackage
from server.bank.package import Item, Option, Package, PackageSection
from server.file_faults import FileFault, Parameters, coded

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
    faults: list[FileFault] = field(default_factory=list)

    def package(self) -> Package | None:
        manifest = self._load(MANIFEST)
        if manifest is None or self._broken(MANIFEST, "manifest", manifest[0], manifest[1]):
            return None
        data = manifest[0]
        self._declared_twice(data["sections"])
        sections = tuple(PackageSection(s["section"], tuple(s["points"]), tuple(s["topics"])) for s in data["sections"])
        items: list[Item] = []
        origins: list[tuple[str, int]] = []
        for declared in data["sections"]:
            for item, line in self._items(declared["section"], declared["file"]):
                items.append(item)
                origins.append((declared["file"], line))
        for remark in remarks_on(items, sections):
            self._note(*origins[remark.place], (remark.code, remark.parameters), items[remark.place].code)
        return Package(data["name"], data["title"], data["licence"], sections, tuple(items))

    def _declared_twice(self, declared: Iterable[dict[str, Any]]) -> None:
        for what in ("section", "file"):
            names = [one[what] for one in declared]
            for name in sorted({name for name in names if names.count(name) > 1}):
                self._note(MANIFEST, 0, coded("items.declared_twice", name=name))

    def _items(self, section: str, file: str) -> Iterator[tuple[Item, int]]:
        loaded = self._load(file)
        if loaded is None:
            return
        data, text = loaded
        broken = self._broken(file, "section", data, text)
        if isinstance(data, dict) and data.get("section") != section:
            found = str(data.get("section"))
            self._note(file, 1, coded("items.other_section", found=found, manifest=MANIFEST, wanted=section))
        if None in broken:  # the file itself is not a list of items; nothing below it can be trusted
            return
        lines = _lines(data["items"], text)
        for place, raw in enumerate(data["items"]):
            if place not in broken:
                yield self._item(raw, section, file, lines[place]), lines[place]

    def _item(self, raw: dict[str, Any], section: str, file: str, line: int) -> Item:
        def drawing(path: str | None) -> str | None:
            return self._drawing(path, file, line, raw["code"]) if path else None

        options = tuple(Option(o["key"], o["text"], drawing(o["figure"]), o["points"]) for o in raw["options"])
        return Item(
            raw["code"],
            section,
            raw["topic"],
            raw["text"],
            drawing(raw["figure"]),
            options,
            raw["source"],
            tuple(raw.get("enemies", ())),
        )

    def _drawing(self, path: str, file: str, line: int, item: str) -> str | None:
        target = self.folder / path
        if not target.is_file():
            self._note(file, line, coded("items.drawing_missing", drawing=path), item)
            return None
        svg = target.read_text(encoding="utf-8", errors="replace")
        if len(svg) > _LARGEST_DRAWING:
            self._note(path, 0, coded("items.drawing_size", most=_LARGEST_DRAWING), item)
            return None
        for wrong in faults_of_drawing(svg):
            self._note(path, 0, wrong, item)
        return svg

    def _load(self, file: str) -> tuple[Any, str] | None:
        try:
            text = (self.folder / file).read_text(encoding="utf-8-sig")
            return json.loads(text), text
        except FileNotFoundError:
            self._note(file, 0, coded("items.file_missing", folder=self.folder.name))
        except UnicodeDecodeError:
            self._note(file, 0, coded("items.no_text"))
        except json.JSONDecodeError as fault:
            self._note(file, fault.lineno, coded("items.no_json", column=fault.colno))
        return None

    def _broken(self, file: str, kind: str, data: Any, text: str) -> set[int | None]:
        """The places of items that break the schema; None stands for the file as a whole."""
        broken: set[int | None] = set()
        for error in sorted(_validator(kind).iter_errors(data), key=lambda error: list(map(str, error.absolute_path))):
            path = list(error.absolute_path)
            place = path[1] if kind == "section" and path[:1] == ["items"] and len(path) > 1 else None
            item, line = _whereabouts(data, place, text)
            self._note(file, line, _schema_fault(error, path), item)
            broken.add(place if isinstance(place, int) else None)
        return broken

    def _note(self, file: str, line: int, what: tuple[str, Parameters], item: str = "") -> None:
        self.faults.append(FileFault(file, line, *what, item))


def _validator(kind: str) -> Draft202012Validator:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return Draft202012Validator({"$defs": schema["$defs"], "$ref": f"#/$defs/{kind}"})


def _whereabouts(data: Any, place: object, text: str) -> tuple[str, int]:
    if not isinstance(place, int):
        return "", 1
    return _code(data["items"][place]) or f"#{place + 1}", _lines(data["items"], text)[place]


def _lines(raws: list[Any], text: str) -> list[int]:
    """Where each item's code stands; looking on from the last one found keeps a repeated code apart."""
    lines: list[int] = []
    after = 0
    for raw in raws:
        code = _code(raw)
        at = text.find(json.dumps(code, ensure_ascii=False), after) if code else -1
        lines.append(text.count("\n", 0, at) + 1 if at >= 0 else 0)
        after = max(after, at + 1)
    return lines


def _code(raw: Any) -> str | None:
    code = raw.get("code") if isinstance(raw, dict) else None
    return code if isinstance(code, str) and code else None


_BROKEN = {
    "required": "items.required",
    "additionalProperties": "items.unknown",
    "type": "items.type",
    "pattern": "items.pattern",
    "minLength": "items.empty",
    "minItems": "items.too_short",
    "enum": "items.not_listed",
    "const": "items.not_listed",
    "minimum": "items.too_small",
}


def _schema_fault(error: ValidationError, path: list[str | int]) -> tuple[str, Parameters]:
    """The schema's own sentence goes along: it quotes the exact value or property."""
    return coded(_BROKEN.get(str(error.validator), "items.schema"), spot="/".join(map(str, path)) or "/", why=error.message[:160])
