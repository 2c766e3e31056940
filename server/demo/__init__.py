"""The demo: an invented hall that is always in the middle of a day, made by the workflows everybody uses."""
