"""dlib's network in floating point, run by ncnn: for processors that multiply no bytes."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import ncnn
import numpy as np

from server.faces.build.dlib_network import MEAN_RGB
from server.faces.build.ncnn_network import CROP, VECTOR, end_of
from server.faces.detector import Picture
from server.faces.face_model import CROP_SIZE
from server.faces.measurement import Embedding

# Several faces go through a part of the network before any goes through the next: the weights of a part stay in the cache,
# those of the whole do not. Where channels double, and once among the widest.
_PARTS = (CROP, end_of(3), end_of(7), end_of(10), end_of(12), VECTOR)


class NcnnEmbedder:
    """One embedding of 128 floats, not of length one, for each crop of (150, 150, 3) uint8 RGB, in their order.

    Raises
    ------
    RuntimeError
        Where ncnn does not load the files (`server/faces/build/ncnn_network.py` writes them).
    """

    def __init__(self, layers: Path, weights: Path) -> None:
        self._network = ncnn.Net()
        options = self._network.opt
        options.num_threads = 1  # a worker owns one core
        options.use_winograd43_convolution = False  # chosen by it where another way of Winograd's is quicker
        options.use_fp16_storage = options.use_fp16_packed = options.use_fp16_arithmetic = options.use_bf16_storage = False
        for loaded in (self._network.load_param(str(layers)), self._network.load_model(str(weights))):
            if loaded != 0:
                raise RuntimeError(f"ncnn does not load {layers} with {weights}")

    def embeddings(self, crops: Sequence[Picture]) -> list[Embedding]:
        blobs = [_prepared(crop) for crop in crops]
        for begin, end in pairwise(_PARTS):
            blobs = [self._part(begin, each, end) for each in blobs]
        return [tuple(np.array(each).tolist()) for each in blobs]

    def _part(self, begin: str, blobs: ncnn.Mat, end: str) -> ncnn.Mat:
        run = self._network.create_extractor()
        run.input(begin, blobs)
        _, given = run.extract(end)
        return given


def _prepared(crop: Picture) -> ncnn.Mat:
    planes = ncnn.Mat.from_pixels(np.ascontiguousarray(crop), ncnn.Mat.PixelType.PIXEL_RGB, CROP_SIZE, CROP_SIZE)
    planes.substract_mean_normalize(list(MEAN_RGB), [])
    return planes
