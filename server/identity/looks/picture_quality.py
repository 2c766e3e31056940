"""What the rules need of a measured picture, and which hints its quality earns."""

from collections.abc import Sequence
from typing import Protocol

from server.identity.policy import QualityLimits


class BoxLike(Protocol):
    @property
    def height(self) -> int: ...


class FaceLike(Protocol):
    @property
    def box(self) -> BoxLike: ...

    @property
    def score(self) -> float: ...

    @property
    def yaw(self) -> float: ...

    @property
    def pitch(self) -> float: ...

    @property
    def roll(self) -> float: ...

    @property
    def brightness(self) -> float: ...

    @property
    def overexposed(self) -> float: ...

    @property
    def sharpness(self) -> float: ...

    @property
    def flags(self) -> Sequence[str]: ...

    @property
    def embedding(self) -> Sequence[float] | None: ...


class PictureLike(Protocol):
    """What `server.faces` measures; named here by its shape, because the rules know nothing of cameras."""

    @property
    def brightness(self) -> float: ...

    @property
    def contrast(self) -> float: ...

    @property
    def digest(self) -> str: ...

    @property
    def faces(self) -> Sequence[FaceLike]: ...


# Every code the pages must have a sentence for.
HINTS = (
    "no_face", "two_faces", "one_person_only", "move_to_middle", "come_closer", "too_dark", "too_bright", "overexposed",
    "too_blurred", "turn_to_camera", "hold_head_straight", "photo_again", "picture_twice",
)  # fmt: skip


def quality_hints(face: FaceLike, limits: QualityLimits) -> tuple[str, ...]:
    """Empty when the picture is good enough to say whose face it is.

    Parameters
    ----------
    face : box in pixels, angles in degrees, grey levels 0..255, overexposed and score 0..1, sharpness >= 0.

    Returns
    -------
    Codes of `HINTS`, in their order of telling.

    Notes
    -----
    Noise is not seen: it raises the sharpness (docs/decisions/0004-face-pipeline.md). Nor is a hand or a mask before the face.
    """
    faults = {
        "move_to_middle": "truncated" in face.flags,
        "come_closer": face.box.height < limits.least_height,
        "too_dark": face.brightness < limits.least_brightness,
        "too_bright": face.brightness > limits.most_brightness,
        "overexposed": face.overexposed > limits.most_overexposed,
        "too_blurred": face.sharpness < limits.least_sharpness,
        "turn_to_camera": _is_turned(face, limits) or face.score < limits.least_score,
        "hold_head_straight": abs(face.roll) > limits.most_roll,
    }
    return tuple(hint for hint, found in faults.items() if found)


def _is_turned(face: FaceLike, limits: QualityLimits) -> bool:
    return abs(face.yaw) > limits.most_yaw or abs(face.pitch) > limits.most_pitch


def has_near_second(picture: PictureLike, near_ratio: float) -> bool:
    """Neighbours and passing proctors are always in view; only somebody as near as the sitter counts.

    `near_ratio`: of the heights of the second largest face and the largest, 0..1.
    """
    return len(picture.faces) > 1 and picture.faces[1].box.height >= near_ratio * picture.faces[0].box.height
