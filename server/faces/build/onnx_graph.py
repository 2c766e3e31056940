"""What is the same for every network written as ONNX here: its values and constants are numbered, its format is one."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import onnx
from onnx import helper, numpy_helper

Numbers = npt.NDArray[np.float32] | npt.NDArray[np.int64] | npt.NDArray[np.int32] | npt.NDArray[np.int8] | npt.NDArray[np.uint8]


class OnnxGraph:
    """Nodes and constants in the order they were asked for, which makes the file the same on every machine."""

    def __init__(self) -> None:
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []

    def _model(self, name: str, input_info: onnx.ValueInfoProto, output_infos: Sequence[onnx.ValueInfoProto]) -> onnx.ModelProto:
        graph = helper.make_graph(self._nodes, name, [input_info], output_infos, self._constants)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
        model.ir_version = 9
        return model

    def _constant(self, numbers: Numbers | np.float32) -> str:
        name = f"constant{len(self._constants)}"
        self._constants.append(numpy_helper.from_array(np.array(numbers, order="C"), name))
        return name

    def _node(self, kind: str, inputs: list[str], **attributes: list[int] | int) -> str:
        output = f"value{len(self._nodes)}"
        self._nodes.append(helper.make_node(kind, inputs, [output], **attributes))
        return output
