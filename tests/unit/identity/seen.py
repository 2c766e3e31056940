"""Builders: looks and pictures as the rules see them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from server.faces.measurement import Box, Face, Measurement
from server.identity.looks.evidence import Look, LookKind, weigh
from server.identity.policy import DLIB_2026

POLICY = DLIB_2026
START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
SELF = (0.1,) * 128
GOOD_FACE = Face(
    box=Box(200, 100, 140, 140),
    score=0.95,
    yaw=2,
    pitch=1,
    roll=-3,
    brightness=125,
    overexposed=0,
    sharpness=120,
    flags=(),
    embedding=SELF,
)
GOOD = Measurement(width=480, height=360, brightness=110, contrast=50, digest="a", faces=(GOOD_FACE,))


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def away(distance: float) -> tuple[float, ...]:
    """A embedding this far from SELF."""
    return (SELF[0] + distance, *SELF[1:])


def seen(**changes: object) -> Measurement:
    return replace(GOOD, faces=(replace(GOOD_FACE, **changes),))


def look(seconds: float, distance: float, **changes: object) -> Look:
    weight = weigh(distance, POLICY)
    kind = LookKind.DIFFERENT if weight >= 0.5 else LookKind.SAME if weight <= -0.5 else LookKind.UNSURE
    return replace(Look(at(seconds), kind, weight, distance, digest=f"{seconds}"), **changes)


def blank(seconds: float, kind: LookKind, **changes: object) -> Look:
    return replace(Look(at(seconds), kind, digest=f"{seconds}"), **changes)
