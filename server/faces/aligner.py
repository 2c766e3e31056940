"""Cutting the face out upright, 150 by 150, as dlib's network was trained to see it."""

import dlib
import face_recognition_models
import numpy as np

from server.faces.detector import Picture
from server.faces.measurement import Box


class Aligner:
    def __init__(self) -> None:
        self._points = dlib.shape_predictor(face_recognition_models.pose_predictor_five_point_model_location())

    def chip(self, picture: Picture, box: Box) -> Picture:
        rectangle = dlib.rectangle(box.x, box.y, box.x + box.width, box.y + box.height)
        return np.asarray(dlib.get_face_chip(picture, self._points(picture, rectangle)), np.uint8)
