"""Reading a record of a rule-set file field by field, so that all its faults are told at once and in words."""

from collections.abc import Mapping
from typing import Any


class Record:
    """One JSON object at a place in the file; every fault found goes to the list it shares with the records inside it."""

    def __init__(self, found: object, path: str, faults: list[str]) -> None:
        self._path = path
        self._faults = faults
        self._known: set[str] = set()
        self._fields: Mapping[str, Any] = found if isinstance(found, dict) else {}
        if not isinstance(found, dict):
            self._faults.append(f"{path or 'berkas'}: harus berupa objek")

    def fault(self, name: str, words: str) -> None:
        self._faults.append(f"{self._path}.{name}".lstrip(".") + f": {words}")

    def text(self, name: str) -> str:
        value = self._take(name)
        if isinstance(value, str) and value.strip():
            return value
        self.fault(name, "harus berupa teks yang tidak kosong")
        return ""

    def optional_text(self, name: str) -> str | None:
        self._known.add(name)
        return None if self._fields.get(name) is None else self.text(name)

    def number(self, name: str, *, at_least: int) -> int:
        value = self._take(name)
        if _is_whole(value) and value >= at_least:
            return int(value)
        self.fault(name, f"harus bilangan bulat, paling sedikit {at_least}")
        return at_least

    def numbers(self, name: str) -> tuple[int, ...]:
        found = self._rows(name)
        if found and all(_is_whole(value) and value >= 0 for value in found):
            return tuple(found)
        self.fault(name, "harus daftar bilangan bulat yang tidak negatif")
        return ()

    def texts(self, name: str) -> tuple[str, ...]:
        found = self._rows(name)
        if all(isinstance(value, str) and value for value in found):
            return tuple(found)
        self.fault(name, "harus daftar teks")
        return ()

    def counts(self, name: str) -> dict[str, int] | None:
        self._known.add(name)
        found = self._fields.get(name)
        if found is None:
            return None
        if isinstance(found, dict) and found and all(_is_whole(count) and count > 0 for count in found.values()):
            return dict(found)
        self.fault(name, "harus objek berisi jumlah per nama, masing-masing paling sedikit 1")
        return None

    def records(self, name: str) -> list["Record"]:
        at = f"{self._path}.{name}".lstrip(".")
        return [Record(row, f"{at}[{number}]", self._faults) for number, row in enumerate(self._rows(name))]

    def refuse_unknown(self) -> None:
        """A field nobody reads is most often a misspelt one, which would silently change the exam."""
        for name in self._fields:
            if name not in self._known:
                self.fault(name, "tidak dikenal")

    def _take(self, name: str) -> Any:
        self._known.add(name)
        return self._fields.get(name)

    def _rows(self, name: str) -> list[Any]:
        found = self._take(name)
        if isinstance(found, list):
            return found
        self.fault(name, "harus berupa daftar")
        return []


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
