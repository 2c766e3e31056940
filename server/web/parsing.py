"""Reading requests: each function returns a checked value or raises Unreadable naming the field."""

from base64 import b64decode
from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import request

from server import context
from server.edge_refusals import Unreadable
from server.faces.stripped import stripped
from server.json_values import is_clean, moment_json

JPEG_START = b"\xff\xd8"
LONGEST_PICTURE = 700_000  # letters of base64: half a megabyte


def body() -> dict[str, Any]:
    """The request's JSON object."""
    try:
        value = request.get_json(silent=True)
    except RecursionError as error:  # brackets within brackets, thousands deep
        raise Unreadable(field="body") from error
    if not isinstance(value, dict):
        raise Unreadable(field="body")
    return value


def members(values: dict[str, Any], field: str, most: int) -> list[Any]:
    """A list whose members are read one by one: what is wrong with one of them is told of that one."""
    value = values.get(field)
    if not isinstance(value, list) or not 1 <= len(value) <= most:
        raise Unreadable(field=field, most=most)
    return value


def member(value: Any, field: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Unreadable(field=field)
    return value


def text(values: dict[str, Any], field: str, longest: int = 200) -> str:
    value = values.get(field)
    if not isinstance(value, str) or not value.strip() or len(value) > longest or not is_clean(value):
        raise Unreadable(field=field)
    return value.strip()


def optional_text(values: dict[str, Any], field: str, longest: int = 200) -> str | None:
    return None if values.get(field) in (None, "") else text(values, field, longest)


def whole(values: dict[str, Any], field: str, least: int, most: int) -> int:
    value = values.get(field)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise Unreadable(field=field, least=least, most=most)
    return value


def flag(values: dict[str, Any], field: str) -> bool:
    value = values.get(field, False)
    if not isinstance(value, bool):
        raise Unreadable(field=field)
    return value


def moment(values: dict[str, Any], field: str) -> datetime:
    """A time near ours, in UTC."""
    value = moment_json(values.get(field), context.now())
    if value is None:
        raise Unreadable(field=field)
    return value


def identifier(values: dict[str, Any], field: str) -> UUID:
    try:
        return UUID(text(values, field, 40))
    except ValueError as error:
        raise Unreadable(field=field) from error


def identifiers(values: dict[str, Any], field: str, most: int = 500) -> list[UUID]:
    """Each once, however often it was sent: nobody is granted the same minutes twice in one act."""
    value = values.get(field)
    if not isinstance(value, list) or not 1 <= len(value) <= most:
        raise Unreadable(field=field)
    return list(dict.fromkeys(identifier({field: one}, field) for one in value))


def one_of(values: dict[str, Any], field: str, choices: Collection[str]) -> str:
    value = text(values, field)
    if value not in choices:
        raise Unreadable(field=field)
    return value


def inner(values: dict[str, Any], field: str) -> dict[str, Any]:
    """A JSON object inside the body."""
    value = values.get(field)
    if not isinstance(value, dict):
        raise Unreadable(field=field)
    return value


def query(field: str, longest: int = 100) -> str:
    """A word of the address after the question mark."""
    return text(dict(request.args), field, longest)


def jpeg() -> bytes:
    """The raw picture in the body. Whether it is a sound JPEG is for the worker to say."""
    picture = request.get_data()
    if not picture.startswith(JPEG_START):
        raise Unreadable(field="picture")
    return stripped(picture)


def jpeg_text(values: dict[str, Any], field: str) -> bytes:
    """A picture among other values: base64."""
    try:
        picture = b64decode(text(values, field, LONGEST_PICTURE), validate=True)
    except ValueError as error:
        raise Unreadable(field=field) from error
    if not picture.startswith(JPEG_START):
        raise Unreadable(field=field)
    return stripped(picture)


def frames(least: int = 2, most: int = 5) -> list[bytes]:
    """The pictures of a face check, parts named `frame`."""
    pictures = [part.read() for part in request.files.getlist("frame")]
    if not least <= len(pictures) <= most or not all(picture.startswith(JPEG_START) for picture in pictures):
        raise Unreadable(field="frame", least=least, most=most)
    return [stripped(picture) for picture in pictures]
