"""Columns that hold one of a few words: read as members of an enum, stored as the word, and nothing else goes in."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import StatementError

from server.exam.sittings import Status
from server.identity.choices import Verdict, Way
from server.identity.looks.evidence import LookKind
from server.storage.types import Choice
from tests.builders import Hall


def test_a_status_is_stored_as_its_word_and_read_as_a_member(hall: Hall):
    sitting_id = next(iter(hall.sittings.values()))
    words = "SELECT status FROM sittings WHERE id = :id"
    stored = hall.works.read(lambda work: work.session.scalar(text(words), {"id": sitting_id.hex}))
    read = hall.works.read(lambda work: work.sittings.get_one(sitting_id).status)

    assert stored == "expected"
    assert read is Status.EXPECTED


def test_a_word_that_is_no_status_is_refused(hall: Hall):
    sitting_id = next(iter(hall.sittings.values()))

    def misspell(work):
        work.sittings.get_one(sitting_id).status = "runing"

    with pytest.raises(StatementError, match="not a valid Status"):
        hall.works.write(misspell)
    assert hall.works.read(lambda work: work.sittings.get_one(sitting_id).status) is Status.EXPECTED


def test_a_word_in_the_database_that_is_no_status_is_not_read(hall: Hall):
    sitting_id = next(iter(hall.sittings.values()))
    hall.works.write(lambda work: work.session.execute(text("UPDATE sittings SET status = 'runing'")))

    with pytest.raises(ValueError, match="not a valid Status"):
        hall.works.read(lambda work: work.sittings.get_one(sitting_id).status)


def test_a_verdict_is_of_a_gate_of_a_look_or_of_two_officers():
    stored = Choice(Verdict, LookKind, Way)
    words = [stored.process_bind_param(one, None) for one in (Verdict.COPY, LookKind.SAME, Way.BY_SIGHT)]

    assert words == ["copy", "same", "by_sight"]
    assert [stored.process_result_value(word, None) for word in words] == [Verdict.COPY, LookKind.SAME, Way.BY_SIGHT]
    assert len({*Verdict, *LookKind, *Way}) == len(Verdict) + len(LookKind) + len(Way), "a word would have two meanings"
