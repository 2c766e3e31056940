"""A stolen disk or backup without the key folder shows no question, no option, no points and nobody's paper."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from server.exam.actors import Applicant
from server.storage.key_files import KeyFiles, KeysMissing
from server.storage.sealing import Vault
from server.storage.work import Work
from server.workflows.exam import sitting
from tests.builders import Hall
from tests.packages import sample_package
from tests.storage.days import answer, seated


def stolen(hall: Hall, folder: Path) -> bytes:
    with closing(sqlite3.connect(hall.parts.settings.database_path)) as connection:
        connection.execute("VACUUM INTO ?", [str(folder / "stolen.sqlite3")])
    live = hall.parts.settings.database_path
    return (folder / "stolen.sqlite3").read_bytes() + b"".join(path.read_bytes() for path in live.parent.glob(live.name + "*"))


def test_a_backup_holds_no_text_of_the_exam(hall: Hall, tmp_path: Path):
    who = seated(hall, "24-0001")
    hall.works.write(sitting.start, by=Applicant(who))
    answer(hall, who, item=0, option=0)

    taken = stolen(hall, tmp_path)

    items = sample_package().items
    texts = {
        text for item in items for text in (item.text, item.topic, *(option.text for option in item.options)) if len(text) > 8
    }
    assert len(texts) > 500
    assert [text for text in texts if text.encode() in taken] == []
    assert b'{"key":' not in taken
    assert b'"options"' not in taken


def test_a_backup_does_not_say_which_question_was_answered_how(hall: Hall, tmp_path: Path):
    """What an answer event names are ids of one paper; only the sealed layout says which question and option they are."""
    who = seated(hall, "24-0001")
    hall.works.write(sitting.start, by=Applicant(who))
    answer(hall, who, item=0, option=0)
    paper = hall.works.read(lambda work: work.papers.paper(who))
    stolen(hall, tmp_path)

    with closing(sqlite3.connect(tmp_path / "stolen.sqlite3")) as backup:
        [(item, option)] = backup.execute("SELECT item, option FROM answer_events").fetchall()
        rows = [
            json.dumps(row, default=repr) for table in ("items", "papers") for row in backup.execute(f"SELECT * FROM {table}")
        ]
    assert (item, option) == (paper.items[0].id, paper.items[0].options[0].id)
    assert len(rows) > 110
    assert not any(item in row or option in row for row in rows)


def test_without_the_key_folder_the_questions_do_not_open(hall: Hall, tmp_path: Path):
    thief = Vault(KeyFiles(tmp_path / "no-keys"))
    hall.works.read(lambda work: work.cache.banks.clear())

    def read(work):
        return Work(work.session, thief, work.now, work.cache).exams.items(hall.exam)

    with pytest.raises(KeysMissing):
        hall.works.read(read)
    assert len(hall.works.read(lambda work: work.exams.items(hall.exam))) == len(sample_package().items)
