"""What every table shares: UUIDv7 keys, typed columns, constraint names, and the marks of personal data."""

from datetime import datetime, timedelta
from typing import Annotated, Any, ClassVar
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, LargeBinary, MetaData, String, Uuid
from sqlalchemy.orm import DeclarativeBase, mapped_column

from server.exam.actors import ActorKind
from server.exam.ledger import Cause
from server.exam.rights import Role, ScopeKind
from server.exam.sittings import Status
from server.exam.slots import SlotStatus
from server.identity.choices import Gate, IdentityMode, PhotoKind
from server.storage.types import Choice, Duration, Json, UtcTime, new_id

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

CHOICES = (ActorKind, Cause, Gate, IdentityMode, PhotoKind, Role, ScopeKind, SlotStatus, Status)
OF_CHOICES: dict[Any, Any] = {kind: Choice(kind) for kind in CHOICES}

Id = Annotated[UUID, mapped_column(Uuid, primary_key=True, default=new_id)]


class Table(DeclarativeBase):
    """A table of the hall. `info={"personal": "…"}` on a column says whose data it is and when it goes (docs/privacy.md)."""

    metadata = MetaData(naming_convention=NAMES)
    sealed_to: ClassVar[tuple[str, ...]] = ("id",)  # columns that never change: a sealed value opens in the row of these only
    type_annotation_map: ClassVar = {
        datetime: UtcTime,
        timedelta: Duration,
        UUID: Uuid,
        str: String,
        bytes: LargeBinary,
        dict[str, Any]: Json,
        list[Any]: Json,
        JSON: Json,
        **OF_CHOICES,
    }


def to(target: str, **options: Any) -> Any:
    """A foreign key column that is indexed, because every one of ours is searched by."""
    options.setdefault("index", True)
    return mapped_column(ForeignKey(target), **options)


def personal(end: str, **options: Any) -> Any:
    """A column with personal data; `end` names the rule of docs/privacy.md that deletes it."""
    return mapped_column(info={"personal": end}, **options)
