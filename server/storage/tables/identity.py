"""Face checks, incidents and their pictures."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from server.identity.choices import Gate, Verdict, Way
from server.identity.looks.evidence import LookKind
from server.storage.tables.base import Id, Table, personal, to
from server.storage.types import Choice


class FaceCheckRow(Table):
    """One check at the desk, at log-in or on return, one attempt at active liveness, or a minute of looks in the exam."""

    __tablename__ = "face_checks"
    id: Mapped[Id]
    sitting_id: Mapped[UUID] = to("sittings.id")
    gate: Mapped[Gate]
    at: Mapped[datetime] = mapped_column(index=True)
    verdict: Mapped[Verdict | LookKind | Way] = mapped_column(Choice(Verdict, LookKind, Way))
    measured: Mapped[dict[str, Any]] = personal("incidents")  # counts, distances, who looks alike; no picture, no embedding
    picture_id: Mapped[UUID | None] = to("photos.id", index=False)


class IncidentRow(Table):
    """What a proctor must look at."""

    __tablename__ = "incidents"
    id: Mapped[Id]
    slot_id: Mapped[UUID] = to("slots.id")
    room_id: Mapped[UUID | None] = to("rooms.id")
    sitting_id: Mapped[UUID | None] = to("sittings.id")
    kind: Mapped[str]
    severity: Mapped[int]
    raised_at: Mapped[datetime]
    why: Mapped[list[Any]]  # [{"key", "parameters"}]: sentences of the catalogue
    limit: Mapped[float | None]  # the policy's limit at the time
    trace: Mapped[list[Any]] = personal("incidents", default=list, server_default="[]")  # {"at", "kind", "distance", …} a look
    evidence_limit: Mapped[float | None]  # at which the evidence of the trace decides
    decided: Mapped[str | None]  # what the server did: paused, refused, told; checked: paused until a face check
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[UUID | None] = to("staff.id", index=False)
    note: Mapped[str | None] = personal("sitting")
    legal_hold: Mapped[str | None]


class IncidentFrameRow(Table):
    """A picture that raised an incident, or one of the five before and after."""

    __tablename__ = "incident_frames"
    sealed_to = ("id", "incident_id")
    id: Mapped[Id]
    incident_id: Mapped[UUID] = to("incidents.id")
    phase: Mapped[str]  # before, trigger, after
    taken_at: Mapped[datetime]  # the page's clock
    received_at: Mapped[datetime]  # ours
    kind: Mapped[str]
    distance: Mapped[float | None]
    measured: Mapped[dict[str, Any] | None]  # {"faces": boxes as shares of the picture, "hints"}; none: never measured
    jpeg_sealed: Mapped[bytes] = personal("incidents")
    embedding_sealed: Mapped[bytes | None] = personal("incidents")  # so that a proctor can vouch for this face


class ReviewRow(Table):
    """A chief has looked again at a picture that somebody should look at."""

    __tablename__ = "reviews"
    id: Mapped[Id]
    photo_id: Mapped[UUID] = to("photos.id", index=False, unique=True)
    at: Mapped[datetime]
    by: Mapped[UUID] = to("staff.id", index=False)
    note: Mapped[str] = personal("faces")  # goes with the picture


class OverrideRow(Table):
    """Two officers let someone through whom the camera did not know."""

    __tablename__ = "overrides"
    id: Mapped[Id]
    sitting_id: Mapped[UUID] = to("sittings.id")
    check_id: Mapped[UUID] = to("face_checks.id", index=False)
    reason: Mapped[str]
    first: Mapped[UUID] = to("staff.id", index=False)
    second: Mapped[UUID] = to("staff.id", index=False)
    document_kind: Mapped[str | None]
    document_digits: Mapped[str | None] = personal("registration")
    at: Mapped[datetime]
