"""Accounts of the staff: passwords somebody else chose, second factors, log-ins that show where they are. All log in anew."""

import sqlalchemy as sa
from alembic import op

from server.storage.types import UtcTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("staff", sa.Column("password_given_at", UtcTime(), nullable=True))
    op.add_column("staff", sa.Column("last_log_in_at", UtcTime(), nullable=True))
    op.drop_table("staff_sessions")
    _of_staff(
        "staff_sessions",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("began", UtcTime(), nullable=False),
        sa.Column("expires_at", UtcTime(), nullable=False),
        sa.Column("seen_at", UtcTime(), nullable=False),
        sa.Column("browser", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.UniqueConstraint("token_hash", name="uq_staff_sessions_token_hash"),
    )
    _of_staff(
        "factors",
        sa.Column("secret_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", UtcTime(), nullable=False),
        sa.Column("confirmed_at", UtcTime(), nullable=True),
        sa.Column("last_step", sa.Integer(), nullable=False),
    )
    _of_staff(
        "recovery_codes",
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("used_at", UtcTime(), nullable=True),
    )


def _of_staff(table: str, *columns: sa.Column[object] | sa.UniqueConstraint) -> None:
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=f"fk_{table}_staff_id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    )
    op.create_index(f"ix_{table}_staff_id", table, ["staff_id"])
