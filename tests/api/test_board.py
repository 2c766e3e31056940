"""The public board over real sockets, in its own process."""

import random

import pytest

from tests.api.board_process import BoardProcess
from tests.unit.livescore.rows import score_row

FIRST = 1_790_000_000


@pytest.fixture
def board(tmp_path, free_port):
    process = BoardProcess(tmp_path, free_port)
    yield process
    process.kill()


@pytest.fixture
def fed(board):
    assert board.feed(FIRST, [score_row(seat, (5, 10, 40 + seat)) for seat in range(3)]).status == 204
    return board


def test_a_slot_is_shown_ranked_and_masked(fed):
    answer = fed.get("/api/board/slot-1").json
    assert [(row["rank"], row["name"], row["total"]) for row in answer["rows"]] == [
        (3, "S*** A***", 55), (2, "S*** A***", 56), (1, "S*** A***", 57),
    ]  # fmt: skip
    assert (answer["n"], answer["working"], answer["of"], answer["sections"]) == (0, 3, 3, ["TWK", "TIU", "TKP"])
    assert [slot["id"] for slot in fed.get("/api/board").json["slots"]] == ["slot-1"]


def test_a_wrong_signature_changes_nothing(fed):
    body = b'{"slot": "slot-1"}'
    for signature in ("", "AAAA", "not base64", "A" * 88):
        refused = fed.feed_bytes(body, signature)
        assert (refused.status, refused.json["error"]["code"]) == (403, "feed_signature_wrong")
    assert fed.get("/api/board/slot-1").json["version"] == FIRST


def test_a_replay_and_an_unknown_base_are_refused_with_what_the_board_has(fed):
    for sequence, base, code in [
        (FIRST, None, "feed_sequence_old"),
        (FIRST - 1, None, "feed_sequence_old"),
        (FIRST + 2, FIRST + 1, "feed_version_missing"),
    ]:
        refused = fed.feed(sequence, [score_row(1, (500, 0, 0))], base)
        assert (refused.status, refused.json) == (409, {"error": {"code": code, "parameters": {"sequence": FIRST}}})
    assert fed.get("/api/board/slot-1").json["version"] == FIRST


def test_nothing_new_costs_a_304(fed):
    first = fed.get("/api/board/slot-1")
    assert first.headers["cache-control"] == "public, max-age=1"
    for path in ("/api/board/slot-1", f"/api/board/slot-1?since={FIRST}"):
        same = fed.get(path, If_None_Match=first.headers["etag"])
        assert (same.status, same.body) == (304, b"")
    fed.feed(FIRST + 30, [score_row(1, (10, 10, 41))], base=FIRST)
    assert fed.get("/api/board/slot-1", If_None_Match=first.headers["etag"]).status == 200
    listing = fed.get("/api/board")
    assert fed.get("/api/board", If_None_Match=listing.headers["etag"]).status == 304


def test_a_poll_with_a_thousand_changed_rows_is_under_three_kilobytes(board):
    chance = random.Random(3)
    scores = {seat: [chance.randint(20, 150), chance.randint(20, 175), chance.randint(60, 225)] for seat in range(1000)}
    board.feed(FIRST, [score_row(seat, tuple(given)) for seat, given in scores.items()])
    for given in scores.values():
        section = chance.choice((0, 1, 2))
        given[section] += chance.randint(1, 5) if section == 2 else 5
    board.feed(FIRST + 30, [score_row(seat, tuple(given)) for seat, given in scores.items()], base=FIRST)
    poll = board.get(f"/api/board/slot-1?since={FIRST}", Accept_Encoding="gzip")
    assert poll.headers["content-encoding"] == "gzip"
    assert sum(len(steps) for steps, *_ in poll.json["changed"].values()) == 1000
    assert len(poll.body) <= 3 * 1024


def test_plain_and_packed_answers_say_the_same(fed):
    assert fed.get("/api/board/slot-1").json == fed.get("/api/board/slot-1", Accept_Encoding="gzip").json
    assert "content-encoding" not in fed.get("/api/board/slot-1", Accept_Encoding="gzip;q=0").headers


def test_four_hundred_rows_come_in_pages(board):
    board.feed(FIRST, [score_row(seat) for seat in range(400)])
    pages = [board.get(f"/api/board/slot-1?page={number}").json for number in (1, 2, 3, 4, 5)]
    assert [len(page["rows"]) for page in pages] == [100, 100, 100, 100, 0]
    assert len({row["ref"] for page in pages for row in page["rows"]}) == 400
    assert pages[0]["pages"] == 4


def test_filters_choose_agency_position_and_site(fed):
    chosen = fed.get("/api/board/slot-1?agency=Kejaksaan%20Agung").json
    assert {row["agency"] for row in chosen["rows"]} == {"Kejaksaan Agung"}
    assert [row["rank"] for row in chosen["rows"]] == [1]
    assert fed.get("/api/board/slot-1?position=Astronaut").json["of"] == 0
    assert fed.get("/api/board/slot-1?site=Makassar").status == 404
    assert fed.get("/api/board?site=Makassar").json["slots"] == []


def test_a_restart_forgets_nothing(fed):
    before = fed.get("/api/board/slot-1").json
    fed.kill()
    fed.start()
    assert fed.get("/api/board/slot-1").json == before
    assert fed.feed(FIRST, []).status == 409
    assert fed.feed(FIRST + 30, [score_row(1, (10, 10, 41))], base=FIRST).status == 204
    assert fed.get(f"/api/board/slot-1?since={FIRST}").json["changed"] == {"score TWK": ["1", "1", 10]}


def test_a_damaged_file_keeps_no_other_slot_dark(fed):
    fed.feed(FIRST, [score_row(9)], slot="slot-2")
    fed.kill()
    (fed.folder / "store" / "slot-1.json").write_bytes(b'{"head": ')
    fed.start()
    assert [slot["id"] for slot in fed.get("/api/board").json["slots"]] == ["slot-2"]
    assert fed.feed(FIRST + 1, [], base=FIRST).json["error"] == {"code": "feed_version_missing", "parameters": {"sequence": 0}}


@pytest.mark.parametrize("path", ["/papan", "/api/board", "/api/board/slot-1", "/api/board/slot-1?since=0", "/"])
def test_a_paired_seat_is_refused(fed, path):
    cookie = "lugas_seat=anything; other=1"
    refused = fed.get(path, Cookie=cookie, Accept="application/json")
    assert (refused.status, refused.json["error"]["code"]) == (403, "board_not_for_seats")
    page = fed.get(path, Cookie=cookie, Accept="text/html,application/xhtml+xml,*/*;q=0.8")
    assert page.status == 403
    assert "tidak ditampilkan pada komputer peserta" in page.body.decode()
    assert page.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/api/board/unknown", 404, "board_slot_unknown"),
        ("/api/board/slot-1?page=0", 400, "board_parameter_unreadable"),
        ("/api/board/slot-1?since=-1", 400, "board_parameter_unreadable"),
        ("/api/board/slot-1?since=%C2%B2", 400, "board_parameter_unreadable"),
        ("/nowhere", 404, "not_found"),
        ("/client/package.json", 404, "not_found"),
        ("/client/pages/exam/state.js", 404, "not_found"),
        ("/client/shared/../package.json", 404, "not_found"),
        ("/client/shared/%2e%2e/%2e%2e/requirements.txt", 404, "not_found"),
        ("/feed", 405, "method_not_allowed"),
    ],
)
def test_a_wrong_request_gets_an_error_in_the_house_shape(fed, path, status, code):
    answer = fed.get(path)
    assert (answer.status, answer.json["error"]["code"]) == (status, code)


def test_a_browser_at_a_wrong_address_is_shown_the_way_to_the_board(fed):
    answer = fed.get("/nowhere", Accept="text/html,*/*;q=0.8")
    assert (answer.status, answer.headers["content-type"].split(";")[0]) == (404, "text/html")
    assert "Halaman tidak ditemukan" in answer.body.decode()


def test_a_feed_over_the_limit_is_refused(board):
    refused = board.feed_bytes(b"x" * (8 * 1024 * 1024 + 1), "AAAA")
    assert (refused.status, refused.json["error"]["code"]) == (413, "too_large")


def test_every_answer_carries_the_security_headers(fed):
    for path in ("/papan", "/api/board", "/nowhere", "/client/shared/base.css"):
        headers = fed.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
