"""Cutting the face out upright, as the network that describes it was trained to see it."""

from typing import Protocol

import cv2
import dlib
import face_recognition_models
import numpy as np

from server.faces.detector import Found, Picture
from server.faces.face_model import Alignment, FaceModel


class Aligner(Protocol):
    def chip(self, picture: Picture, found: Found) -> Picture: ...


class DlibAligner:
    """150 by 150, by five points that dlib's own predictor finds."""

    def __init__(self) -> None:
        self._points = dlib.shape_predictor(face_recognition_models.pose_predictor_five_point_model_location())

    def chip(self, picture: Picture, found: Found) -> Picture:
        box = found.box
        rectangle = dlib.rectangle(box.x, box.y, box.x + box.width, box.y + box.height)
        return np.asarray(dlib.get_face_chip(picture, self._points(picture, rectangle)), np.uint8)


class FivePointAligner:
    """By the detector's own points; the mouth is one point here and the middle of two in ArcFace's template."""

    _TEMPLATE = np.array([[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [56.1396, 92.2848]], np.float32) / 112

    def __init__(self, size: int) -> None:
        self._size = size

    def chip(self, picture: Picture, found: Found) -> Picture:
        points = found.points
        seen = np.array([points.left_eye, points.right_eye, points.nose, points.mouth], np.float32)
        turn = _similarity(seen, self._TEMPLATE * self._size)
        return np.asarray(cv2.warpAffine(picture, turn, (self._size, self._size), flags=cv2.INTER_LINEAR), np.uint8)


def aligner_for(model: FaceModel) -> Aligner:
    return DlibAligner() if model.alignment is Alignment.DLIB else FivePointAligner(model.size)


def _similarity(seen: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """The turn, scale and shift that bring the points nearest to their places, by least squares."""
    x, y = seen[:, 0], seen[:, 1]
    one, none = np.ones(len(seen)), np.zeros(len(seen))
    rows = np.concatenate([np.stack([x, -y, one, none], 1), np.stack([y, x, none, one], 1)])
    a, b, right, down = np.linalg.lstsq(rows, wanted.T.ravel(), rcond=None)[0]
    return np.array([[a, -b, right], [b, a, down]])
