"""The only reader of the wall clock."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present, in UTC, to the millisecond: what is stored is what was compared."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
