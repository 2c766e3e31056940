"""A worker whose look at the header lets everything pass: what is left is its own clock."""

from server.faces import engine
from server.verification import in_work, worker

engine.checked_dimensions = lambda _jpeg: None  # type: ignore[attr-defined]
in_work.MOST_FOR_ONE = 0.3  # the bomb lasts 1.4 s on a fast processor, an honest picture some thousandths

if __name__ == "__main__":
    worker.main()
