"""Sittings: one applicant taking one slot's exam, with paper, answers, clock and ledger."""

from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Index, PrimaryKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from server.exam.ledger import Cause
from server.exam.sitting_state import SittingState
from server.exam.sittings import Status
from server.identity.choices import IdentityMode
from server.storage.tables.base import Id, Table, personal, to


class SittingRow(Table):
    __tablename__ = "sittings"
    id: Mapped[Id]
    slot_id: Mapped[UUID] = to("slots.id")
    registration_id: Mapped[UUID] = to("registrations.id")
    seat_id: Mapped[UUID | None] = to("seats.id")
    status: Mapped[Status]
    cause: Mapped[Cause | None]  # why it is paused, away or ended
    pin_hash: Mapped[bytes | None]
    pin_issued_at: Mapped[datetime | None]
    first_login_at: Mapped[datetime | None]  # first logged in at a seat
    admitted_at: Mapped[datetime | None]  # a proctor let in who was marked absent
    token_hash: Mapped[bytes | None] = mapped_column(index=True)  # the one page that may answer
    block: Mapped[str | None]
    block_started_at: Mapped[datetime | None]
    block_allowed: Mapped[timedelta | None]
    left_blocks: Mapped[dict[str, Any]] = mapped_column(default=dict)  # code -> when it ended, ISO 8601
    paused_at: Mapped[datetime | None]  # since when the questions are covered; whether the clock stands is the cause's to say
    pause_limit: Mapped[timedelta | None]  # how long it may stand for this cause; none: as long as the pause lasts
    sequence: Mapped[int] = mapped_column(default=0)  # the last answer event's
    answered: Mapped[int] = mapped_column(default=0)
    last_saved_at: Mapped[datetime | None]
    identity_mode: Mapped[IdentityMode | None]  # none: as the slot says
    identity_reason: Mapped[str | None] = personal("sitting")  # may name an illness
    recheck_every: Mapped[timedelta | None]
    rechecked_at: Mapped[datetime | None]
    needs_face_check: Mapped[bool] = mapped_column(default=False)  # the page must take a face check before it goes on
    enrolled_at_desk: Mapped[bool] = mapped_column(default=False)
    unverified: Mapped[timedelta] = mapped_column(default=timedelta())
    scores_shown_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    board_id: Mapped[UUID]  # random: the board's name for this row, unrelated to ours
    __table_args__ = (UniqueConstraint("slot_id", "registration_id"), Index("ix_sittings_slot_seat", "slot_id", "seat_id"))

    @property
    def state(self) -> SittingState:
        """What changes together; `Sittings.keep` writes it back."""
        return SittingState(**{field.name: getattr(self, field.name) for field in fields(SittingState)})


class PaperRow(Table):
    """The frozen paper of a sitting."""

    __tablename__ = "papers"
    sealed_to = ("id", "sitting_id")
    sitting_id: Mapped[UUID] = to("sittings.id", primary_key=True, index=False)
    id: Mapped[UUID] = mapped_column(unique=True)
    layout_sealed: Mapped[bytes]  # [{"id", "code", "section", "options": [{"id", "key"}]}] in order
    frozen_at: Mapped[datetime]


class AnswerEventRow(Table):
    """What was clicked, in the order the server took it in. Never changed, never deleted before the sitting."""

    __tablename__ = "answer_events"
    sitting_id: Mapped[UUID] = to("sittings.id", index=False)
    sequence: Mapped[int]
    item: Mapped[str]
    option: Mapped[str | None]
    doubtful: Mapped[bool]
    revision: Mapped[int]
    client_at: Mapped[datetime]
    server_at: Mapped[datetime]
    seat_id: Mapped[UUID | None] = to("seats.id", index=False)
    late: Mapped[bool]
    __table_args__ = (PrimaryKeyConstraint("sitting_id", "sequence"),)


class CurrentAnswerRow(Table):
    """Projection of answer events: the newest revision of each item."""

    __tablename__ = "current_answers"
    sitting_id: Mapped[UUID] = to("sittings.id", index=False)
    item: Mapped[str]
    option: Mapped[str | None]
    doubtful: Mapped[bool]
    revision: Mapped[int]
    saved_at: Mapped[datetime]
    __table_args__ = (PrimaryKeyConstraint("sitting_id", "item"),)


class SectionScoreRow(Table):
    """Projection of answer events: what each section has reached."""

    __tablename__ = "section_scores"
    sitting_id: Mapped[UUID] = to("sittings.id", index=False)
    section: Mapped[str]
    score: Mapped[int]
    answered: Mapped[int]
    __table_args__ = (PrimaryKeyConstraint("sitting_id", "section"),)


class LedgerRow(Table):
    """Every second lost or granted, with its cause. What begins is a line, and its end is another one that closes it."""

    __tablename__ = "ledger"
    id: Mapped[Id]
    sitting_id: Mapped[UUID] = to("sittings.id")
    block: Mapped[str]
    cause: Mapped[Cause]
    began: Mapped[datetime]
    ended: Mapped[datetime | None]  # none: goes on until another line closes this one
    closes: Mapped[UUID | None]
    lost: Mapped[timedelta]
    credited: Mapped[timedelta]
    by: Mapped[UUID | None] = to("staff.id", index=False)
    reason: Mapped[str | None] = personal("sitting")


class SittingEventRow(Table):
    """What the page saw or went through: focus lost, camera muted, back online."""

    __tablename__ = "sitting_events"
    id: Mapped[Id]
    sitting_id: Mapped[UUID] = to("sittings.id")
    kind: Mapped[str]
    client_at: Mapped[datetime]
    server_at: Mapped[datetime]


class MessageRow(Table):
    """What a proctor told a sitting."""

    __tablename__ = "messages"
    id: Mapped[Id]
    sitting_id: Mapped[UUID] = to("sittings.id")
    text: Mapped[str] = personal("sitting")
    at: Mapped[datetime]
    by: Mapped[UUID] = to("staff.id", index=False)
