"""Exams, their items, sites, rooms, seats and slots."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from server.exam.slots import SlotStatus
from server.identity.choices import IdentityMode
from server.storage.tables.base import Id, Table, to


class ExamRow(Table):
    """A test given under one rule set."""

    __tablename__ = "exams"
    id: Mapped[Id]
    code: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    rule_set: Mapped[dict[str, Any]]  # the file as it was when the exam was made: a later edit changes no running exam
    package: Mapped[str]


class ItemRow(Table):
    """A question of the bank with the points of each option, sealed. Points never leave the server."""

    __tablename__ = "items"
    sealed_to = ("id", "exam_id", "code", "section")
    id: Mapped[Id]
    exam_id: Mapped[UUID] = to("exams.id")
    code: Mapped[str]
    section: Mapped[str]
    content_sealed: Mapped[bytes]  # {"topic", "text", "figure", "options": [{"key", "text", "figure", "points"}], "enemies"}
    __table_args__ = (UniqueConstraint("exam_id", "code"),)


class SiteRow(Table):
    """A titik lokasi."""

    __tablename__ = "sites"
    id: Mapped[Id]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    zone: Mapped[str]  # WIB, WITA or WIT


class RoomRow(Table):
    __tablename__ = "rooms"
    id: Mapped[Id]
    site_id: Mapped[UUID] = to("sites.id")
    name: Mapped[str]
    __table_args__ = (UniqueConstraint("site_id", "name"),)


class SeatRow(Table):
    """A numbered PC; row and column are its place as the room stands."""

    __tablename__ = "seats"
    id: Mapped[Id]
    room_id: Mapped[UUID] = to("rooms.id")
    number: Mapped[int]
    row: Mapped[int]
    column: Mapped[int]
    spare: Mapped[bool] = mapped_column(default=False)
    __table_args__ = (UniqueConstraint("room_id", "number"), UniqueConstraint("room_id", "row", "column"))


class PairingRow(Table):
    """The bond of one browser with its seat: first a one-time code, then a cookie, until revoked."""

    __tablename__ = "pairings"
    id: Mapped[Id]
    seat_id: Mapped[UUID] = to("seats.id")
    code_hash: Mapped[bytes] = mapped_column(index=True)
    made_by: Mapped[UUID] = to("staff.id")
    expires_at: Mapped[datetime]
    paired_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    public_key: Mapped[bytes | None]  # the browser's, SubjectPublicKeyInfo; none: a browser of the demo without WebCrypto


class SlotRow(Table):
    """One run of an exam at a site."""

    __tablename__ = "slots"
    sealed_to = ("id", "exam_id", "site_id")
    id: Mapped[Id]
    exam_id: Mapped[UUID] = to("exams.id")
    site_id: Mapped[UUID] = to("sites.id")
    number: Mapped[int]  # the sesi of its day
    starts_at: Mapped[datetime]
    pin_closes_before: Mapped[timedelta]  # how long before the start the desk stops; below zero: as long after it
    late_start: Mapped[timedelta]  # how long after the opening someone may still come to their seat
    hard_end_at: Mapped[datetime | None]  # as planned; nothing is answered after it, whatever was granted
    suspended_since: Mapped[datetime | None]  # it or a room of it is suspended, or it was postponed out of a suspension
    # in all, before that: late start and hard end lie so much later
    suspended_total: Mapped[timedelta] = mapped_column(default=timedelta(), server_default="0")
    status: Mapped[SlotStatus]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    identity_mode: Mapped[IdentityMode] = mapped_column(default=IdentityMode.CAMERA)
    recheck_every: Mapped[timedelta | None]
    suspended_rooms: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")  # ids; nobody in them begins or goes on
    frozen_at: Mapped[datetime | None]  # papers and seats stand from here on
    draw_seed_sealed: Mapped[bytes | None]
    legal_hold: Mapped[str | None]
