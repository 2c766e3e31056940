"""Strategies that never read the meaning earn chance on a fair bank and are told on one that gives itself away."""

from random import Random
from statistics import fmean

import pytest

from server.bank.give_aways import outcomes, telling
from server.bank.package import Item, Option, PackageSection

SECTION = PackageSection("SIKAP", (1, 2, 3, 4, 5), ("umum",))
WORDS = ["rapat", "berkas", "meja", "warga", "surat", "pintu", "kantor", "jalan", "pagi", "buku", "loket", "data", "kursi"]


def bank(say, items=80, seed=7):
    """Items whose options are said by `say(points, random)`, in a random order."""
    random = Random(seed)
    made = []
    for number in range(items):
        worth = random.sample(range(1, 6), 5)
        options = tuple(Option("abcde"[at], say(points, random), None, points) for at, points in enumerate(worth))
        made.append(Item(f"SIKAP-{number:03}", "SIKAP", "umum", "Yang Anda lakukan", None, options, None))
    return made


def anything(points, random):
    return " ".join(random.choice(WORDS) for _ in range(random.randint(6, 14)))


def test_nothing_is_told_of_options_that_are_said_at_random():
    assert telling([SECTION], bank(anything)) == []


GIVE_AWAYS = {
    ("length", "2"): lambda points, random: "x" * (40 + 10 * [1, 2, 0, 5, 4][points - 1] - random.randint(0, 4)),
    ("near_average", "length"): lambda points, random: "x" * (40 + (5 - points) * random.choice([-6, 6])),
    ("number", "3"): lambda points, random: f"{[100, 500, 200, 400, 300][points - 1] + random.randint(0, 9)} orang",
    ("most", "commas"): lambda points, random: anything(points, random) + "," * points,
    ("most", "joining"): lambda points, random: anything(points, random) + " dan berkas" * (points > 3),
    ("fewest", "excusing"): lambda points, random: anything(points, random) + " karena sibuk" * (points < 3),
    ("most", "shared_with_stem"): lambda points, random: anything(points, random) + " lakukan" * (points == 5),
    ("most", "digits"): lambda points, random: anything(points, random) + " 17" * (points == 5),
    ("most", "well_behaved"): lambda points, random: anything(points, random) + " bersama atasan" * (points == 5),
}


@pytest.mark.parametrize("name", GIVE_AWAYS)
def test_a_give_away_is_told_with_its_points(name):
    told = {(one.strategy, one.what): one for one in telling([SECTION], bank(GIVE_AWAYS[name]))}
    assert told[name].above > 0.1 * told[name].chance


def test_the_learned_model_finds_what_no_single_look_shows():
    """The best option is long with few commas; either look alone pays less."""

    def say(points, random):
        return (
            anything(points, random)[:30].ljust(30, "x") + ("y" * random.randint(0, 20)) + "z" * points * 2 + "," * (5 - points)
        )

    found = {(one.strategy, one.what): one for one in outcomes(SECTION, bank(say))}
    assert found["learned", "all"].points >= 0.98 * 5 * 80


def test_the_learned_model_guesses_only_items_it_was_not_taught():
    """What it would know by heart of 40 items said at random is luck, and luck does not last over eight banks."""
    learned = [list(outcomes(SECTION, bank(anything, items=40, seed=seed)))[-1] for seed in range(8)]
    assert {one.strategy for one in learned} == {"learned"}
    assert fmean(one.above / one.deviation for one in learned) < 1


def test_options_that_look_alike_are_taken_at_random():
    (learned, *others) = reversed(list(outcomes(SECTION, bank(lambda points, random: "sama panjang " + "!?*^~"[points - 1]))))
    assert learned.points == pytest.approx(learned.chance)
    assert {round(one.above, 6) for one in others if one.strategy != "position"} == {0}


def test_drawings_are_compared_by_their_shapes():
    random = Random(1)
    items = []
    for number in range(40):
        worth = random.sample([5, 0, 0, 0, 0], 5)
        options = tuple(Option("abcde"[at], "", "<g>" * (3 if points else 2), points) for at, points in enumerate(worth))
        items.append(Item(f"G-{number:03}", "SIKAP", "umum", "Gambar", None, options, None))
    found = {(one.strategy, one.what): one.points for one in outcomes(PackageSection("SIKAP", (5, 0, 0, 0, 0), ("umum",)), items)}
    assert found["most", "shapes"] == 200
