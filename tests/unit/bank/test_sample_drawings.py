"""Every figural key is found again from the geometry of its drawings."""

import ast
from fractions import Fraction
from statistics import fmean
from typing import Any

import pytest

from tests.unit.bank import sample
from tests.unit.bank.arithmetic import value
from tests.unit.bank.drawings import Scene, panels
from tests.unit.bank.drawn_features import FEATURES, PERIODS, measured

Item = dict[str, Any]
ASPECTS = {
    **dict.fromkeys(("sides", "inner"), "shape"),
    **dict.fromkeys(("black", "shade", "outer_shade", "inner_shade"), "shade"),
    **dict.fromkeys(("bearing", "inner_bearing", "line_at", "slope"), "turn"),
    **dict.fromkeys(("shapes", "dots", "lines"), "number"),
    **dict.fromkeys(("dot_at", "small_at", "rightmost"), "place"),
    "white_dot_at": "place of the other",
}
ROUNDING = 2  # degrees: corners are written with one or two decimals


def each(kind: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("item", sample.checked(kind), ids=lambda item: item["code"])


def drawn(name: str) -> list[list[Any]]:
    return panels((sample.SAMPLE / name).read_text(encoding="utf-8"))


def options(item: Item) -> dict[str, Scene]:
    return {option["key"]: drawn(option["figure"])[0] for option in item["options"]}


def features_in(expression: str) -> set[str]:
    return {node.id for node in ast.walk(ast.parse(expression)) if isinstance(node, ast.Name)} & FEATURES.keys()


def agree(name: str, one: float, other: float) -> bool:
    period = PERIODS.get(name)
    if period is None:
        return one == other
    apart = (one - other) % period
    return min(apart, period - apart) <= (ROUNDING if period > max(ROUNDING, 3) else 0)


def follows(before: Scene, after: Scene, rule: dict[str, str], n: int) -> bool:
    known = measured(before, sorted(set().union(*map(features_in, rule.values()))))
    names = {name: Fraction(number) for name, number in known.items()} | {"n": Fraction(n)}
    found = measured(after, list(rule))
    return all(agree(name, found[name], value(expression, names)) for name, expression in rule.items())


@each("change")
def test_the_rule_makes_the_shown_drawings_and_only_the_key_goes_on(item: Item):
    """An analogy shows one change and the start of another, a series shows three steps of the same one."""
    shown, rule = drawn(item["figure"]), item["check"]["rule"]
    steps = [(0, 1)] if item["topic"] == "figural analogi" else [(0, 1), (1, 2), (2, 3)]
    assert len(shown) == len(steps) + (2 if len(steps) == 1 else 1)
    assert [follows(shown[before], shown[after], rule, after + 1) for before, after in steps] == [True] * len(steps)
    right = [key for key, scene in options(item).items() if follows(shown[-1], scene, rule, len(shown) + 1)]
    assert right == [sample.key(item)]


@each("odd")
def test_what_four_drawings_share_only_the_key_lacks(item: Item):
    expression = item["check"]["same"]
    names = features_in(expression)
    found = {
        key: value(expression, {name: Fraction(number) for name, number in measured(scene, sorted(names)).items()})
        for key, scene in options(item).items()
    }
    turning = next((name for name in names if name in PERIODS), "")
    (odd,) = [key for key in found if sum(agree(turning, found[key], other) for other in found.values()) == 1]
    assert odd == sample.key(item)
    assert all(agree(turning, found[a], found[b]) for a in found for b in found if odd not in (a, b))


def test_a_third_of_the_figural_items_combine_two_rules():
    """Two looks of the drawing change at once, each in its own way."""
    moving = [
        {ASPECTS[name] for name, expression in item["check"]["rule"].items() if expression != name}
        for item in sample.checked("change")
    ]
    figural = len(moving) + len(sample.checked("odd"))
    assert sum(len(aspects) > 1 for aspects in moving) >= figural / 3


def test_the_key_is_not_the_drawing_most_like_the_others():
    """Wrong drawings made by spoiling one thing of the right one give it away as the average of them all."""
    hits = []
    for item in sample.checked("change"):
        looks = {key: measured(scene, list(item["check"]["rule"])) for key, scene in options(item).items()}
        alike = {key: sum(own == other[name] for other in looks.values() for name, own in looks[key].items()) for key in looks}
        most = [key for key in alike if alike[key] == max(alike.values())]
        hits.append((sample.key(item) in most) / len(most))
    assert fmean(hits) <= 0.3  # 0.2 by chance
