"""How Alembic reaches the database: over the connection the program hands it, which is in a transaction already."""

from alembic import context

from server.storage.tables import Table

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Table.metadata, render_as_batch=True)
context.run_migrations()
