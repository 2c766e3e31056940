"""The house itself: staff and their rights, keys, audit log, heartbeat."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from server.exam.actors import ActorKind
from server.exam.rights import Role, ScopeKind
from server.storage.tables.base import Id, Table, personal, to


class StaffRow(Table):
    __tablename__ = "staff"
    id: Mapped[Id]
    account: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = personal("staff")
    password_hash: Mapped[str]
    password_given_at: Mapped[datetime | None]  # somebody else chose the password: its owner must change it first
    last_log_in_at: Mapped[datetime | None]
    disabled_at: Mapped[datetime | None]


class GrantRow(Table):
    """A role someone has in a scope."""

    __tablename__ = "grants"
    id: Mapped[Id]
    staff_id: Mapped[UUID] = to("staff.id")
    role: Mapped[Role]
    scope_kind: Mapped[ScopeKind]
    scope_id: Mapped[UUID]


class StaffSessionRow(Table):
    """Someone of the staff logged in at some browser."""

    __tablename__ = "staff_sessions"
    id: Mapped[Id]
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    staff_id: Mapped[UUID] = to("staff.id")
    began: Mapped[datetime]
    expires_at: Mapped[datetime]  # however much it is used
    seen_at: Mapped[datetime]  # last used by a person, to the minute
    browser: Mapped[str] = personal("session")
    address: Mapped[str] = personal("session")


class FactorRow(Table):
    """The second factor of an account: what its owner's phone makes six digits of."""

    __tablename__ = "factors"
    sealed_to = ("id", "staff_id")
    id: Mapped[Id]
    staff_id: Mapped[UUID] = to("staff.id")
    secret_sealed: Mapped[bytes]
    made_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]  # none: shown, and not yet proven to have arrived
    last_step: Mapped[int] = mapped_column(default=0)  # of time: no code of this step or an earlier one is taken again


class RecoveryCodeRow(Table):
    """A code that stands in for the phone once."""

    __tablename__ = "recovery_codes"
    id: Mapped[Id]
    staff_id: Mapped[UUID] = to("staff.id")
    code_hash: Mapped[bytes]  # keyed
    used_at: Mapped[datetime | None]


class DataKeyRow(Table):
    """A key that seals personal data, itself wrapped by a master key that is not in this database."""

    __tablename__ = "data_keys"
    id: Mapped[Id]
    purpose: Mapped[str] = mapped_column(index=True)  # "people", "papers", "staff", "slot:<id>" or "incidents:<id>"
    wrapped: Mapped[bytes | None]  # none: shredded, and with it everything it sealed
    master: Mapped[str]
    made_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]


class AuditRow(Table):
    """Who did what, when, why. Triggers refuse changes and deletions."""

    __tablename__ = "audit"
    id: Mapped[Id]
    at: Mapped[datetime] = mapped_column(index=True)
    actor_kind: Mapped[ActorKind]
    staff_id: Mapped[UUID | None] = to("staff.id")  # of an officer
    actor_name: Mapped[str | None]  # of anybody else: a sitting's id, an account of the operating system, a part of the server
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
    heartbeat_at: Mapped[datetime]
    ahead: Mapped[timedelta] = mapped_column(default=timedelta())  # of the machine's clock, after somebody set that
