"""What an officer is told about a file that cannot be imported; in Indonesian, as it is shown."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class FileFault:
    file: str
    line: int
    wrong: str
    remedy: str

    def __str__(self) -> str:
        place = f"{self.file} baris {self.line}" if self.line else self.file
        return f"{place}: {self.wrong} {self.remedy}"


class UnreadableRegistrations(Exception):
    """Every fault of the files at once; nothing of them was imported."""

    code = "registrations_unreadable"

    def __init__(self, faults: Iterable[FileFault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        self.parameters: dict[str, str | int] = {"count": len(self.faults)}
        super().__init__("\n".join(map(str, self.faults)))
