"""`make bench-operating-point`: how often a stranger passes a whole attempt at desk and gate, and a genuine person fails one.

Photos as for the other benchmarks. A file `one-session` beside the people's folders names, one a line, those whose photos are
all of one day: only these can be several frames of one check, and genuine attempts at a gate, which compares pictures of one
day. Where the file is missing all are taken for such.
"""

import os
from collections.abc import Sequence
from itertools import product
from math import isfinite
from pathlib import Path

import numpy as np

from server.faces.engine import FaceEngine
from server.identity.policy import DLIB_2026
from server.identity.rates.error_rates import wilson
from tests.bench.attempts import Attempt, Attempts, Manner, shots
from tests.bench.photographed import MODELS, photographed

STRANGERS_PASS = 0.001  # the operating point: at most one whole attempt in 1,000,
GENUINE_FAIL = 0.01  # and at most one in 100
MARGIN = 0.5  # limits set on some people aim at half of it for others,
NARROW = 0.75  # or at three quarters, which is the kind of limit in use at the desk
SAMPLES = 500
STRANGERS, OWN = 2, 8  # attempts at each reference by each stranger, and by its own person
DESK = [(manner,) for manner in Manner]
GATE = list(product(Manner, repeat=2))


class Tried:
    """Attempts of one use, ready for counting under weights of people."""

    def __init__(self, attempts: Sequence[Attempt], people: Sequence[str]) -> None:
        number = {person: at for at, person in enumerate(people)}
        told = [one for one in attempts if isfinite(one.score)]
        self.untold = len(attempts) - len(told)
        self.whose = np.array([number[one.whose] for one in told])
        self.by = np.array([number[one.by] for one in told])
        self.score = np.array([one.score for one in told])
        self.genuine = self.whose == self.by

    def of(self, which: np.ndarray) -> "Tried":
        part = object.__new__(Tried)
        part.untold = 0
        part.whose, part.by, part.score, part.genuine = (one[which] for one in (self.whose, self.by, self.score, self.genuine))
        return part

    def among(self, people: np.ndarray) -> "Tried":
        return self.of(np.isin(self.whose, people) & np.isin(self.by, people))

    def counts(self, limit: float) -> tuple[int, int, int, int]:
        """Strangers who pass, of how many; genuine people who fail, of how many."""
        passed, strangers, own = self.score <= limit, ~self.genuine, self.genuine
        return int((passed & strangers).sum()), int(strangers.sum()), int((~passed & own).sum()), int(own.sum())

    def without(self, person: int) -> "Tried":
        return self.of((self.whose != person) & (self.by != person))

    def rates(self, limit: float | np.ndarray, drawn: np.ndarray) -> tuple[float, float]:
        """With each person counted as often as drawn. Where each has a limit, an attempt is tried at those of both its people."""
        own = np.asarray(limit) * np.ones(len(drawn))
        weight = drawn[self.whose] * np.where(self.genuine, 1, drawn[self.by])
        passed = ((self.score <= own[self.whose]) + 1.0 * (self.score <= own[self.by])) / 2
        return (
            (weight * (passed * ~self.genuine)).sum() / max((weight * ~self.genuine).sum(), 1),
            (weight * ((1 - passed) * self.genuine)).sum() / max((weight * self.genuine).sum(), 1),
        )

    def limit(self, fmr: float) -> float:
        """The widest at which no more strangers than this pass."""
        strangers = np.sort(self.score[~self.genuine])
        return float(np.nextafter(strangers[int(fmr * len(strangers))], 0.0))

    def least_limit(self, fnmr: float) -> float:
        """The tightest at which no more genuine people than this fail. Hangs on no single pair of people who look alike."""
        own = np.sort(self.score[self.genuine])
        return float(own[len(own) - 1 - int(fnmr * len(own))])


def main() -> None:
    engine = FaceEngine(MODELS)
    pictures = photographed(engine)
    taken, unusable = shots(engine, pictures, DLIB_2026)
    people = sorted({one.person for one in taken})
    one_day = _of_one_day(people)
    print(
        f"{len(taken)} photos of {len(people)} people ({unusable} no usable reference, left out);"
        f" of one session: {len(one_day)} people"
    )
    desk = {"desk " + "".join(how): list(Attempts(taken, one_day, DLIB_2026, 1).at_desk(*how, STRANGERS, OWN)) for how in DESK}
    gate = {"gate " + ", ".join(how): list(Attempts(taken, one_day, DLIB_2026, 2).at_gate(how, STRANGERS, OWN)) for how in GATE}
    told = []
    for use, kinds, limit in (("desk", desk, DLIB_2026.match_limit), ("gate", gate, DLIB_2026.gate_both_limit)):
        for name, attempts in kinds.items():
            _tell(name, Tried(attempts, people), limit)
        tried = Tried([one for attempts in kinds.values() for one in attempts], people)
        told.append(_tell(f"{use}, all", tried, limit))
        days = np.array([people.index(person) for person in one_day])
        if 0 < len(days) < len(people):
            _tell(f"{use}, only among people of one session", tried.among(days), limit)
            _tell(f"{use}, only among the others", tried.among(np.setdiff1d(np.arange(len(people)), days)), limit)
        _left_out(use, tried, len(people))
        _trade(use, tried)
    (desk_fmr, desk_fnmr, tries), (gate_fmr, gate_fnmr, more) = told
    print(f"operating_point: desk_fmr={desk_fmr:.5f} desk_fnmr={desk_fnmr:.4f} gate_fmr={gate_fmr:.5f} gate_fnmr={gate_fnmr:.4f}"
          f" people={len(people)} attempts={tries + more}")  # fmt: skip


def _of_one_day(people: Sequence[str]) -> list[str]:
    named = Path(os.environ.get("LUGAS_BENCH_PHOTOS", "")) / "one-session"
    if not named.is_file():
        return list(people)
    return [person for person in people if person in set(named.read_text(encoding="utf-8").split())]


def _tell(name: str, tried: Tried, limit: float) -> tuple[float, float, int]:
    false_matches, strangers, false_misses, own = tried.counts(limit)
    fmr, fnmr = false_matches / max(strangers, 1), false_misses / max(own, 1)
    (fmr_low, fnmr_low), (fmr_high, fnmr_high) = _among_people_drawn_anew(
        tried, limit, 1 + max(tried.whose.max(), tried.by.max())
    )
    exact, missed = wilson(false_matches, max(strangers, 1)), wilson(false_misses, max(own, 1))
    print(
        f"{name}, limit {limit}: FMR {false_matches} of {strangers}: {fmr:.5f} (Wilson {exact.low:.5f} to {exact.high:.5f},"
        f" people drawn anew {fmr_low:.5f} to {fmr_high:.5f}); FNMR {false_misses} of {own}: {fnmr:.4f}"
        f" (Wilson {missed.low:.4f} to {missed.high:.4f}, people drawn anew {fnmr_low:.4f} to {fnmr_high:.4f});"
        f" {tried.untold} of no verdict"
    )
    return fmr, fnmr, strangers + own


def _among_people_drawn_anew(tried: Tried, limit: float | np.ndarray, people: int) -> np.ndarray:
    """The middle 95 % of both rates, lowest and highest, by bootstrap over people."""
    chance = np.random.default_rng(3)
    drawn = [np.bincount(chance.integers(people, size=people), minlength=people) for _ in range(SAMPLES)]
    return np.percentile([tried.rates(limit, each) for each in drawn], (2.5, 97.5), axis=0)


def _left_out(use: str, tried: Tried, people: int) -> None:
    """Limits set without each person in turn, tried on the attempts that person has a part in."""
    fmr, fnmr = MARGIN * STRANGERS_PASS, MARGIN * GENUINE_FAIL
    for aim, set_on in (
        (f"FMR of {fmr:g}", lambda others: others.limit(fmr)),
        (f"FNMR of {fnmr:g}", lambda others: others.least_limit(fnmr)),
        (f"FNMR of {NARROW * GENUINE_FAIL:g}", lambda others: others.least_limit(NARROW * GENUINE_FAIL)),
        (f"FNMR of {GENUINE_FAIL:g}", lambda others: others.least_limit(GENUINE_FAIL)),
    ):
        limits = np.array([set_on(tried.without(person)) for person in range(people)])
        (fmr_low, fnmr_low), (fmr_high, fnmr_high) = _among_people_drawn_anew(tried, limits, people)
        fmr_here, fnmr_here = tried.rates(limits, np.ones(people))
        print(
            f"{use}, limits set without each person in turn for an {aim}: {min(limits):.3f} to {max(limits):.3f}; on who was"
            f" left out FMR {fmr_here:.5f} (people drawn anew {fmr_low:.5f} to {fmr_high:.5f}),"
            f" FNMR {fnmr_here:.4f} ({fnmr_low:.4f} to {fnmr_high:.4f})"
        )


def _trade(use: str, tried: Tried) -> None:
    rows = [(limit, *tried.counts(limit)) for limit in np.arange(0.42, 0.585, 0.01)]
    print(
        f"{use}: " + "; ".join(f"{limit:.2f}: {passed / of:.5f}, {failed / own:.4f}" for limit, passed, of, failed, own in rows)
    )
    both = [limit for limit, passed, of, failed, own in rows if passed <= STRANGERS_PASS * of and failed <= GENUINE_FAIL * own]
    print(f"{use}: both aims are met at " + (", ".join(f"{limit:.2f}" for limit in both) or "no limit tried"))


if __name__ == "__main__":
    main()
