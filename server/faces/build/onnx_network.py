"""dlib's network written as ONNX: in floating point as it stands; in 8 bits by `server/faces/build/int8.py`."""

import numpy as np
import onnx
from onnx import TensorProto, helper

from server.faces.build.dlib_network import MEAN_RGB, PIXEL, DlibNetwork, Kernel
from server.faces.build.dlib_weights import DlibWeights
from server.faces.build.onnx_graph import OnnxGraph
from server.faces.face_model import CROP_SIZE, EMBEDDING_LENGTH


class OnnxNetwork(DlibNetwork, OnnxGraph):
    """From "chip", (n, 3, 150, 150) float32, RGB 0..255, to "vector", (n, 128) float32. `model` is asked once."""

    chip_type = TensorProto.FLOAT
    chip_shape: tuple[int, int, int] = (3, CROP_SIZE, CROP_SIZE)

    def __init__(self, weights: DlibWeights) -> None:
        DlibNetwork.__init__(self, weights)
        OnnxGraph.__init__(self)

    def model(self) -> onnx.ModelProto:
        self._nodes.append(helper.make_node("Identity", [self._body()], ["vector"]))
        crop = helper.make_tensor_value_info("chip", self.chip_type, ["n", *self.chip_shape])
        vector = helper.make_tensor_value_info("vector", TensorProto.FLOAT, ["n", EMBEDDING_LENGTH])
        return self._model("dlib_face_recognition_resnet_model_v1", crop, [vector])

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


def attributes(kernel: Kernel) -> dict[str, list[int]]:
    """As ONNX names them, in places: the same in both directions and on all four sides."""
    return {"strides": [kernel.stride] * 2, "pads": [kernel.pad] * 4, "kernel_shape": [kernel.width] * 2}
