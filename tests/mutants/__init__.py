"""Small faults put into a copy of the program by hand, each of which a test must notice."""
