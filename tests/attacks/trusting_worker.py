"""A worker whose look at the header lets everything pass: what is left is its own clock."""

from server.faces import engine
from server.verification import worker

engine.checked_dimensions = lambda _jpeg: None

if __name__ == "__main__":
    worker.main()
