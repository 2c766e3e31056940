"""The face as this seat's camera has come to know it: a running mean that never strays from what people vouched for."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import dist

from server.identity.evidence import Look, LookKind, Vector
from server.identity.policy import Policy


@dataclass(frozen=True, slots=True)
class Familiar:
    vector: tuple[float, ...] = ()
    looks: int = 0

    def counted(self, policy: Policy) -> tuple[tuple[float, ...], ...]:
        return (self.vector,) if self.looks >= policy.familiar_after else ()


def after_look(known: Familiar, look: Look, vector: Vector | None, vouched: Sequence[Vector], policy: Policy) -> Familiar:
    """Not to be asked while there is doubt.

    Only a look near a vouched picture teaches, never one near what was learnt: a face that changes little by little into
    another is not followed.
    """
    if vector is None or look.kind is not LookKind.SAME or not vouched:
        return known
    if min(dist(vector, reference) for reference in vouched) > policy.familiar_within:
        return known
    looks = min(known.looks + 1, policy.familiar_looks)
    before = known.vector or (0.0,) * len(vector)
    return Familiar(tuple(old + (new - old) / looks for old, new in zip(before, vector, strict=True)), looks)
