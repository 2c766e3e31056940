"""dlib's network in floating point, written as ncnn reads it: a list of layers as text, and their weights.

ncnn multiplies less often than onnxruntime for filters of 3 by 3 (Winograd's way). With 4 by 4 places and fewer that way takes
three times as long as the plain one, so there it is forbidden (docs/decisions/0008-alignment.md).
"""

import struct
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from server.faces.build.dlib_network import PIXEL, DlibNetwork, Kernel
from server.faces.build.dlib_weights import DlibWeights, Floats
from server.faces.face_model import EMBEDDING_LENGTH

CROP, VECTOR = "chip", "vector"
_MAGIC = "7767517"
_PLAIN = {31: 1 << 6}  # not Winograd's way
_FEW_PLACES = 4  # of a side
_AS_FLOATS = struct.pack("<I", 0)  # before each layer's weights


@dataclass
class _Line:
    kind: str
    inputs: list[str]
    output: str
    numbers: dict[int, int | float] = field(default_factory=dict)


class NcnnNetwork(DlibNetwork):
    """`layers`: the text. `weights`: what ncnn calls the model, float32 throughout.

    From "chip", three planes of 150 by 150 float32, RGB 0..255 with `MEAN_RGB` taken away, to "vector", 128 float32; the division
    by 256 is in the first filters.
    """

    def __init__(self, weights: DlibWeights) -> None:
        super().__init__(weights)
        self._lines = [_Line("Input", [], CROP)]
        self._weights: list[bytes] = []
        self._blocks = 0
        last = self._body()
        self._line_of(last).output = VECTOR
        self.layers = _as_text(self._lines)
        self.weights = b"".join(self._weights)

    def _first(self) -> str:
        filters, bias = self._folded(kernel := Kernel(3, 32, 72, size=7, stride=2))
        return self._convolved(CROP, kernel, filters * PIXEL, bias)

    def _convolution(self, x: str, kernel: Kernel) -> str:
        return self._convolved(x, kernel, *self._folded(kernel))

    def _convolved(self, x: str, kernel: Kernel, filters: Floats, bias: Floats) -> str:
        self._weights += [_AS_FLOATS, filters.astype("<f4").tobytes(), bias.astype("<f4").tobytes()]
        numbers = {0: kernel.channels_out, 1: kernel.width, 3: kernel.stride, 4: kernel.pad, 5: 1, 6: filters.size}
        return self._layer("Convolution", [x], numbers | (_PLAIN if kernel.side <= _FEW_PLACES else {}))

    def _relu(self, x: str) -> str:
        """As part of the convolution, where it stands behind one."""
        line = self._line_of(x)
        if line.kind != "Convolution":
            return self._layer("ReLU", [x])
        line.numbers[9] = 1
        return x

    def _sum(self, one: str, other: str) -> str:
        return self._layer("BinaryOp", [one, other], {0: 0})

    def _max_pooled(self, x: str) -> str:
        return self._layer("Pooling", [x], {0: 0, 1: 3, 2: 2, 5: 1})

    def _pooled(self, x: str, channels_in: int, channels_out: int) -> str:
        mean = self._layer("Pooling", [x], {0: 1, 1: 2, 2: 2, 5: 1})
        more = channels_out - channels_in
        return self._layer("Padding", [mean], {4: 0, 5: 0.0, 8: more}) if more else mean

    def _grown(self, x: str, by: int) -> str:
        return self._layer("Padding", [x], {1: by, 3: by, 4: 0, 5: 0.0})

    def _described(self, x: str) -> str:
        filters = self._last_layer.T
        self._weights += [_AS_FLOATS, filters.astype("<f4").tobytes()]
        means = self._layer("Pooling", [x], {0: 1, 4: 1})
        return self._layer("InnerProduct", [means], {0: EMBEDDING_LENGTH, 1: 0, 2: filters.size})

    def _block_ends(self, x: str) -> str:
        self._blocks += 1
        name = self._line_of(x).output = end_of(self._blocks)
        return name

    def _layer(self, kind: str, inputs: list[str], numbers: Mapping[int, int | float] | None = None) -> str:
        self._lines.append(_Line(kind, inputs, f"{len(self._lines)}", dict(numbers or {})))
        return self._lines[-1].output

    def _line_of(self, name: str) -> _Line:
        return next(line for line in reversed(self._lines) if line.output == name)


def end_of(block: int) -> str:
    """What the first, second ... block gives out; they are counted from 1."""
    return f"block{block}"


def _as_text(lines: list[_Line]) -> bytes:
    """What is read more than once is split first, as ncnn asks for."""
    readers = Counter(name for line in lines for name in line.inputs)
    read: Counter[str] = Counter()
    rows: list[str] = []
    blobs = 0
    for line in lines:
        inputs = []
        for name in line.inputs:
            inputs.append(f"{name}_{read[name]}" if readers[name] > 1 else name)
            read[name] += 1
        numbers = "".join(f" {key}={value}" for key, value in line.numbers.items())
        rows.append(_row(line.kind, inputs, [line.output]) + numbers)
        blobs += 1
        if readers[line.output] > 1:
            rows.append(_row("Split", [line.output], [f"{line.output}_{copy}" for copy in range(readers[line.output])]))
            blobs += readers[line.output]
    return "\n".join([_MAGIC, f"{len(rows)} {blobs}", *rows, ""]).encode()


def _row(kind: str, inputs: list[str], outputs: list[str]) -> str:
    return " ".join([kind, f"{kind}_{outputs[0]}", str(len(inputs)), str(len(outputs)), *inputs, *outputs])
