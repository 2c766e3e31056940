"""Columns of sittings and slots in the field's terms: paused, suspended, first log-in, needs a face check."""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

RENAMED = {
    "sittings": {
        "came_at": "first_login_at",
        "halted_at": "paused_at",
        "halt_limit": "pause_limit",
        "fresh_check": "needs_face_check",
    },
    "slots": {"stands_since": "suspended_since", "stood": "suspended_total"},
}


def upgrade() -> None:
    for table, columns in RENAMED.items():
        for old, new in columns.items():
            op.execute(f"ALTER TABLE {table} RENAME COLUMN {old} TO {new}")
