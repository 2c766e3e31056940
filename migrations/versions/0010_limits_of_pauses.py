"""How long the clock stands in a pause that an officer or the applicant began."""

import sqlalchemy as sa
from alembic import op

import server.storage.types

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sittings", sa.Column("halt_limit", server.storage.types.Duration(), nullable=True))
