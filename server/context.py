"""What every route reaches for: the hall's parts, and a Work to run a workflow in."""

from collections.abc import Callable
from datetime import datetime
from typing import Concatenate, ParamSpec, TypeVar, cast

from flask import current_app

from server.hall import Hall
from server.storage.work import Work

P = ParamSpec("P")
T = TypeVar("T")


def hall() -> Hall:
    return cast(Hall, current_app.extensions["lugas"])


def now() -> datetime:
    return hall().works.now()


def write(workflow: Callable[Concatenate[Work, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
    return hall().works.write(workflow, *args, **kwargs)


def write_first(workflow: Callable[Concatenate[Work, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
    return hall().works.write_first(workflow, *args, **kwargs)


def read(query: Callable[Concatenate[Work, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
    return hall().works.read(query, *args, **kwargs)
