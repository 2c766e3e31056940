"""An exam PC is refused by where it is: leaving cookies out, or claiming to be somebody else, changes nothing."""

from datetime import timedelta
from ipaddress import ip_network

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from server.livescore.board import BoardParts, create_board
from server.livescore.seat_networks import SeatNetworks
from server.livescore.snapshot import Snapshot
from server.livescore.store import BoardStore
from tests.builders import ROOT, START, Clock
from tests.unit.livescore.rows import head, in_clear, score_row

SEATS = SeatNetworks([ip_network("10.20.0.0/16"), ip_network("fd00::/8")], ["127.0.0.1"])


@pytest.fixture
def board(tmp_path):
    store = BoardStore(tmp_path, keep=timedelta(days=30))
    rows = (in_clear(score_row(1, (5, 10, 40))),)
    store.take(Snapshot(head=head(), generated_at=START, window_s=30, sequence=1, base=None, rows=rows))
    key = Ed25519PrivateKey.generate().public_key()
    return create_board(
        BoardParts(store=store, feed_key=key, client=ROOT / "client", now=Clock(START), seats=SEATS)
    ).test_client()


def asked(board, address, forwarded=None, path="/api/board/slot-1"):
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    return board.get(path, headers=headers, environ_base={"REMOTE_ADDR": address}).status_code


@pytest.mark.parametrize("path", ["/papan", "/api/board", "/api/board/slot-1", "/api/board/slot-1?since=0"])
@pytest.mark.parametrize("address", ["10.20.0.1", "10.20.255.254", "fd12::7", "::ffff:10.20.3.4"])
def test_a_seat_without_any_cookie_is_refused(board, address, path):
    assert asked(board, address, path=path) == 403


def test_everybody_else_reads(board):
    assert [asked(board, address) for address in ("10.21.0.1", "192.0.2.7", "2001:db8::1", "127.0.0.1")] == [200] * 4


def test_the_address_our_proxy_adds_counts_not_what_a_caller_claims(board):
    """Behind our proxy the address it adds counts and what the caller claims does not."""
    assert asked(board, "127.0.0.1", forwarded="10.20.4.4") == 403
    assert asked(board, "127.0.0.1", forwarded="192.0.2.7, 10.20.4.4") == 403
    assert asked(board, "127.0.0.1", forwarded="10.20.4.4, 192.0.2.7") == 200
    assert asked(board, "127.0.0.1", forwarded="nonsense") == 403
    assert asked(board, "10.20.4.4", forwarded="192.0.2.7") == 403
