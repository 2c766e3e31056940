"""Pushes what the public may see to one or several boards, and never makes anything else wait."""

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from server.livescore.projection import BoardPolicy, PublicRow, Published, ScoreRow, step, unseen
from server.livescore.snapshot import SIGNATURE_HEADER, SlotHead, Snapshot, sign, to_bytes

log = logging.getLogger(__name__)

SHORTEST_PAUSE_S = 1.0
LONGEST_PAUSE_S = 5.0  # how soon a slot that is new to the feed is noticed
LONGEST_RETRY_S = 30.0
REPLY_WITHIN_S = 5.0


@dataclass(frozen=True, slots=True)
class SlotRows:
    head: SlotHead
    rows: tuple[ScoreRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedPlan:
    boards: tuple[str, ...]  # e.g. "http://127.0.0.1:8001"
    key: Ed25519PrivateKey
    policy: BoardPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the feed takes from the server it lives in."""

    now: Callable[[], datetime]
    sleep: Callable[[float], object]
    spawn: Callable[..., object]
    chance: Callable[[], float]  # 0..1, not to be guessed


@dataclass(frozen=True, slots=True)
class _ShownSlot:
    head: SlotHead
    published: Published

    def looks_like(self, other: "_ShownSlot") -> bool:
        mine, theirs = self.published, other.published
        return (self.head, mine.as_of, mine.rows) == (other.head, theirs.as_of, theirs.rows)


@dataclass(slots=True)
class _Delivery:
    """What one board is known to hold."""

    address: str
    held: dict[str, tuple[int, _ShownSlot]] = field(default_factory=dict)
    sequences: dict[str, int] = field(default_factory=dict)  # the highest each slot ever had
    failures: int = 0


class Feed:
    def __init__(self, fetch_rows: Callable[[], Sequence[SlotRows]], plan: FeedPlan, around: Surroundings) -> None:
        self._fetch_rows = fetch_rows
        self._plan = plan
        self._around = around
        self._shown: dict[str, _ShownSlot] = {}

    def start(self) -> None:
        """One loop looks at the scores, one per board delivers: a dead board holds up nobody."""
        self._around.spawn(self._look_forever)
        for address in self._plan.boards:
            self._around.spawn(self._deliver_forever, _Delivery(address))

    def _look_forever(self) -> None:
        while True:
            try:
                self._fetch()
            except Exception:
                log.exception("the board feed could not read the scores")
            self._around.sleep(self._pause())

    def _fetch(self) -> None:
        found = self._fetch_rows()
        now = self._around.now()
        self._shown = {slot.head.slot: self._next(slot, now) for slot in found}

    def _next(self, slot: SlotRows, now: datetime) -> _ShownSlot:
        policy = self._plan.policy
        known = self._shown.get(slot.head.slot)
        before = known.published if known else unseen(now, self._around.chance(), policy)
        after, changed = step(before, slot.rows, now, policy)
        if known and after is before:
            return known  # the head waits with its rows: "final" above scores that are not would be a lie
        if slot.head.closed and not changed and len(after.rows) == len(before.rows):
            after = replace(after, as_of=before.as_of)  # nothing moves any more: "per hh:mm:ss" is the last change
        return _ShownSlot(slot.head, after)

    def _pause(self) -> float:
        soonest = min((shown.published.next_at for shown in self._shown.values()), default=None)
        if soonest is None:
            return LONGEST_PAUSE_S
        return max(SHORTEST_PAUSE_S, min(LONGEST_PAUSE_S, (soonest - self._around.now()) / timedelta(seconds=1)))

    def _deliver_forever(self, delivery: _Delivery) -> None:
        while True:
            try:
                self._deliver(delivery)
                delivery.failures = 0
            except (OSError, HTTPException, BoardRefused) as error:
                if not delivery.failures:
                    log.warning("board %s does not take the feed (%s); trying on", delivery.address, error)
                delivery.failures += 1
            self._around.sleep(min(LONGEST_RETRY_S, SHORTEST_PAUSE_S * 2 ** min(delivery.failures, 5)))

    def _deliver(self, delivery: _Delivery) -> None:
        for slot, shown in list(self._shown.items()):
            held = delivery.held.get(slot)
            if shown.published.as_of is None or (held and held[1].looks_like(shown)):
                continue
            delivery.held.pop(slot, None)  # until the board says yes, nobody knows what it holds
            sequence = max(delivery.sequences.get(slot, 0) + 1, int(self._around.now().timestamp()))
            delivery.sequences[slot] = sequence
            snapshot = _snapshot(shown, held, sequence, self._plan.policy)
            body = to_bytes(snapshot)
            taken, board_has = post(delivery.address, body, sign(self._plan.key, body))
            if taken:
                delivery.held[slot] = (sequence, shown)
            else:
                delivery.sequences[slot] = max(sequence, board_has)


class BoardRefused(Exception):
    """The board answered, but neither yes nor "send me all"."""


def post(address: str, body: bytes, signature: str) -> tuple[bool, int]:
    """Whether the board took it; if it wants the whole slot instead, the sequence it has."""
    where = urlsplit(address)
    kind = HTTPSConnection if where.scheme == "https" else HTTPConnection
    connection = kind(where.hostname or "", where.port, timeout=REPLY_WITHIN_S)
    try:
        headers = {"Content-Type": "application/json", SIGNATURE_HEADER: signature}
        connection.request("POST", f"{where.path.rstrip('/')}/feed", body, headers)
        reply = connection.getresponse()
        text = reply.read(65_536)
    finally:
        connection.close()
    if reply.status == 409:
        return False, _sequence_of(text)
    if reply.status != 204:
        raise BoardRefused(f"status {reply.status}")
    return True, 0


def _sequence_of(text: bytes) -> int:
    try:
        return int(json.loads(text)["error"]["parameters"]["sequence"])
    except (ValueError, KeyError, TypeError) as error:
        raise BoardRefused("a 409 that names no sequence") from error


def _snapshot(shown: _ShownSlot, held: tuple[int, _ShownSlot] | None, sequence: int, policy: BoardPolicy) -> Snapshot:
    rows = shown.published.rows
    before: Mapping[str, PublicRow] = held[1].published.rows if held else {}
    return Snapshot(
        head=shown.head,
        generated_at=shown.published.as_of or shown.published.next_at,
        window_s=round(policy.window / timedelta(seconds=1)),
        sequence=sequence,
        base=held[0] if held else None,
        rows=tuple(row for public_id, row in rows.items() if before.get(public_id) != row),
        removed=tuple(public_id for public_id in before if public_id not in rows),
    )
