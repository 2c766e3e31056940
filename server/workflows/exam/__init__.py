"""The sitting while it runs."""
