"""The picture that shows whether a worker is well goes through every stage: one face is found and described."""

from server.faces.drawn_face import drawn_face
from server.faces.engine import FaceEngine


def test_the_drawn_face_is_found_and_described(engine: FaceEngine):
    (face,) = engine.measure(drawn_face()).faces
    assert face.embedding is not None
