"""The audit log is never changed or shortened, an answer event never rewritten: the database itself refuses."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

REFUSED = {"audit": ("UPDATE", "DELETE"), "answer_events": ("UPDATE",)}


def upgrade() -> None:
    for table, acts in REFUSED.items():
        for act in acts:
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
