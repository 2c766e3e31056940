"""What no schema can say of a selection's rule set: names that point at nothing, weights that are no whole."""

from collections.abc import Iterable, Iterator

from server.exam.blueprint import TOTAL, ExamBlueprint
from server.exam.errors import RuleSetFault
from server.exam.selection.rules import BIRTH_DATE, FINAL, IPK, SelectionRules


def selection_faults(rules: SelectionRules, blueprint: ExamBlueprint) -> Iterator[RuleSetFault]:
    kinds = {line.kind for line in blueprint.thresholds}
    for key, kind in rules.kinds.items():
        if kind not in kinds:
            yield RuleSetFault(f"formations.{key}", "rules.no_such_kind", kind=kind, exam=blueprint.name)
    merits = {TOTAL, *(section.code for section in blueprint.sections)}
    yield from _of_order(rules.cut.order.value, merits, "cut.order.value")
    yield from _of_order(rules.final.order.value, {*merits, FINAL, IPK, BIRTH_DATE}, "final.order.value")
    both = rules.integration.skd_percent.value + rules.integration.skb_percent.value
    if both != 100:
        yield RuleSetFault("integration", "rules.weights_sum", sum=both)


def _of_order(order: Iterable[str], merits: set[str], at: str) -> Iterator[RuleSetFault]:
    named: set[str] = set()
    for place, merit in enumerate(order):
        if merit not in merits:
            yield RuleSetFault(f"{at}[{place}]", "rules.no_such_merit", merit=merit, known=", ".join(sorted(merits)))
        if merit in named:
            yield RuleSetFault(f"{at}[{place}]", "rules.merit_twice", merit=merit)
        named.add(merit)
