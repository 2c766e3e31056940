"""A policy as a JSON text: what `flask faces calibrate` writes and LUGAS_FACE_POLICY names."""

import json
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import timedelta
from math import isfinite
from typing import Any, get_type_hints

from server.identity.policy import Policy


class UnreadablePolicy(Exception):
    """Its text says which entry is wrong."""


@dataclass(frozen=True, slots=True)
class PolicyFile:
    """A policy and the network it is for."""

    model: str  # the network its distances were measured with
    policy: Policy


def as_text(file: PolicyFile) -> str:
    """All limits, durations in seconds; `from_text` reads them back."""
    return json.dumps({"model": file.model, "policy": _plain(file.policy)}, indent=2) + "\n"


def from_text(text: str, base: Policy) -> PolicyFile:
    """What the file leaves out stays as in `base`: a file written before a limit existed goes on working.

    Raises
    ------
    UnreadablePolicy
        For an entry that is not known, of another kind, below zero or not finite, and where two looks could decide.

    Notes
    -----
    Whether the numbers suit the network is not asked here: `model` names the one they were measured with.
    """
    try:
        given = json.loads(text)
    except ValueError as error:
        raise UnreadablePolicy(f"not JSON: {error}") from error
    if not isinstance(given, dict) or given.keys() != {"model", "policy"} or not isinstance(given["model"], str):
        raise UnreadablePolicy("needs the entries model and policy, and no other")
    policy = _with_limits_of_its_own(_read(base, given["policy"], "policy"), given["policy"], base)
    if policy.evidence_limit <= 2 * policy.evidence_clip:
        raise UnreadablePolicy("policy.evidence_limit must be above twice policy.evidence_clip: two looks never decide")
    return PolicyFile(given["model"], policy)


def _with_limits_of_its_own(policy: Policy, given: dict[str, Any], base: Policy) -> Policy:
    """A file with curves of its own, written before gates, search and cohort had limits: theirs follow its limit and curves."""
    if not {"distances", "match_limit"} <= given.keys():
        return policy
    older = {"gate_limit", "gate_both_limit", "search_limit"} - given.keys()
    scale = policy.match_limit / base.match_limit
    cohort_mean = given.get("cohort_mean", policy.distances.different_mean)
    return replace(policy, cohort_mean=cohort_mean, **{name: round(scale * getattr(base, name), 4) for name in older})


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return value.total_seconds() if isinstance(value, timedelta) else value


def _read(base: Any, given: Any, place: str) -> Any:
    if not isinstance(given, dict):
        raise UnreadablePolicy(f"{place} must be an object")
    kinds = get_type_hints(type(base))
    for name in given:
        if name not in kinds:
            raise UnreadablePolicy(f"{place}.{name} is not known")
    return replace(base, **{name: _value(base, name, kinds[name], given[name], place) for name in given})


def _value(base: Any, name: str, kind: Any, given: Any, place: str) -> Any:
    if is_dataclass(kind):
        return _read(getattr(base, name), given, f"{place}.{name}")
    if kind is str:
        if not isinstance(given, str) or not given:
            raise UnreadablePolicy(f"{place}.{name} must be a text")
        return given
    if isinstance(given, bool) or not isinstance(given, int | float) or not isfinite(given) or given < 0:
        raise UnreadablePolicy(f"{place}.{name} must be a number, zero or more")
    if kind is int and given != int(given):
        raise UnreadablePolicy(f"{place}.{name} must be a whole number")
    return timedelta(seconds=given) if kind is timedelta else kind(given)
