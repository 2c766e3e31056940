"""The face as a row of numbers whose distance says how alike two faces are."""

from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt
import onnxruntime

from server.faces.detector import Picture
from server.faces.face_model import Colours, FaceModel, FaceModelRefused, Layout
from server.faces.measurement import Vector


class Embedder(Protocol):
    def vector(self, chip: Picture) -> Vector:
        """Of an aligned face, RGB."""


class OnnxEmbedder:
    """Any network with one picture in and one vector out."""

    def __init__(self, model: FaceModel, network: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1  # a worker owns one core
        self._network = onnxruntime.InferenceSession(str(network), options, providers=["CPUExecutionProvider"])
        self._input, self._output = self._network.get_inputs()[0].name, self._network.get_outputs()[0].name
        self._model = model
        self._check()

    def vector(self, chip: Picture) -> Vector:
        return tuple(self._run(chip).tolist())

    def _run(self, chip: Picture) -> npt.NDArray[np.float32]:
        vector = np.asarray(self._network.run([self._output], {self._input: self._prepared(chip)})[0][0], np.float32)
        length = np.float32(max(float(np.linalg.norm(vector)), 1e-9)) if self._model.unit_length else np.float32(1)
        return vector / length

    def _prepared(self, chip: Picture) -> npt.NDArray[np.float32] | npt.NDArray[np.uint8]:
        if self._model.colours is Colours.BGR:
            chip = chip[..., ::-1]
        if self._model.layout is Layout.PIXELS:
            return np.ascontiguousarray(chip[np.newaxis])
        planes = chip.transpose(2, 0, 1)[np.newaxis].astype(np.float32)
        return (planes - np.float32(self._model.mean)) * np.float32(self._model.scale)

    def _check(self) -> None:
        """A description that does not fit its network is told at the start, not at the first face."""
        size = self._model.size
        vector = self._run(np.zeros((size, size, 3), np.uint8))
        if vector.shape != (self._model.vector_length,):
            raise FaceModelRefused(
                f"{self._model.name}: the network gives {vector.shape}, not {self._model.vector_length} numbers"
            )
