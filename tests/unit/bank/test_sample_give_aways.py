"""The options of the sample do not show by their look which of them is the best."""

from collections import Counter
from statistics import fmean

import pytest

from server.exam.blueprint import ExamBlueprint
from tests.bench.guess import MOST, on_paper
from tests.packages import RULES, rule_set, sample_package
from tests.unit.bank import sample
from tests.unit.bank.arithmetic import numbers

GRADED = ["TKP"]
WORDED = ["TWK", "TKP"]  # the answers of TIU are often numbers, of equal length
SURE = ["TWK", "TIU", "TKP"]
NUMBERS = {"numerik berhitung", "numerik deret angka", "numerik soal cerita"}


@pytest.mark.parametrize("section", SURE)
def test_no_strategy_that_ignores_the_meaning_passes(section: str):
    best = on_paper(sample_package(), ExamBlueprint.from_json(rule_set(RULES)))[section][0]
    assert best.points <= MOST[section], best


def test_the_key_of_a_number_item_has_any_rank_of_size():
    """Who builds wrong numbers round the right one gives it away as the middle of them."""
    ranks = Counter[int]()
    for item in sample.items("TIU"):
        sizes = {key: found[0] for key, text in sample.texts(item).items() if len(found := numbers(text)) == 1}
        if item["topic"] in NUMBERS and len(sizes) == len(item["options"]):
            ranks[sorted(sizes.values()).index(sizes[sample.key(item)])] += 1
    assert {rank: 0.1 <= ranks[rank] / ranks.total() <= 0.3 for rank in range(5)} == dict.fromkeys(range(5), True), ranks


@pytest.mark.parametrize("section", WORDED)
def test_the_best_option_has_any_rank_of_length(section: str):
    ranks = Counter(sum(length > lengths[0] for length in lengths) for lengths in map(lengths_by_worth, sample.items(section)))
    items = len(sample.items(section))
    assert {rank: 0.1 <= ranks[rank] / items <= 0.3 for rank in range(5)} == dict.fromkeys(range(5), True), ranks


@pytest.mark.parametrize("section", GRADED)
def test_length_and_points_go_together_no_more_than_by_luck(section: str):
    assert -0.15 <= fmean(rank_correlation(lengths_by_worth(item)) for item in sample.items(section)) <= 0.15


@pytest.mark.parametrize("word", ["dan", "lalu", "karena", "supaya", "agar", "tidak", "hanya"])
def test_no_small_word_belongs_to_some_points(word: str):
    """At none of the five weights half as often again as on average, give or take what so few words vary by."""
    found = Counter(
        option["points"] for item in sample.items("TKP") for option in item["options"] if word in option["text"].split()
    )
    fair = sum(found.values()) / 5
    assert max(found.values(), default=0) <= 1.5 * fair + 2, found


def lengths_by_worth(item) -> list[int]:
    """The best option's first."""
    return [len(option["text"]) for option in sorted(item["options"], key=lambda option: -option["points"])]


def rank_correlation(lengths: list[int]) -> float:
    """Spearman's, of length with points."""
    by_length = sorted(range(len(lengths)), key=lambda place: -lengths[place])
    count = len(lengths)
    return 1 - 6 * sum((rank - place) ** 2 for rank, place in enumerate(by_length)) / (count * (count**2 - 1))
