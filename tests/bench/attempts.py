"""Whole attempts at desk and gate from photos: frames as a camera would take them, judged by the product's own rule."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from math import dist, inf, sqrt
from statistics import fmean

import cv2
import numpy as np

from server.faces.engine import FaceEngine
from server.faces.measurement import Embedding, Measurement
from server.identity.choices import Verdict
from server.identity.gate.check import (
    DeskVerdict,
    FusedCheck,
    KnownFace,
    judge_desk,
    judge_seat,
    known_at_seat,
    reference_faults,
)
from server.identity.gate.cohort import Cohort, for_cohort
from server.identity.policy import Policy
from server.workflows.desk.face_check import MOST_TRIES
from tests.bench.photographed import Photographed, as_jpeg

FRAMES = 4  # of one check, as the pages send them
TAKEN = 6  # frames made of each photo, of which a check draws its own
RETAKES = 3  # times a check whose frames are too poor is taken again
Judge = Callable[[Sequence[Measurement]], DeskVerdict]
LEAST_PHOTOS = 3  # of one person, to compare one with the others


class Manner(StrEnum):
    """How much the frames of one check differ. Real ones lie between (docs/identity.md)."""

    STILL = "still"  # all of one photo: only noise, light and small movements differ
    MOVING = "moving"  # each of another photo of the person, of one session


@dataclass(frozen=True)
class Shot:
    """One photo of somebody, as a registration photo and as frames before either camera."""

    person: str
    embedding: Embedding
    desk: tuple[Measurement, ...]
    seat: tuple[Measurement, ...]


@dataclass(frozen=True)
class Attempt:
    whose: str  # the reference's
    by: str
    score: float  # passes a limit that is not below it; infinite: no check of it had good frames enough, which is no verdict

    @property
    def genuine(self) -> bool:
        return self.whose == self.by


def shots(engine: FaceEngine, pictures: Sequence[Photographed], policy: Policy) -> tuple[list[Shot], int]:
    """And how many photos are no usable reference, and left out as such."""
    taken, unusable = [], 0
    for number, one in enumerate(pictures):
        if reference_faults(engine.measure(as_jpeg(one.picture, 95)), policy):
            unusable += 1
            continue
        chance = np.random.default_rng((20, number))
        at_desk, there = (
            tuple(engine.measure(as_jpeg(_frame(picture, chance))) for _ in range(TAKEN))
            for picture in (one.picture, _in_the_hall(one.picture))
        )
        taken.append(Shot(one.person, one.embedding, at_desk, there))
    return taken, unusable


class Attempts:
    """`one_day`: whose photos are all of one session; frames of one check are."""

    def __init__(self, taken: Sequence[Shot], one_day: Collection[str], policy: Policy, seed: int) -> None:
        self._one_day = one_day
        self._taken, self._policy, self._limits = taken, _without_limits(policy), policy
        self._chance = np.random.default_rng(seed)

    def at_desk(self, manner: Manner, strangers: int, own: int) -> Iterator[Attempt]:
        """Against one registration photo; as many checks as the desk allows, and one that passes is enough."""
        for reference in self._taken:
            for by, times in self._who(reference.person, manner, strangers, own):
                others = [one for one in self._of[by] if one is not reference]
                usual = self._usual(reference, by)
                for _ in range(times if others else 0):
                    yield Attempt(reference.person, by, self._desk_attempt(others, manner, reference.embedding) / usual)

    def at_gate(self, manners: tuple[Manner, Manner], strangers: int, own: int) -> Iterator[Attempt]:
        """Against a check at the desk and the registration photo, by one check in another light; a refusal is a proctor's."""
        for person, photos in self._of.items():
            for _ in photos if self._may(person, manners[0]) else ():
                order = [photos[at] for at in self._chance.permutation(len(photos))]
                photo = order.pop() if len(order) >= LEAST_PHOTOS else None
                first = order[: 1 if manners[0] is Manner.STILL else max(1, min(FRAMES, len(order) // 2))]
                fused = self._fused(first)
                if fused is None:
                    continue
                (known,) = known_at_seat((fused,), photo.embedding if photo else None, self._limits)
                for by, times in self._who(person, manners[1], strangers, own if person in self._one_day else 0):
                    others = order[len(first) :] if by == person else self._of[by]
                    for _ in range(times if others else 0):
                        yield Attempt(person, by, self._gate_attempt(others, manners[1], known))

    def _usual(self, reference: Shot, by: str) -> float:
        """What the desk's limit for this photo is to the policy's: its cohort are the photos of all who have no part here."""
        others = [one.embedding for one in self._taken if one.person not in (reference.person, by)]
        cohort = Cohort(len(others), fmean(dist(one, reference.embedding) for one in others))
        return for_cohort(self._limits, cohort).match_limit / self._limits.match_limit

    def _desk_attempt(self, photos: Sequence[Shot], manner: Manner, reference: Embedding) -> float:
        missed: list[FusedCheck] = []
        scores = [inf]
        for _ in range(MOST_TRIES):
            verdict = self._judged(photos, manner, "desk", lambda frames: judge_desk(frames, reference, self._policy, missed))
            if verdict is not None and verdict.embedding is not None and verdict.scatter is not None:
                missed.append(FusedCheck(verdict.embedding, verdict.scatter))
                scores.append(_score(verdict))
        return min(scores)

    def _gate_attempt(self, photos: Sequence[Shot], manner: Manner, known: KnownFace) -> float:
        """A face known from one picture has a limit of its own: scores are told as against both pictures."""
        verdict = self._judged(photos, manner, "seat", lambda frames: judge_seat(frames, known, self._policy))
        milder = 0.0 if known.both else self._limits.gate_both_limit**2 - self._limits.gate_limit**2
        return inf if verdict is None else _score(verdict, milder)

    @cached_property
    def _of(self) -> dict[str, list[Shot]]:
        people: dict[str, list[Shot]] = {}
        for one in self._taken:
            people.setdefault(one.person, []).append(one)
        return people

    def _may(self, person: str, manner: Manner) -> bool:
        return manner is Manner.STILL or person in self._one_day

    def _who(self, person: str, manner: Manner, strangers: int, own: int) -> Iterator[tuple[str, int]]:
        for by in self._of:
            if not self._may(by, manner):
                continue
            if by != person:
                yield by, strangers
            elif len(self._of[by]) >= LEAST_PHOTOS:
                yield by, own

    def _judged(self, photos: Sequence[Shot], manner: Manner, camera: str, judge: Judge) -> DeskVerdict | None:
        """None: no frames good enough, however often they are taken."""
        taken = (judge(self._frames(photos, manner, camera)) for _ in range(RETAKES))
        return next((verdict for verdict in taken if verdict.kind is not Verdict.RETAKE), None)

    def _frames(self, photos: Sequence[Shot], manner: Manner, camera: str) -> list[Measurement]:
        if manner is Manner.STILL:
            taken = getattr(photos[self._chance.integers(len(photos))], camera)
            return [taken[at] for at in self._chance.choice(TAKEN, FRAMES, replace=False)]
        drawn = self._chance.permutation(max(len(photos), FRAMES))[:FRAMES]
        return [getattr(photos[at % len(photos)], camera)[self._chance.integers(TAKEN)] for at in drawn]

    def _fused(self, photos: Sequence[Shot]) -> Embedding | None:
        manner = Manner.STILL if len(photos) == 1 else Manner.MOVING
        for _ in range(RETAKES):
            if (embedding := judge_desk(self._frames(photos, manner, "desk"), None, self._policy).embedding) is not None:
                return embedding
        return None


_WIDE = 2.0  # no limit: every score is told


def _score(verdict: DeskVerdict, milder: float = 0.0) -> float:
    assert verdict.distance is not None
    assert verdict.limit is not None
    return sqrt(verdict.distance**2 + _WIDE**2 - verdict.limit**2 + milder)


def _without_limits(policy: Policy) -> Policy:
    return replace(policy, match_limit=_WIDE, gate_limit=_WIDE, gate_both_limit=_WIDE)


def _frame(picture: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    """What differs between pictures a third of a second apart: place, size, tilt, light and its side, focus, noise."""
    height, width = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), chance.normal(0, 5), chance.uniform(0.92, 1.08))
    turn[:, 2] += chance.normal(0, 6, 2)
    moved = cv2.warpAffine(picture, turn, (width, height), borderMode=cv2.BORDER_REPLICATE).astype(np.float32)
    side = chance.normal(0, 0.15)
    lit = moved * chance.uniform(0.85, 1.15) * np.linspace(1 - side, 1 + side, width)[None, :, None]
    seen = cv2.GaussianBlur(lit, (0, 0), chance.uniform(0.3, 1.2))
    return np.clip(seen + chance.normal(0, chance.uniform(2, 6), seen.shape), 0, 255).astype(np.uint8)


def _in_the_hall(picture: np.ndarray) -> np.ndarray:
    """Another lamp than the desk's: darker, and from one side."""
    return np.clip(picture * np.linspace(0.55, 1.05, picture.shape[1])[None, :, None], 0, 255).astype(np.uint8)
