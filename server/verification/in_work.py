"""Which picture a worker has in work, told in memory it shares with the server; and how much of a processor one may cost."""

import mmap
import os
import signal
from collections.abc import Iterable, Iterator
from struct import Struct

_NUMBER = Struct("=Q")
_NOTHING = 0  # jobs count from one
# Seconds of a processor, several hundred times what an honest picture takes. The signal then ends the process in the middle of
# whatever C code it is in.
MOST_FOR_ONE = 1.5
MOST_FOR_ALL = 8.0  # of the stages after decoding, whose cost the size of a picture bounds


class InWork:
    """The worker's side. A picture that lasts too long ends the worker, and what was written here says which one it was."""

    def __init__(self, descriptor: int) -> None:
        self._memory = mmap.mmap(descriptor, _NUMBER.size)
        os.close(descriptor)

    def each(self, jobs: Iterable[tuple[int, bytes]]) -> Iterator[bytes]:
        """The pictures, each in work until the next one is asked for."""
        for number, content in jobs:
            self.begin(number)
            yield content
        self._write(_NOTHING, MOST_FOR_ALL)

    def begin(self, number: int) -> None:
        self._write(number, MOST_FOR_ONE)

    def end(self) -> None:
        self._write(_NOTHING, 0)

    def _write(self, number: int, seconds: float) -> None:
        _NUMBER.pack_into(self._memory, 0, number)
        signal.setitimer(signal.ITIMER_PROF, seconds)


class DecodingWatch:
    """The server's side."""

    def __init__(self) -> None:
        self.descriptor = os.memfd_create("in work", 0)  # open in the worker too
        os.ftruncate(self.descriptor, _NUMBER.size)
        self._memory = mmap.mmap(self.descriptor, _NUMBER.size)

    def number(self) -> int:
        """0 when no picture is being decoded."""
        return int(_NUMBER.unpack_from(self._memory)[0])

    def handed_over(self) -> None:
        os.close(self.descriptor)
