"""One picture measured: decode, find faces, judge their quality, describe the main one."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from server.faces import quality
from server.faces.aligner import aligner_for
from server.faces.decoding import decoded_snapshot
from server.faces.detector import Detector, FindsFaces, Found, KeyPoints, Picture, Point
from server.faces.embedder import Embedder, OnnxEmbedder
from server.faces.face_model import AUTOMATIC, chosen
from server.faces.jpeg import checked_dimensions
from server.faces.known_files import BLAZE_FACE, KnownFile, checked
from server.faces.measurement import Box, Face, Measurement, Vector
from server.faces.parallax import parallax
from server.faces.screen_marks import screen_marks
from server.faces.thumbnail import SMALL, halved, thumbnail

_ANYWHERE = Found(
    Box(200, 100, 200, 200),
    1.0,
    KeyPoints(Point(260, 170), Point(340, 170), Point(300, 215), Point(300, 260), Point(210, 190), Point(390, 190)),
)


class FaceEngine:
    """`model`: what LUGAS_FACE_MODEL says."""

    def __init__(self, models: Path, model: str = AUTOMATIC) -> None:
        self.model, folder = chosen(model)
        network = checked(folder or models, KnownFile(self.model.network, self.model.sha256))
        self._detector: FindsFaces = Detector(checked(models, BLAZE_FACE))
        self._aligner = aligner_for(self.model, models)
        self._embedder: Embedder = OnnxEmbedder(self.model, network)

    def measure(self, jpeg: bytes) -> Measurement:
        checked_dimensions(jpeg)
        return self.measure_picture(decoded_snapshot(jpeg), hashlib.blake2b(jpeg, digest_size=8).hexdigest())

    def measure_burst(self, jpegs: Sequence[bytes]) -> Measurement:
        """Of the first picture, with the depth that the movement through all of them shows."""
        for jpeg in jpegs:
            checked_dimensions(jpeg)
        first = self.measure(jpegs[0])
        greys = [quality.grey_of(decoded_snapshot(jpeg)) for jpeg in jpegs]
        if not first.faces or any(grey.shape != greys[0].shape for grey in greys):
            return replace(first, parallax=0.0)
        return replace(first, parallax=parallax(greys, first.faces[0].box))

    def measure_picture(self, picture: Picture, digest: str = "") -> Measurement:
        height, width = picture.shape[:2]  # of the upright picture: its header may say it lies on its side
        grey = quality.grey_of(picture)
        small = halved(grey, SMALL)
        faces = [self._face(picture, grey, found, is_main=rank == 0) for rank, found in enumerate(self._detector.find(picture))]
        return Measurement(
            width=width,
            height=height,
            brightness=quality.brightness(small),
            contrast=quality.contrast(small),
            digest=digest,
            faces=tuple(faces),
            thumbnail=thumbnail(small),
            marks=screen_marks(grey, faces[0].box) if faces and _is_drawn(digest) else None,
        )

    def warm_up(self) -> None:
        """The first run of each model allocates what all later ones reuse."""
        nobody = np.zeros((480, 640, 3), np.uint8)
        self.measure(cv2.imencode(".jpg", nobody)[1].tobytes())
        self._embedder.vector(self._aligner.chip(nobody, quality.grey_of(nobody), _ANYWHERE))

    def _face(self, picture: Picture, grey: quality.Grey, found: Found, *, is_main: bool) -> Face:
        yaw, pitch, roll = quality.pose(found.points)
        cut_off = quality.is_cut_off(found.points, picture.shape[1], picture.shape[0])
        vector, sharpness = self._described(picture, grey, found) if is_main else (None, 0.0)
        seen = quality.inside(grey, found.box)
        return Face(
            box=found.box,
            score=found.score,
            yaw=yaw,
            pitch=pitch,
            roll=roll,
            brightness=quality.brightness(seen),
            burnt=quality.burnt(seen),
            sharpness=sharpness,
            flags=("cut_off",) if cut_off else (),
            vector=vector,
        )

    def _described(self, picture: Picture, grey: quality.Grey, found: Found) -> tuple[Vector, float]:
        chip = self._aligner.chip(picture, grey, found)
        return self._embedder.vector(chip), quality.sharpness(quality.grey_of(chip))


def _is_drawn(digest: str) -> bool:
    """One picture in eight, told by its bytes: looking for a screen costs half a millisecond."""
    return int(digest[-2:] or "1", 16) % 8 == 0
