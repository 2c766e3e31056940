"""A photo from anywhere measured as well as it can be: any format, any size, cropped at the face or the face far away."""

from collections.abc import Iterator
from itertools import product
from math import hypot

import cv2
import numpy as np

from server.faces.decoding import decoded
from server.faces.detector import Picture
from server.faces.engine import FaceEngine
from server.faces.jpeg import PictureRefused
from server.faces.measurement import Measurement

_LONGEST_SIDE = 1600  # nothing is gained from more
_SHORTEST_SIDE = 160  # a smaller picture is enlarged before the detector looks at it
_LEAST_SIDE = 16
_FILLS = 0.6  # of the height: more than this is a photo cropped at the face
_FAR = 480  # pictures with a longer side than this may show a face too small for the detector: then parts of them are searched


def measured_photo(engine: FaceEngine, content: bytes) -> Measurement:
    """The first view in which a face is found and well placed; if there is none, any with a face; else what the photo says.

    Parameters
    ----------
    content : a file of any format that OpenCV reads.

    Returns
    -------
    Its numbers are pixels of that view, not of the photo; `digest` is empty and `marks` are not looked for.

    Raises
    ------
    PictureRefused
        `picture_unreadable`, or `picture_too_small` with a side below 16 pixels.

    Notes
    -----
    Of several people the one found first is measured, which need not be the one the photo is of.
    """
    try:
        picture = _of_useful_size(decoded(content))
    except cv2.error as error:  # a header that promises what the picture is not, or more pixels than OpenCV takes
        raise PictureRefused("picture_unreadable") from error
    measurements = [engine.measure_picture(picture)]
    for view in _views(picture):
        if _is_well_placed(measurements[-1]):
            return measurements[-1]
        measurements.append(engine.measure_picture(view))
    return next((measured for measured in (measurements[-1], *measurements) if measured.faces), measurements[0])


def _is_well_placed(measured: Measurement) -> bool:
    """Of a face that fills the photo the detector draws a poor box: with a border around it, pairs of 40 such photos were told
    apart better (docs/decisions/0006-eight-bits.md)."""
    return bool(measured.faces) and measured.faces[0].box.height < _FILLS * measured.height


def _of_useful_size(picture: Picture) -> Picture:
    shortest, longest = sorted(picture.shape[:2])
    if shortest < _LEAST_SIDE:
        raise PictureRefused("picture_too_small", width=picture.shape[1], height=picture.shape[0], least_side=_LEAST_SIDE)
    if longest > _LONGEST_SIDE:
        return _scaled(picture, _LONGEST_SIDE / longest)
    return _scaled(picture, min(_SHORTEST_SIDE / shortest, _LONGEST_SIDE / longest)) if shortest < _SHORTEST_SIDE else picture


def _views(picture: Picture) -> Iterator[Picture]:
    for share in (0.5, 1.0):  # the detector knows faces with something around them
        yield _with_border(picture, share)
    if max(picture.shape[:2]) > _FAR:
        yield from _parts(picture)


def _parts(picture: Picture) -> Iterator[Picture]:
    """Halves, then thirds of the picture, overlapping by half; from the middle outwards, where the person of a photo is."""
    for parts in (2, 3):
        height, width = picture.shape[0] // parts, picture.shape[1] // parts
        steps = range(2 * parts - 1)
        for row, column in sorted(product(steps, steps), key=lambda at: hypot(at[0] - parts + 1, at[1] - parts + 1)):
            top, left = row * height // 2, column * width // 2
            yield np.ascontiguousarray(picture[top : top + height, left : left + width])


def _with_border(picture: Picture, share: float) -> Picture:
    border = round(share * max(picture.shape[:2]))
    return np.asarray(cv2.copyMakeBorder(picture, border, border, border, border, cv2.BORDER_REPLICATE), np.uint8)


def _scaled(picture: Picture, scale: float) -> Picture:
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=how), np.uint8)
