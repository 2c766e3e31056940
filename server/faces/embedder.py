"""The face as 128 numbers whose distance says how alike two faces are."""

from pathlib import Path

import numpy as np
import onnxruntime

from server.faces.detector import Picture
from server.faces.measurement import Vector


class Embedder:
    def __init__(self, network: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1  # a worker owns one core
        self._network = onnxruntime.InferenceSession(str(network), options, providers=["CPUExecutionProvider"])

    def vector(self, chip: Picture) -> Vector:
        planes = chip.transpose(2, 0, 1)[np.newaxis].astype(np.float32)
        return tuple(self._network.run(["vector"], {"chip": planes})[0][0].tolist())
