"""Steps that several workflows share. Workflows call steps, never each other."""
