"""Several exams, sites and slots live in one database; an exam need not look like SKD."""

from datetime import timedelta

import pytest

from server.exam import actors
from server.exam.errors import ItemOfAnotherBlock, SittingNotRunning
from server.exam.ledger import Cause
from server.exam.passing import Formation, judge
from server.exam.rights import Role, ScopeKind
from server.exam.scoring import Scores, SectionScore
from server.exam.sittings import Status
from server.exam.slots import SlotStatus
from server.realtime.timekeeper import turn
from server.storage.tables import CurrentAnswerRow, SectionScoreRow
from server.storage.work import Work
from server.workflows.after import recount
from server.workflows.before import exams, sites, staff
from server.workflows.before.exams import NewExam
from server.workflows.before.sites import NewSite, RoomPlan
from server.workflows.exam import sitting, timekeeping
from server.workflows.refusals import PinOfAnotherSlot
from server.workflows.seat import login
from server.workflows.steps import incidents
from server.workflows.steps import pause as steps_pause
from server.zones import ZONES, local
from tests.builders import COMMAND, START, Applicant, Hall, add_slot, freeze_slot, register
from tests.packages import TWO_BLOCKS, invented_package, rule_set
from tests.storage.days import answer, checked_in, open_slot, seated

SAILORS = (Applicant("L-001", "Nakula", kind="biasa"), Applicant("L-002", "Sadewa", kind="khusus", disability="netra"))


@pytest.fixture
def sailing(hall: Hall) -> Hall:
    """The hall with an invented exam of two blocks in Ambon besides, an hour after the other one has begun."""
    rules = rule_set(TWO_BLOCKS)
    exam = hall.works.write(exams.create_exam, NewExam("LAUT", "Ujian pelaut", rules, invented_package(rules)), by=COMMAND).id
    site = hall.works.write(sites.add_site, NewSite("AMB-1", "UPT Ambon", "WIT", (RoomPlan("Anjungan", 2, 2),)), by=COMMAND).id
    hall.exam, hall.site = exam, site
    hall.slot = add_slot(hall.works, exam, site, starts_at=START + timedelta(hours=1), late_start=timedelta(hours=3))
    register(hall, SAILORS)
    freeze_slot(hall.works, hall.slot)
    for account, role in (("meja1", Role.DESK_OFFICER), ("ketua", Role.CHIEF_PROCTOR)):
        given = staff.granted(role, ScopeKind.SITE, site)
        hall.works.write(staff.give, hall.staff[account], given, by=COMMAND)
    return hall


def test_two_slots_in_two_zones_overlap_and_keep_to_themselves(sailing: Hall):
    jakarta, ambon = sailing.works.read(lambda work: list(work.slots.all()))
    assert (local(jakarta.starts_at, "WIB").hour, local(ambon.starts_at, "WIT").hour) == (8, 11)
    pin = checked_in(sailing, "24-0002")
    ayu = seated(sailing, "24-0001")
    sailing.works.write(sitting.start, by=actors.Applicant(ayu))
    sailing.clock.go(minutes=65)
    nakula = seated(sailing, "L-001")
    sailing.works.write(sitting.start, by=actors.Applicant(nakula))

    answer(sailing, ayu, item=0, option=0)
    answer(sailing, nakula, item=0, option=0)

    statuses = sailing.works.read(lambda work: [slot.status for slot in work.slots.all()])
    assert statuses == [SlotStatus.OPEN, SlotStatus.OPEN]
    blocks = sailing.works.read(lambda work: [work.sittings.get_one(who).block for who in (ayu, nakula)])
    assert blocks == ["SKD", "PAGI"]
    seat = sailing.works.read(lambda work: work.places.seat(work.sittings.get_one(nakula).seat_id))
    with pytest.raises(PinOfAnotherSlot):
        sailing.works.write(login.log_in, seat, "24-0002", pin, b"token")


def test_the_zones_are_those_of_the_country():
    assert {zone: str(local(START, zone).utcoffset()) for zone in ZONES} == {
        "WIB": "7:00:00",
        "WITA": "8:00:00",
        "WIT": "9:00:00",
    }


def test_an_exam_of_two_blocks_is_lived_through(sailing: Hall):
    who = seated(sailing, "L-001")
    sailing.works.write(sitting.start, by=actors.Applicant(who))
    paper = sailing.works.read(lambda work: work.papers.paper(who))
    assert [item.section for item in paper.items] == ["NAUTIKA"] * 6 + ["SIMPUL"] * 4 + ["SIKAP"] * 5 + ["ISYARAT"] * 3

    _answer_best(sailing, who, range(10))
    with pytest.raises(ItemOfAnotherBlock):
        answer(sailing, who, item=10, option=0)

    sailing.clock.go(minutes=12)
    assert sailing.works.write(timekeeping.close_expired, by=actors.CLOCK) == [who]
    row = sailing.works.read(lambda work: work.sittings.get_one(who))
    assert (row.status, row.block, row.block_allowed) == (Status.RUNNING, "SORE", timedelta(minutes=5))
    _answer_best(sailing, who, range(10, 17))
    sailing.works.write(sitting.finish, by=actors.Applicant(who))

    scores = sailing.works.read(lambda work: work.answers.scores(who))
    assert scores == {"NAUTIKA": (18, 6), "SIMPUL": (16, 4), "SIKAP": (20, 5), "ISYARAT": (4, 2)}
    blueprint = sailing.works.read(lambda work: work.exams.blueprint(sailing.exam))
    reached = Scores(tuple(SectionScore(s.code, *scores[s.code], s.items, s.maximum) for s in blueprint.sections))
    assert judge(blueprint, Formation("biasa"), reached).passed


def test_more_minutes_go_to_whom_the_rule_set_gives_them(sailing: Hall):
    who = seated(sailing, "L-002")
    sailing.works.write(sitting.start, by=actors.Applicant(who))

    assert sailing.works.read(lambda work: work.sittings.get_one(who).block_allowed) == timedelta(minutes=16)


def test_a_covered_sitting_does_not_leave_its_block(sailing: Hall):
    who = seated(sailing, "L-001")
    sailing.works.write(sitting.start, by=actors.Applicant(who))
    sailing.works.write(sitting.leave, by=actors.Applicant(who))

    with pytest.raises(SittingNotRunning):
        sailing.works.write(sitting.next_block, by=actors.Applicant(who))
    assert sailing.works.read(lambda work: work.sittings.get_one(who).block) == "PAGI"


def test_a_block_that_ended_unnoticed_is_left_then_and_the_next_begins_now(sailing: Hall):
    """A late tick costs nobody anything; whoever is away then is away in the next block from its beginning."""
    who = seated(sailing, "L-001")
    sailing.works.write(sitting.start, by=actors.Applicant(who))
    ended = sailing.clock() + timedelta(minutes=12)
    sailing.works.write(sitting.leave, by=actors.Applicant(who))
    sailing.clock.go(minutes=12, seconds=40)
    sailing.works.write(timekeeping.close_expired, by=actors.CLOCK)
    row = sailing.works.read(lambda work: work.sittings.get_one(who))
    assert (row.status, row.block, row.left_blocks) == (Status.AWAY, "SORE", {"PAGI": ended.isoformat()})
    assert row.paused_at == row.block_started_at == ended + timedelta(seconds=40)


def test_a_block_that_ends_by_time_ends_the_exam_at_the_last_one(sailing: Hall):
    who = seated(sailing, "L-001")
    sailing.works.write(sitting.start, by=actors.Applicant(who))
    for minutes in (12, 5):
        sailing.clock.go(minutes=minutes)
        sailing.works.write(timekeeping.close_expired, by=actors.CLOCK)

    row = sailing.works.read(lambda work: work.sittings.get_one(who))
    assert row.status == Status.CLOSED_BY_TIME
    assert row.ended_at == row.block_started_at + timedelta(minutes=5)


def test_rebuilt_projections_are_the_same_and_tampering_is_found(sailing: Hall):
    """Projections rebuilt from the events are the same and tampering is found."""
    who = seated(sailing, "L-001")
    sailing.works.write(sitting.start, by=actors.Applicant(who))
    _answer_best(sailing, who, range(10))
    answer(sailing, who, item=3, option=1, revision=2)
    before = sailing.works.read(lambda work: (work.answers.chosen(who), work.answers.scores(who)))

    assert sailing.works.write(recount.rebuild, who, by=COMMAND) == []

    def tamper(session):
        for row in session.query(SectionScoreRow).filter_by(sitting_id=who):
            row.score += 3
        session.delete(session.query(CurrentAnswerRow).filter_by(sitting_id=who).first())

    sailing.works.database.write(tamper)
    told = sailing.app.test_cli_runner().invoke(args=["result", "rebuild"]).output

    assert "L-001: current_answers berbeda" in told
    assert "L-001: section_scores berbeda" in told
    assert "6 peserta dihitung ulang; 1 berbeda." in told
    assert sailing.works.read(lambda work: (work.answers.chosen(who), work.answers.scores(who))) == before
    assert "6 peserta dihitung ulang; 0 berbeda." in sailing.app.test_cli_runner().invoke(args=["result", "rebuild"]).output


def test_the_next_slots_desk_works_while_this_one_sits(hall: Hall):
    """The desk of the next slot works while this one sits at the same seats."""
    first = seated(hall, "24-0001")
    hall.works.write(sitting.start, by=actors.Applicant(first))
    following = add_slot(hall.works, hall.exam, hall.site, starts_at=START + timedelta(hours=3), number=2)
    register(hall, [Applicant("24-0101", "Sesi Dua")], slot=following)
    freeze_slot(hall.works, following)

    checked_in(hall, "24-0101")
    answer(hall, first, item=0, option=0)
    open_slot(hall, following)

    assert hall.works.read(lambda work: work.sittings.get_one(first).status) == Status.RUNNING
    assert hall.works.read(lambda work: work.sittings.get_one(hall.sittings["24-0101"]).status) == Status.CHECKED_IN


def _answer_best(hall: Hall, who, places: range) -> None:
    marked = hall.works.read(lambda work: work.papers.marked(who))
    for at in places:
        item = marked.paper.items[at]
        best = max(range(len(item.options)), key=lambda number: marked.key[item.code][item.options[number].key])
        answer(hall, who, item=at, option=best)


def test_a_pause_over_the_end_of_a_block_is_booked_to_each_block(sailing: Hall):
    """A pause over the end of a block is booked to each block for itself."""
    nakula = seated(sailing, "L-001")
    sailing.works.write(sitting.start, by=actors.Applicant(nakula))
    first = sailing.works.read(lambda work: work.sittings.get_one(nakula)).block_allowed
    sailing.clock.now += first - timedelta(minutes=2)
    raised = incidents.Raised("no_face", 2, (), None, "no_face")
    sailing.works.write(incidents.raise_incident, nakula, raised, [], by=actors.FACE_CHECKS)
    sailing.clock.go(minutes=2)
    sailing.works.write(turn)  # the second block begins, still covered
    began = sailing.clock.now
    assert sailing.works.read(lambda work: work.sittings.get_one(nakula)).paused_at == began
    sailing.clock.go(minutes=3)

    sailing.works.write(lambda work: steps_pause.go_on(work, work.sittings.get_one(nakula), by=actors.FACE_CHECKS))

    rows = sailing.works.read(lambda work: list(work.ledger.rows(nakula)))
    assert [(row.block, row.began, row.ended, row.lost) for row in rows] == [
        ("PAGI", began - timedelta(minutes=2), began, timedelta(minutes=2)),
        (rows[1].block, began, began + timedelta(minutes=3), timedelta(minutes=3)),
    ]
    assert rows[1].block != "PAGI"


def test_what_a_capped_pause_gave_one_block_it_gives_no_other(sailing: Hall):
    """What a capped pause gave one block it does not give the next again."""
    nakula = seated(sailing, "L-001")
    sailing.works.write(sitting.start, by=actors.Applicant(nakula))
    first = sailing.works.read(lambda work: work.sittings.get_one(nakula)).block_allowed
    sailing.clock.now += first - timedelta(minutes=2)

    def pause(work: Work) -> None:
        row = work.sittings.get_one(nakula)
        state = row.state.paused(Cause.PROCTOR, work.now, at_most=timedelta(minutes=10))
        steps_pause.keep(work, row, state, by=actors.FACE_CHECKS)

    sailing.works.write(pause)
    sailing.clock.go(minutes=12)
    sailing.works.write(turn)
    sailing.clock.go(minutes=5)

    def left(work: Work) -> tuple[str | None, timedelta, timedelta | None]:
        row = work.sittings.get_one(nakula)
        return row.block, work.ledger.clock(row, work.slots.get_one(row.slot_id)).left(work.now), row.block_allowed

    block, rest, allowed = sailing.works.read(left)
    assert block != "PAGI"
    assert rest == allowed - timedelta(minutes=5)
