"""Why files of people cannot be imported."""

from collections.abc import Iterable

from server.file_faults import FileFault, fault, listed


class UnreadableRegistrations(Exception):
    """Every fault of the files at once; nothing of them was imported."""

    code = "registrations_unreadable"

    def __init__(self, faults: Iterable[FileFault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        self.parameters: dict[str, str | int] = {"count": len(self.faults)}
        super().__init__(listed(self.faults))


def refused(file: str, line: int, code: str, **parameters: str | int) -> UnreadableRegistrations:
    """Of a file nothing more can be said about."""
    return UnreadableRegistrations([fault(file, line, code, **parameters)])


class UnreadableScores(UnreadableRegistrations):
    """A file of scores that is ranked and never kept."""

    code = "scores_unreadable"
