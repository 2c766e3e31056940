"""Two lanes at work under the real loop in a process of its own: told for how many seconds, it says what it did."""

from server.patching import patch

patch()

import logging
import sys
import time
from collections import Counter
from pathlib import Path

import eventlet
from sqlalchemy import text
from sqlalchemy.orm import Session

from server.realtime.server import GreenCommitter
from server.storage.database import Database, DatabaseJob

log = logging.getLogger(__name__)
GREEN = 12


def main(folder: Path, seconds: float) -> None:
    logging.basicConfig(filename=folder / "log", level=logging.INFO)
    database = Database(folder / "lanes.sqlite3")
    database.write(lambda session: session.execute(text("create table kept (lane text)")))
    lanes = {lane: GreenCommitter(getattr(database, lane).run_batch) for lane in ("reader", "writer")}
    done: Counter[str] = Counter()
    ends = time.monotonic() + seconds

    def asks(lane: str) -> None:
        while time.monotonic() < ends:
            lanes[lane].submit(DatabaseJob(lambda session: works(lane, session)))
            done[lane] += 1

    def works(lane: str, session: Session) -> None:
        log.info("a job in the lane of the %s: %s", lane, session.scalar(text("select 1")))

    def logs() -> None:
        while time.monotonic() < ends:
            log.info("the loop goes on")
            done["loop"] += 1
            eventlet.sleep(0.001)

    green = [eventlet.spawn(asks, lane) for lane in lanes for _ in range(GREEN)] + [eventlet.spawn(logs)]
    for each in green:
        each.wait()
    print(done["reader"], done["writer"], done["loop"])


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]))
