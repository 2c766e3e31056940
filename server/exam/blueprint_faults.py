"""What no schema can say of a rule set: sums, names used twice, names that point at nothing."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TypeVar

from server.exam.blueprint import TOTAL, ExamBlueprint, Section, Threshold
from server.exam.errors import RuleSetFault

_Name = TypeVar("_Name")


def blueprint_faults(blueprint: ExamBlueprint) -> Iterator[RuleSetFault]:
    for place, block in enumerate(blueprint.blocks):
        for number, section in enumerate(block.sections):
            yield from _of_section(section, f"blocks[{place}].sections[{number}]")
    codes = frozenset(section.code for section in blueprint.sections)
    for place, threshold in enumerate(blueprint.thresholds):
        yield from _of_threshold(threshold, codes, f"thresholds[{place}]")
    yield from _of_names(blueprint)
    yield from _of_ties(blueprint, codes)


def _of_section(section: Section, at: str) -> Iterator[RuleSetFault]:
    if not any(section.points_scheme):
        yield RuleSetFault(f"{at}.points", "rules.worthless")
    if section.topics is not None and sum(section.topics.values()) != section.items:
        yield RuleSetFault(f"{at}.topics", "rules.topics_sum", sum=sum(section.topics.values()), items=section.items)


def _of_threshold(threshold: Threshold, codes: frozenset[str], at: str) -> Iterator[RuleSetFault]:
    for place, requirement in enumerate(threshold.requirements):
        for code in requirement.sections:
            if code not in codes:
                yield RuleSetFault(f"{at}.requirements[{place}].sections", "rules.no_such_section", section=code)


def _of_names(blueprint: ExamBlueprint) -> Iterator[RuleSetFault]:
    for code in _repeated(block.code for block in blueprint.blocks):
        yield RuleSetFault("blocks", "rules.block_twice", block=code)
    for code in _repeated(section.code for section in blueprint.sections):
        yield RuleSetFault("blocks", "rules.section_twice", section=code)
    if any(section.code == TOTAL for section in blueprint.sections):
        yield RuleSetFault("blocks", "rules.total_as_section", total=TOTAL)
    for kind, group in _repeated((line.kind, line.position_group) for line in blueprint.thresholds):
        if group is None:
            yield RuleSetFault("thresholds", "rules.threshold_twice", kind=kind)
        else:
            yield RuleSetFault("thresholds", "rules.threshold_of_group_twice", kind=kind, group=group)


def _of_ties(blueprint: ExamBlueprint, codes: frozenset[str]) -> Iterator[RuleSetFault]:
    if blueprint.tie_break and blueprint.tie_break[0] != TOTAL:
        yield RuleSetFault("tie_break", "rules.total_first", total=TOTAL)
    for what in blueprint.tie_break:
        if what != TOTAL and what not in codes:
            yield RuleSetFault("tie_break", "rules.no_such_section", section=what)


def _repeated(names: Iterable[_Name]) -> list[_Name]:
    return [name for name, count in Counter(names).items() if count > 1]
