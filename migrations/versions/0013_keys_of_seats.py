"""The key with which the browser of a seat signs what it sends."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("pairings", sa.Column("public_key", sa.LargeBinary(), nullable=True))
