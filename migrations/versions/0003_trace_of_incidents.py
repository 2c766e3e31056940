"""An incident keeps how its evidence grew, look by look."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("incidents", sa.Column("trace", sa.Text(), nullable=False, server_default="[]"))
    op.add_column("incidents", sa.Column("evidence_limit", sa.Double(), nullable=True))
