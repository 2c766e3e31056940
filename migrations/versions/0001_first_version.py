"""Every table of the first version. What guards the record is put in place at each start (server/storage/guards.py)."""

import sqlalchemy as sa
from alembic import op

from server.storage.types import Duration, Json, UtcTime

revision = "0001_first_version"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _hall()
    _exams()
    _sittings()
    _identity()
    _record()


def _hall() -> None:
    op.create_table(
        "sites",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("code", sa.String(), unique=True, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
    )
    op.create_table(
        "rooms",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("site_id", sa.Uuid(), sa.ForeignKey("sites.id"), index=True, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.UniqueConstraint("site_id", "name"),
    )
    op.create_table(
        "seats",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("room_id", sa.Uuid(), sa.ForeignKey("rooms.id"), index=True, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("column", sa.Integer(), nullable=False),
        sa.Column("spare", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("room_id", "number"),
        sa.UniqueConstraint("room_id", "row", "column"),
    )
    op.create_table(
        "staff",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("account", sa.String(), unique=True, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("password_given_at", UtcTime(), nullable=True),
        sa.Column("last_log_in_at", UtcTime(), nullable=True),
        sa.Column("disabled_at", UtcTime(), nullable=True),
    )
    op.create_table(
        "grants",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("staff_id", sa.Uuid(), sa.ForeignKey("staff.id"), index=True, nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("scope_kind", sa.String(), nullable=False),
        sa.Column("scope_id", sa.Uuid(), nullable=False),
    )
    op.create_table(
        "staff_sessions",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("token_hash", sa.LargeBinary(), unique=True, nullable=False),
        sa.Column("staff_id", sa.Uuid(), sa.ForeignKey("staff.id"), index=True, nullable=False),
        sa.Column("began", UtcTime(), nullable=False),
        sa.Column("expires_at", UtcTime(), nullable=False),
        sa.Column("seen_at", UtcTime(), nullable=False),
        sa.Column("browser", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
    )
    op.create_table(
        "factors",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("staff_id", sa.Uuid(), sa.ForeignKey("staff.id"), index=True, nullable=False),
        sa.Column("secret_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", UtcTime(), nullable=False),
        sa.Column("confirmed_at", UtcTime(), nullable=True),
        sa.Column("last_step", sa.Integer(), nullable=False),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("staff_id", sa.Uuid(), sa.ForeignKey("staff.id"), index=True, nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("used_at", UtcTime(), nullable=True),
    )
    op.create_table(
        "pairings",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("seat_id", sa.Uuid(), sa.ForeignKey("seats.id"), index=True, nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), index=True, nullable=False),
        sa.Column("made_by", sa.Uuid(), sa.ForeignKey("staff.id"), index=True, nullable=False),
        sa.Column("expires_at", UtcTime(), nullable=False),
        sa.Column("paired_at", UtcTime(), nullable=True),
        sa.Column("revoked_at", UtcTime(), nullable=True),
        sa.Column("public_key", sa.LargeBinary(), nullable=True),
    )
    op.create_table(
        "data_keys",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("purpose", sa.String(), index=True, nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=True),
        sa.Column("master", sa.String(), nullable=False),
        sa.Column("made_at", UtcTime(), nullable=False),
        sa.Column("retired_at", UtcTime(), nullable=True),
    )
    op.create_table(
        "heartbeat",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("heartbeat_at", UtcTime(), nullable=False),
        sa.Column("ahead", Duration(), nullable=False, server_default="0"),
    )


def _exams() -> None:
    op.create_table(
        "exams",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("code", sa.String(), unique=True, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("rule_set", Json(), nullable=False),
        sa.Column("package", sa.String(), nullable=False),
    )
    op.create_table(
        "items",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("exam_id", sa.Uuid(), sa.ForeignKey("exams.id"), index=True, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=False),
        sa.UniqueConstraint("exam_id", "code"),
    )
    op.create_table(
        "slots",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("exam_id", sa.Uuid(), sa.ForeignKey("exams.id"), index=True, nullable=False),
        sa.Column("site_id", sa.Uuid(), sa.ForeignKey("sites.id"), index=True, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("starts_at", UtcTime(), nullable=False),
        sa.Column("pin_closes_before", Duration(), nullable=False),
        sa.Column("late_start", Duration(), nullable=False),
        sa.Column("hard_end_at", UtcTime(), nullable=True),
        sa.Column("suspended_since", UtcTime(), nullable=True),
        sa.Column("suspended_total", Duration(), nullable=False, server_default="0"),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("opened_at", UtcTime(), nullable=True),
        sa.Column("closed_at", UtcTime(), nullable=True),
        sa.Column("identity_mode", sa.String(), nullable=False),
        sa.Column("recheck_every", Duration(), nullable=True),
        sa.Column("suspended_rooms", Json(), nullable=False, server_default="[]"),
        sa.Column("frozen_at", UtcTime(), nullable=True),
        sa.Column("draw_seed_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("legal_hold", sa.String(), nullable=True),
    )
    op.create_table(
        "formations",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("exam_id", sa.Uuid(), sa.ForeignKey("exams.id"), index=True, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("agency", sa.String(), nullable=False),
        sa.Column("position", sa.String(), nullable=False),
        sa.Column("position_group", sa.String(), nullable=False),
        sa.Column("location", sa.String(), nullable=False),
        sa.Column("education", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.UniqueConstraint("exam_id", "code"),
    )
    op.create_table(
        "persons",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("nik_hash", sa.LargeBinary(), unique=True, nullable=False),
        sa.Column("nik_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("birth_date_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("erased_at", UtcTime(), nullable=True),
    )
    op.create_table(
        "registrations",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("exam_id", sa.Uuid(), sa.ForeignKey("exams.id"), index=True, nullable=False),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("persons.id"), index=True, nullable=False),
        sa.Column("formation_id", sa.Uuid(), sa.ForeignKey("formations.id"), index=True, nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("disability_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("ipk", sa.String(), nullable=True),
        sa.Column("registered_at", UtcTime(), nullable=False),
        sa.Column("legal_hold", sa.String(), nullable=True),
        sa.Column("erased_at", UtcTime(), nullable=True),
        sa.UniqueConstraint("exam_id", "number"),
        sa.UniqueConstraint("exam_id", "person_id"),
    )


def _sittings() -> None:
    op.create_table(
        "sittings",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("slot_id", sa.Uuid(), sa.ForeignKey("slots.id"), index=True, nullable=False),
        sa.Column("registration_id", sa.Uuid(), sa.ForeignKey("registrations.id"), index=True, nullable=False),
        sa.Column("seat_id", sa.Uuid(), sa.ForeignKey("seats.id"), index=True, nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("cause", sa.String(), nullable=True),
        sa.Column("pin_hash", sa.LargeBinary(), nullable=True),
        sa.Column("pin_issued_at", UtcTime(), nullable=True),
        sa.Column("first_login_at", UtcTime(), nullable=True),
        sa.Column("admitted_at", UtcTime(), nullable=True),
        sa.Column("token_hash", sa.LargeBinary(), index=True, nullable=True),
        sa.Column("block", sa.String(), nullable=True),
        sa.Column("block_started_at", UtcTime(), nullable=True),
        sa.Column("block_allowed", Duration(), nullable=True),
        sa.Column("left_blocks", Json(), nullable=False),
        sa.Column("paused_at", UtcTime(), nullable=True),
        sa.Column("pause_limit", Duration(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("last_saved_at", UtcTime(), nullable=True),
        sa.Column("identity_mode", sa.String(), nullable=True),
        sa.Column("identity_reason", sa.String(), nullable=True),
        sa.Column("recheck_every", Duration(), nullable=True),
        sa.Column("rechecked_at", UtcTime(), nullable=True),
        sa.Column("needs_face_check", sa.Boolean(), nullable=False),
        sa.Column("enrolled_at_desk", sa.Boolean(), nullable=False),
        sa.Column("unverified", Duration(), nullable=False),
        sa.Column("scores_shown_at", UtcTime(), nullable=True),
        sa.Column("ended_at", UtcTime(), nullable=True),
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.UniqueConstraint("slot_id", "registration_id"),
        sa.Index("ix_sittings_slot_seat", "slot_id", "seat_id"),
    )
    op.create_table(
        "papers",
        sa.Column("sitting_id", sa.Uuid(), sa.ForeignKey("sittings.id"), primary_key=True),
        sa.Column("id", sa.Uuid(), unique=True, nullable=False),
        sa.Column("layout_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("frozen_at", UtcTime(), nullable=False),
    )
    op.create_table(
        "answer_events",
        sa.Column("sitting_id", sa.Uuid(), sa.ForeignKey("sittings.id"), primary_key=True),
        sa.Column("sequence", sa.Integer(), primary_key=True),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("option", sa.String(), nullable=True),
        sa.Column("doubtful", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("client_at", UtcTime(), nullable=False),
        sa.Column("server_at", UtcTime(), nullable=False),
        sa.Column("seat_id", sa.Uuid(), sa.ForeignKey("seats.id"), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
    )
    op.create_table(
        "current_answers",
        sa.Column("sitting_id", sa.Uuid(), sa.ForeignKey("sittings.id"), primary_key=True),
        sa.Column("item", sa.String(), primary_key=True),
        sa.Column("option", sa.String(), nullable=True),
        sa.Column("doubtful", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("saved_at", UtcTime(), nullable=False),
    )
    op.create_table(
        "section_scores",
        sa.Column("sitting_id", sa.Uuid(), sa.ForeignKey("sittings.id"), primary_key=True),
        sa.Column("section", sa.String(), primary_key=True),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
    )
    op.create_table(
        "ledger",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("sitting_id", sa.Uuid(), sa.ForeignKey("sittings.id"), index=True, nullable=False),
        sa.Column("block", sa.String(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("began", UtcTime(), nullable=False),
        sa.Column("ended", UtcTime(), nullable=True),
        sa.Column("closes", sa.Uuid(), nullable=True),
        sa.Column("lost", Duration(), nullable=False),
        sa.Column("credited", Duration(), nullable=False),
        sa.Column("by", sa.Uuid(), sa.ForeignKey("staff.id"), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
    )
    op.create_table(
        "messages",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("sitting_id", sa.Uuid(), sa.ForeignKey("sittings.id"), index=True, nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("by", sa.Uuid(), sa.ForeignKey("staff.id"), nullable=False),
    )
    op.create_table(
        "sitting_events",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("sitting_id", sa.Uuid(), sa.ForeignKey("sittings.id"), index=True, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("client_at", UtcTime(), nullable=False),
        sa.Column("server_at", UtcTime(), nullable=False),
    )


def _identity() -> None:
    op.create_table(
        "photos",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("registration_id", sa.Uuid(), sa.ForeignKey("registrations.id"), index=True, nullable=False),
        sa.Column("sitting_id", sa.Uuid(), sa.ForeignKey("sittings.id"), index=True, nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("jpeg_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("embedding_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("faults", sa.String(), nullable=False),
        sa.Column("taken_at", UtcTime(), nullable=False),
        sa.Column("review", sa.String(), nullable=True),
    )
    op.create_table(
        "face_checks",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("sitting_id", sa.Uuid(), sa.ForeignKey("sittings.id"), index=True, nullable=False),
        sa.Column("gate", sa.String(), nullable=False),
        sa.Column("at", UtcTime(), index=True, nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("measured", Json(), nullable=False),
        sa.Column("picture_id", sa.Uuid(), sa.ForeignKey("photos.id"), nullable=True),
    )
    op.create_table(
        "overrides",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("sitting_id", sa.Uuid(), sa.ForeignKey("sittings.id"), index=True, nullable=False),
        sa.Column("check_id", sa.Uuid(), sa.ForeignKey("face_checks.id"), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("first", sa.Uuid(), sa.ForeignKey("staff.id"), nullable=False),
        sa.Column("second", sa.Uuid(), sa.ForeignKey("staff.id"), nullable=False),
        sa.Column("document_kind", sa.String(), nullable=True),
        sa.Column("document_digits", sa.String(), nullable=True),
        sa.Column("at", UtcTime(), nullable=False),
    )
    op.create_table(
        "reviews",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("photo_id", sa.Uuid(), sa.ForeignKey("photos.id"), unique=True, nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("by", sa.Uuid(), sa.ForeignKey("staff.id"), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
    )
    op.create_table(
        "incidents",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("slot_id", sa.Uuid(), sa.ForeignKey("slots.id"), index=True, nullable=False),
        sa.Column("room_id", sa.Uuid(), sa.ForeignKey("rooms.id"), index=True, nullable=True),
        sa.Column("sitting_id", sa.Uuid(), sa.ForeignKey("sittings.id"), index=True, nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("severity", sa.Integer(), nullable=False),
        sa.Column("raised_at", UtcTime(), nullable=False),
        sa.Column("why", Json(), nullable=False),
        sa.Column("limit", sa.Double(), nullable=True),
        sa.Column("trace", Json(), nullable=False, server_default="[]"),
        sa.Column("evidence_limit", sa.Double(), nullable=True),
        sa.Column("decided", sa.String(), nullable=True),
        sa.Column("closed_at", UtcTime(), nullable=True),
        sa.Column("closed_by", sa.Uuid(), sa.ForeignKey("staff.id"), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("legal_hold", sa.String(), nullable=True),
    )
    op.create_table(
        "incident_frames",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("incident_id", sa.Uuid(), sa.ForeignKey("incidents.id"), index=True, nullable=False),
        sa.Column("phase", sa.String(), nullable=False),
        sa.Column("taken_at", UtcTime(), nullable=False),
        sa.Column("received_at", UtcTime(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("distance", sa.Double(), nullable=True),
        sa.Column("measured", Json(), nullable=True),
        sa.Column("jpeg_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("embedding_sealed", sa.LargeBinary(), nullable=True),
    )


def _record() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("at", UtcTime(), index=True, nullable=False),
        sa.Column("actor_kind", sa.String(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), sa.ForeignKey("staff.id"), index=True, nullable=True),
        sa.Column("actor_name", sa.String(), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("facts", Json(), nullable=False),
    )
    op.create_table(
        "remarks",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("audit_id", sa.Uuid(), sa.ForeignKey("audit.id"), index=True, nullable=False),
        sa.Column("slot_id", sa.Uuid(), sa.ForeignKey("slots.id"), index=True, nullable=False),
        sa.Column("sitting_id", sa.Uuid(), sa.ForeignKey("sittings.id"), index=True, nullable=True),
        sa.Column("text", sa.String(), nullable=False),
    )
    op.create_table(
        "chain_lines",
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("of_table", sa.String(), nullable=False),
        sa.Column("row_key", sa.String(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("erasable", Json(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.UniqueConstraint("of_table", "row_key"),
    )
    op.create_table(
        "chain_heads",
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
    )
