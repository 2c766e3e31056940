"""The exam PC: pairing, log-in, the face check at the seat."""
