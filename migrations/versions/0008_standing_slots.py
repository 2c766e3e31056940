"""How long a slot stood still, and who came in time: what was not the applicants' doing shuts nobody out."""

import sqlalchemy as sa
from alembic import op

import server.storage.types

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("slots", sa.Column("stands_since", server.storage.types.UtcTime(), nullable=True))
    op.add_column("slots", sa.Column("stood", server.storage.types.Duration(), nullable=False, server_default="0"))
    op.add_column("sittings", sa.Column("came_at", server.storage.types.UtcTime(), nullable=True))
    op.add_column("sittings", sa.Column("admitted_at", server.storage.types.UtcTime(), nullable=True))
    op.execute("UPDATE sittings SET came_at = pin_issued_at WHERE token_hash IS NOT NULL")
