"""A board that nobody feeds any more forgets too."""

from datetime import timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from server.livescore.board import BoardParts, create_board
from server.livescore.snapshot import Snapshot
from server.livescore.store import BoardStore
from tests.builders import ROOT, START, Clock
from tests.unit.livescore.rows import head, in_clear, score_row


def test_names_go_after_their_days_without_another_feed(tmp_path):
    store, clock = BoardStore(tmp_path, keep=timedelta(days=30)), Clock(START)
    rows = (in_clear(score_row(1, (5, 10, 40))),)
    store.take(Snapshot(head=head(closed=True), generated_at=START, window_s=30, sequence=1, base=None, rows=rows))
    key = Ed25519PrivateKey.generate().public_key()
    reader = create_board(BoardParts(store=store, feed_key=key, client=ROOT / "client", now=clock)).test_client()

    clock.go(days=30)
    assert reader.get("/api/board/slot-1").get_json()["rows"]

    clock.go(seconds=1)
    assert reader.get("/api/board/slot-1").status_code == 404
    assert reader.get("/api/board").get_json()["slots"] == []
    assert list(tmp_path.iterdir()) == []
