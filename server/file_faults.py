"""A fault of a file somebody hands in: where it is, and a code with parameters. Its sentence stands in the catalogue."""

from dataclasses import dataclass

Parameters = tuple[tuple[str, str | int], ...]


@dataclass(frozen=True, slots=True, order=True)
class FileFault:
    file: str
    line: int  # 0: the file as a whole
    code: str
    pairs: Parameters = ()
    item: str = ""  # of a question package: the code of the item

    @property
    def parameters(self) -> dict[str, str | int]:
        return dict(self.pairs)


def fault(file: str, line: int, code: str, **parameters: str | int) -> FileFault:
    return FileFault(file, line, code, tuple(parameters.items()))


def coded(code: str, **parameters: str | int) -> tuple[str, Parameters]:
    """What is wrong, where the place is somebody else's business."""
    return code, tuple(parameters.items())


def listed(faults: tuple[FileFault, ...]) -> str:
    """For programmers: no parameters, which may name people."""
    return "\n".join(f"{one.file}:{one.line} {one.code}" for one in faults)
