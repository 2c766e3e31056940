"""Why a package of questions cannot be used."""

from collections.abc import Iterable

from server.file_faults import FileFault, listed


class UnreadablePackage(Exception):
    code = "package_unreadable"

    def __init__(self, faults: Iterable[FileFault]) -> None:
        self.faults = tuple(faults)
        self.parameters: dict[str, str | int] = {"count": len(self.faults)}
        super().__init__(listed(self.faults))
