"""What a worker says about one picture: plain numbers, no verdict."""

from dataclasses import dataclass

Embedding = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """Pixels of the picture as it was measured, upright."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Face:
    """One face as measured; `server/faces/quality.py` says how, and what its numbers cannot tell."""

    box: Box
    score: float  # of the detector, 0..1
    yaw: float  # degrees, positive when the nose points to the right of the picture
    pitch: float  # degrees, positive downwards
    roll: float  # degrees, positive clockwise in the picture
    brightness: float  # mean grey of the face, 0..255
    overexposed: float  # share of the face's pixels that are nearly white
    sharpness: float  # variance of the Laplacian of the aligned face; of the main face only, else 0
    flags: tuple[str, ...]  # what no policy is needed for: "truncated"
    embedding: Embedding | None  # of the main face only; as long as the network's, 128 for dlib's


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """The whole picture, tiny and grey."""

    columns: int
    greys: bytes  # row by row, one byte a cell, 0..255


@dataclass(frozen=True, slots=True)
class ScreenMarks:
    """How much a picture looks like one of a screen or a print; `server/faces/screen_marks.py` says how it is measured."""

    border: float  # 0..1: how much of the worst of four straight edges around the face is there
    moire: float  # >= 0: the strongest point of the face's spectrum, against its surroundings


@dataclass(frozen=True, slots=True)
class Apart:
    """Two pictures of one check, at the same place; `server/faces/same_picture.py` says how it is measured."""

    shift: float  # of the face, in pixels of pictures 240 wide
    change: float  # root mean square of the face's difference, as a share of its contrast


@dataclass(frozen=True, slots=True)
class Comparison:
    """Pictures of one check beside earlier ones of the same person, and beside each other."""

    likeness: tuple[float, ...]  # of each to the likest earlier one, -1..1; `server/faces/copies.py`
    apart: tuple[Apart, ...] = ()  # of each two


@dataclass(frozen=True, slots=True)
class Measurement:
    """One picture as measured, `width` by `height` pixels once upright."""

    width: int
    height: int
    brightness: float  # mean grey of the whole picture, 0..255
    contrast: float  # standard deviation of its grey, noise averaged away: a covered lens has next to none
    digest: str  # of its grey pixels, whatever else the file holds: a live camera never sends the same twice
    faces: tuple[Face, ...]  # largest first; the first is the main one
    parallax: float | None = None  # of a burst only: how far its face's points lie from one plane, in face widths, >= 0
    thumbnail: Thumbnail | None = None
    marks: ScreenMarks | None = None  # of one picture in eight, and of a main face only
    comparison: Comparison | None = None  # of a message that brought earlier pictures along

    @property
    def boxes(self) -> tuple[tuple[float, ...], ...]:
        """Each face's left, top, width and height as shares of the picture, at whatever size it is shown later."""
        sides = (self.width, self.height) * 2
        found = ((face.box.x, face.box.y, face.box.width, face.box.height) for face in self.faces)
        return tuple(tuple(round(length / side, 3) for length, side in zip(box, sides, strict=True)) for box in found)
