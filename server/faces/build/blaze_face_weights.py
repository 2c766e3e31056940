"""How the detector's TFLite file is read: its convolutions with their weights, in the order the network runs them."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from mediapipe.tasks.metadata.schema_py_generated import BuiltinOperator, ModelT

Floats = npt.NDArray[np.float32]


class Convolution(NamedTuple):
    filters: Floats  # as ONNX lays them: channels out, channels in (one if each channel has its own filter), rows, columns
    bias: Floats
    stride: int = 1


def convolutions(tflite: bytes) -> Iterator[Convolution]:
    """Weights are kept in 16 bits, and each has an operator of its own that widens it before the first convolution runs.

    Parameters
    ----------
    tflite : the whole file; its first subgraph is read.

    Yields
    ------
    float32 filters, laid as ONNX lays them, and biases; strides are the same in both directions.
    """
    model = ModelT.InitFromPackedBuf(tflite, 0)
    graph = model.subgraphs[0]
    widened: dict[int, Floats] = {}
    for operator in graph.operators:
        kind = model.operatorCodes[operator.opcodeIndex].deprecatedBuiltinCode
        if kind == BuiltinOperator.DEQUANTIZE:
            widened[int(operator.outputs[0])] = _widened(model, graph.tensors[operator.inputs[0]])
        elif kind in (BuiltinOperator.CONV_2D, BuiltinOperator.DEPTHWISE_CONV_2D):
            _, filters, bias = (int(tensor) for tensor in operator.inputs)
            axes = (0, 3, 1, 2) if kind == BuiltinOperator.CONV_2D else (3, 0, 1, 2)
            yield Convolution(widened[filters].transpose(axes), widened[bias], int(operator.builtinOptions.strideW))


def _widened(model: Any, tensor: Any) -> Floats:
    halves = np.frombuffer(bytes(model.buffers[tensor.buffer].data), "<f2")
    return halves.astype(np.float32).reshape(tensor.shape)
