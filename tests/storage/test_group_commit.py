"""Several writes share one transaction, and one that fails undoes only itself."""

import sqlite3

import pytest
from sqlalchemy import func, select

from server.storage.database import Database, DatabaseJob
from server.storage.tables import SiteRow
from server.storage.types import new_id


def adds(code: str, fails: bool = False) -> DatabaseJob:
    def act(session):
        session.add(SiteRow(code=code, name=code, zone="WIB"))
        session.flush()
        if fails:
            raise LookupError(code)
        return code

    return DatabaseJob(act)


def test_a_failing_job_undoes_only_itself(path):
    database = Database(path)
    jobs = [adds("a"), adds("b", fails=True), adds("c"), adds("a")]  # the last breaks the unique code

    database.writer.run_batch(jobs)

    assert [job.result for job in jobs] == ["a", None, "c", None]
    assert [type(job.error).__name__ for job in jobs] == ["NoneType", "LookupError", "NoneType", "IntegrityError"]
    assert database.read(lambda session: sorted(session.scalars(select(SiteRow.code)))) == ["a", "c"]
    database.close()


def test_a_batch_is_seen_by_others_only_as_a_whole(path):
    database = Database(path)
    other = sqlite3.connect(path)
    seen = []

    def peeks(session):
        seen.append(other.execute("select count(*) from sites").fetchone()[0])

    database.writer.run_batch([adds("a"), DatabaseJob(peeks), adds("b")])

    assert seen == [0]
    assert other.execute("select count(*) from sites").fetchone()[0] == 2
    other.close()
    database.close()


def test_when_the_commit_fails_no_job_believes_it_was_kept(path):
    database = Database(path)
    database.writer.run_batch([adds("first")])
    blocker = sqlite3.connect(path, isolation_level=None)
    database.writer.run_batch([DatabaseJob(lambda session: session.connection().exec_driver_sql("PRAGMA busy_timeout=50"))])
    blocker.execute("BEGIN IMMEDIATE")  # another process writes and does not end

    jobs = [adds("a"), adds("b")]
    database.writer.run_batch(jobs)

    assert all(job.error is not None and job.result is None for job in jobs)
    blocker.execute("ROLLBACK")
    database.writer.run_batch([adds("c")])
    assert database.read(lambda session: session.scalar(select(func.count()).select_from(SiteRow))) == 2
    blocker.close()
    database.close()


def test_ids_sort_by_the_time_they_were_made(monkeypatch):
    from server import clock

    began = clock.now()
    made = []
    for milliseconds in range(50):
        moment = began.fromtimestamp(began.timestamp() + milliseconds / 1000, began.tzinfo)
        monkeypatch.setattr(clock, "now", lambda moment=moment: moment)
        made.append(new_id())

    assert made == sorted(made)
    assert len(set(made)) == 50
    assert {one.version for one in made} == {7}
    assert {one.variant for one in made} == {"specified in RFC 4122"}


def test_a_work_inside_a_work_says_so_instead_of_waiting_for_itself(path):
    database = Database(path)

    with pytest.raises(RuntimeError, match="inside a Work"):
        database.read(lambda session: database.read(lambda inner: None))

    assert database.read(lambda session: 1) == 1
    database.close()
