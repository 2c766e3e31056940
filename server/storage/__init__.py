"""The memory: the only SQL."""
