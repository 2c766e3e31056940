"""What is recorded is chained; an outage is ended by a line of its own instead of a change."""

import sqlalchemy as sa
from alembic import op

import server.storage.types
from server.storage.chain import append
from server.storage.recorded import RECORDED

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

WHEN = {
    "audit": "at",
    "answer_events": "server_at",
    "ledger": "began",
    "face_checks": "at",
    "overrides": "at",
    "incidents": "raised_at",
}


def upgrade() -> None:
    op.create_table(
        "chain_lines",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("of_table", sa.String(), nullable=False),
        sa.Column("row_key", sa.String(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("erasable", server.storage.types.Json(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_chain_lines")),
        sa.UniqueConstraint("of_table", "row_key", name=op.f("uq_chain_lines_of_table_row_key")),
    )
    op.create_table(
        "chain_heads",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("at", server.storage.types.UtcTime(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_chain_heads")),
    )
    op.add_column("ledger", sa.Column("closes", sa.Uuid(), nullable=True))
    _chain_what_there_is()


def _chain_what_there_is() -> None:
    """In the order it came about; from here on nothing that was written before can change unseen either."""
    keys = {table: " || '/' || ".join(RECORDED[table].key) for table in WHEN}
    each = (f"SELECT '{table}' AS of_table, {keys[table]} AS row_key, {at} AS at FROM {table}" for table, at in WHEN.items())
    rows = op.get_bind().execute(sa.text(f"{' UNION ALL '.join(each)} ORDER BY at, of_table, row_key")).all()
    connection = op.get_bind().connection.driver_connection
    assert connection is not None
    append(connection, [(row.of_table, row.row_key) for row in rows])
