"""One picture measured: decode, find faces, judge their quality, describe the main one."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np

from server.faces import quality
from server.faces.aligner import aligner_for
from server.faces.copies import FaceCutter, likeness_to
from server.faces.decoding import decoded_snapshot
from server.faces.detector import DetectedFace, Detector, FaceFinder, ImagePoint, KeyPoints, Picture
from server.faces.embedder import Embedder, OnnxEmbedder
from server.faces.face_model import AUTOMATIC, FLOAT, FaceModel, chosen
from server.faces.jpeg import PictureRefused, checked_dimensions
from server.faces.known_files import BLAZE_FACE, FIVE_POINTS, NETWORK_WEIGHTS, KnownFile, checked
from server.faces.measurement import Box, Comparison, Embedding, Face, Measurement
from server.faces.ncnn_embedder import NcnnEmbedder
from server.faces.parallax import parallax
from server.faces.same_picture import all_apart
from server.faces.screen_marks import screen_marks
from server.faces.thumbnail import SMALL, halved, thumbnail

_ANYWHERE = DetectedFace(
    Box(200, 100, 200, 200),
    1.0,
    KeyPoints(
        ImagePoint(260, 170),
        ImagePoint(340, 170),
        ImagePoint(300, 215),
        ImagePoint(300, 260),
        ImagePoint(210, 190),
        ImagePoint(390, 190),
    ),
)


@dataclass(frozen=True, slots=True)
class _Opened:
    picture: Picture
    grey: quality.Grey
    small: quality.Grey
    digest: str


class FaceEngine:
    """All that one worker needs to measure pictures, on one core.

    Parameters
    ----------
    models : the folder of the model files.
    model : what LUGAS_FACE_MODEL says.

    Raises
    ------
    ModelDamaged, FaceModelRefused
        Where a file is missing or another one, or a description does not fit its network.

    Notes
    -----
    Measurements say nothing about whether a camera took the picture, nor whether whoever is on it is alive.
    """

    def __init__(self, models: Path, model: str = AUTOMATIC) -> None:
        self.model, folder = chosen(model)
        self._detector: FaceFinder = Detector(checked(models, BLAZE_FACE))
        self._aligner = aligner_for(self.model, models)
        self._embedder = _embedder_for(self.model, folder or models)
        self._cutter = FaceCutter(checked(models, FIVE_POINTS))

    def measure(self, jpeg: bytes) -> Measurement:
        """Of one JPEG; PictureRefused as `checked_dimensions` and `decoded_snapshot`."""
        return self._measured([_opened(jpeg)])[0]

    def measure_together(self, jpegs: Iterable[bytes]) -> list[Measurement | PictureRefused]:
        """Each as `measure` would, but stage after stage for all of them: what a stage needs stays in the processor's cache.
        In their order; a picture that is refused does not stop the others."""
        opened = [_opened_or_refused(jpeg) for jpeg in jpegs]
        measured = iter(self._measured([one for one in opened if isinstance(one, _Opened)]))
        return [next(measured) if isinstance(one, _Opened) else one for one in opened]

    def measure_burst(self, jpegs: Sequence[bytes]) -> Measurement:
        """Of the first picture, with the depth that the movement through all of them shows.

        Parameters
        ----------
        jpegs : one at least, in the order they were taken.

        Returns
        -------
        `parallax` in face widths, >= 0; 0 too where the first has no face or they are not of one size.

        Raises
        ------
        PictureRefused
            If any of them is refused.
        """
        opened = [_opened(jpeg) for jpeg in jpegs]
        first, greys = self._measured(opened[:1])[0], [one.grey for one in opened]
        if not first.faces or any(grey.shape != greys[0].shape for grey in greys):
            return replace(first, parallax=0.0)
        return replace(first, parallax=parallax(greys, first.faces[0].box))

    def measure_beside(self, jpegs: Sequence[bytes], earlier: Sequence[bytes]) -> Measurement:
        """Of the first picture, with how much each is like an earlier one, and how far they lie from each other.

        Parameters
        ----------
        jpegs : one at least; PictureRefused if any of them is refused.
        earlier : pictures kept of the same person; those that are refused are left out.

        Returns
        -------
        `comparison`: as `likeness_to` and `all_apart` tell it, of the largest face of each picture.
        """
        opened = [_opened(jpeg) for jpeg in jpegs]
        known = [one for one in map(_opened_or_refused, earlier) if isinstance(one, _Opened)]
        found = [faces[0] if faces else None for faces in self._detector.find([one.picture for one in (*opened, *known)])]
        cut = [self._cutter.cut_out(one.grey, face) if face else None for one, face in zip((*opened, *known), found, strict=True)]
        boxes = [face.box if face else None for face in found[: len(opened)]]
        compared = Comparison(likeness_to(cut[: len(opened)], cut[len(opened) :]), all_apart([one.grey for one in opened], boxes))
        return replace(self._measured(opened[:1])[0], comparison=compared)

    def measure_picture(self, picture: Picture) -> Measurement:
        """(height, width, 3) uint8, RGB, upright; `digest` is empty and `marks` are not looked for."""
        return self._measured([_looked_over(picture, "")])[0]

    def warm_up(self) -> None:
        """The first run of each model allocates what all later ones reuse."""
        nobody = np.zeros((480, 640, 3), np.uint8)
        self.measure(cv2.imencode(".jpg", nobody)[1].tobytes())
        self._embedder.embeddings([self._aligner.crop(nobody, quality.grey_of(nobody), _ANYWHERE)])

    def _measured(self, opened: Sequence[_Opened]) -> list[Measurement]:
        found = self._detector.find([one.picture for one in opened])
        mains = [(one, faces[0]) for one, faces in zip(opened, found, strict=True) if faces]
        crops = [self._aligner.crop(one.picture, one.grey, face) for one, face in mains]
        described = zip(self._embedder.embeddings(crops), map(_sharpness, crops), strict=True)
        return [
            _measurement(one, faces, *(next(described) if faces else (None, 0.0)))
            for one, faces in zip(opened, found, strict=True)
        ]


def _embedder_for(model: FaceModel, folder: Path) -> Embedder:
    network = checked(folder, KnownFile(model.network, model.sha256))
    return NcnnEmbedder(network, checked(folder, NETWORK_WEIGHTS)) if model is FLOAT else OnnxEmbedder(model, network)


def _opened(jpeg: bytes) -> _Opened:
    checked_dimensions(jpeg)
    opened = _looked_over(decoded_snapshot(jpeg), "")
    return replace(opened, digest=hashlib.blake2b(np.ascontiguousarray(opened.grey).data, digest_size=8).hexdigest())


def _looked_over(picture: Picture, digest: str) -> _Opened:
    grey = quality.grey_of(picture)
    return _Opened(picture, grey, halved(grey, SMALL), digest)


def _opened_or_refused(jpeg: bytes) -> _Opened | PictureRefused:
    try:
        return _opened(jpeg)
    except PictureRefused as refused:
        return refused


def _measurement(one: _Opened, found: Sequence[DetectedFace], embedding: Embedding | None, sharpness: float) -> Measurement:
    """`embedding` and `sharpness`: of the first face."""
    height, width = one.grey.shape  # of the upright picture: its header may say it lies on its side
    return Measurement(
        width=width,
        height=height,
        brightness=quality.brightness(one.small),
        contrast=quality.contrast(one.small),
        digest=one.digest,
        faces=tuple(_face(one.grey, each, *((None, 0.0) if rank else (embedding, sharpness))) for rank, each in enumerate(found)),
        thumbnail=thumbnail(one.small),
        marks=screen_marks(one.grey, found[0].box) if found and _is_drawn(one.digest) else None,
    )


def _face(grey: quality.Grey, found: DetectedFace, embedding: Embedding | None, sharpness: float) -> Face:
    yaw, pitch, roll = quality.pose(found.key_points)
    face_area = quality.inside(grey, found.box)
    return Face(
        box=found.box,
        score=found.score,
        yaw=yaw,
        pitch=pitch,
        roll=roll,
        brightness=quality.brightness(face_area),
        overexposed=quality.overexposed(face_area),
        sharpness=sharpness,
        flags=("truncated",) if quality.is_truncated(found.key_points, grey.shape[1], grey.shape[0]) else (),
        embedding=embedding,
    )


def _sharpness(crop: Picture) -> float:
    return quality.sharpness(quality.grey_of(crop))


def _is_drawn(digest: str) -> bool:
    """One picture in eight, told by its bytes: looking for a screen costs half a millisecond."""
    return int(digest[-2:] or "1", 16) % 8 == 0
