"""Why somebody passes the thresholds of an exam or does not, step by step."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from server.exam.blueprint import ExamBlueprint, Threshold
from server.exam.passing import Formation, PassingOutcome, judge_points, threshold_of
from server.exam.selection.rules import Sourced
from server.exam.selection.trace import Step, TraceLine, trace_line


@dataclass(frozen=True, slots=True)
class Explained:
    passed: bool
    trace: tuple[TraceLine, ...]


def explain(blueprint: ExamBlueprint, formation: Formation, points: Mapping[str, int]) -> Explained:
    outcome = judge_points(blueprint, formation, points)
    if not blueprint.thresholds:
        whole = Sourced(None, blueprint.source, blueprint.confidence)
        return Explained(True, (trace_line(Step.NO_THRESHOLDS, whole, exam=blueprint.title),))
    return Explained(outcome.passed, tuple(_steps(threshold_of(blueprint, formation), formation, outcome)))


def _steps(line: Threshold, formation: Formation, outcome: PassingOutcome) -> Iterator[TraceLine]:
    says = Sourced(line, line.source, line.confidence)
    if line.position_group is not None:
        yield trace_line(Step.LINE_OF_GROUP, says, kind=line.kind, group=line.position_group)
    else:
        if formation.position_group is not None:
            yield trace_line(Step.GROUP_WITHOUT_LINE, says, kind=line.kind, group=formation.position_group)
        yield trace_line(Step.LINE_OF_KIND, says, kind=line.kind)
    for check in outcome.checks:
        step = Step.THRESHOLD_MET if check.met else Step.THRESHOLD_MISSED
        yield trace_line(step, says, what=check.what, reached=check.reached, required=check.required)
    missed = sum(not check.met for check in outcome.checks)
    yield trace_line(Step.PASSED if outcome.passed else Step.NOT_PASSED, says, checks=len(outcome.checks), missed=missed)
