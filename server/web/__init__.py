"""HTTP routes, one file per page, and what they share."""
