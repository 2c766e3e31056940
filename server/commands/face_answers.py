"""What `flask faces` answers to a machine: plain values, ready for JSON."""

from dataclasses import asdict
from math import dist
from typing import Any

from server.commands.face_evaluation import embedding_of
from server.faces.measurement import Measurement
from server.identity.looks.picture_quality import quality_hints
from server.identity.policy import Policy
from server.identity.rates.error_rates import ErrorRates, Interval
from server.reports.face_errors import Evaluated
from server.verification.jobs import Outcome

_NUMBERS = ("score", "brightness", "overexposed", "sharpness", "yaw", "pitch", "roll")


def comparison(first: Outcome, second: Outcome, policy: Policy) -> dict[str, Any]:
    """A photo too poor to say whose face it is leaves the verdict unsure, whatever the distance."""
    x, y = embedding_of(first), embedding_of(second)
    distance = None if x is None or y is None else dist(x, y)
    quality = [_quality(outcome, policy) for outcome in (first, second)]
    is_poor = any(side["hints"] for side in quality)
    return {
        "distance": None if distance is None else round(distance, 4),
        "limit": policy.match_limit,
        "verdict": "unsure" if distance is None or is_poor else _verdict(distance, policy),
        "quality": quality,
        "policy": policy.source,
    }


def evaluation(result: Evaluated) -> dict[str, Any]:
    answer = {
        "run": result.run,
        "model": result.model,
        "policy": result.policy or None,
        "photos": result.photos,
        "people": result.people,
        "missed": list(result.missed),
        "missed_count": len(result.missed),
        "unreadable": list(result.unreadable),
        "pairs": result.pairs,
        "pairs_compared": len(result.compared),
    }
    groups = {name: _rates(rates) for name, rates in result.groups.items()}
    return answer | _rates(result.rates) | ({"groups": groups} if groups else {})


def _rates(rates: ErrorRates | None) -> dict[str, Any]:
    """The same entries with nothing in them where there are too few pairs, so that a reader finds what it looks for."""
    if rates is None:
        empty = ("genuine", "impostor", "limit", "fmr", "fnmr", "eer", "eer_limit", "auc")
        return dict.fromkeys((*empty, "fmr_interval", "fnmr_interval", "eer_interval", "auc_interval"))
    return {
        "genuine": _rounded(asdict(rates.genuine)),
        "impostor": _rounded(asdict(rates.impostor)),
        "limit": round(rates.at_limit.limit, 4),
        "fmr": rates.at_limit.fmr,
        "fmr_interval": _ends(rates.fmr_interval),
        "fnmr": rates.at_limit.fnmr,
        "fnmr_interval": _ends(rates.fnmr_interval),
        "eer": rates.eer,
        "eer_interval": _ends(rates.eer_interval),
        "eer_limit": round(rates.eer_limit, 4),
        "auc": rates.auc,
        "auc_interval": _ends(rates.auc_interval),
    }


def _verdict(distance: float, policy: Policy) -> str:
    if distance <= policy.match_limit:
        return "same"
    return "different" if distance >= policy.mismatch_limit else "unsure"


def _quality(outcome: Outcome, policy: Policy) -> dict[str, Any]:
    if not isinstance(outcome, Measurement) or not outcome.faces:
        return {"faces": 0, "hints": ["no_face"]}
    main = outcome.faces[0]
    numbers = {name: round(getattr(main, name), 3) for name in _NUMBERS}
    return (
        {"faces": len(outcome.faces), "face_height": main.box.height}
        | numbers
        | {"hints": list(quality_hints(main, policy.exam))}
    )


def _rounded(values: dict[str, Any]) -> dict[str, Any]:
    return {name: round(value, 4) for name, value in values.items()}


def _ends(interval: Interval) -> list[float]:
    return [interval.low, interval.high]
