"""From a file's bytes to an upright RGB picture."""

import cv2
import numpy as np
import simplejpeg

from server.faces.detector import Picture
from server.faces.jpeg import PictureRefused, first_scan

_EXIF = b"Exif\0\0"  # may say that the picture lies on its side; pages never write it


def decoded(content: bytes) -> Picture:
    """Of any kind that OpenCV reads.

    Returns
    -------
    (height, width, 3) uint8, RGB, turned as Exif says.

    Raises
    ------
    PictureRefused
        `picture_unreadable`.
    cv2.error
        For no bytes at all, or a header that promises more pixels than OpenCV takes.
    """
    picture = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR_RGB)
    if picture is None:
        raise PictureRefused("picture_unreadable")
    return np.asarray(picture, np.uint8)


def decoded_snapshot(jpeg: bytes) -> Picture:
    """In three quarters of the time. Light is as `decoded` has it; colours, which pages send in half the width and height,
    are enlarged without smoothing (docs/decisions/0008-alignment.md).

    Parameters
    ----------
    jpeg : with dimensions already checked (`checked_dimensions`).

    Returns
    -------
    As `decoded`; what is damaged in a scan is decoded as far as it goes.

    Raises
    ------
    PictureRefused
        `picture_unreadable`.
    """
    if _EXIF in jpeg and _EXIF in jpeg[: first_scan(jpeg)]:  # the walk is for the few
        return decoded(jpeg)
    try:
        picture = simplejpeg.decode_jpeg(jpeg, "RGB", fastupsample=True, strict=False)
    except ValueError as error:
        raise PictureRefused("picture_unreadable") from error
    return np.asarray(picture, np.uint8)
