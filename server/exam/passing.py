"""Whether the scores reach the thresholds for the formation somebody applied for."""

from collections.abc import Mapping
from dataclasses import dataclass

from server.exam.blueprint import ExamBlueprint, Threshold
from server.exam.errors import NoThresholdForFormation
from server.exam.scoring import Scores


@dataclass(frozen=True, slots=True)
class Formation:
    kind: str
    position_group: str | None = None


@dataclass(frozen=True, slots=True)
class ThresholdCheck:
    what: str
    required: int
    reached: int
    met: bool


@dataclass(frozen=True, slots=True)
class PassingOutcome:
    passed: bool
    checks: tuple[ThresholdCheck, ...]


def judge(blueprint: ExamBlueprint, formation: Formation, scores: Scores) -> PassingOutcome:
    return judge_points(blueprint, formation, {section.code: section.score for section in scores.sections})


def judge_points(blueprint: ExamBlueprint, formation: Formation, points: Mapping[str, int]) -> PassingOutcome:
    """An exam whose rule set has no thresholds at all only ranks: everybody passes."""
    if not blueprint.thresholds:
        return PassingOutcome(passed=True, checks=())
    checks = []
    for requirement in threshold_of(blueprint, formation).requirements:
        reached = sum(points[section] for section in requirement.sections)
        met = reached >= requirement.at_least
        checks.append(ThresholdCheck(requirement.what, requirement.at_least, reached, met))
    return PassingOutcome(passed=all(check.met for check in checks), checks=tuple(checks))


def threshold_of(blueprint: ExamBlueprint, formation: Formation) -> Threshold:
    """The line of the position group if the kind has one, else the line of the kind."""
    lines = {(line.kind, line.position_group): line for line in blueprint.thresholds}
    line = lines.get((formation.kind, formation.position_group)) or lines.get((formation.kind, None))
    if line is None:
        raise NoThresholdForFormation(kind=formation.kind, position_group=formation.position_group or "")
    return line
