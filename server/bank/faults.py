"""What an item writer is told about a package that cannot be used."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BankFault:
    """One fault, in Indonesian: item writers read it as it is."""

    file: str
    line: int | None
    item: str | None
    wrong: str
    remedy: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        about = f"{self.item}: " if self.item else ""
        return f"{place}: {about}{self.wrong} {self.remedy}"


class UnreadablePackage(Exception):
    code = "package_unreadable"

    def __init__(self, faults: Iterable[BankFault]) -> None:
        self.faults = tuple(faults)
        self.parameters: dict[str, str | int] = {"count": len(self.faults)}
        super().__init__("\n".join(map(str, self.faults)))
