"""A face is cut out as dlib cuts it, by points found in a third of dlib's time."""

from math import hypot
from pathlib import Path

import cv2
import dlib
import face_recognition_models
import numpy as np
import pytest

from server.faces.aligner import DlibAligner, FivePointAligner
from server.faces.build.five_points import first_cascades
from server.faces.detector import DetectedFace, Detector, ImagePoint, KeyPoints, Picture
from server.faces.known_files import BLAZE_FACE, FIVE_POINTS
from server.faces.measurement import Box
from server.faces.quality import grey_of

PHOTOS = ("obama.jpg", "obama2.jpg", "obama3.jpg", "biden.jpg", "astronaut.png")
EMPTY = np.zeros((480, 640, 3), np.uint8)
WHOLE = Path(face_recognition_models.pose_predictor_five_point_model_location())


@pytest.fixture(scope="module")
def detector(models: Path) -> Detector:
    return Detector(models / BLAZE_FACE.name)


def seen(detector: Detector, photo: Path, height: int, degrees: float = 0) -> tuple[Picture, DetectedFace]:
    """The photo so large that its face is `height` pixels high, turned about its middle."""
    picture = cv2.cvtColor(cv2.imread(str(photo)), cv2.COLOR_BGR2RGB)
    scale = height / detector.find([picture])[0][0].box.height
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    picture = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=how)
    box = detector.find([picture])[0][0].box
    about = cv2.getRotationMatrix2D((box.x + box.width / 2, box.y + box.height / 2), degrees, 1)
    picture = cv2.warpAffine(picture, about, picture.shape[1::-1], borderMode=cv2.BORDER_REPLICATE)
    return picture, detector.find([picture])[0][0]


def around(found: DetectedFace) -> dlib.rectangle:
    box = found.box
    return dlib.rectangle(box.x, box.y, box.x + box.width, box.y + box.height)


@pytest.mark.parametrize("name", PHOTOS)
@pytest.mark.parametrize(("height", "degrees"), [(110, 0), (170, 20), (170, -20)])
def test_the_chip_is_dlibs_own(detector: Detector, material: Path, name: str, height: int, degrees: float):
    """To within what reading between pixels in another way makes of it."""
    picture, found = seen(detector, material / name, height, degrees)
    dlibs = dlib.get_face_chip(picture, dlib.shape_predictor(str(WHOLE))(grey_of(picture), around(found)))
    difference = np.abs(DlibAligner(WHOLE).crop(picture, grey_of(picture), found).astype(int) - dlibs)
    assert np.median(difference) <= 1
    assert difference.mean() < 1.5


def test_a_face_that_has_to_be_made_smaller_is_not_read_at_single_pixels(detector: Detector, material: Path):
    """Of a face five times as large, with a grain that is gone when pixels are averaged."""
    picture, found = seen(detector, material / "biden.jpg", 600)
    grainy = picture.copy()
    grainy[::2, ::2] //= 2
    aligner = DlibAligner(WHOLE)
    plain, grain = (cv2.Laplacian(aligner.crop(each, grey_of(each), found), cv2.CV_16S).std() for each in (picture, grainy))
    assert grain < 1.05 * plain


@pytest.mark.parametrize(("right", "down"), [(0, 0), (-150, -40), (250, 0), (0, 220), (2000, 0), (0, -2000)])
def test_what_lies_beyond_the_picture_is_black(detector: Detector, material: Path, right: float, down: float):
    """A crop of a moved face in the same picture, as of a large one around it."""
    picture, found = seen(detector, material / "astronaut.png", 120)
    points = KeyPoints(*(ImagePoint(point.x + right, point.y + down) for point in found.key_points))
    rim = 2500
    larger = cv2.copyMakeBorder(picture, rim, rim, rim, rim, cv2.BORDER_CONSTANT)
    inside = KeyPoints(*(ImagePoint(point.x + rim, point.y + rim) for point in points))
    crop, whole = (
        FivePointAligner(112).crop(each, grey_of(each), DetectedFace(found.box, 1.0, places))
        for each, places in ((picture, points), (larger, inside))
    )
    assert np.abs(crop.astype(int) - whole).max() <= 1


@pytest.mark.parametrize("name", PHOTOS)
def test_five_cascades_find_the_points_that_fifteen_find(detector: Detector, models: Path, material: Path, name: str):
    picture, found = seen(detector, material / name, 170)
    few, all_of_them = (
        [(point.x, point.y) for point in dlib.shape_predictor(str(path))(grey_of(picture), around(found)).parts()]
        for path in (models / FIVE_POINTS.name, WHOLE)
    )
    between_eyes = hypot(all_of_them[0][0] - all_of_them[2][0], all_of_them[0][1] - all_of_them[2][1])
    apart = [hypot(one[0] - other[0], one[1] - other[1]) / between_eyes for one, other in zip(few, all_of_them, strict=True)]
    assert max(apart) < 0.06


def test_all_cascades_are_the_file_itself_and_more_there_are_not():
    whole = WHOLE.read_bytes()
    assert first_cascades(whole, 15) == whole
    for count in (0, 16):
        with pytest.raises(ValueError, match="has 15 cascades"):
            first_cascades(whole, count)


@pytest.mark.parametrize("apart", [0, 1e-9, 5000])
def test_points_that_make_no_face_still_end_in_a_chip(apart: float):
    points = KeyPoints(*(ImagePoint(60 + apart * number, 60 + apart * (number % 2)) for number in range(6)))
    crop = FivePointAligner(112).crop(EMPTY, grey_of(EMPTY), DetectedFace(Box(0, 0, 100, 100), 1.0, points))
    assert crop.shape == (112, 112, 3)
