"""What proctors and chiefs do."""
