"""The audit log names its actor: an officer, an applicant, a command, a part of the server, nobody known."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("audit", sa.Column("actor_kind", sa.String(), nullable=True))
    op.add_column("audit", sa.Column("actor_name", sa.String(), nullable=True))
