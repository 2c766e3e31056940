"""dlib's network written as ONNX: in floating point as it stands; in 8 bits by `server/faces/eight_bit.py`."""

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from server.faces.dlib_network import MEAN_RGB, PIXEL, DlibNetwork, Kernel
from server.faces.dlib_weights import DlibWeights
from server.faces.face_model import CHIP_SIZE, VECTOR_LENGTH

_Numbers = npt.NDArray[np.float32] | npt.NDArray[np.int64] | npt.NDArray[np.int32] | npt.NDArray[np.int8] | npt.NDArray[np.uint8]


class OnnxNetwork(DlibNetwork):
    chip_type = TensorProto.FLOAT
    chip_shape: tuple[int, int, int] = (3, CHIP_SIZE, CHIP_SIZE)

    def __init__(self, weights: DlibWeights) -> None:
        super().__init__(weights)
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []

    def model(self) -> onnx.ModelProto:
        last = helper.make_node("Identity", [self._body()], ["vector"])
        graph = helper.make_graph(
            [*self._nodes, last],
            "dlib_face_recognition_resnet_model_v1",
            [helper.make_tensor_value_info("chip", self.chip_type, ["n", *self.chip_shape])],
            [helper.make_tensor_value_info("vector", TensorProto.FLOAT, ["n", VECTOR_LENGTH])],
            self._constants,
        )
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
        model.ir_version = 9
        return model

    def _first(self) -> str:
        mean = self._constant(np.array(MEAN_RGB, np.float32).reshape(1, 3, 1, 1))
        x = self._node("Mul", [self._node("Sub", ["chip", mean]), self._constant(np.array([PIXEL]))])
        return self._convolution(x, Kernel(3, 32, 72, size=7, stride=2))

    def _convolution(self, x: str, kernel: Kernel) -> str:
        filters, bias = self._folded(kernel)
        return self._node("Conv", [x, self._constant(filters), self._constant(bias)], **attributes(kernel))

    def _relu(self, x: str) -> str:
        return self._node("Relu", [x])

    def _sum(self, one: str, other: str) -> str:
        return self._node("Add", [one, other])

    def _max_pooled(self, x: str) -> str:
        return self._node("MaxPool", [x], kernel_shape=[3, 3], strides=[2, 2])

    def _pooled(self, x: str, channels_in: int, channels_out: int) -> str:
        mean = self._node("AveragePool", [x], kernel_shape=[2, 2], strides=[2, 2])
        more = channels_out - channels_in
        return self._node("Pad", [mean, self._whole(0, 0, 0, 0, 0, more, 0, 0)]) if more else mean

    def _grown(self, x: str, by: int) -> str:
        return self._node("Pad", [x, self._whole(0, 0, 0, 0, 0, 0, by, by)])

    def _described(self, x: str) -> str:
        means = self._node("Flatten", [self._node("GlobalAveragePool", [x])])
        return self._node("MatMul", [means, self._constant(self._last_layer)])

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


def attributes(kernel: Kernel) -> dict[str, list[int]]:
    return {"strides": [kernel.stride] * 2, "pads": [kernel.pad] * 4, "kernel_shape": [kernel.width] * 2}
