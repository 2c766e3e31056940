"""A board that was fed changes is equal to one that was fed the whole, and brings any reader up to date."""

import gzip
import json
import random
from dataclasses import replace
from datetime import timedelta

import pytest

from server.livescore import documents
from server.livescore.documents import Filter
from server.livescore.slot_board import SnapshotRefused, from_json, taken, to_json
from server.livescore.snapshot import Snapshot, SnapshotUnreadable, from_bytes, to_bytes
from tests.unit.livescore.rows import STARTS_AT, head, in_clear, score_row

EVERYTHING = Filter()


def snapshot(sequence, rows, base=None, removed=(), **head_parts):
    return Snapshot(
        head=head(**head_parts),
        generated_at=STARTS_AT + timedelta(seconds=sequence),
        window_s=30,
        sequence=sequence,
        base=base,
        rows=tuple(in_clear(row) for row in rows),
        removed=removed,
    )


def packed_size(document):
    return len(gzip.compress(json.dumps(document, separators=(",", ":")).encode(), compresslevel=9, mtime=0))


def all_rows(board, chosen=EVERYTHING):
    first = documents.page(board, chosen, 1)
    rest = [documents.page(board, chosen, number)["rows"] for number in range(2, first["pages"] + 1)]
    rows = first["rows"] + [row for page in rest for row in page]
    return {row["ref"]: {name: cell for name, cell in row.items() if name != "rank"} for row in rows}


def unpacked_steps(steps):
    return [int(digit, 36) for digit in steps] if isinstance(steps, str) else steps


def unpacked_values(values, unit=None):
    if isinstance(values, list):
        return values
    if unit:
        return [int(digit, 36) * unit for digit in values]
    return [int(values[at : at + 2], 16) for at in range(0, len(values), 2)]


def brought_up_to_date(rows, sections, changes):
    """What a reader does with a document of changes: the reference for client/pages/livescore/rows.js."""
    rows = {ref: dict(row) for ref, row in rows.items() if ref not in changes["removed"]}
    for name, (steps, *values) in changes["changed"].items():
        ref = 0
        for step, value in zip(unpacked_steps(steps), unpacked_values(*values), strict=True):
            ref += step
            if name.startswith("score "):
                scores = list(rows[ref]["scores"])
                scores[sections.index(name.removeprefix("score "))] = value
                rows[ref]["scores"] = scores
            else:
                rows[ref][name] = value
            given = rows[ref]["total"] if name == "total" else None
            rows[ref]["total"] = sum(rows[ref]["scores"]) if given is None else given
    return rows | {row["ref"]: row for row in changes["added"]}


def played(seed, rounds=12, people=40):
    """A random exam: scores move, people finish, come and go."""
    chance = random.Random(seed)
    rows = {seat: score_row(seat) for seat in range(people)}
    history = [dict(rows)]
    for _ in range(rounds):
        for seat in chance.sample(sorted(rows), k=min(len(rows), 15)):
            scores = tuple(score + chance.choice((0, 1, 3, 5)) for _, score in rows[seat].sections)
            rows[seat] = score_row(
                seat, scores, state=chance.choice(("working", "working", "finished")), passed=chance.random() > 0.5
            )
        if chance.random() < 0.4:
            rows.pop(chance.choice(sorted(rows)))
            rows[people + len(history)] = score_row(people + len(history), state="expected")
        if chance.random() < 0.3:
            seat = chance.choice(sorted(rows))
            rows[seat] = replace(rows[seat], agency="Badan Kepegawaian Negara")
        history.append(dict(rows))
    return history


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("chosen", [EVERYTHING, Filter(agency="Kejaksaan Agung"), Filter(position="Perawat Ahli Pertama")])
def test_changes_since_any_version_lead_to_the_same_rows_as_the_whole(seed, chosen):
    board, versions = None, []
    for sequence, rows in enumerate(played(seed), start=1):
        board = taken(board, snapshot(sequence, rows.values()))
        versions.append((sequence, all_rows(board, chosen)))
    for version, rows in versions:
        changes = documents.changes(board, chosen, version)
        once = brought_up_to_date(rows, ["TWK", "TIU", "TKP"], changes)
        assert once == all_rows(board, chosen)


def test_changes_may_be_applied_twice():
    board = taken(None, snapshot(1, [score_row(1), score_row(2)]))
    before = all_rows(board)
    board = taken(board, snapshot(2, [score_row(1, (5, 0, 0))], base=1, removed=("row00002",)))
    changes = documents.changes(board, EVERYTHING, 1)
    once = brought_up_to_date(before, ["TWK", "TIU", "TKP"], changes)
    assert brought_up_to_date(once, ["TWK", "TIU", "TKP"], changes) == once == all_rows(board)


def test_a_feed_of_changes_equals_a_feed_of_wholes():
    before, after = [score_row(1), score_row(2)], [score_row(1, (5, 0, 0)), score_row(3)]
    start = taken(None, snapshot(1, before))
    by_changes = taken(start, snapshot(2, after, base=1, removed=("row00002",)))
    assert by_changes == taken(start, snapshot(2, after))


@pytest.mark.parametrize("sequence", [1, 4, 5])
def test_an_old_or_replayed_snapshot_is_refused(sequence):
    board = taken(None, snapshot(5, [score_row(1)]))
    with pytest.raises(SnapshotRefused) as refused:
        taken(board, snapshot(sequence, [score_row(1)]))
    assert (refused.value.code, refused.value.sequence) == ("feed_sequence_old", 5)


def test_changes_to_a_version_the_board_lacks_are_refused():
    with pytest.raises(SnapshotRefused) as refused:
        taken(taken(None, snapshot(5, [])), snapshot(9, [], base=8))
    assert (refused.value.code, refused.value.sequence) == ("feed_version_missing", 5)
    with pytest.raises(SnapshotRefused):
        taken(None, snapshot(9, [], base=8))


def test_a_reader_from_before_the_board_lost_its_data_starts_over():
    board = taken(None, snapshot(50, [score_row(1)]))
    assert documents.changes(board, EVERYTHING, 49) == {"version": 50, "reload": True}
    assert documents.changes(board, EVERYTHING, 51) == {"version": 50, "reload": True}


def test_a_thousand_changed_rows_cost_less_than_three_kilobytes():
    """A window of 30 seconds in which everybody answers: most one item, some two or three, fifty finish."""
    chance = random.Random(7)
    begin = {seat: [chance.randrange(20, 135, 5), chance.randrange(20, 160, 5), chance.randint(60, 210)] for seat in range(1000)}
    board = taken(None, snapshot(1_790_000_000, [score_row(seat, tuple(scores)) for seat, scores in begin.items()]))
    after = []
    for seat, scores in begin.items():
        for _ in range(chance.choice((1, 1, 1, 2, 3))):
            section = chance.choice((0, 1, 2))
            scores[section] += chance.randint(1, 5) if section == 2 else 5
        finished = chance.random() < 0.05
        after.append(
            score_row(
                seat,
                tuple(scores),
                state="finished" if finished else "working",
                passed=chance.random() < 0.5 if finished else None,
            )
        )
    board = taken(board, snapshot(1_790_000_030, after, base=1_790_000_000))
    changes = documents.changes(board, EVERYTHING, 1_790_000_000)
    touched = set()
    for steps, *_ in changes["changed"].values():
        ref = 0
        for step in unpacked_steps(steps):
            ref += step
            touched.add(ref)
    assert len(touched) == 1000
    assert packed_size(changes) <= 3 * 1024


def test_a_thousand_rows_of_other_scores_cost_under_three_kilobytes():
    """What a reader who was away for an hour pays: all three columns, nothing alike."""
    chance = random.Random(11)

    def rows():
        return [
            score_row(seat, (chance.randrange(0, 151, 5), chance.randrange(0, 176, 5), chance.randint(45, 225)))
            for seat in range(1000)
        ]

    board = taken(taken(None, snapshot(1_790_000_000, rows())), snapshot(1_790_003_600, rows(), base=1_790_000_000))
    changes = documents.changes(board, EVERYTHING, 1_790_000_000)
    assert sum(len(steps) for steps, *_ in changes["changed"].values()) > 2_800
    assert packed_size(changes) <= 3 * 1024


def test_a_total_that_is_no_sum_comes_with_every_change_of_a_score():
    board = taken(None, snapshot(1, [replace(score_row(0, (5, 5, 5)), total=77)]))
    board = taken(board, snapshot(2, [replace(score_row(0, (10, 5, 5)), total=77)], base=1))
    assert documents.changes(board, EVERYTHING, 1)["changed"] == {"score TWK": ["0", "1", 10], "total": ["0", "1", 77]}


def test_far_steps_and_large_scores_are_sent_as_lists():
    board = taken(None, snapshot(1, [score_row(seat) for seat in range(80)]))
    board = taken(board, snapshot(2, [score_row(3, (5, 0, 0)), score_row(77, (300, 0, 0))], base=1))
    assert documents.changes(board, EVERYTHING, 1)["changed"] == {"score TWK": [[3, 74], [5, 300]]}
    board = taken(board, snapshot(3, [score_row(3, (10, 0, 0)), score_row(4, (255, 0, 0))], base=2))
    assert documents.changes(board, EVERYTHING, 2)["changed"] == {"score TWK": ["31", "0aff"]}
    board = taken(board, snapshot(4, [score_row(3, (25, 0, 0)), score_row(4, (175, 0, 0))], base=3))
    assert documents.changes(board, EVERYTHING, 3)["changed"] == {"score TWK": ["31", "17", 25]}


def test_a_board_read_back_from_disk_is_the_same():
    board = taken(None, snapshot(1, [score_row(1), score_row(2, state="expected")]))
    board = taken(board, snapshot(2, [score_row(1, (5, 1, 2), state="finished", passed=True)], base=1, removed=("row00002",)))
    assert from_json(json.loads(json.dumps(to_json(board)))) == board


def test_a_snapshot_survives_the_wire():
    sent = snapshot(3, [score_row(1, (5, 5, 9), state="finished", passed=False)], base=2, removed=("x",))
    assert from_bytes(to_bytes(sent)) == sent


@pytest.mark.parametrize(
    "damage", [b"", b"[]", b"{}", b"\xff", to_bytes(snapshot(3, [])).replace(b"slot-1", b"../../etc/passwd")]
)
def test_bytes_that_are_no_snapshot_are_refused(damage):
    with pytest.raises(SnapshotUnreadable):
        from_bytes(damage)


def test_the_list_of_slots_is_filtered_by_site():
    boards = [taken(None, snapshot(1, [], slot="a", site="Bandung")), taken(None, snapshot(1, [], slot="b", site="Makassar"))]
    assert [slot["id"] for slot in documents.listing(boards, "Makassar")["slots"]] == ["b"]
    assert documents.listing(boards, None)["sites"] == ["Bandung", "Makassar"]
