"""What the engine measures on real photos."""

from math import dist
from pathlib import Path

import cv2
import numpy as np
import pytest

from server.faces.engine import FaceEngine
from server.faces.jpeg import PictureRefused


def jpeg(picture: np.ndarray) -> bytes:
    return cv2.imencode(".jpg", picture)[1].tobytes()


@pytest.fixture
def astronaut(material: Path) -> np.ndarray:
    return cv2.imread(str(material / "astronaut.png"))


def test_the_same_person_is_near_and_another_is_far(engine: FaceEngine, material: Path):
    names = ("obama", "obama2", "obama3", "biden")
    embeddings = {name: engine.measure((material / f"{name}.jpg").read_bytes()).faces[0].embedding for name in names}
    assert max(dist(embeddings["obama"], embeddings[other]) for other in ("obama2", "obama3")) < 0.5
    assert min(dist(embeddings["biden"], embeddings[other]) for other in ("obama", "obama2", "obama3")) > 0.7


def test_an_empty_room_has_no_face(engine: FaceEngine, astronaut: np.ndarray):
    background = cv2.resize(astronaut[:60, 380:], (480, 360))
    assert engine.measure(jpeg(background)).faces == ()


def test_a_black_frame_is_black_and_has_no_contrast(engine: FaceEngine):
    measured = engine.measure(jpeg(np.zeros((360, 480, 3), np.uint8)))
    assert (measured.brightness, measured.contrast, measured.faces) == (0, 0, ())


def test_only_the_largest_of_two_faces_is_described(engine: FaceEngine, astronaut: np.ndarray):
    near = astronaut[20:260, 100:340]
    both = np.hstack([near, cv2.copyMakeBorder(cv2.resize(near, (168, 168)), 36, 36, 0, 0, cv2.BORDER_REPLICATE)])
    main, second = engine.measure(jpeg(both)).faces
    assert main.box.height > second.box.height
    assert len(main.embedding) == 128
    assert second.embedding is None


def test_a_tilted_head_is_measured_as_tilted(engine: FaceEngine, astronaut: np.ndarray):
    upright = engine.measure(jpeg(astronaut)).faces[0].roll
    turn = cv2.getRotationMatrix2D((220, 130), -25, 1.0)
    tilted = engine.measure(jpeg(cv2.warpAffine(astronaut, turn, (512, 512)))).faces[0].roll
    assert tilted - upright == pytest.approx(25, abs=8)


def test_a_mirrored_head_is_turned_the_other_way(engine: FaceEngine, material: Path):
    turned = cv2.imread(str(material / "obama3.jpg"))
    right, left = (engine.measure(jpeg(picture)).faces[0].yaw for picture in (turned, turned[:, ::-1]))
    assert right > 20
    assert left < -20


def test_blur_and_darkness_show_in_the_numbers(engine: FaceEngine, astronaut: np.ndarray):
    clear, blurred, dark = (
        engine.measure(jpeg(picture)).faces[0]
        for picture in (astronaut, cv2.GaussianBlur(astronaut, (0, 0), 4), (astronaut * 0.25).astype(np.uint8))
    )
    assert blurred.sharpness < clear.sharpness / 5
    assert dark.brightness < clear.brightness / 3


def test_half_a_face_at_the_edge_is_flagged(engine: FaceEngine, astronaut: np.ndarray):
    assert engine.measure(jpeg(astronaut[:, 208:])).faces[0].flags == ("truncated",)


def test_a_picture_with_ruined_contents_is_refused(engine: FaceEngine):
    header = bytearray(jpeg(np.zeros((240, 320, 3), np.uint8)))
    tables = header.index(b"\xff\xc4")
    header[tables + 4 : tables + 21] = b"\xff" * 17
    with pytest.raises(PictureRefused):
        engine.measure(bytes(header))
