"""The stages of a selection: who goes on to the SKB, and who gets a place in the end."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from server.exam.blueprint import ExamBlueprint
from server.exam.passing import ThresholdCheck, judge_points
from server.exam.selection.integration import final_score
from server.exam.selection.ranking import Contender, Standing, merits_asked, ranked
from server.exam.selection.rules import Boundary, Choosing, SelectionRules
from server.exam.selection.trace import Step, TraceLine, trace_line

BOUNDARY_TIE = "boundary_tie"  # admitted beyond the limit, equal in everything to the last within it


class SelectionStage(StrEnum):
    SKB = "skb"
    FINAL = "final"


class WhyNot(StrEnum):
    BELOW_THRESHOLD = "below_threshold"
    NOT_PLACED = "not_placed"
    LEFT_TO_PEOPLE = "left_to_people"
    NO_SKB = "no_skb"


@dataclass(frozen=True, slots=True)
class NotAdmitted:
    contender: Contender
    reason: WhyNot
    rank: int | None = None  # of those who were ranked
    missed: tuple[ThresholdCheck, ...] = ()


@dataclass(frozen=True, slots=True)
class StageOutcome:
    admitted: tuple[Standing, ...]
    not_admitted: tuple[NotAdmitted, ...]
    limit: int
    trace: tuple[TraceLine, ...]


def skb_stage(rules: SelectionRules, blueprint: ExamBlueprint, contenders: Iterable[Contender], places: int) -> StageOutcome:
    passing, failing = _by_threshold(blueprint, contenders)
    limit = places * rules.multiple.value
    counts = {"places": places, "limit": limit, "passed": len(passing), "people": len(passing) + len(failing)}
    first = trace_line(Step.CUT_LIMIT, rules.multiple, multiple=rules.multiple.value, **counts)
    return _chosen(rules.cut, passing, failing, _Cut(limit, first, lambda one: Fraction(one.total)))


def final_stage(rules: SelectionRules, blueprint: ExamBlueprint, contenders: Iterable[Contender], places: int) -> StageOutcome:
    passing, failing = _by_threshold(blueprint, contenders)
    ready = [one for one in passing if one.skb is not None]
    failing = [NotAdmitted(one, WhyNot.NO_SKB) for one in _by_number(passing) if one.skb is None] + failing
    counts = {"places": places, "limit": places, "passed": len(ready), "people": len(ready) + len(failing)}
    first = trace_line(Step.FINAL_LIMIT, rules.final.order, **counts)

    def final(one: Contender) -> Fraction:
        return final_score(rules.integration, one.total, blueprint.maximum, one.skb or Fraction(0))

    return _chosen(rules.final, ready, failing, _Cut(places, first, final))


@dataclass(frozen=True, slots=True)
class _Cut:
    most: int
    trace: TraceLine
    final: Callable[[Contender], Fraction]


def _by_threshold(blueprint: ExamBlueprint, contenders: Iterable[Contender]) -> tuple[list[Contender], list[NotAdmitted]]:
    passing, failing = [], []
    for one in contenders:
        outcome = judge_points(blueprint, one.formation, one.points)
        if outcome.passed:
            passing.append(one)
        else:
            missed = tuple(check for check in outcome.checks if not check.met)
            failing.append(NotAdmitted(one, WhyNot.BELOW_THRESHOLD, missed=missed))
    return passing, sorted(failing, key=lambda one: one.contender.number)


def _chosen(choosing: Choosing, people: Sequence[Contender], failing: Sequence[NotAdmitted], limit: _Cut) -> StageOutcome:
    order = merits_asked(people, choosing.order.value)
    placed = ranked(people, order, limit.final)
    first, after = _straddling(placed, limit.most)
    lines = [limit.trace, trace_line(Step.ORDER, choosing.order, order=", ".join(order))]
    lines += [trace_line(Step.NOT_ASKED, choosing.order, merit=name) for name in choosing.order.value if name not in order]
    tied = after - first
    if tied and choosing.boundary.value is Boundary.ALL_ADMITTED:
        counts = {"tied": tied, "admitted": after, "beyond": after - limit.most}
        lines.append(trace_line(Step.BOUNDARY_ADMITTED, choosing.boundary, **counts))
        ends, left = after, after
    elif tied:
        lines.append(trace_line(Step.BOUNDARY_LEFT, choosing.boundary, tied=tied, left=limit.most - first))
        ends, left = first, after
    else:
        ends, left = limit.most, limit.most
    admitted = [replace(one, decided_by=BOUNDARY_TIE) if first <= at < after else one for at, one in enumerate(placed[:ends])]
    turned = [NotAdmitted(one.contender, WhyNot.LEFT_TO_PEOPLE, one.rank) for one in placed[ends:left]]
    turned += [NotAdmitted(one.contender, WhyNot.NOT_PLACED, one.rank) for one in placed[left:]]
    return StageOutcome(tuple(admitted), (*turned, *failing), limit.most, tuple(lines))


def _straddling(placed: Sequence[Standing], most: int) -> tuple[int, int]:
    """From where to where people equal in everything stand on both sides of the limit; an empty span if none do."""
    if len(placed) <= most or placed[most - 1].merits != placed[most].merits:
        return most, most
    edge = placed[most].rank
    first = edge - 1
    after = next((at for at in range(most, len(placed)) if placed[at].rank != edge), len(placed))
    return first, after


def _by_number(contenders: Iterable[Contender]) -> list[Contender]:
    return sorted(contenders, key=lambda one: one.number)
