"""A real network, if a simple-minded one: it averages blocks of the aligned face and mixes them."""

import hashlib
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

SIZE, LENGTH = 56, 16


def tiny_network(path: Path, pictures: int | str = "n", *, made_for_one: bool = False) -> str:
    """Writes it and gives its sha256. `pictures`: how many it says it takes; `made_for_one`: whatever it says."""
    blocks = 3 * 7 * 7
    mix = np.random.default_rng(5).normal(0, 1, (blocks, LENGTH)).astype(np.float32)
    row = (
        helper.make_node("Reshape", ["blocks", "one_row"], ["row"])
        if made_for_one
        else helper.make_node("Flatten", ["blocks"], ["row"])
    )
    nodes = [
        helper.make_node("AveragePool", ["data"], ["blocks"], kernel_shape=[8, 8], strides=[8, 8]),
        row,
        helper.make_node("MatMul", ["row", "mix"], ["fc1"]),
    ]
    graph = helper.make_graph(
        nodes,
        "tiny",
        [helper.make_tensor_value_info("data", TensorProto.FLOAT, [pictures, 3, SIZE, SIZE])],
        [helper.make_tensor_value_info("fc1", TensorProto.FLOAT, [pictures, LENGTH])],
        [numpy_helper.from_array(mix, "mix"), numpy_helper.from_array(np.array([1, blocks]), "one_row")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 9
    onnx.checker.check_model(model)
    path.write_bytes(model.SerializeToString())
    return hashlib.sha256(path.read_bytes()).hexdigest()
