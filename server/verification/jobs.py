"""What passes between the server and a worker: messages on a Unix socket, and what an outcome looks like in one."""

import json
import socket
import struct
from array import array
from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import Any

from server.faces.measurement import Apart, Box, Comparison, Face, Measurement, ScreenMarks, Thumbnail

TOGETHER = 8  # pictures at most that a worker measures in one go, when so many wait: 3 to 21 % less time for each
KNOWN_PICTURE = b"LUGAS-KNOWN-PICTURE"  # a worker draws it itself; no JPEG begins like this
READY = 0  # the number of the first message a worker sends, once its models are warm; jobs count from one
_HEADER = struct.Struct("!IQ")  # length of the content, number of the job


@dataclass(frozen=True, slots=True)
class Refusal:
    code: str
    parameters: dict[str, int]
    is_our_failure: bool = False  # nobody is ever paused for these


Outcome = Measurement | Refusal


@dataclass(frozen=True, slots=True)
class Answer:
    outcome: Outcome
    took_ms: float


def send(link: socket.socket, number: int, content: bytes) -> None:
    link.sendall(_HEADER.pack(len(content), number) + content)


def receive(link: socket.socket) -> tuple[int, bytes]:
    """EOFError when the other side is gone, in the middle of a message too."""
    length, number = _HEADER.unpack(_exactly(link, _HEADER.size))
    return number, _exactly(link, length)


def packed(answer: Answer) -> bytes:
    kind = "refusal" if isinstance(answer.outcome, Refusal) else "measurement"
    outcome = _refusal_values(answer.outcome) if isinstance(answer.outcome, Refusal) else _values(answer.outcome)
    return json.dumps({"kind": kind, "took_ms": answer.took_ms, "outcome": outcome}, separators=(",", ":")).encode()


def unpacked(content: bytes) -> Answer:
    message = json.loads(content)
    outcome = message["outcome"]
    if message["kind"] == "refusal":
        return Answer(Refusal(**outcome), message["took_ms"])
    faces = tuple(_face(values) for values in outcome.pop("faces"))
    thumbnail, marks = outcome.pop("thumbnail"), outcome.pop("marks")
    outcome["thumbnail"] = None if thumbnail is None else Thumbnail(thumbnail[0], b64decode(thumbnail[1]))
    outcome["marks"] = None if marks is None else ScreenMarks(*marks)
    outcome["comparison"] = _comparison(outcome.pop("comparison"))
    return Answer(Measurement(**outcome, faces=faces), message["took_ms"])


def _refusal_values(refusal: Refusal) -> dict[str, Any]:
    return {"code": refusal.code, "parameters": refusal.parameters, "is_our_failure": refusal.is_our_failure}


def _values(measurement: Measurement) -> dict[str, Any]:
    plain = {name: getattr(measurement, name) for name in Measurement.__slots__}
    thumbnail, marks, compared = measurement.thumbnail, measurement.marks, measurement.comparison
    return plain | {
        "faces": [_face_values(face) for face in measurement.faces],
        "thumbnail": None if thumbnail is None else [thumbnail.columns, b64encode(thumbnail.greys).decode()],
        "marks": None if marks is None else [marks.border, marks.moire],
        "comparison": None if compared is None else [compared.likeness, [[one.shift, one.change] for one in compared.apart]],
    }


def _face_values(face: Face) -> dict[str, Any]:
    plain = {name: getattr(face, name) for name in Face.__slots__}
    box = [face.box.x, face.box.y, face.box.width, face.box.height]
    # Four bytes a number, as the network made them: nothing is lost, and it is a third of the digits.
    embedding = None if face.embedding is None else b64encode(array("f", face.embedding)).decode()
    return plain | {"box": box, "embedding": embedding}


def _comparison(values: list[Any] | None) -> Comparison | None:
    return None if values is None else Comparison(tuple(values[0]), tuple(Apart(*one) for one in values[1]))


def _face(values: dict[str, Any]) -> Face:
    embedding = values.pop("embedding")
    numbers = None if embedding is None else tuple(array("f", b64decode(embedding)))
    return Face(**values | {"box": Box(*values["box"]), "flags": tuple(values["flags"]), "embedding": numbers})


def _exactly(link: socket.socket, length: int) -> bytes:
    content = bytearray()
    while len(content) < length:
        part = link.recv(min(length - len(content), 1 << 18))
        if not part:
            raise EOFError
        content += part
    return bytes(content)
