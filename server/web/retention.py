"""What the privacy notices say of how long pictures are kept: this hall's settings, in days."""

from datetime import timedelta
from math import ceil

from server.settings import Settings


def kept_days(settings: Settings) -> dict[str, int]:
    return {"faces": _days(settings.faces_kept), "incidents": _days(settings.incidents_kept)}


def _days(kept: timedelta) -> int:
    """Never fewer than it is: a part of a day counts as a day."""
    return ceil(kept / timedelta(days=1))
