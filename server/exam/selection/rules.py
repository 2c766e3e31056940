"""What a selection's rule-set file says, each value with whence it is known."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, Self, TypeVar

FINAL, IPK, BIRTH_DATE = "final", "ipk", "birth_date"
INTERVIEW, CAT = "wawancara", "cat"  # as components of an SKB are called in commands and files

V = TypeVar("V")


class Boundary(StrEnum):
    ALL_ADMITTED = "all_admitted"
    LEFT_TO_PEOPLE = "left_to_people"


@dataclass(frozen=True, slots=True)
class Sourced(Generic[V]):
    value: V
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Choosing:
    """In what order people stand, and what becomes of those tied around the last place."""

    order: Sourced[tuple[str, ...]]
    boundary: Sourced[Boundary]


@dataclass(frozen=True, slots=True)
class IntegrationRule:
    skd_percent: Sourced[int]
    skb_percent: Sourced[int]
    scale: Sourced[int]
    decimals_shown: Sourced[int]


@dataclass(frozen=True, slots=True)
class SkbLimits:
    others: int
    others_percent: int
    interview_percent: int


@dataclass(frozen=True, slots=True)
class StatusCode:
    code: str
    means: str


@dataclass(frozen=True, slots=True)
class SelectionRules:
    name: str
    title: str
    source: str
    confidence: str
    exam: str
    kinds: Mapping[str, str]  # how a kind of formation is called here -> its kind in the exam's thresholds
    multiple: Sourced[int]
    cut: Choosing
    integration: IntegrationRule
    skb_limits: Mapping[str, Sourced[SkbLimits]]  # by kind of agency
    final: Choosing
    codes: Mapping[str, Sourced[StatusCode]]  # by the outcome that gets it

    @classmethod
    def from_json(cls, rules: Mapping[str, Any]) -> Self:
        """Of a file that was checked when it was read (`server/rule_sets/check.py`); nothing is checked again."""
        integration = rules["integration"]
        return cls(
            name=rules["name"],
            title=rules["title"],
            source=rules["source"],
            confidence=rules["confidence"],
            exam=rules["exam"],
            kinds=dict(rules["formations"]),
            multiple=_count(rules["cut"]["multiple"]),
            cut=_choosing(rules["cut"]),
            integration=IntegrationRule(**{name: _count(value) for name, value in integration.items()}),
            skb_limits={one["agency"]: _limits(one) for one in rules["skb_limits"]},
            final=_choosing(rules["final"]),
            codes={one["when"]: _status_code(one) for one in rules["codes"] if "when" in one},
        )


def _count(given: Mapping[str, Any]) -> Sourced[int]:
    return Sourced(int(given["value"]), given["source"], given["confidence"])


def _choosing(given: Mapping[str, Any]) -> Choosing:
    order, boundary = given["order"], given["boundary"]
    return Choosing(
        Sourced(tuple(order["value"]), order["source"], order["confidence"]),
        Sourced(Boundary(boundary["value"]), boundary["source"], boundary["confidence"]),
    )


def _limits(given: Mapping[str, Any]) -> Sourced[SkbLimits]:
    limits = SkbLimits(int(given["others"]), int(given["others_percent"]), int(given["interview_percent"]))
    return Sourced(limits, given["source"], given["confidence"])


def _status_code(given: Mapping[str, Any]) -> Sourced[StatusCode]:
    return Sourced(StatusCode(given["code"], given["means"]), given["source"], given["confidence"])
