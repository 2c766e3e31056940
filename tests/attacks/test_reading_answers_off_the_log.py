"""Whoever reads the log learns no answer, no NIK and no sealed byte, whatever fails."""

import io
import logging
import sqlite3
import subprocess
import sys
import traceback
from collections.abc import Iterator
from contextlib import closing

import pytest

from server.log_lines import WithoutValues, kind, without_values
from server.realtime.server.http import _FaultsOnly
from server.storage.key_files import KeysMissing
from tests.api.exam_pages import at_work, items_of
from tests.builders import ROOT, Hall, given

AYU, SECRET = "24-0001", "3171010000240001"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What reaches the log, as our processes write it."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(WithoutValues("%(name)s %(levelname)s %(message)s"))
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)


def test_an_answer_that_cannot_be_written_is_not_in_the_log(hall: Hall, log: io.StringIO):
    page = at_work(hall, AYU)
    item = items_of(page)[0]
    with closing(sqlite3.connect(hall.parts.settings.database_path)) as db:
        db.execute("CREATE TRIGGER broken BEFORE INSERT ON answer_events BEGIN SELECT RAISE(ABORT, 'disk on fire'); END")
        db.commit()

    sent = given(item, 2, 1, hall.clock.now)
    answer = page.put(f"/api/exam/answers/{item['id']}", sent)

    assert answer.status_code == 500
    told = log.getvalue()
    assert "request failed" in told
    assert "sqlite3.IntegrityError: disk on fire" in told  # what is wrong with the machine is told
    assert not [value for value in (sent["item"], sent["option"]) if value in told]


def test_the_engine_itself_hides_what_a_statement_was_to_write(hall: Hall):
    """Whoever formats the exception by other means."""
    page = at_work(hall, AYU)
    with closing(sqlite3.connect(hall.parts.settings.database_path)) as db:
        db.execute("CREATE TRIGGER broken BEFORE INSERT ON messages BEGIN SELECT RAISE(ABORT, 'no'); END")
        db.commit()

    with pytest.raises(Exception, match="parameters hidden") as caught:
        hall.works.write(lambda work: work.sittings.add_message(hall.sittings[AYU], SECRET, hall.staff["ketua"], work.now))
    assert SECRET not in "".join(traceback.format_exception(caught.value))
    assert page is not None


def fail() -> None:
    try:
        int(SECRET + "x")
    except ValueError as error:
        raise KeyError(SECRET) from error


def test_an_exception_is_told_without_what_it_quotes(log: io.StringIO):
    try:
        fail()
    except KeyError:
        logging.getLogger("server.web").exception("request failed")

    told = log.getvalue()
    assert SECRET not in told
    assert "ValueError\nwhich led to:" in told
    assert told.rstrip().endswith("KeyError")
    assert "in fail" in told


def test_what_a_client_sent_to_a_library_is_one_line(log: io.StringIO):
    try:
        fail()
    except KeyError:
        logging.getLogger("engineio.server").exception("message handler error")

    [line] = log.getvalue().splitlines()
    assert line.startswith("engineio.server WARNING message handler error (KeyError at ")
    assert SECRET not in line


def test_a_traceback_that_came_as_text_loses_its_message(log: io.StringIO):
    try:
        fail()
    except KeyError:
        _FaultsOnly().info(traceback.format_exc())

    assert SECRET not in log.getvalue()
    assert "KeyError" in log.getvalue()
    assert without_values(SECRET) == "an exception"
    assert without_values(f'Traceback:\n  File "a.py", line 1\n    run()\nValueError: a\n{SECRET}').endswith("line 1\nValueError")


def test_what_libraries_and_python_print_themselves_goes_the_same_way():
    """In a process of its own, because it changes how all of Python prints."""
    program = f"""
import threading, traceback
from server.log_lines import set_up
set_up("%(name)s %(levelname)s %(message)s")
def fail(): raise ValueError("{SECRET}")
try: fail()
except ValueError as error:
    traceback.print_exc()
    traceback.print_exception(type(error), error, error.__traceback__)
thread = threading.Thread(target=fail); thread.start(); thread.join()
fail()
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert done.stderr.count("\nValueError") == 4
    assert SECRET not in done.stderr


def test_what_is_wrong_with_the_machine_is_still_told():
    assert kind(OSError(28, "No space left on device", SECRET)) == "OSError: No space left on device"
    assert "restore" in kind(KeysMissing("restore the key folder"))
