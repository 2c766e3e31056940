"""Column types: times as milliseconds, ids as UUIDv7, choices as their words, values as JSON."""

import json
import secrets
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Dialect, String, Text
from sqlalchemy.types import TypeDecorator

from server import clock

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def new_id() -> UUID:
    """A UUIDv7 (RFC 9562): sorts by the time it was made, tells nothing else."""
    milliseconds = (clock.now() - _EPOCH) // timedelta(milliseconds=1)
    value = (milliseconds & (1 << 48) - 1) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=value)


class UtcTime(TypeDecorator[datetime]):
    """An aware UTC datetime, stored as whole milliseconds since 1970."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else (value.astimezone(UTC) - _EPOCH) // timedelta(milliseconds=1)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return None if value is None else _EPOCH + timedelta(milliseconds=value)


class Duration(TypeDecorator[timedelta]):
    """A timedelta, stored as whole milliseconds."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: timedelta | None, dialect: Dialect) -> int | None:
        return None if value is None else value // timedelta(milliseconds=1)

    def process_result_value(self, value: Any, dialect: Dialect) -> timedelta | None:
        return None if value is None else timedelta(milliseconds=value)


class Choice(TypeDecorator[StrEnum]):
    """A member of an enum, stored as its value; a word that is none of its values is refused, going in and coming out."""

    impl = String
    cache_ok = True

    def __init__(self, *kinds: type[StrEnum]) -> None:
        super().__init__()
        self.kinds = kinds
        self._members = {str(member): member for kind in kinds for member in kind}

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else str(self._member(value))

    def process_result_value(self, value: Any, dialect: Dialect) -> StrEnum | None:
        return None if value is None else self._member(value)

    def _member(self, value: str) -> StrEnum:
        if value not in self._members:
            raise ValueError(f"{value!r} is not a valid {' or '.join(kind.__name__ for kind in self.kinds)}")
        return self._members[value]


class Json(TypeDecorator[Any]):
    """Plain data as JSON text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)
