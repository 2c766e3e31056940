"""Which rooms of a slot stand still."""

import sqlalchemy as sa
from alembic import op

import server.storage.types

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    column = sa.Column("suspended_rooms", server.storage.types.Json(), server_default="[]", nullable=False)
    op.add_column("slots", column)
