"""How many points the best attacks we know gain from the public board: make bench-oracle (docs/decisions/0005)."""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from server.exam.running import SettlingRule
from server.workflows.views.running_ranges import RangeRule
from tests.bench.oracle_hall import Reading, Sitter
from tests.bench.oracle_keys import ITEMS, POINTS, SECTION_OF, Choices, Knowledge, Numbers, drawn, nothing_known, torn, worth
from tests.bench.oracle_solver import STEPS, Seen, annealed, linear
from tests.unit.livescore.rows import score_row

RUNS = 200
LIMIT = 15.0  # points of 550
COLLUDERS = 10  # every second seat of a room of twenty: the most that can share all their items beside each other
Designs = Callable[[np.random.Generator, Numbers, Knowledge], Choices]


@dataclass(frozen=True)
class Attack:
    name: str
    knowledge: Knowledge
    designs: Designs
    sitters: int = 1
    follows: bool = False  # builds on what was read before, by others and by oneself
    hands_in: bool = False  # everybody but the last hands in early, and the board shows that too
    rounds: int = 3  # how often all answers are changed after the paper is full


def at_random(chance: np.random.Generator, estimate: Numbers, knowledge: Knowledge) -> Choices:
    """Any option that may be the best."""
    return (chance.random(ITEMS) * knowledge.may_be_best).astype(np.int64)


def the_best_guess(chance: np.random.Generator, estimate: Numbers, knowledge: Knowledge) -> Choices:
    """What looks best so far, a quarter of it changed to learn something new."""
    guess = estimate.argmax(axis=1)
    return np.where(chance.random(ITEMS) < 0.25, at_random(chance, estimate, knowledge), guess)


def one_for_all(chance: np.random.Generator, estimate: Numbers, knowledge: Knowledge) -> Choices:
    """The same option everywhere: its key counts how often."""
    return np.minimum(chance.integers(0, 5), knowledge.may_be_best - 1)


def mixed_order(knowledge: Knowledge, chance: np.random.Generator, size: int) -> Choices:
    """All items; each batch holds as much as fits of what is worth knowing, filled up with what is known (padding)."""
    spread = np.einsum("ioo->io", knowledge.covariance).max(axis=1)
    ranked = np.argsort(-spread + 1e-3 * chance.random(ITEMS))
    batches = max(1, ITEMS // size)
    parts = [ranked[: batches * size][at::batches] for at in range(batches)]
    return np.concatenate([*parts, ranked[batches * size :]])


def play(attack: Attack, rule: RangeRule, runs: int = RUNS, steps: int = STEPS) -> tuple[float, int]:
    """The gain of the better solver, mean over the runs, and the most readings a sitting gave."""
    chance = np.random.default_rng(1)
    keys = drawn(attack.knowledge, runs, chance)
    read = [_read(attack, rule, points, chance) for points in keys]
    most = max(len(readings) for run in read for readings in run)
    seen = Seen.of([[reading for readings in run for reading in readings] for run in read])
    estimates = [linear(seen, attack.knowledge), annealed(seen, attack.knowledge, chance, steps)]
    gains = [worth(keys, estimate.argmax(axis=2)).mean() - attack.knowledge.expected for estimate in estimates]
    return float(max(gains)), most


def _read(attack: Attack, rule: RangeRule, points: Numbers, chance: np.random.Generator) -> list[list[Reading]]:
    """Each sitter fills the paper batch after batch, then changes every answer again and again, and reads all the time."""
    before: list[Reading] = []
    read: list[list[Reading]] = []
    for number in range(attack.sitters):
        sitter = Sitter(points, rule, chance.bytes(16))
        _sit(sitter, attack, before, chance)
        if attack.hands_in and number < attack.sitters - 1:
            sitter.handed_in = True
            sitter.wait(neighbours=[score_row(2)])
        read.append(sitter.readings)
        before = before + sitter.readings
    return read


def _sit(sitter: Sitter, attack: Attack, before: list[Reading], chance: np.random.Generator) -> None:
    size = sitter.rule.settling.batch(ITEMS)
    order = mixed_order(attack.knowledge, chance, size)
    estimate = _estimate(attack, before, chance)
    design = attack.designs(chance, estimate, attack.knowledge)
    for start in range(0, ITEMS, size):  # the last part is a section left for last
        batch = order[start : start + size]
        sitter.answer(batch, design[batch])
        sitter.wait()
    for _ in range(attack.rounds):
        known = len(sitter.readings)
        design = attack.designs(chance, estimate, attack.knowledge)
        sitter.answer(np.arange(ITEMS), design)
        sitter.wait()
        if len(sitter.readings) > known:
            estimate = _estimate(attack, before + sitter.readings, chance)


def _estimate(attack: Attack, read: list[Reading], chance: np.random.Generator) -> Numbers:
    if attack.follows and read:
        return linear(Seen.of([read]), attack.knowledge)[0]
    return attack.knowledge.mean + 1e-6 * chance.random(attack.knowledge.mean.shape)


def attacks() -> dict[str, list[Attack]]:
    none, two = nothing_known(), torn()
    several = [
        Attack("two, the first hands in early", two, at_random, 2, hands_in=True),
        Attack(f"{COLLUDERS}, all but one hand in early", two, at_random, COLLUDERS, hands_in=True),
    ]
    for sitters in (2, 5, COLLUDERS):
        for what, knowledge in (("nothing known", none), ("torn", two)):
            several.append(Attack(f"{sitters}, {what}", knowledge, at_random, sitters))
            several.append(Attack(f"{sitters}, {what}, one after another", knowledge, the_best_guess, sitters, follows=True))
    return {
        "nothing_known": [
            Attack("any options", none, at_random),
            Attack("one letter for all", none, one_for_all),
            Attack("Mastermind", none, the_best_guess, follows=True, rounds=30),
        ],
        "torn": [Attack("either option", two, at_random), Attack("Mastermind", two, the_best_guess, follows=True, rounds=30)],
        "colluding": several,
    }


def beyond() -> list[Attack]:
    """Printed, and not held to the limit: what more people, or people torn on more, would gain."""
    return [
        Attack("torn on 80 %, alone", torn(0.2), at_random),
        Attack(f"{COLLUDERS}, torn on 80 %", torn(0.2), at_random, COLLUDERS),
        Attack(f"{2 * COLLUDERS}, torn", torn(), at_random, 2 * COLLUDERS),
    ]


def weaker() -> list[tuple[str, RangeRule]]:
    """Designs that were measured and left: why the default is as it is."""
    return [
        ("batches of 11 items, ranges of 5 points", RangeRule(SettlingRule(share=0.1), width=0.0)),
        ("batches of 11 items, ranges of 25 points", RangeRule(SettlingRule(share=0.1), width=25 / 550)),
        ("one batch of 66 items, ranges of 5 points", RangeRule(width=0.0)),
        ("one batch of 66 items, ranges of 25 points", RangeRule(width=25 / 550)),
        ("two batches of 55 items, ranges of 165 points", RangeRule(SettlingRule(share=0.5))),
    ]


def own_screens(decoys: int, knowledge: Knowledge, runs: int = RUNS) -> float:
    """No board can change this: who hands in early reads three exact section scores on their own screen, and may tell."""
    chance = np.random.default_rng(7)
    keys = drawn(knowledge, runs, chance)
    read = [[part for _ in range(decoys) for part in _sections(points, at_random(chance, points, knowledge))] for points in keys]
    estimate = linear(Seen.of(read), knowledge)
    return float((worth(keys, estimate.argmax(axis=2)) - knowledge.expected).mean())


def _sections(points: Numbers, design: Choices) -> list[Reading]:
    exact = points[np.arange(ITEMS), design]
    return [
        Reading(np.where(section == SECTION_OF, design, -1), low := int(exact[section == SECTION_OF].sum()), low + 1)
        for section in np.unique(SECTION_OF)
    ]


def main() -> None:
    began = time.monotonic()
    gains: dict[str, float] = {}
    readings = 0

    def told(kind: str, attack: Attack, rule: RangeRule) -> tuple[float, int]:
        gain, most = play(attack, rule)
        print(f"{kind}: {attack.name}: gain={gain:.1f} readings={most} ({time.monotonic() - began:.0f} s)", flush=True)
        return gain, most

    for kind, several in attacks().items():
        for attack in several:
            gain, most = told(kind, attack, RangeRule())
            gains[kind], readings = max(gains.get(kind, 0.0), gain), max(readings, most)
    for attack in beyond():
        told("beyond the limit's terms", attack, RangeRule())
    for name, rule in weaker():
        told(f"a weaker board, {name}", Attack("torn", torn(), at_random), rule)
        told(f"a weaker board, {name}", Attack(f"{COLLUDERS}, torn", torn(), at_random, COLLUDERS), rule)
    for decoys in (1, 2, 5):
        gain = own_screens(decoys, torn())
        print(f"without any board: {decoys} hand in early and tell what their own screens show: gain={gain:.1f}")
    each = " ".join(f"{kind}_gain={gain:.1f}" for kind, gain in gains.items())
    print(f"oracle: {each} best_gain_points={max(gains.values()):.1f} maximum={int(POINTS[:, 0].sum())} readings={readings}")
    if max(gains.values()) > LIMIT:
        sys.exit(1)


if __name__ == "__main__":
    main()
