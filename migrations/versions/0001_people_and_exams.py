"""people and exams."""

import sqlalchemy as sa
from alembic import op

import server.storage.types

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "data_keys",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=True),
        sa.Column("master", sa.String(), nullable=False),
        sa.Column("made_at", server.storage.types.UtcTime(), nullable=False),
        sa.Column("retired_at", server.storage.types.UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_keys")),
    )
    with op.batch_alter_table("data_keys", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_data_keys_purpose"), ["purpose"], unique=False)

    op.create_table(
        "exams",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("rule_set", server.storage.types.Json(), nullable=False),
        sa.Column("package", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exams")),
        sa.UniqueConstraint("code", name=op.f("uq_exams_code")),
    )
    op.create_table(
        "heartbeat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("beat_at", server.storage.types.UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_heartbeat")),
    )
    op.create_table(
        "persons",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("nik_hash", sa.LargeBinary(), nullable=False),
        sa.Column("nik_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("birth_date_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("erased_at", server.storage.types.UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_persons")),
        sa.UniqueConstraint("nik_hash", name=op.f("uq_persons_nik_hash")),
    )
    op.create_table(
        "sites",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sites")),
        sa.UniqueConstraint("code", name=op.f("uq_sites_code")),
    )
    op.create_table(
        "staff",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("disabled_at", server.storage.types.UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("account", name=op.f("uq_staff_account")),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", server.storage.types.UtcTime(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("facts", server.storage.types.Json(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_audit_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_staff_id"), ["staff_id"], unique=False)

    op.create_table(
        "formations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("exam_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("agency", sa.String(), nullable=False),
        sa.Column("position", sa.String(), nullable=False),
        sa.Column("position_group", sa.String(), nullable=False),
        sa.Column("location", sa.String(), nullable=False),
        sa.Column("education", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["exam_id"], ["exams.id"], name=op.f("fk_formations_exam_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_formations")),
        sa.UniqueConstraint("exam_id", "code", name=op.f("uq_formations_exam_id_code")),
    )
    with op.batch_alter_table("formations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_formations_exam_id"), ["exam_id"], unique=False)

    op.create_table(
        "grants",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("scope_kind", sa.String(), nullable=False),
        sa.Column("scope_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_grants_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grants")),
    )
    with op.batch_alter_table("grants", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_grants_staff_id"), ["staff_id"], unique=False)

    op.create_table(
        "items",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("exam_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("figure", sa.String(), nullable=True),
        sa.Column("options", server.storage.types.Json(), nullable=False),
        sa.ForeignKeyConstraint(["exam_id"], ["exams.id"], name=op.f("fk_items_exam_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_items")),
        sa.UniqueConstraint("exam_id", "code", name=op.f("uq_items_exam_id_code")),
    )
    with op.batch_alter_table("items", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_items_exam_id"), ["exam_id"], unique=False)

    op.create_table(
        "rooms",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_rooms_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rooms")),
        sa.UniqueConstraint("site_id", "name", name=op.f("uq_rooms_site_id_name")),
    )
    with op.batch_alter_table("rooms", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rooms_site_id"), ["site_id"], unique=False)

    op.create_table(
        "slots",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("exam_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("starts_at", server.storage.types.UtcTime(), nullable=False),
        sa.Column("pin_closes_before", server.storage.types.Duration(), nullable=False),
        sa.Column("late_start", server.storage.types.Duration(), nullable=False),
        sa.Column("hard_end_at", server.storage.types.UtcTime(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("opened_at", server.storage.types.UtcTime(), nullable=True),
        sa.Column("closed_at", server.storage.types.UtcTime(), nullable=True),
        sa.Column("identity_mode", sa.String(), nullable=False),
        sa.Column("recheck_every", server.storage.types.Duration(), nullable=True),
        sa.Column("frozen_at", server.storage.types.UtcTime(), nullable=True),
        sa.Column("draw_seed_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("legal_hold", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["exam_id"], ["exams.id"], name=op.f("fk_slots_exam_id")),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_slots_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slots")),
    )
    with op.batch_alter_table("slots", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_slots_exam_id"), ["exam_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_slots_site_id"), ["site_id"], unique=False)

    op.create_table(
        "staff_sessions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("began", server.storage.types.UtcTime(), nullable=False),
        sa.Column("expires_at", server.storage.types.UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_sessions_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_staff_sessions_token_hash")),
    )
    with op.batch_alter_table("staff_sessions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staff_sessions_staff_id"), ["staff_id"], unique=False)

    op.create_table(
        "registrations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("exam_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("formation_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("disability_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("ipk", sa.String(), nullable=True),
        sa.Column("registered_at", server.storage.types.UtcTime(), nullable=False),
        sa.Column("legal_hold", sa.String(), nullable=True),
        sa.Column("erased_at", server.storage.types.UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(["exam_id"], ["exams.id"], name=op.f("fk_registrations_exam_id")),
        sa.ForeignKeyConstraint(["formation_id"], ["formations.id"], name=op.f("fk_registrations_formation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_registrations_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registrations")),
        sa.UniqueConstraint("exam_id", "number", name=op.f("uq_registrations_exam_id_number")),
        sa.UniqueConstraint("exam_id", "person_id", name=op.f("uq_registrations_exam_id_person_id")),
    )
    with op.batch_alter_table("registrations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_registrations_exam_id"), ["exam_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_registrations_formation_id"), ["formation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_registrations_person_id"), ["person_id"], unique=False)

    op.create_table(
        "seats",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("room_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("column", sa.Integer(), nullable=False),
        sa.Column("spare", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["room_id"], ["rooms.id"], name=op.f("fk_seats_room_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seats")),
        sa.UniqueConstraint("room_id", "number", name=op.f("uq_seats_room_id_number")),
        sa.UniqueConstraint("room_id", "row", "column", name=op.f("uq_seats_room_id_row_column")),
    )
    with op.batch_alter_table("seats", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_seats_room_id"), ["room_id"], unique=False)

    op.create_table(
        "pairings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("expires_at", server.storage.types.UtcTime(), nullable=False),
        sa.Column("paired_at", server.storage.types.UtcTime(), nullable=True),
        sa.Column("revoked_at", server.storage.types.UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(["made_by"], ["staff.id"], name=op.f("fk_pairings_made_by")),
        sa.ForeignKeyConstraint(["seat_id"], ["seats.id"], name=op.f("fk_pairings_seat_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pairings")),
    )
    with op.batch_alter_table("pairings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pairings_code_hash"), ["code_hash"], unique=False)
        batch_op.create_index(batch_op.f("ix_pairings_made_by"), ["made_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_pairings_seat_id"), ["seat_id"], unique=False)

    op.create_table(
        "sittings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slot_id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("cause", sa.String(), nullable=True),
        sa.Column("pin_hash", sa.LargeBinary(), nullable=True),
        sa.Column("pin_issued_at", server.storage.types.UtcTime(), nullable=True),
        sa.Column("token_hash", sa.LargeBinary(), nullable=True),
        sa.Column("block", sa.String(), nullable=True),
        sa.Column("block_started_at", server.storage.types.UtcTime(), nullable=True),
        sa.Column("block_allowed", server.storage.types.Duration(), nullable=True),
        sa.Column("left_blocks", server.storage.types.Json(), nullable=False),
        sa.Column("halted_at", server.storage.types.UtcTime(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("last_saved_at", server.storage.types.UtcTime(), nullable=True),
        sa.Column("identity_mode", sa.String(), nullable=True),
        sa.Column("identity_reason", sa.String(), nullable=True),
        sa.Column("recheck_every", server.storage.types.Duration(), nullable=True),
        sa.Column("rechecked_at", server.storage.types.UtcTime(), nullable=True),
        sa.Column("fresh_check", sa.Boolean(), nullable=False),
        sa.Column("enrolled_at_desk", sa.Boolean(), nullable=False),
        sa.Column("unverified", server.storage.types.Duration(), nullable=False),
        sa.Column("scores_shown_at", server.storage.types.UtcTime(), nullable=True),
        sa.Column("ended_at", server.storage.types.UtcTime(), nullable=True),
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["registration_id"], ["registrations.id"], name=op.f("fk_sittings_registration_id")),
        sa.ForeignKeyConstraint(["seat_id"], ["seats.id"], name=op.f("fk_sittings_seat_id")),
        sa.ForeignKeyConstraint(["slot_id"], ["slots.id"], name=op.f("fk_sittings_slot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sittings")),
        sa.UniqueConstraint("slot_id", "registration_id", name=op.f("uq_sittings_slot_id_registration_id")),
    )
    with op.batch_alter_table("sittings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sittings_registration_id"), ["registration_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sittings_seat_id"), ["seat_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sittings_slot_id"), ["slot_id"], unique=False)
        batch_op.create_index("ix_sittings_slot_seat", ["slot_id", "seat_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sittings_token_hash"), ["token_hash"], unique=False)

    op.create_table(
        "answer_events",
        sa.Column("sitting_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("option", sa.String(), nullable=True),
        sa.Column("doubtful", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("client_at", server.storage.types.UtcTime(), nullable=False),
        sa.Column("server_at", server.storage.types.UtcTime(), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["seat_id"], ["seats.id"], name=op.f("fk_answer_events_seat_id")),
        sa.ForeignKeyConstraint(["sitting_id"], ["sittings.id"], name=op.f("fk_answer_events_sitting_id")),
        sa.PrimaryKeyConstraint("sitting_id", "sequence", name=op.f("pk_answer_events")),
    )
    op.create_table(
        "current_answers",
        sa.Column("sitting_id", sa.Uuid(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("option", sa.String(), nullable=True),
        sa.Column("doubtful", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("saved_at", server.storage.types.UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["sitting_id"], ["sittings.id"], name=op.f("fk_current_answers_sitting_id")),
        sa.PrimaryKeyConstraint("sitting_id", "item", name=op.f("pk_current_answers")),
    )
    op.create_table(
        "incidents",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slot_id", sa.Uuid(), nullable=False),
        sa.Column("room_id", sa.Uuid(), nullable=True),
        sa.Column("sitting_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("severity", sa.Integer(), nullable=False),
        sa.Column("raised_at", server.storage.types.UtcTime(), nullable=False),
        sa.Column("why", server.storage.types.Json(), nullable=False),
        sa.Column("limit", sa.Double(), nullable=True),
        sa.Column("closed_at", server.storage.types.UtcTime(), nullable=True),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("legal_hold", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["closed_by"], ["staff.id"], name=op.f("fk_incidents_closed_by")),
        sa.ForeignKeyConstraint(["room_id"], ["rooms.id"], name=op.f("fk_incidents_room_id")),
        sa.ForeignKeyConstraint(["sitting_id"], ["sittings.id"], name=op.f("fk_incidents_sitting_id")),
        sa.ForeignKeyConstraint(["slot_id"], ["slots.id"], name=op.f("fk_incidents_slot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incidents")),
    )
    with op.batch_alter_table("incidents", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_incidents_room_id"), ["room_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_incidents_sitting_id"), ["sitting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_incidents_slot_id"), ["slot_id"], unique=False)

    op.create_table(
        "ledger",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sitting_id", sa.Uuid(), nullable=False),
        sa.Column("block", sa.String(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("began", server.storage.types.UtcTime(), nullable=False),
        sa.Column("ended", server.storage.types.UtcTime(), nullable=True),
        sa.Column("lost", server.storage.types.Duration(), nullable=False),
        sa.Column("credited", server.storage.types.Duration(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["staff.id"], name=op.f("fk_ledger_by")),
        sa.ForeignKeyConstraint(["sitting_id"], ["sittings.id"], name=op.f("fk_ledger_sitting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger")),
    )
    with op.batch_alter_table("ledger", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_sitting_id"), ["sitting_id"], unique=False)

    op.create_table(
        "messages",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sitting_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at", server.storage.types.UtcTime(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["staff.id"], name=op.f("fk_messages_by")),
        sa.ForeignKeyConstraint(["sitting_id"], ["sittings.id"], name=op.f("fk_messages_sitting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
    )
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_messages_sitting_id"), ["sitting_id"], unique=False)

    op.create_table(
        "papers",
        sa.Column("sitting_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("layout", server.storage.types.Json(), nullable=False),
        sa.Column("frozen_at", server.storage.types.UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["sitting_id"], ["sittings.id"], name=op.f("fk_papers_sitting_id")),
        sa.PrimaryKeyConstraint("sitting_id", name=op.f("pk_papers")),
        sa.UniqueConstraint("id", name=op.f("uq_papers_id")),
    )
    op.create_table(
        "photos",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("sitting_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("jpeg_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("vector_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("faults", sa.String(), nullable=False),
        sa.Column("taken_at", server.storage.types.UtcTime(), nullable=False),
        sa.Column("review", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["registration_id"], ["registrations.id"], name=op.f("fk_photos_registration_id")),
        sa.ForeignKeyConstraint(["sitting_id"], ["sittings.id"], name=op.f("fk_photos_sitting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photos")),
    )
    with op.batch_alter_table("photos", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_photos_registration_id"), ["registration_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_photos_sitting_id"), ["sitting_id"], unique=False)

    op.create_table(
        "section_scores",
        sa.Column("sitting_id", sa.Uuid(), nullable=False),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["sitting_id"], ["sittings.id"], name=op.f("fk_section_scores_sitting_id")),
        sa.PrimaryKeyConstraint("sitting_id", "section", name=op.f("pk_section_scores")),
    )
    op.create_table(
        "sitting_events",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sitting_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("client_at", server.storage.types.UtcTime(), nullable=False),
        sa.Column("server_at", server.storage.types.UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["sitting_id"], ["sittings.id"], name=op.f("fk_sitting_events_sitting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sitting_events")),
    )
    with op.batch_alter_table("sitting_events", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sitting_events_sitting_id"), ["sitting_id"], unique=False)

    op.create_table(
        "face_checks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sitting_id", sa.Uuid(), nullable=False),
        sa.Column("gate", sa.String(), nullable=False),
        sa.Column("at", server.storage.types.UtcTime(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("measured", server.storage.types.Json(), nullable=False),
        sa.Column("picture_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["picture_id"], ["photos.id"], name=op.f("fk_face_checks_picture_id")),
        sa.ForeignKeyConstraint(["sitting_id"], ["sittings.id"], name=op.f("fk_face_checks_sitting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_face_checks")),
    )
    with op.batch_alter_table("face_checks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_face_checks_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_face_checks_sitting_id"), ["sitting_id"], unique=False)

    op.create_table(
        "incident_frames",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("phase", sa.String(), nullable=False),
        sa.Column("taken_at", server.storage.types.UtcTime(), nullable=False),
        sa.Column("received_at", server.storage.types.UtcTime(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("distance", sa.Double(), nullable=True),
        sa.Column("jpeg_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("vector_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"], name=op.f("fk_incident_frames_incident_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_frames")),
    )
    with op.batch_alter_table("incident_frames", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_incident_frames_incident_id"), ["incident_id"], unique=False)

    op.create_table(
        "overrides",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sitting_id", sa.Uuid(), nullable=False),
        sa.Column("check_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("first", sa.Uuid(), nullable=False),
        sa.Column("second", sa.Uuid(), nullable=False),
        sa.Column("document_kind", sa.String(), nullable=True),
        sa.Column("document_digits", sa.String(), nullable=True),
        sa.Column("at", server.storage.types.UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["check_id"], ["face_checks.id"], name=op.f("fk_overrides_check_id")),
        sa.ForeignKeyConstraint(["first"], ["staff.id"], name=op.f("fk_overrides_first")),
        sa.ForeignKeyConstraint(["second"], ["staff.id"], name=op.f("fk_overrides_second")),
        sa.ForeignKeyConstraint(["sitting_id"], ["sittings.id"], name=op.f("fk_overrides_sitting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_overrides")),
    )
    with op.batch_alter_table("overrides", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_overrides_sitting_id"), ["sitting_id"], unique=False)
