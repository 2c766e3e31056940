"""The same network in 8 bits: weights per channel, activations within measured ranges, three times faster where VNNI is."""

import json
from math import fsum
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from onnx import TensorProto

from server.faces.build.dlib_network import MEAN_RGB, PIXEL, Kernel
from server.faces.build.dlib_weights import DlibWeights, Floats
from server.faces.build.onnx_network import OnnxNetwork, attributes
from server.faces.face_model import CROP_SIZE

RANGES = Path(__file__).with_name("eight_bit_ranges.json")
_MOST = 127  # weights; symmetric, so that no zero point is needed
_LEVELS = 255  # activations


class Scale(NamedTuple):
    """How an activation's bytes are read: (byte - zero) * step."""

    step: np.float32
    step_name: str
    zero_name: str


def eight_bit_network(weights: DlibWeights) -> bytes:
    """As `network_within`, with the ranges that are committed beside this file."""
    return network_within(weights, json.loads(RANGES.read_text(encoding="utf-8"))["ranges"])


def network_within(weights: DlibWeights, ranges: list[list[float]]) -> bytes:
    """The ONNX file, the same bytes on every machine.

    Parameters
    ----------
    ranges : the least and the most that each stored activation reaches, in the network's order; nought is always within.

    Returns
    -------
    A network from "chip", (n, 150, 150, 3) uint8 RGB, to "vector", (n, 128) float32.

    Notes
    -----
    An activation beyond its range is cut off. Where a processor adds products in 16 bits the sums overflow and embeddings are
    wrong: `face_model.multiplies_bytes`. What 8 bits cost in error rates: docs/decisions/0006-eight-bits.md.

    References
    ----------
    B. Jacob et al., "Quantization and training of neural networks for efficient integer-arithmetic-only inference", CVPR 2018,
    arXiv:1712.05877.
    """
    return bytes(_EightBitNetwork(weights, ranges).model().SerializeToString(deterministic=True))


class _EightBitNetwork(OnnxNetwork):
    """Every kept value is written as QuantizeLinear and DequantizeLinear; onnxruntime then works on the bytes between."""

    chip_type = TensorProto.UINT8
    chip_shape = (CROP_SIZE, CROP_SIZE, 3)

    def __init__(self, weights: DlibWeights, ranges: list[list[float]]) -> None:
        super().__init__(weights)
        self._ranges = iter(ranges)
        self._scales: dict[str, Scale] = {}
        self._bytes: dict[str, str] = {}  # by the name of what they were read into

    def _first(self) -> str:
        """Two rows and two columns of pixels become twelve channels, so that bytes are moved twelve at a time; the mean
        colour goes into the biases, which is exact because this convolution is not padded."""
        half, last = CROP_SIZE // 2, self._whole(CROP_SIZE)
        pairs = self._node("Reshape", ["chip", self._whole(-1, CROP_SIZE, half, 6)])
        rows = [self._node("Slice", [pairs, self._whole(first), last, self._whole(1), self._whole(2)]) for first in (0, 1)]
        folded = self._node("Transpose", [self._node("Concat", rows, axis=3)], perm=[0, 3, 1, 2])
        pixels = self._read(folded, self._scale(np.float32(1), 0))
        filters, bias = self._folded(Kernel(3, 32, 72, size=7))
        filters = filters * PIXEL
        return self._sums(pixels, _by_fours(filters), _without_mean(filters, bias), kernel_shape=[4, 4])

    def _convolution(self, x: str, kernel: Kernel) -> str:
        filters, bias = self._folded(kernel)
        return self._sums(x, filters, bias, **attributes(kernel))

    def _quantised(self, x: str) -> str:
        low, high = next(self._ranges)
        step = np.float32((max(high, 0) - min(low, 0)) / _LEVELS)
        return self._written(x, self._scale(step, round(-min(low, 0) / float(step))))

    def _kept_like(self, x: str, source: str) -> str:
        return self._written(x, self._scales[source])

    def _pooled(self, x: str, channels_in: int, channels_out: int) -> str:
        """The mean of four pixels as a convolution: onnxruntime's pool of bytes is slower and pads no channels."""
        quarters = np.zeros((channels_out, channels_in, 2, 2), np.int8)
        quarters[range(channels_in), range(channels_in)] = 1
        names = [self._constant(quarters), self._constant(np.array(0.25, np.float32)), self._constant(np.array(0, np.int8))]
        mean = self._node("Conv", [x, self._node("DequantizeLinear", names)], kernel_shape=[2, 2], strides=[2, 2])
        return self._kept_like(mean, x)

    def _grown(self, x: str, by: int) -> str:
        scale = self._scales[x]
        padded = self._node("Pad", [self._bytes[x], self._whole(0, 0, 0, 0, 0, 0, by, by), scale.zero_name])
        return self._read(padded, scale)

    def _sums(self, x: str, filters: Floats, bias: Floats, **attributes: list[int]) -> str:
        steps = (np.abs(filters).max((1, 2, 3)) / _MOST).astype(np.float32)
        whole = np.clip(np.round(filters / steps[:, None, None, None]), -_MOST, _MOST).astype(np.int8)
        bias_steps = (steps * self._scales[x].step).astype(np.float32)
        whole_bias = np.round(bias.astype(np.float64) / bias_steps).astype(np.int32)
        operands = [self._by_channel(whole, steps), self._by_channel(whole_bias, bias_steps)]
        return self._node("Conv", [x, *operands], **attributes)

    def _by_channel(self, values: npt.NDArray[np.int8] | npt.NDArray[np.int32], steps: Floats) -> str:
        zeros = np.zeros(len(steps), values.dtype)
        return self._node("DequantizeLinear", [self._constant(each) for each in (values, steps, zeros)], axis=0)

    def _scale(self, step: np.float32, zero: int) -> Scale:
        return Scale(step, self._constant(np.array(step)), self._constant(np.array(zero, np.uint8)))

    def _written(self, x: str, scale: Scale) -> str:
        return self._read(self._node("QuantizeLinear", [x, scale.step_name, scale.zero_name]), scale)

    def _read(self, as_bytes: str, scale: Scale) -> str:
        x = self._node("DequantizeLinear", [as_bytes, scale.step_name, scale.zero_name])
        self._scales[x], self._bytes[x] = scale, as_bytes
        return x


def _by_fours(filters: Floats) -> Floats:
    """Filters of 7 by 7 over three colours, as filters of 4 by 4 over the twelve channels of two by two pixels."""
    count = len(filters)
    wide = np.zeros((count, 3, 8, 8), np.float32)
    wide[:, :, :7, :7] = filters
    return wide.reshape(count, 3, 4, 2, 4, 2).transpose(0, 3, 5, 1, 2, 4).reshape(count, 12, 4, 4)


def _without_mean(filters: Floats, bias: Floats) -> Floats:
    """`fsum`, because numpy adds in another order on another processor, and the file must come out the same."""
    mean = np.array(MEAN_RGB)[:, None, None]
    lost = [fsum((each.astype(np.float64) * mean).ravel().tolist()) for each in filters]
    return (bias.astype(np.float64) - lost).astype(np.float32)
