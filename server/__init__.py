"""Lugas: a computer-assisted test with face monitoring."""
