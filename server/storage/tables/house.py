"""The house itself: staff and their rights, keys, audit log, heartbeat."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from server.storage.tables.base import Id, Table, personal, to


class StaffRow(Table):
    __tablename__ = "staff"
    id: Mapped[Id]
    account: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = personal("staff")
    password_hash: Mapped[str]
    disabled_at: Mapped[datetime | None]


class GrantRow(Table):
    """A role someone has in a scope."""

    __tablename__ = "grants"
    id: Mapped[Id]
    staff_id: Mapped[UUID] = to("staff.id")
    role: Mapped[str]
    scope_kind: Mapped[str]  # site, room, slot
    scope_id: Mapped[UUID]


class StaffSessionRow(Table):
    """Someone of the staff logged in at some browser."""

    __tablename__ = "staff_sessions"
    id: Mapped[Id]
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    staff_id: Mapped[UUID] = to("staff.id")
    began: Mapped[datetime]
    expires_at: Mapped[datetime]


class DataKeyRow(Table):
    """A key that seals personal data, itself wrapped by a master key that is not in this database."""

    __tablename__ = "data_keys"
    id: Mapped[Id]
    purpose: Mapped[str] = mapped_column(index=True)  # "people", "papers", "slot:<id>" or "incidents:<id>"
    wrapped: Mapped[bytes | None]  # none: shredded, and with it everything it sealed
    master: Mapped[str]
    made_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]


class AuditRow(Table):
    """Who of the staff did what, when, why. Triggers refuse changes and deletions."""

    __tablename__ = "audit"
    id: Mapped[Id]
    at: Mapped[datetime] = mapped_column(index=True)
    staff_id: Mapped[UUID | None] = to("staff.id")
    action: Mapped[str]
    subject: Mapped[str]  # kind:id
    facts: Mapped[dict[str, Any]]


class RemarkRow(Table):
    """What an officer wrote in their own words beside an act. Not in the log itself: words about people must go one day."""

    __tablename__ = "remarks"
    id: Mapped[Id]
    audit_id: Mapped[UUID] = to("audit.id")
    slot_id: Mapped[UUID] = to("slots.id")
    sitting_id: Mapped[UUID | None] = to("sittings.id")  # none: about the whole slot or rooms of it
    text: Mapped[str] = personal("sitting")


class HeartbeatRow(Table):
    """When the server last lived: gaps are booked from it."""

    __tablename__ = "heartbeat"
    id: Mapped[int] = mapped_column(primary_key=True)  # one row, never shown
    beat_at: Mapped[datetime]
    ahead: Mapped[timedelta] = mapped_column(default=timedelta())  # of the machine's clock, after somebody set that
