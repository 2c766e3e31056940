"""Where the faces are: MediaPipe's short-range detector, boxes and six key points."""

from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Protocol, Self

import mediapipe
import numpy as np
import numpy.typing as npt
from mediapipe.tasks.python import BaseOptions
from mediapipe.tasks.python.vision import FaceDetector, FaceDetectorOptions

from server.faces.measurement import Box

Picture = npt.NDArray[np.uint8]  # rows, columns, RGB
_LEAST_SCORE = 0.5


class Point(NamedTuple):
    x: float
    y: float


class KeyPoints(NamedTuple):
    """Left and right as seen in the picture."""

    left_eye: Point
    right_eye: Point
    nose: Point
    mouth: Point
    left_ear: Point
    right_ear: Point


@dataclass(frozen=True, slots=True)
class Found:
    box: Box
    score: float
    points: KeyPoints


class FindsFaces(Protocol):
    def find(self, picture: Picture) -> list[Found]:
        """Largest first: the person in the seat is the nearest one."""

    def close(self) -> None: ...


class Detector:
    def __init__(self, model: Path) -> None:
        options = FaceDetectorOptions(
            base_options=BaseOptions(model_asset_path=str(model)), min_detection_confidence=_LEAST_SCORE
        )
        self._detector = FaceDetector.create_from_options(options)

    def find(self, picture: Picture) -> list[Found]:
        height, width = picture.shape[:2]
        image = mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=picture)
        found = []
        for detection in self._detector.detect(image).detections:
            box = detection.bounding_box
            points = [Point(point.x * width, point.y * height) for point in detection.keypoints]
            found.append(
                Found(
                    Box(box.origin_x, box.origin_y, box.width, box.height),
                    detection.categories[0].score,
                    KeyPoints(*points),
                )
            )
        return sorted(found, key=lambda face: face.box.height, reverse=True)

    def close(self) -> None:
        """MediaPipe hangs at exit when its detector is still open."""
        self._detector.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()
