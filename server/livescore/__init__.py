"""The public board: a projection of the scores, the feed that pushes it, and the board's own process."""
