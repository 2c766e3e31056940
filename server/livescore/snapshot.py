"""What travels from the server to a board: one slot, whole or as changes, as signed JSON bytes."""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from server.livescore.projection import PublicRow

SIGNATURE_HEADER = "X-Lugas-Signature"
SLOT_ID_LETTERS = frozenset("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_")


class SnapshotUnreadable(Exception):
    """The bytes are signed but say nothing a board understands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotHead:
    """What the board says above the table."""

    slot: str
    exam: str
    site: str
    zone: str  # WIB, WITA or WIT
    number: int  # the slot's number on its day ("sesi")
    starts_at: datetime
    closed: bool  # a closed slot is final; every other is provisional
    items: int  # of the paper
    sections: tuple[str, ...]  # codes, in the order of the exam
    tie_order: tuple[str, ...]  # section codes that decide between equal totals, strongest first


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    head: SlotHead
    generated_at: datetime
    window_s: int  # how long rows stay unchanged: a reader takes twice this for a sign of trouble
    sequence: int
    base: int | None  # the sequence these changes build on; None: `rows` are all rows
    rows: tuple[PublicRow, ...]
    removed: tuple[str, ...] = ()


def to_bytes(snapshot: Snapshot) -> bytes:
    head = asdict(snapshot.head) | {"starts_at": moment_text(snapshot.head.starts_at)}
    message = head | {
        "generated_at": moment_text(snapshot.generated_at),
        "window_s": snapshot.window_s,
        "sequence": snapshot.sequence,
        "full": snapshot.base is None,
        "base": snapshot.base,
        "rows": [row_to_json(row) for row in snapshot.rows],
        "removed": list(snapshot.removed),
    }
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()


def from_bytes(body: bytes) -> Snapshot:
    try:
        return _from_json(json.loads(body))
    except (ValueError, KeyError, TypeError) as error:
        raise SnapshotUnreadable(str(error)) from error


def sign(key: Ed25519PrivateKey, body: bytes) -> str:
    return base64.b64encode(key.sign(body)).decode()


def is_signed(key: Ed25519PublicKey, body: bytes, signature: str) -> bool:
    try:
        key.verify(base64.b64decode(signature, validate=True), body)
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True


def moment_text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def row_to_json(row: PublicRow) -> dict[str, Any]:
    return asdict(row) | {"sections": [{"code": code, "score": score} for code, score in row.sections]}


def row_from_json(given: Mapping[str, Any]) -> PublicRow:
    if given["state"] not in ("expected", "working", "finished"):
        raise ValueError(f"unknown state {given['state']!r}")
    texts = {name: str(given[name]) for name in ("id", "number", "name", "agency", "position", "location")}
    return PublicRow(
        **texts,
        sections=tuple((str(section["code"]), _whole(section["score"])) for section in given["sections"]),
        total=_whole(given["total"]),
        state=given["state"],
        passed=None if given["passed"] is None else bool(given["passed"]),
        answered=int(given["answered"]),
        low=_whole(given["low"]),
        high=_whole(given["high"]),
        counted=_whole(given["counted"]),
    )


def _whole(given: Any) -> int | None:
    return None if given is None else int(given)


def head_from_json(given: Mapping[str, Any]) -> SlotHead:
    slot = str(given["slot"])
    if not slot or not SLOT_ID_LETTERS.issuperset(slot):
        raise ValueError("a slot's id becomes a file name: letters, digits, - and _ only")
    return SlotHead(
        slot=slot,
        exam=str(given["exam"]),
        site=str(given["site"]),
        zone=str(given["zone"]),
        number=int(given["number"]),
        starts_at=datetime.fromisoformat(given["starts_at"]),
        closed=bool(given["closed"]),
        items=int(given["items"]),
        sections=tuple(str(code) for code in given["sections"]),
        tie_order=tuple(str(code) for code in given["tie_order"]),
    )


def _from_json(given: Mapping[str, Any]) -> Snapshot:
    return Snapshot(
        head=head_from_json(given),
        generated_at=datetime.fromisoformat(given["generated_at"]),
        window_s=int(given["window_s"]),
        sequence=int(given["sequence"]),
        base=None if given["base"] is None else int(given["base"]),
        rows=tuple(row_from_json(row) for row in given["rows"]),
        removed=tuple(str(public_id) for public_id in given["removed"]),
    )
