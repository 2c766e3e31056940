"""Indonesia's three time zones. None of them knows summer time, so an offset is the whole truth."""

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone

ZONES: Mapping[str, timezone] = {
    "WIB": timezone(timedelta(hours=7), "WIB"),
    "WITA": timezone(timedelta(hours=8), "WITA"),
    "WIT": timezone(timedelta(hours=9), "WIT"),
}


def local(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(ZONES[zone])
