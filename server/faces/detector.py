"""Where the faces are: boxes and six key points, as MediaPipe's own detector finds them (docs/decisions/0007-detector.md)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, Protocol

import cv2
import numpy as np
import numpy.typing as npt
import onnxruntime

from server.faces.candidates import SIDE, Candidate, faces_in
from server.faces.measurement import Box

Picture = npt.NDArray[np.uint8]  # rows, columns, RGB
_TOO_LONG = 2**15 - 1  # for OpenCV; of four megapixels it is a strip less than half a pixel of the square wide


class ImagePoint(NamedTuple):
    """Pixels from the picture's left and top, with fractions."""

    x: float
    y: float


class KeyPoints(NamedTuple):
    """Left and right as seen in the picture; in its pixels, and outside it where the detector guesses them there."""

    left_eye: ImagePoint
    right_eye: ImagePoint
    nose: ImagePoint
    mouth: ImagePoint
    left_ear: ImagePoint
    right_ear: ImagePoint


@dataclass(frozen=True, slots=True)
class DetectedFace:
    """A face in pixels of the upright picture; `box` has whole ones."""

    box: Box
    score: float  # 0.5..1: how sure the network is that this is a face; not whose, nor whether it is alive
    key_points: KeyPoints


class FaceFinder(Protocol):
    def find(self, pictures: Sequence[Picture]) -> list[list[DetectedFace]]:
        """For each picture its faces, largest first: the person in the seat is the nearest one.

        Parameters
        ----------
        pictures : each (height, width, 3) uint8, RGB, upright; sizes may differ.

        Returns
        -------
        A list for each picture, in their order, by height of the box; empty where no face was found.
        """


class Detector:
    """BlazeFace, short range, on one core.

    Parameters
    ----------
    network : the ONNX file that `server/faces/build/blaze_face.py` builds.

    Notes
    -----
    A picture is read at 128 by 128 places, so small faces are missed: most of under 60 pixels in one 480 high
    (docs/decisions/0004-face-pipeline.md). In a picture with a side of 32,767 pixels or more nobody is looked for.

    References
    ----------
    V. Bazarevsky et al., "BlazeFace: Sub-millisecond neural face detection on mobile GPUs", 2019, arXiv:1907.05047.
    What it finds and costs here: docs/decisions/0007-detector.md.
    """

    def __init__(self, network: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1  # a worker owns one core
        self._network = onnxruntime.InferenceSession(str(network), options, providers=["CPUExecutionProvider"])
        self._input = self._network.get_inputs()[0].name

    def find(self, pictures: Sequence[Picture]) -> list[list[DetectedFace]]:
        """See `FaceFinder.find`."""
        squares = np.zeros((len(pictures), SIDE, SIDE, 3), np.uint8)
        for square, picture in zip(squares, pictures, strict=True):
            if max(picture.shape) < _TOO_LONG:
                view = _view(*picture.shape[:2])
                cv2.remap(picture, view.places, view.between, cv2.INTER_LINEAR, dst=square)  # black around the picture
        outputs = self._network.run(None, {self._input: squares}) if pictures else ()
        return [
            _largest_first(_view(*picture.shape[:2]), [output[number] for output in outputs])
            for number, picture in enumerate(pictures)
        ]


def _largest_first(view: "_View", outputs: Sequence[npt.NDArray[np.float32]]) -> list[DetectedFace]:
    found = [view.found(face) for face in faces_in(outputs)]
    return sorted(found, key=lambda face: face.box.height, reverse=True)


class _View(NamedTuple):
    """How a picture lies in the middle of the square. Each of the square's pixels is read from one place, with no mean of those
    around it, in steps of 1/32 between pixels: as MediaPipe does it, so that both see the very same."""

    width: int
    height: int
    scale: float
    left: float  # of the square, in pixels of the picture
    top: float
    places: npt.NDArray[np.int16]
    between: npt.NDArray[np.uint16]

    def found(self, face: Candidate) -> DetectedFace:
        """The box in whole pixels and not beyond the picture, cut off as MediaPipe does it: each of its numbers for itself."""
        left, right, *xs = [x * self.scale + self.left for x in face.places[::2]]
        top, bottom, *ys = [y * self.scale + self.top for y in face.places[1::2]]
        width, height = _within(right - left, self.width), _within(bottom - top, self.height)
        box = Box(_within(left, self.width), _within(top, self.height), width, height)
        return DetectedFace(box, face.score, KeyPoints(*map(ImagePoint, xs, ys)))


@lru_cache(maxsize=16)
def _view(height: int, width: int) -> _View:
    longest = max(height, width)
    left, top = (width - longest) / 2, (height - longest) / 2
    along = np.arange(SIDE) * (longest / SIDE)
    columns, rows = np.meshgrid((along + left).astype(np.float32), (along + top).astype(np.float32))
    return _View(width, height, longest / SIDE, left, top, *cv2.convertMaps(columns, rows, cv2.CV_16SC2))


def _within(value: float, most: int) -> int:
    return min(max(int(value), 0), most)
