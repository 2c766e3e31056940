"""The detector's network (BlazeFace, short range) written as ONNX: same layers, same weights, for one core of a server.

onnxruntime keeps channels in blocks of 16 and leaves that order for every layer that does not fit it, which took it half as long
as the convolutions did. The network has 24, 28, 36, 42, 56, 72 and 88 channels: they are filled up with zeros to whole blocks.
"""

import numpy as np
import onnx
from onnx import TensorProto, helper

from server.faces.build.blaze_face_weights import Convolution, Floats, convolutions
from server.faces.build.onnx_graph import OnnxGraph
from server.faces.candidates import GRIDS, SIDE, VALUES

_BLOCK = 16
_MIDDLE = np.float32(127.5)  # of a colour's 0 to 255; the network knows them from -1 to 1


def blaze_face(tflite: bytes) -> bytes:
    """The ONNX file, the same bytes on every machine.

    Parameters
    ----------
    tflite : MediaPipe's short-range detector, as `known_files.DETECTOR` pins it.

    Returns
    -------
    A network from "picture", (n, 128, 128, 3) uint8 RGB, to one float32 array for each of `candidates.GRIDS`, in their order:
    (n, anchors * 17, cells, cells), logits first, then 16 offsets an anchor in pixels of the square.

    References
    ----------
    V. Bazarevsky et al., "BlazeFace: Sub-millisecond neural face detection on mobile GPUs", 2019, arXiv:1907.05047.
    How far it agrees with MediaPipe's own run: docs/decisions/0007-detector.md.
    """
    return bytes(_Graph(tflite).model().SerializeToString(deterministic=True))


class _Graph(OnnxGraph):
    def __init__(self, tflite: bytes) -> None:
        super().__init__()
        self._first, *self._blocks, near_scores, far_scores, near_values, far_values = convolutions(tflite)
        self._heads = ((near_scores, near_values), (far_scores, far_values))

    def model(self) -> onnx.ModelProto:
        outputs = [
            helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", grid.anchors * (1 + VALUES), grid.cells, grid.cells])
            for name, grid in zip(self._body(), GRIDS, strict=True)
        ]
        picture = helper.make_tensor_value_info("picture", TensorProto.UINT8, ["n", SIDE, SIDE, 3])
        return self._model("blaze_face_short_range", picture, outputs)

    def _body(self) -> list[str]:
        """The middle is taken away before the first convolution, because that is filled up with zeros at the rim; the division is
        done in its filters."""
        planes = self._node("Transpose", [self._node("Cast", ["picture"], to=TensorProto.FLOAT)], perm=[0, 3, 1, 2])
        colours = self._node("Sub", [planes, self._constant(_MIDDLE)])
        first = self._first._replace(filters=self._first.filters / _MIDDLE)
        x = near = self._relu(self._convolution(colours, _in_blocks(first)))
        for depthwise, pointwise in zip(self._blocks[::2], self._blocks[1::2], strict=True):
            if depthwise.stride == 2:
                near = x  # before the last halving
            x = self._block(x, _in_blocks(depthwise), _in_blocks(pointwise))
        return [self._head(features, *head) for features, head in zip((near, x), self._heads, strict=True)]

    def _block(self, x: str, depthwise: Convolution, pointwise: Convolution) -> str:
        """Channels that come new have nothing to be added to. They are computed apart and put behind the others: zeros put
        behind the input would leave the blocks."""
        channels = len(depthwise.bias)
        inner = self._convolution(x, depthwise, group=channels)
        if depthwise.stride == 2:
            x = self._node("MaxPool", [x], kernel_shape=[2, 2], strides=[2, 2])
        old, new = (
            Convolution(pointwise.filters[part], pointwise.bias[part]) for part in (slice(channels), slice(channels, None))
        )
        outer = self._relu(self._node("Add", [self._convolution(inner, old), x]))
        if not len(new.bias):
            return outer
        return self._node("Concat", [outer, self._relu(self._convolution(inner, new))], axis=1)

    def _head(self, x: str, scores: Convolution, values: Convolution) -> str:
        """In one convolution; what a network gives out needs no whole blocks."""
        filters, bias = np.concatenate([scores.filters, values.filters]), np.concatenate([scores.bias, values.bias])
        return self._convolution(x, Convolution(_filled(filters, len(bias)), bias))

    def _convolution(self, x: str, layer: Convolution, group: int = 1) -> str:
        size = layer.filters.shape[-1]
        spare = size - layer.stride  # a side of even length is divided by the stride; what is odd of the rim goes right and below
        return self._node(
            "Conv",
            [x, self._constant(layer.filters), self._constant(layer.bias)],
            kernel_shape=[size, size],
            strides=[layer.stride] * 2,
            pads=[spare // 2] * 2 + [spare - spare // 2] * 2,
            group=group,
        )

    def _relu(self, x: str) -> str:
        return self._node("Relu", [x])


def _in_blocks(layer: Convolution) -> Convolution:
    channels = _whole_blocks(len(layer.bias))
    bias = np.zeros(channels, np.float32)
    bias[: len(layer.bias)] = layer.bias
    return layer._replace(filters=_filled(layer.filters, channels), bias=bias)


def _filled(filters: Floats, channels_out: int) -> Floats:
    """Colours are three, and a filter of its own channel has one; any other input comes in whole blocks."""
    count, channels_in, *size = filters.shape
    filled = np.zeros((channels_out, channels_in if channels_in <= 3 else _whole_blocks(channels_in), *size), np.float32)
    filled[:count, :channels_in] = filters
    return filled


def _whole_blocks(channels: int) -> int:
    return -(-channels // _BLOCK) * _BLOCK
