"""Whether somebody alive did what the desk asked: prompts in random order, each judged over a burst of measured pictures.

How often it errs is told in the terms of ISO/IEC 30107-3: APCER (attack presentations classified as bona fide) and BPCER
(bona fide presentations classified as attacks); figures in docs/liveness.md.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from itertools import combinations, pairwise, product
from math import dist, hypot, log, log1p
from random import Random
from statistics import fmean, median

from server.identity.policy import Policy


class Prompt(StrEnum):
    """Left and right are the person's own."""

    TURN_LEFT = "turn_left"
    TURN_RIGHT = "turn_right"
    LOOK_UP = "look_up"
    LOOK_DOWN = "look_down"
    COME_CLOSER = "come_closer"


TURNS = frozenset({Prompt.TURN_LEFT, Prompt.TURN_RIGHT})


class LivenessFault(StrEnum):
    TOO_FEW_PICTURES = "too_few_pictures"
    TIMES_WRONG = "times_wrong"
    SAME_PICTURE = "same_picture"
    NO_FACE = "no_face"
    TWO_FACES = "two_faces"
    JUMPED = "jumped"
    ANOTHER_PERSON = "another_person"
    NOT_DONE = "not_done"
    FLAT = "flat"
    COPIED = "copied"  # the registration photo or the desk picture


# Two or three, never the same twice in a row, at least one of them a turn: a photo comes closer as well as a person does,
# so that prompt only makes the order harder to foresee; the turns show the depth.
_ORDERS = tuple(
    order
    for count in (2, 3)
    for order in product(Prompt, repeat=count)
    if TURNS & set(order) and all(one is not after for one, after in pairwise(order))
)


@dataclass(frozen=True, slots=True)
class Moment:
    """One picture of a burst; angles in degrees, yaw positive to the person's left, pitch positive downwards."""

    at_ms: int  # since the prompt was shown, as the page counted
    digest: str
    yaw: float = 0.0
    pitch: float = 0.0
    middle: tuple[float, float] = (0.0, 0.0)  # of the face, in pixels
    height: int = 0  # of the face, in pixels; 0: none was found
    near_second: bool = False
    embedding: tuple[float, ...] | None = None


@dataclass(frozen=True, slots=True)
class Burst:
    """The pictures of one prompt, in the order they were taken."""

    moments: tuple[Moment, ...]
    parallax: float  # how far the face's points lie from one plane, in face widths, >= 0
    copied: bool = False  # it begins with a picture that is kept already


@dataclass(frozen=True, slots=True)
class LivenessLimits:
    """Figures and where they come from: docs/liveness.md. Degrees, milliseconds of the page's clock, and shares."""

    lives: timedelta = timedelta(seconds=60)  # from the prompts to the last picture
    holds: timedelta = timedelta(minutes=3)  # how long a passed attempt lets a check follow
    least_pictures: int = 6
    shortest_ms: int = 500
    longest_ms: int = 8_000
    longest_gap_ms: int = 1_200
    least_turn: float = 9.0
    least_nod: float = 8.0
    least_approach: float = 0.15  # growth of the face: from 60 to 52 cm
    least_parallax: float = 0.005  # face widths
    farthest_step: float = 0.6  # face heights between two pictures
    most_growth: float = 1.4  # of the face's height, between two pictures


LIMITS = LivenessLimits()


@dataclass(frozen=True, slots=True)
class LivenessVerdict:
    faults: tuple[LivenessFault | None, ...]  # of each prompt; None: done

    @property
    def passed(self) -> bool:
        return all(fault is None for fault in self.faults)


def prompts_from(random: Random) -> tuple[Prompt, ...]:
    """Any of the 82 orders is as likely as any other; `random` must be one that nobody can foresee."""
    return random.choice(_ORDERS)


def prompts_at_gate(random: Random, count: int) -> tuple[Prompt, ...]:
    """One movement that shows depth, or two of which one does: who sits there has been looked at once already.

    `count`: 1, or as many as an order has (2 or 3); IndexError otherwise.
    """
    if count == 1:
        return (random.choice([prompt for prompt in Prompt if prompt is not Prompt.COME_CLOSER]),)
    return random.choice([order for order in _ORDERS if len(order) == count])


def judge_liveness(prompts: Sequence[Prompt], bursts: Sequence[Burst], policy: Policy, limits: LivenessLimits) -> LivenessVerdict:
    """One attempt: every prompt done, no picture used twice, and the same face before each movement.

    Parameters
    ----------
    asked, bursts : one burst for each prompt, in the order asked; ValueError if their numbers differ.
    policy : its `mismatch_limit` within a burst and `match_limit` between their first pictures, Euclidean.

    Returns
    -------
    One fault or None for each prompt. What speaks against the attempt as a whole stands at each.

    Notes
    -----
    A film of the right movements, a mask, or a face animated by computer passes: pictures are judged, not what took them.
    APCER by species and BPCER, with intervals: docs/liveness.md, "APCER and BPCER".

    References
    ----------
    ISO/IEC 30107-3, Biometric presentation attack detection, Testing and reporting.
    """
    faults = [fault_of(prompt, burst, policy, limits) for prompt, burst in zip(prompts, bursts, strict=True)]
    if any(faults):
        return LivenessVerdict(tuple(faults))
    digests = [moment.digest for burst in bursts for moment in burst.moments]
    if len(set(digests)) < len(digests):
        return LivenessVerdict((LivenessFault.SAME_PICTURE,) * len(faults))
    faces = [first for burst in bursts if (first := front_of(burst)) is not None]
    if any(dist(one, other) > policy.match_limit for one, other in combinations(faces, 2)):
        return LivenessVerdict((LivenessFault.ANOTHER_PERSON,) * len(faults))
    return LivenessVerdict(tuple(faults))


def fault_of(prompt: Prompt, burst: Burst, policy: Policy, limits: LivenessLimits) -> LivenessFault | None:
    """The first fault of one burst, in the order of the checks below; None: the prompt was done by a head with depth.

    Coming closer shows too little depth to be asked for it: a photo does it too.
    """
    moments = burst.moments
    if len(moments) < limits.least_pictures:
        return LivenessFault.TOO_FEW_PICTURES
    checks: Mapping[LivenessFault, Callable[[], bool]] = {
        LivenessFault.COPIED: lambda: burst.copied,
        LivenessFault.TIMES_WRONG: lambda: not _times_fit(moments, limits),
        LivenessFault.SAME_PICTURE: lambda: len({moment.digest for moment in moments}) < len(moments),
        LivenessFault.NO_FACE: lambda: any(moment.height == 0 for moment in moments),
        LivenessFault.TWO_FACES: lambda: any(moment.near_second for moment in moments),
        LivenessFault.JUMPED: lambda: any(_jumps(one, other, limits) for one, other in pairwise(moments)),
        LivenessFault.ANOTHER_PERSON: lambda: not _is_one_person(moments, policy),
        LivenessFault.NOT_DONE: lambda: not _is_done(prompt, moments, limits),
        LivenessFault.FLAT: lambda: prompt is not Prompt.COME_CLOSER and burst.parallax < limits.least_parallax,
    }
    return next((fault for fault, is_found in checks.items() if is_found()), None)


def front_of(burst: Burst) -> tuple[float, ...] | None:
    """The face before it moved."""
    return burst.moments[0].embedding


def _times_fit(moments: Sequence[Moment], limits: LivenessLimits) -> bool:
    gaps = [after.at_ms - before.at_ms for before, after in pairwise(moments)]
    lasted = moments[-1].at_ms - moments[0].at_ms
    return all(0 < gap <= limits.longest_gap_ms for gap in gaps) and limits.shortest_ms <= lasted <= limits.longest_ms


def _jumps(one: Moment, other: Moment, limits: LivenessLimits) -> bool:
    step = hypot(one.middle[0] - other.middle[0], one.middle[1] - other.middle[1]) / min(one.height, other.height)
    growth = max(one.height, other.height) / min(one.height, other.height)
    return step > limits.farthest_step or growth > limits.most_growth


def _is_one_person(moments: Sequence[Moment], policy: Policy) -> bool:
    """A turned face is farther from its own front, but not as far as a stranger's."""
    front = moments[0].embedding
    return front is not None and all(
        moment.embedding is not None and dist(front, moment.embedding) < policy.mismatch_limit for moment in moments
    )


def _is_done(prompt: Prompt, moments: Sequence[Moment], limits: LivenessLimits) -> bool:
    """The asked direction, far enough, and farther than in any other: a film of another prompt does not fit."""
    sideways, down = _moved([moment.yaw for moment in moments]), _moved([moment.pitch for moment in moments])
    grown = _moved([log(moment.height) for moment in moments])
    reached = {
        Prompt.TURN_LEFT: max(sideways) / limits.least_turn,
        Prompt.TURN_RIGHT: -min(sideways) / limits.least_turn,
        Prompt.LOOK_DOWN: max(down) / limits.least_nod,
        Prompt.LOOK_UP: -min(down) / limits.least_nod,
        Prompt.COME_CLOSER: max(grown) / log1p(limits.least_approach),
    }
    return reached[prompt] >= 1 and reached[prompt] == max(reached.values())


def _moved(measured: Sequence[float]) -> list[float]:
    """From where it began; medians of three, so that one picture measured wrongly is no movement."""
    smooth = [median(measured[at - 1 : at + 2]) for at in range(1, len(measured) - 1)]
    began = fmean(measured[:2])
    return [value - began for value in smooth]
