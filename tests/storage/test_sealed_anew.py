"""Migration 0009: values of the old format are bound to their place, questions and layouts are sealed, nothing stays in plain."""

import json
import secrets
import sqlite3
from contextlib import closing
from pathlib import Path
from uuid import UUID

import pytest
from alembic import command
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import create_engine

from server.storage.database import Database
from server.storage.key_files import KeyFiles
from server.storage.migrate import migrations, upgrade
from server.storage.sealing import CannotOpen, Vault
from server.storage.tables import PersonRow
from server.storage.work import Transactions
from tests.builders import START, Clock
from tests.packages import RULES, rule_set

EXAM, SLOT, SITTING, PERSON, KEY = (UUID(int=number) for number in range(1, 6))
QUESTION = "Ibu kota negara kita yang pertama"
OPTIONS = [{"key": "a", "text": "Yogyakarta tercinta", "figure": None, "points": 5}]
LAYOUT = [{"id": "i1", "code": "TWK-001", "section": "TWK", "options": [{"id": "o1", "key": "a"}]}]


@pytest.fixture
def old(tmp_path: Path, files: KeyFiles) -> Path:
    """A database as version 0008 left it, with a question, a paper and a person in it."""
    path = tmp_path / "old.sqlite3"
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        config = migrations()
        config.attributes["connection"] = connection
        command.upgrade(config, "0008")
        connection.commit()
    engine.dispose()
    key, master = secrets.token_bytes(32), files.current_master()
    wrapped = (nonce := secrets.token_bytes(12)) + AESGCM(files.master(master)).encrypt(nonce, key, KEY.bytes)
    with closing(sqlite3.connect(path)) as db:
        db.execute("INSERT INTO data_keys VALUES (?, 'people', ?, ?, 0, NULL)", (KEY.hex, wrapped, master))
        nik, born = (_sealed_as_before(key, value) for value in (b"3171010000240001", b"1998-05-17"))
        db.execute("INSERT INTO persons VALUES (?, x'01', ?, 'Ayu', ?, NULL)", (PERSON.hex, nik, born))
        db.execute("INSERT INTO exams VALUES (?, 'SKD', 'SKD', ?, 'sample')", (EXAM.hex, json.dumps(rule_set(RULES))))
        db.execute(
            "INSERT INTO items VALUES (?, ?, 'TWK-001', 'TWK', 'sejarah', ?, NULL, ?)",
            (UUID(int=9).hex, EXAM.hex, QUESTION, json.dumps(OPTIONS)),
        )
        db.execute(
            "INSERT INTO slots (id, exam_id, site_id, number, starts_at, pin_closes_before, late_start, status, identity_mode)"
            " VALUES (?, ?, ?, 1, 0, 0, 0, 'prepared', 'camera')",
            (SLOT.hex, EXAM.hex, SLOT.hex),
        )
        db.execute(
            "INSERT INTO sittings (id, slot_id, registration_id, status, left_blocks, sequence, answered, fresh_check,"
            " enrolled_at_desk, unverified, board_id) VALUES (?, ?, ?, 'expected', '{}', 0, 0, 0, 0, 0, ?)",
            (SITTING.hex, SLOT.hex, SITTING.hex, SITTING.hex),
        )
        db.execute("INSERT INTO papers VALUES (?, ?, ?, 0)", (SITTING.hex, UUID(int=8).hex, json.dumps(LAYOUT)))
        db.commit()
    return path


def _sealed_as_before(key: bytes, value: bytes) -> bytes:
    nonce = secrets.token_bytes(12)
    return b"\x01" + KEY.bytes + nonce + AESGCM(key).encrypt(nonce, value, KEY.bytes)


def test_everything_opens_at_its_place_and_no_question_is_left_in_the_file(old: Path, files: KeyFiles):
    assert QUESTION.encode() in old.read_bytes()

    upgrade(old, files)

    works = Transactions(Database(old), Vault(files), Clock(START))
    [item] = works.read(lambda work: work.exams.items(EXAM))
    paper = works.read(lambda work: work.papers.paper(SITTING))
    person = works.read(lambda work: work.session.get_one(PersonRow, PERSON))
    assert (item.code, item.topic, item.text, item.options) == ("TWK-001", "sejarah", QUESTION, tuple(OPTIONS))
    assert (paper.items[0].id, paper.items[0].options[0].key) == ("i1", "a")
    assert works.read(lambda work: work.people.nik(person)) == "3171010000240001"
    works.database.close()
    left = b"".join(path.read_bytes() for path in old.parent.glob("old.sqlite3*"))
    assert not any(text in left for text in (QUESTION.encode(), b"Yogyakarta tercinta", b'"code": "TWK-001"'))


def test_a_value_whose_key_was_destroyed_stays_shut(old: Path, files: KeyFiles):
    with closing(sqlite3.connect(old)) as db:
        db.execute("UPDATE data_keys SET wrapped = NULL")
        db.commit()

    upgrade(old, files)

    works = Transactions(Database(old), Vault(files), Clock(START))
    with pytest.raises(CannotOpen):
        works.read(lambda work: work.people.nik(work.session.get_one(PersonRow, PERSON)))
    works.database.close()
