"""How values look on the wire, and what may be believed of those that come from outside."""

from datetime import UTC, datetime, timedelta

WITHIN = timedelta(days=1)  # a page's time farther from ours is no time at all


def iso(moment: datetime | None) -> str | None:
    """ISO 8601 in UTC with milliseconds and Z."""
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def moment_json(sent: object, now: datetime) -> datetime | None:
    """A time as somebody outside says it, in UTC. None: not a time, without a zone, or more than a day from now."""
    if not isinstance(sent, str) or len(sent) > 40:
        return None
    try:
        moment = datetime.fromisoformat(sent)
        there = moment.astimezone(UTC)
    except (ValueError, OverflowError):  # the year 1 has no hour before it
        return None
    return there if moment.tzinfo is not None and abs(there - now) <= WITHIN else None


def is_clean(text: str) -> bool:
    """Without halves of surrogate pairs, which no encoding takes, and without NUL, at which C ends a string."""
    return "\0" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)


def duration_s(duration: timedelta) -> int:
    return round(duration.total_seconds())
