"""Somebody who never saw the keys answered every TWK and TIU item, and agrees with them."""

import json

from tests.unit.bank import sample

BLIND = sample.SAMPLE / "blind_answers.json"


def test_the_second_pass_answered_every_item_and_agrees_with_every_key():
    second = json.loads(BLIND.read_text(encoding="utf-8"))
    keys = {item["code"]: sample.key(item) for section in ("TWK", "TIU") for item in sample.items(section)}
    assert second["answers"] == keys


def test_the_second_pass_says_who_answered_when_and_how():
    second = json.loads(BLIND.read_text(encoding="utf-8"))
    assert all(second[note].strip() for note in ("who", "when", "how"))
