"""What was measured in each picture of an incident, and what the server did about the incident."""

import sqlalchemy as sa
from alembic import op

import server.storage.types

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("incident_frames", sa.Column("measured", server.storage.types.Json(), nullable=True))
    op.add_column("incidents", sa.Column("decided", sa.String(), nullable=True))
