"""An officer's own words leave the audit log, which is for ever, for a table of their own; clicks cannot be deleted."""

import json
from uuid import UUID, uuid4

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "remarks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("audit_id", sa.Uuid(), nullable=False),
        sa.Column("slot_id", sa.Uuid(), nullable=False),
        sa.Column("sitting_id", sa.Uuid(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["audit_id"], ["audit.id"], name=op.f("fk_remarks_audit_id")),
        sa.ForeignKeyConstraint(["sitting_id"], ["sittings.id"], name=op.f("fk_remarks_sitting_id")),
        sa.ForeignKeyConstraint(["slot_id"], ["slots.id"], name=op.f("fk_remarks_slot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remarks")),
    )
    for column in ("audit_id", "slot_id", "sitting_id"):
        op.create_index(op.f(f"ix_remarks_{column}"), "remarks", [column])
    _take_out_of_the_log()
    _append_only("answer_events", "DELETE")


def _take_out_of_the_log() -> None:
    """Once, what was written as "code: own words": the code stays in the log."""
    connection = op.get_bind()
    op.execute("DROP TRIGGER audit_no_update")
    audit = sa.table("audit", sa.column("id", sa.Uuid()), sa.column("subject", sa.String()), sa.column("facts", sa.String()))
    remarks = sa.table("remarks", *(sa.column(name, sa.Uuid()) for name in ("id", "audit_id", "slot_id", "sitting_id")),
                       sa.column("text", sa.String()))  # fmt: skip
    sittings = sa.table("sittings", sa.column("id", sa.Uuid()), sa.column("slot_id", sa.Uuid()))
    for line in connection.execute(sa.select(audit).where(audit.c.facts.like('%"reason"%'))).all():
        facts = json.loads(line.facts)
        code, colon, words = str(facts.get("reason") or "").partition(": ")
        kind, _, subject_id = line.subject.partition(":")
        if not colon or kind not in ("sitting", "slot"):
            continue
        subject = UUID(subject_id)
        slot = subject if kind == "slot" else connection.scalar(sa.select(sittings.c.slot_id).where(sittings.c.id == subject))
        told = {"audit_id": line.id, "slot_id": slot, "sitting_id": subject if kind == "sitting" else None, "text": words}
        connection.execute(remarks.insert().values(id=uuid4(), **told))
        connection.execute(audit.update().where(audit.c.id == line.id).values(facts=json.dumps(facts | {"reason": code})))
    _append_only("audit", "UPDATE")


def _append_only(table: str, act: str) -> None:
    op.execute(
        f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )
