"""The network of `face_recognition_models` written as ONNX: same layers, same weights, many times faster to run."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from server.faces.dlib_weights import DlibWeights, Floats, Layer
from server.faces.face_model import CHIP_SIZE, VECTOR_LENGTH

MEAN_RGB = (122.782, 117.001, 104.298)
# (channels in, channels out, residual blocks after the down-sampling one)
_STAGES = ((32, 64, 3), (64, 128, 2), (128, 256, 2), (256, 256, 0))
_Numbers = npt.NDArray[np.float32] | npt.NDArray[np.int64] | npt.NDArray[np.int32] | npt.NDArray[np.int8] | npt.NDArray[np.uint8]


class Kernel(NamedTuple):
    channels_in: int
    channels_out: int
    size: int = 3
    stride: int = 1
    is_alone: bool = False  # over a single place: all but the middle of its filters only ever meets padding, and is left out

    def attributes(self) -> dict[str, list[int]]:
        pad = self.size // 2 if self.stride == 1 and not self.is_alone else 0  # only those of stride 1 are padded
        return {"strides": [self.stride] * 2, "pads": [pad] * 4, "kernel_shape": [1 if self.is_alone else self.size] * 2}


def network(weights: DlibWeights) -> bytes:
    return bytes(Graph(weights).model().SerializeToString(deterministic=True))


class Graph:
    """In floating point as it stands; `_kept` marks what a network in fewer bits would have to store."""

    chip_type = TensorProto.FLOAT
    chip_shape: tuple[int, int, int] = (3, CHIP_SIZE, CHIP_SIZE)

    def __init__(self, weights: DlibWeights) -> None:
        self._layers = weights.layers()
        self._last_layer = weights.last_layer()
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []

    def model(self) -> onnx.ModelProto:
        graph = helper.make_graph(
            [*self._body(), helper.make_node("Identity", [self._nodes[-1].output[0]], ["vector"])],
            "dlib_face_recognition_resnet_model_v1",
            [helper.make_tensor_value_info("chip", self.chip_type, ["n", *self.chip_shape])],
            [helper.make_tensor_value_info("vector", TensorProto.FLOAT, ["n", VECTOR_LENGTH])],
            self._constants,
        )
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
        model.ir_version = 9
        return model

    def _body(self) -> list[onnx.NodeProto]:
        wide = self._kept(self._relu(self._first()))
        x, size = self._kept_like(self._node("MaxPool", [wide], kernel_shape=[3, 3], strides=[2, 2]), wide), 35
        for _ in range(3):
            x = self._residual(x, 32)
        for channels_in, channels_out, repeats in _STAGES:
            x, size = self._down(x, channels_in, channels_out, size)
            for _ in range(repeats):
                x = self._residual(x, channels_out)
        x = self._node("Flatten", [self._node("GlobalAveragePool", [x])])
        self._node("MatMul", [x, self._constant(self._last_layer)])
        return self._nodes

    def _first(self) -> str:
        mean = self._constant(np.array(MEAN_RGB, np.float32).reshape(1, 3, 1, 1))
        x = self._node("Sub", ["chip", mean])
        x = self._node("Mul", [x, self._constant(np.array([1 / 256], np.float32))])
        return self._convolution(x, Kernel(3, 32, size=7, stride=2))

    def _residual(self, x: str, channels: int) -> str:
        kernel = Kernel(channels, channels)
        inner = self._kept(self._relu(self._convolution(x, kernel)))
        outer = self._kept(self._convolution(inner, kernel))
        return self._kept(self._relu(self._node("Add", [outer, x])))

    def _down(self, x: str, channels_in: int, channels_out: int, size: int) -> tuple[str, int]:
        """dlib adds an average pool of the input to the convolved side and zero-pads both to the larger shape."""
        inner = self._kept(self._relu(self._convolution(x, Kernel(channels_in, channels_out, stride=2))))
        convolved_size, pooled_size = (size - 3) // 2 + 1, (size - 2) // 2 + 1  # the pool's is never the smaller
        convolved = self._kept(self._convolution(inner, Kernel(channels_out, channels_out, is_alone=convolved_size == 1)))
        if pooled_size > convolved_size:
            convolved = self._grown(convolved, pooled_size - convolved_size)
        sides = [convolved, self._pooled(x, channels_in, channels_out)]
        return self._kept(self._relu(self._node("Add", sides))), pooled_size

    def _convolution(self, x: str, kernel: Kernel) -> str:
        filters, bias = self._folded(kernel)
        return self._node("Conv", [x, self._constant(filters), self._constant(bias)], **kernel.attributes())

    def _folded(self, kernel: Kernel) -> tuple[Floats, Floats]:
        """Filters and biases with the affine layer behind them folded in."""
        shape = (kernel.channels_out, kernel.channels_in, kernel.size, kernel.size)
        both, affine = self._next("con").values, self._next("affine").values
        filters, bias = both[: np.prod(shape)].reshape(shape), both[np.prod(shape) :]
        gamma, beta = affine[: kernel.channels_out], affine[kernel.channels_out :]
        if kernel.is_alone:
            filters = filters[:, :, 1:2, 1:2]
        return filters * gamma[:, None, None, None], bias * gamma + beta

    def _next(self, kind: str) -> Layer:
        layer = next(self._layers)
        if layer.kind != kind:
            raise ValueError(f"expected a layer {kind}, the weights have {layer.kind}")
        return layer

    def _kept(self, x: str) -> str:
        return x

    def _kept_like(self, x: str, source: str) -> str:
        """What has the range of its source needs no range of its own."""
        return x

    def _pooled(self, x: str, channels_in: int, channels_out: int) -> str:
        mean = self._node("AveragePool", [x], kernel_shape=[2, 2], strides=[2, 2])
        more = channels_out - channels_in
        return self._node("Pad", [mean, self._whole(0, 0, 0, 0, 0, more, 0, 0)]) if more else mean

    def _grown(self, x: str, by: int) -> str:
        """Zeros to the right and below."""
        return self._node("Pad", [x, self._whole(0, 0, 0, 0, 0, 0, by, by)])

    def _relu(self, x: str) -> str:
        return self._node("Relu", [x])

    def _whole(self, *numbers: int) -> str:
        return self._constant(np.array(numbers, np.int64))

    def _constant(self, array: _Numbers) -> str:
        name = f"constant{len(self._constants)}"
        self._constants.append(numpy_helper.from_array(np.array(array, order="C"), name))
        return name

    def _node(self, kind: str, inputs: list[str], **attributes: list[int] | int) -> str:
        output = f"value{len(self._nodes)}"
        self._nodes.append(helper.make_node(kind, inputs, [output], **attributes))
        return output
