"""The database: one writer that commits in groups, one reader, both off the event loop."""

import sqlite3
import threading
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from server.letters import folded
from server.storage import chain, private_files

T = TypeVar("T")
BUSY_MS = 5000  # how long we wait for the `flask` command that may be writing beside us


class DatabaseJob:
    """One action waiting for its turn in a lane; `result` or `error` is set when it has run."""

    __slots__ = ("action", "error", "first", "result")

    def __init__(self, action: Callable[[Session], Any], first: bool = False) -> None:
        self.action, self.first = action, first
        self.result: Any = None
        self.error: BaseException | None = None


class Submit(Protocol):
    """How a job gets into a lane and back: directly (tests, commands) or by the server's green group commit."""

    def __call__(self, job: DatabaseJob) -> Any: ...


class Lane:
    """One connection that runs batches of jobs, each batch in one transaction."""

    def __init__(self, path: Path, writes: bool) -> None:
        self.engine = _engine(path, "BEGIN IMMEDIATE" if writes else "BEGIN", self._step)
        self.steps = 0  # statements sent and batches ended: as long as they grow the lane is alive
        self._connection: Connection | None = None

    def run_batch(self, jobs: Sequence[DatabaseJob]) -> None:
        """Run every job; a job that raises undoes only itself. Errors are kept in the job, never raised."""
        connection = self._connection = self._connection or self.engine.connect()
        try:
            with connection.begin():
                lines = [line for job in jobs for line in self._run(connection, job)]
                if lines:
                    chain.append(_driver(connection), lines)
        except Exception as error:  # noqa: BLE001  it belongs to those who wait
            for job in jobs:
                job.result, job.error = None, job.error or error
        finally:
            self._step()

    def _run(self, connection: Connection, job: DatabaseJob) -> list[chain.Line]:
        """Returns what it recorded; a job that failed recorded nothing."""
        lines: list[chain.Line] = []
        # A savepoint of the session's own: a flush that fails must roll back to it, never the whole batch.
        session = Session(
            connection, join_transaction_mode="create_savepoint", expire_on_commit=False, info={chain.RECORD: lines}
        )
        try:
            job.result = job.action(session)
            session.commit()
        except Exception as error:  # noqa: BLE001  it belongs to the one who waits
            job.result, job.error = None, error
            session.rollback()
            lines = []
        finally:
            session.close()
        return lines

    def _step(self, *_statement: object) -> None:
        self.steps += 1

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self.engine.dispose()


class Database:
    """Writes and reads as functions of a SQLAlchemy session."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.writer, self.reader = Lane(path, writes=True), Lane(path, writes=False)
        self._write: Submit = _direct(self.writer)
        self._read: Submit = _direct(self.reader)

    def submit_by(self, write: Submit, read: Submit) -> None:
        """Hand the lanes to the server's event loop."""
        self._write, self._read = write, read

    def write(self, action: Callable[[Session], T], first: bool = False) -> T:
        """Run an action durably: when this returns, it has been synced to disk. `first`: before what waits already."""
        result: T = self._write(DatabaseJob(action, first))
        return result

    def read(self, action: Callable[[Session], T]) -> T:
        result: T = self._read(DatabaseJob(action))
        return result

    def truncate_log(self) -> None:
        """Empty the write-ahead log, where deleted pages would linger."""
        with closing(sqlite3.connect(self._path)) as connection:
            connection.execute(f"PRAGMA busy_timeout={BUSY_MS}")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def copy_to(self, file: Path) -> None:
        """All that is committed, as one file that is its owner's alone from the first byte. Raises FileExistsError."""
        private_files.make_file(file)
        with closing(sqlite3.connect(self._path, isolation_level=None)) as connection:
            connection.execute(f"PRAGMA busy_timeout={BUSY_MS}")
            connection.execute("VACUUM INTO ?", [str(file)])

    def close(self) -> None:
        self.writer.close()
        self.reader.close()


def _direct(lane: Lane) -> Submit:
    turn = threading.RLock()
    busy = False

    def submit(job: DatabaseJob) -> Any:
        nonlocal busy
        with turn:
            if busy:  # the lock is ours already
                raise RuntimeError("a Work inside a Work of the same lane waits for itself for ever")
            busy = True
            try:
                lane.run_batch([job])
            finally:
                busy = False
        if job.error is not None:
            raise job.error
        return job.result

    return submit


def _driver(connection: Connection) -> sqlite3.Connection:
    found: sqlite3.Connection | None = connection.connection.driver_connection
    if found is None:
        raise RuntimeError("the connection was closed under us")
    return found


def _engine(path: Path, begin: str, on_statement: Callable[..., None]) -> Engine:
    # hide_parameters: a failed statement is logged without what it was to write, so answers and sealed bytes reach no log
    engine = create_engine(
        f"sqlite:///{path}", poolclass=StaticPool, connect_args={"check_same_thread": False}, hide_parameters=True
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.create_function("folded", 1, folded, deterministic=True)
        connection.isolation_level = None  # we say BEGIN ourselves: sqlite3's own rules break savepoints
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "recursive_triggers=ON",
            f"busy_timeout={BUSY_MS}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    event.listen(engine, "before_cursor_execute", on_statement)
    return engine
