"""docs/contract.md names every address the two servers answer, and the words they say."""

import re
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask

from server import clock
from server.app import create_app
from server.identity.incidents import IncidentKind
from server.identity.looks.evidence import LookKind
from server.livescore.board import BoardParts, create_board
from server.livescore.snapshot import SIGNATURE_HEADER
from server.livescore.store import BoardStore
from server.realtime.protocol import BURST, INCIDENT, LOOK, MESSAGE, REPLACED, SLOT, STATE, TILES
from server.settings import Settings
from server.web.exam import NONCE_HEADER
from server.web.page_messages import EVENTS
from server.web.request_guard import CSRF_HEADER
from server.web.session import PROOF_HEADER
from server.wire import BROWSER_COOKIE, SEAT_COOKIE, SITTING_COOKIE, STAFF_COOKIE
from server.workflows.views.tile import ALERTS
from tests.house.tree import ROOT

ADDRESS = re.compile(r"(GET|POST|PUT|DELETE) ((?:/|…/)[\w<>/.-]*)")
FILES = {"/favicon.ico", "/client/<>", "/packages/<>/<>", "/packages/lit-html/<>", "/"}  # "served under", says the contract


class NoFaces:
    """Addresses are listed here; no face is looked at."""


@pytest.fixture
def exam_server(tmp_path) -> Flask:
    return create_app(Settings(instance=tmp_path / "instance", keys=tmp_path / "keys"), faces=NoFaces())


@pytest.fixture
def board(tmp_path) -> Flask:
    key = Ed25519PrivateKey.generate().public_key()
    return create_board(
        BoardParts(store=BoardStore(tmp_path / "slots", timedelta(days=1)), feed_key=key, client=ROOT / "client", now=clock.now)
    )


def written() -> set[tuple[str, str]]:
    return set(ADDRESS.findall((ROOT / "docs/contract.md").read_text(encoding="utf-8")))


def bare(address: str) -> list[str]:
    """Without the names of its places; `<any(a, b):kind>` is two addresses."""
    choice = re.search(r"<any\(([^)]*)\):\w+>", address)
    if choice is None:
        return [re.sub(r"<[^>]*>", "<>", address)]
    return [plain for word in choice[1].split(",") for plain in bare(address.replace(choice[0], word.strip()))]


def test_every_address_is_in_the_contract(exam_server, board):
    whole = {(method, plain) for method, address in written() if address.startswith("/") for plain in bare(address)}
    tails = {(method, plain) for method, address in written() if address.startswith("…") for plain in bare(address[1:])}
    assert len(whole) > 25, "the search itself must find addresses"
    assert missing(exam_server, whole, tails) == []
    assert missing(board, whole, tails) == []


def missing(app: Flask, whole: set[tuple[str, str]], tails: set[tuple[str, str]]) -> list[str]:
    """`…/check` in the contract goes on from an address named just before it."""
    answered = {
        (method, address)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        for address in bare(rule.rule)
        if address not in FILES
    }
    unnamed = answered - whole
    return sorted(f"{m} {a}" for m, a in unnamed if not any(m == told and a.endswith(tail) for told, tail in tails))


def test_the_contract_knows_every_word_of_the_wire():
    words = {
        *EVENTS,
        *ALERTS,
        *IncidentKind,
        *LookKind,
        *(STAFF_COOKIE, SEAT_COOKIE, SITTING_COOKIE, BROWSER_COOKIE),
        *(STATE, BURST, LOOK, MESSAGE, REPLACED, TILES, INCIDENT, SLOT),
        *(CSRF_HEADER, PROOF_HEADER, NONCE_HEADER, SIGNATURE_HEADER),
    }
    text = (ROOT / "docs/contract.md").read_text(encoding="utf-8")
    assert sorted(word for word in words if not re.search(rf"\b{word}\b", text)) == []
