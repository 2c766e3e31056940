"""Log lines that carry no value: of an exception only its kind and where it was, because messages quote what was sent."""

import logging
import re
import sqlite3
import sys
import threading
import traceback
from collections.abc import Iterator
from types import TracebackType
from typing import Any

FOREIGN = ("engineio", "socketio", "flask_socketio", "eventlet", "werkzeug")  # what clients send them may make them raise
_PLACE = re.compile(r'\s+File "')
_KIND = re.compile(r"[A-Za-z_][\w.]*(?=:|$)")
_Told = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]

log = logging.getLogger(__name__)


class WithoutValues(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        """A fault in what a library was sent is one line; one of our own is told with the way to it."""
        error = record.exc_info[1] if record.exc_info else None
        if error is None or not record.name.startswith(FOREIGN):
            record.exc_text = None  # another handler may have kept its own
            return super().format(record)
        line = logging.makeLogRecord({**record.__dict__, "exc_info": None, "exc_text": None})
        line.levelno, line.levelname = logging.WARNING, "WARNING"
        line.msg, line.args = f"{record.msg} ({kind(error)} at {_last_place(error)})", None
        return super().format(line)

    def formatException(self, ei: _Told) -> str:  # noqa: N802  logging's name
        return "\n".join(way_to(ei[1])) if ei[1] is not None else ""


def set_up(line: str) -> None:
    """For a process of ours: its log, and what Python and libraries would print by themselves."""
    handler = logging.StreamHandler()
    handler.setFormatter(WithoutValues(line))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    sys.excepthook = lambda _kind, error, _trace: log.critical("ends", exc_info=error)
    threading.excepthook = lambda told: log.error("a thread ended", exc_info=told.exc_value)
    # eventlet and others print tracebacks to stderr by themselves, with messages and all.
    traceback.print_exception = _print


def way_to(error: BaseException) -> Iterator[str]:
    """As a traceback reads, without messages; what caused it comes first."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from way_to(before)
        yield "which led to:"
    yield from (place.rstrip("\n") for place in traceback.format_tb(error.__traceback__))
    yield kind(error)


def kind(error: BaseException) -> str:
    """With its message only where that says what is wrong with the machine."""
    name = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    if isinstance(error, OSError) and error.strerror:
        return f"{name}: {error.strerror}"
    return f"{name}: {error}" if isinstance(error, sqlite3.Error) or getattr(error, "says_no_value", False) else name


def without_values(printed: str) -> str:
    """The same for a traceback that somebody has put into text already."""
    lines = printed.splitlines()
    places = [number for number, line in enumerate(lines) if _PLACE.match(line)]
    after = (line for line in lines[places[-1] + 1 :] if not line.startswith(" ")) if places else iter(())
    named = _KIND.match(next(after, ""))  # what follows it is message, of however many lines
    return "\n".join([*(lines[number] for number in places), named[0] if named else "an exception"])


def _last_place(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "an unknown place"


def _print(error: Any, value: BaseException | None = None, *_more: object, **_options: object) -> None:
    found = value if isinstance(value, BaseException) else error
    if isinstance(found, BaseException):
        log.error("a library reports", exc_info=found)
