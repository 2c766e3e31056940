"""Read models: what monitor and board show."""
