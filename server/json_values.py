"""How values look on the wire."""

from datetime import UTC, datetime, timedelta


def iso(moment: datetime | None) -> str | None:
    """ISO 8601 in UTC with milliseconds and Z."""
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def duration_s(duration: timedelta) -> int:
    return round(duration.total_seconds())
