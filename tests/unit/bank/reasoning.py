"""What follows from what, decided by looking at every small world in which the premises hold.

Statements are data: ["all"|"no"|"some", A, B] about kinds, ["is", name, A] about a person, "~A" for not A;
or about facts: "p", ["not", s], ["and"|"or"|"if", s, t].
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, combinations, product
from typing import Any

Statement = Any
_ABOUT_KINDS = {"all", "no", "some", "is"}


@dataclass(frozen=True)
class KindsWorld:
    """Which combinations of kinds somebody is, and who is which."""

    inhabited: frozenset[frozenset[str]]
    persons: dict[str, frozenset[str]]

    def holds(self, statement: Statement) -> bool:
        quantity, subject, kind = statement
        if quantity == "is":
            return _is(self.persons[subject], kind)
        among = [_is(one, kind) for one in self.inhabited if _is(one, subject)]
        return {"all": all(among), "no": not any(among), "some": any(among)}[quantity]

    def nobody_is_missing(self, kinds: set[str]) -> bool:
        return all(any(kind in one for one in self.inhabited) for kind in kinds)


@dataclass(frozen=True)
class FactsWorld:
    facts: dict[str, bool]

    def holds(self, statement: Statement) -> bool:
        if isinstance(statement, str):
            return self.facts[statement]
        word, *parts = statement
        truth = [self.holds(part) for part in parts]
        return {"not": not truth[0], "and": all(truth), "or": any(truth), "if": not truth[0] or truth[-1]}[word]

    def nobody_is_missing(self, kinds: set[str]) -> bool:
        return True


World = KindsWorld | FactsWorld


def worlds(premises: list[Statement], claims: list[Statement]) -> Iterator[World]:
    said = premises + [claim for claim in claims if claim is not None]
    if said[0][0] in _ABOUT_KINDS:
        everything = _kinds_worlds(kinds_of(said), sorted({s[1] for s in said if s[0] == "is"}))
    else:
        everything = _facts_worlds(sorted(set(chain.from_iterable(map(_facts, said)))))
    return (world for world in everything if all(world.holds(premise) for premise in premises))


def kinds_of(statements: list[Statement]) -> set[str]:
    return {
        term.removeprefix("~")
        for statement in statements
        if statement is not None and statement[0] in _ABOUT_KINDS
        for term in (statement[2:] if statement[0] == "is" else statement[1:])
    }


def _kinds_worlds(kinds: set[str], names: list[str]) -> Iterator[World]:
    combos = [frozenset(c) for size in range(len(kinds) + 1) for c in combinations(sorted(kinds), size)]
    for size in range(len(combos) + 1):
        for inhabited in combinations(combos, size):
            for places in product(inhabited, repeat=len(names)):
                yield KindsWorld(frozenset(inhabited), dict(zip(names, places, strict=True)))


def _facts_worlds(names: list[str]) -> Iterator[World]:
    for truth in product((False, True), repeat=len(names)):
        yield FactsWorld(dict(zip(names, truth, strict=True)))


def _facts(statement: Statement) -> set[str]:
    return {statement} if isinstance(statement, str) else set().union(*map(_facts, statement[1:]))


def _is(one: frozenset[str], kind: str) -> bool:
    return kind[1:] not in one if kind.startswith("~") else kind in one
