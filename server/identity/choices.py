"""The words of identity that are stored and sent: gates, verdicts, kinds of pictures, and who looks."""

from enum import StrEnum


class IdentityMode(StrEnum):
    """Who judges whether it is still the same person."""

    CAMERA = "camera"
    OFFICER = "officer"


class Gate(StrEnum):
    """Where a face was checked."""

    DESK = "desk"
    LIVENESS = "liveness"  # at the desk or a gate: whether who stands there moves as asked
    SIGHT = "sight"  # two officers looked, no camera
    LOGIN = "login"
    RETURN = "return"
    RESUME = "resume"
    EXAM = "exam"  # a minute of looks


class Verdict(StrEnum):
    """How a check at a gate ended; a minute of the exam ends in a kind of look instead."""

    MATCH = "match"
    NO_MATCH = "no_match"
    RETAKE = "retake"  # nothing is kept: the pictures were not good enough
    NOT_LIVE = "not_live"  # the registered face, but who showed it did not do what was asked
    NO_REFERENCE = "no_reference"  # good frames, but nothing to compare them with
    LOOK_ALIKE = "look_alike"  # a match, or somebody to be enrolled, with somebody else's face too
    COPY = "copy"  # a picture that is enrolled was held up
    PASSED = "passed"  # of liveness
    FAILED = "failed"


class Way(StrEnum):
    """How somebody came past the camera; also why a chief looks again."""

    BY_SIGHT = "by_sight"
    OFFICER_MODE = "officer_mode"


class PhotoKind(StrEnum):
    REFERENCE = "reference"  # of the registration
    DESK = "desk"  # the exam compares with these
    REFUSED = "refused"  # a desk picture of whom the camera did not know; two officers make it a desk picture
    SEAT = "seat"  # matched at a gate at the seat
    VOUCHED = "vouched"  # a proctor confirmed this face in the exam
    SIGHT = "sight"  # taken when two officers confirmed by sight


ENROLLED = (PhotoKind.REFERENCE, PhotoKind.DESK)  # a refused picture is nobody's face
