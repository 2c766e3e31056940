"""Every key that can be computed is computed again from the item's own data."""

import operator
import re
from fractions import Fraction
from itertools import permutations, product
from typing import Any

import pytest

from tests.unit.bank import sample
from tests.unit.bank.arithmetic import numbers, value
from tests.unit.bank.reasoning import kinds_of, worlds

COMPUTED = {
    "verbal silogisme": {"syllogism"},
    "verbal analitis": {"order", "syllogism"},
    "numerik berhitung": {"number"},
    "numerik deret angka": {"series"},
    "numerik perbandingan kuantitatif": {"comparison"},
    "numerik soal cerita": {"number"},
    "figural analogi": {"change"},
    "figural ketidaksamaan": {"odd"},
    "figural serial": {"change"},
}
ARGUED = {"TIU-085"}  # what weakens an argument follows from no model
UNDECIDED = "hubungan P dan Q tidak dapat ditentukan"
RELATION = re.compile(r"([PQ]) ([<>=]) ([\d,]*)([PQ])")  # P > Q, Q = 2P, P = 2,1Q
COMPARE = {"<": operator.lt, ">": operator.gt, "=": operator.eq}
Item = dict[str, Any]


def each(kind: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("item", sample.checked(kind), ids=lambda item: item["code"])


def test_no_item_that_can_be_computed_goes_unchecked():
    kinds = {item["code"]: (item["topic"], (item["check"] or {}).get("kind")) for item in sample.items("TIU")}
    unchecked = {code for code, (topic, kind) in kinds.items() if kind not in COMPUTED.get(topic, {None})}
    assert unchecked == ARGUED
    assert {topic for topic, _ in kinds.values()} >= COMPUTED.keys()


@each("number")
def test_a_number_item_keys_the_value_of_its_expression(item: Item):
    answer = value(item["check"]["expression"])
    right = [key for key, text in sample.texts(item).items() if numbers(text) == [answer]]
    assert right == [sample.key(item)]


@each("series")
def test_a_series_item_shows_terms_of_its_rule_and_keys_the_next(item: Item):
    shown = [Fraction(str(term)) for term in item["check"]["terms"]]
    assert numbers(item["text"]) == shown
    whole = continued(shown, item["check"]["rule"], len(shown) + item["check"]["asked"])
    assert whole[: len(shown)] == shown
    asked = whole[len(shown) :]
    assert [key for key, text in sample.texts(item).items() if numbers(text) == asked] == [sample.key(item)]


def continued(shown: list[Fraction], rule: dict[str, Any], length: int) -> list[Fraction]:
    """`x1` is the term before, `x2` the one before that; n counts from 1; several expressions take turns by n."""
    terms = shown[: rule["given"]]
    while len(terms) < length:
        names = {f"x{back}": terms[-back] for back in range(1, min(4, len(terms) + 1))}
        n = len(terms) + 1
        terms.append(value(rule["next"][(n - 1) % len(rule["next"])], names | {"n": Fraction(n)}))
    return terms


@each("syllogism")
def test_only_the_keyed_conclusion_follows_from_the_premises(item: Item):
    check = item["check"]
    claims = check["claims"]
    possible = list(worlds(check["premises"], list(claims.values())))
    kinds = kinds_of(check["premises"])
    peopled = [world for world in possible if world.nobody_is_missing(kinds)]
    assert peopled, "the premises contradict each other"
    keyed = sample.key(item)
    # The key must follow even where a kind may be empty; the others must not follow even where none is.
    follow = {key for key, claim in claims.items() if claim is not None and all(world.holds(claim) for world in peopled)}
    assert follow == (set() if claims[keyed] is None else {keyed})
    assert claims[keyed] is None or all(world.holds(claims[keyed]) for world in possible)


@each("comparison")
def test_only_the_keyed_relation_holds_for_all_allowed_values(item: Item):
    check = item["check"]
    pairs = []
    for values in product(*([Fraction(one) for one in allowed] for allowed in check["domain"].values())):
        names = dict(zip(check["domain"], values, strict=True))
        if all(value(condition, names) for condition in check["where"]):
            pairs.append((value(check["p"], names), value(check["q"], names)))
    assert pairs
    offered = set(sample.texts(item).values()) - {UNDECIDED}
    assert len(offered) == len(item["options"]) - 1
    always = {text for text in offered if all(holds(text, p, q) for p, q in pairs)}
    wavers = len({(p > q) - (p < q) for p, q in pairs}) > 1
    assert {sample.texts(item)[sample.key(item)]} == (always or {UNDECIDED})
    assert wavers == (not always)


def holds(relation: str, p: Fraction, q: Fraction) -> bool:
    left, sign, times, right = RELATION.fullmatch(relation).groups()
    known = {"P": p, "Q": q}
    return COMPARE[sign](known[left], (numbers(times)[0] if times else 1) * known[right])


@each("order")
def test_only_the_keyed_statement_fits_every_arrangement(item: Item):
    check = item["check"]
    places = [Fraction(place) for place in range(1, len(check["names"]) + 1)]
    fitting = []
    for order in permutations(places):
        names = dict(zip(check["names"], order, strict=True))
        if all(value(condition, names) for condition in check["where"]):
            fitting.append(names)
    assert fitting
    wanted = {"must": all, "cannot": lambda truths: not any(truths)}[check["asked"]]
    right = {key for key, claim in check["claims"].items() if wanted(value(claim, names) for names in fitting)}
    assert right == {sample.key(item)}


def test_every_section_of_keys_is_spread_over_the_letters():
    for section in ("TWK", "TIU", "TKP"):
        keys = [sample.key(item) for item in sample.items(section)]
        counts = [keys.count(letter) for letter in "abcde"]
        assert max(counts) - min(counts) <= 1, (section, counts)
