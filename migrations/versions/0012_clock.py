"""How far the server's clock was from the machine's when it last lived: a start after a jump goes on from there."""

import sqlalchemy as sa
from alembic import op

import server.storage.types

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("heartbeat", sa.Column("ahead", server.storage.types.Duration(), nullable=False, server_default="0"))
