"""What a lay person can follow: each step of a rule with its numbers, its source and how sure the source is."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from server.exam.selection.rules import Sourced

TraceNumber = int | str | Decimal


class Step(StrEnum):
    LINE_OF_KIND = "line_of_kind"
    LINE_OF_GROUP = "line_of_group"
    GROUP_WITHOUT_LINE = "group_without_line"
    THRESHOLD_MET = "threshold_met"
    THRESHOLD_MISSED = "threshold_missed"
    NO_THRESHOLDS = "no_thresholds"
    PASSED = "passed"
    NOT_PASSED = "not_passed"
    CUT_LIMIT = "cut_limit"
    FINAL_LIMIT = "final_limit"
    ORDER = "order"
    NOT_ASKED = "not_asked"
    BOUNDARY_ADMITTED = "boundary_admitted"
    BOUNDARY_LEFT = "boundary_left"
    SKD_SCALED = "skd_scaled"
    COMPONENT = "component"
    SKB_SCALED = "skb_scaled"
    INTEGRATED = "integrated"
    WITHIN_LIMITS = "within_limits"


@dataclass(frozen=True, slots=True)
class TraceLine:
    step: Step
    numbers: Mapping[str, TraceNumber]
    source: str
    confidence: str


def trace_line(step: Step, of: Sourced[Any], **numbers: TraceNumber) -> TraceLine:
    return TraceLine(step, numbers, of.source, of.confidence)
