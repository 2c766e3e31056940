"""The face as a row of numbers whose distance says how alike two faces are."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt
import onnxruntime
from onnxruntime.capi.onnxruntime_pybind11_state import Fail, InvalidArgument, RuntimeException

from server.faces.detector import Picture
from server.faces.face_model import Colours, FaceModel, FaceModelRefused, Layout
from server.faces.measurement import Embedding


class Embedder(Protocol):
    def embeddings(self, crops: Sequence[Picture]) -> list[Embedding]:
        """Of aligned crops.

        Parameters
        ----------
        crops : each (size, size, 3) uint8, RGB, `size` as the model has it (150 for dlib's).

        Returns
        -------
        One embedding a crop, in their order: `embedding_length` floats (128 for dlib's), compared by Euclidean distance;
        of length one only where the model says `unit_length`, which dlib's does not.
        """


class OnnxEmbedder:
    """Any network with pictures in and a embedding for each out; one that is made for a single picture is run once for each."""

    def __init__(self, model: FaceModel, network: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1  # a worker owns one core
        self._network = onnxruntime.InferenceSession(str(network), options, providers=["CPUExecutionProvider"])
        self._input, self._output = self._network.get_inputs()[0].name, self._network.get_outputs()[0].name
        self._model = model
        self._check()
        self._takes_many = self._has_room_for_two()

    def embeddings(self, crops: Sequence[Picture]) -> list[Embedding]:
        runs = [crops] if self._takes_many else [[crop] for crop in crops]
        return [tuple(embedding.tolist()) for some in runs if some for embedding in self._run(some)]

    def _run(self, crops: Sequence[Picture]) -> npt.NDArray[np.float32]:
        embeddings = np.asarray(self._network.run([self._output], {self._input: self._prepared(crops)})[0], np.float32)
        if not self._model.unit_length:
            return embeddings
        lengths = np.maximum(np.linalg.norm(embeddings, axis=-1, keepdims=True), np.float32(1e-9))
        return np.asarray(embeddings / lengths, np.float32)

    def _prepared(self, crops: Sequence[Picture]) -> npt.NDArray[np.float32] | npt.NDArray[np.uint8]:
        pixels = np.stack(crops)
        if self._model.colours is Colours.BGR:
            pixels = pixels[..., ::-1]
        if self._model.layout is Layout.PIXELS:
            return np.ascontiguousarray(pixels)
        planes = pixels.transpose(0, 3, 1, 2).astype(np.float32)
        return (planes - np.float32(self._model.mean)) * np.float32(self._model.scale)

    def _has_room_for_two(self) -> bool:
        """Tried, because a network may promise any number and still be made for one."""
        if isinstance(self._network.get_inputs()[0].shape[0], int):
            return False
        try:
            return len(self._run([self._nobody()] * 2)) == 2
        except (Fail, InvalidArgument, RuntimeException):
            return False

    def _check(self) -> None:
        """A description that does not fit its network is told at the start, not at the first face."""
        embedding = self._run([self._nobody()])[0]
        if embedding.shape != (self._model.embedding_length,):
            raise FaceModelRefused(
                f"{self._model.name}: the network gives {embedding.shape}, not {self._model.embedding_length} numbers"
            )

    def _nobody(self) -> Picture:
        return np.zeros((self._model.size, self._model.size, 3), np.uint8)
