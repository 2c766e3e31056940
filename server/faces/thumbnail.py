"""A tiny grey copy of the whole picture: a head that moves by a pixel of the picture changes it, a camera's noise does not."""

import cv2
import numpy as np
import numpy.typing as npt

from server.faces.measurement import Thumbnail

Grey = npt.NDArray[np.uint8]
SMALL = 160  # pixels wide at most
_WIDEST = 40


def thumbnail(grey: Grey) -> Thumbnail:
    """Of a (height, width) uint8 picture: 40 columns at most, more than 20 where it has as many."""
    small = halved(grey, _WIDEST)
    return Thumbnail(small.shape[1], small.tobytes())


def halved(grey: Grey, widest: int) -> Grey:
    """Halving is what OpenCV does fastest, and it averages noise away.

    Parameters
    ----------
    grey : (height, width) uint8; itself returned if it is narrow enough.
    widest : columns that may be left, at least 1.

    Notes
    -----
    A picture so flat that no row would be left stays wider.
    """
    while grey.shape[1] > widest and grey.shape[0] > 1:
        grey = np.asarray(cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), np.uint8)
    return grey
