"""How dlib's .dat file of the face network is read: integers, tensors and layers in network order."""

import re
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


class Layer(NamedTuple):
    kind: str  # "con" (filters, then biases) or "affine" (gamma, then beta)
    values: Floats  # one row


class NotATensor(Exception):
    """What stands at this place is none."""


def integer(data: bytes, at: int) -> tuple[int, int]:
    """As dlib writes one: a control byte (low 4 bits: byte count, bit 7: sign), then little-endian bytes. And where it ends.

    IndexError where no byte is left.
    """
    control = data[at]
    end = at + 1 + (control & 15)
    value = int.from_bytes(data[at + 1 : end], "little")
    return (-value if control & 128 else value), end


class DlibWeights:
    """A tensor is version 2, four integers (samples, channels, rows, columns), then little-endian float32."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def layers(self) -> Iterator[Layer]:
        """In network order, the first layer first; those that keep no weights are left out."""
        for name in re.finditer(rb"(con)_\d|(affine)_", self._data):
            try:
                values = self._tensor(name.end())
            except NotATensor:
                continue  # the words also occur in layers that keep no weights
            if values.size:
                yield Layer((name.group(1) or name.group(2)).decode(), values)

    def last_layer(self) -> Floats:
        """The fully connected layer, 256 by 128 without a bias; some integers stand between its name and its tensor.

        Returns
        -------
        (256, 128) float32.

        Raises
        ------
        NotATensor
            Where no such tensor follows the name.
        ValueError
            Where the file has no such name.
        """
        at = self._data.index(b"fc_2") + len(b"fc_2")
        for _ in range(6):
            try:
                values = self._tensor(at)
            except NotATensor:
                values = np.empty(0, np.float32)
            if values.size == 256 * 128:
                return values.reshape(256, 128)
            _, at = integer(self._data, at)
        raise NotATensor("the fully connected layer")

    def _tensor(self, at: int) -> Floats:
        version, at = integer(self._data, at)
        if version != 2:
            raise NotATensor
        size = 1
        for _ in range(4):
            length, at = integer(self._data, at)
            size *= length
        if size < 0 or at + 4 * size > len(self._data):
            raise NotATensor
        return np.frombuffer(self._data, "<f4", size, at).astype(np.float32)
