"""Somebody answered every TWK and TIU item without the keys, and put the options of every TKP item in order without points."""

import json

import pytest

from tests.unit.bank import sample

BLIND = {"TWK": sample.SAMPLE / "blind_answers.json", "TIU": sample.SAMPLE / "tiu_answers.json"}
ORDERS = sample.SAMPLE / "tkp_orders.json"


@pytest.mark.parametrize("section", BLIND)
def test_the_second_pass_answered_every_item_and_agrees_with_every_key(section: str):
    second = json.loads(BLIND[section].read_text(encoding="utf-8"))
    assert second["answers"] == {item["code"]: sample.key(item) for item in sample.items(section)}


def test_the_second_order_of_every_graded_item_is_that_of_its_points():
    second = json.loads(ORDERS.read_text(encoding="utf-8"))
    by_worth = {item["code"]: sorted(item["options"], key=lambda option: -option["points"]) for item in sample.items("TKP")}
    assert second["orders"] == {code: "".join(option["key"] for option in options) for code, options in by_worth.items()}
    assert {*second["changed"], *second["reworded"]} <= by_worth.keys()


def test_the_second_pass_says_who_answered_when_and_how():
    for file in (*BLIND.values(), ORDERS):
        second = json.loads(file.read_text(encoding="utf-8"))
        assert all(second[note].strip() for note in ("who", "when", "how"))
