"""Whether a moving face has depth: points of a flat picture move as one plane however it is held, those of a head do not."""

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from server.faces.measurement import Box
from server.faces.quality import Grey

TrackedPoints = npt.NDArray[np.float32]  # n, 1, 2
_LEAST_POINTS = 25
_WINDOW = (21, 21)
_LEVELS = 4
_BACK_WITHIN = 1.0  # pixels: a point followed there and back again comes home, or it is lost


def parallax(greys: Sequence[Grey], box: Box) -> float:
    """How far the tracked points of a face leave one plane: the largest median over the burst.

    Parameters
    ----------
    greys : at least one (height, width) uint8, all of one shape, in the order they were taken.
    box : of the face in the first.

    Returns
    -------
    Face widths, >= 0; 0 where fewer than 25 points could be followed.
    """
    first = greys[0]
    start = cv2.goodFeaturesToTrack(first, 160, 0.005, 4, mask=_face_of(first, box))
    if start is None or len(start) < _LEAST_POINTS:
        return 0.0
    start = np.asarray(start, np.float32)
    points, before, most = start, first, 0.0
    for grey in greys[1:]:
        found, came_home = _followed(before, grey, points)
        start, points, before = start[came_home], found[came_home], grey
        if len(points) < _LEAST_POINTS:
            break
        most = max(most, _off_plane(first, grey, start, points) / box.width)
    return most


def _face_of(grey: Grey, box: Box) -> Grey:
    mask = np.zeros_like(grey)
    middle = (box.x + box.width // 2, box.y + box.height // 2)
    cv2.ellipse(mask, middle, (round(0.55 * box.width), round(0.6 * box.height)), 0, 0, 360, 255, -1)
    return mask


def _off_plane(first: Grey, grey: Grey, start: TrackedPoints, points: TrackedPoints) -> float:
    """Points followed from frame to frame drift when a picture grows or rolls, so they are found again in the warped first."""
    plane, _ = cv2.findHomography(start, points, cv2.LMEDS)
    if plane is None:
        return 0.0
    warped = cv2.warpPerspective(first, plane, (grey.shape[1], grey.shape[0]))
    expected = cv2.perspectiveTransform(start, plane)
    found, came_home = _followed(np.asarray(warped, np.uint8), grey, np.asarray(expected, np.float32))
    start, found = start[came_home], found[came_home]
    if len(found) < _LEAST_POINTS:
        return 0.0
    plane, _ = cv2.findHomography(start, found, cv2.LMEDS)
    if plane is None:
        return 0.0
    return float(np.median(np.linalg.norm(cv2.perspectiveTransform(start, plane) - found, axis=2)))


def _followed(before: Grey, after: Grey, points: TrackedPoints) -> tuple[TrackedPoints, npt.NDArray[np.bool_]]:
    there, is_there, _ = cv2.calcOpticalFlowPyrLK(before, after, points, points.copy(), winSize=_WINDOW, maxLevel=_LEVELS)
    back, is_back, _ = cv2.calcOpticalFlowPyrLK(after, before, there, there.copy(), winSize=_WINDOW, maxLevel=_LEVELS)
    near = np.linalg.norm(back - points, axis=2)[:, 0] < _BACK_WITHIN
    return np.asarray(there, np.float32), (is_there[:, 0] == 1) & (is_back[:, 0] == 1) & near
