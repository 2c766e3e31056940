"""Signed heads of the chain: whoever keeps one can tell later whether anything before it was changed or cut off."""

import hmac
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.storage.key_files import KeyFiles
from server.storage.tables import ChainHeadRow, ChainLineRow, SlotRow

SIGNED_EVERY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Head:
    """How many lines there were, and the hash of the last; as one line of JSON it can be printed and sent away."""

    lines: int
    hash: str
    at: str
    public_key: str
    signature: str

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    def is_signed_by(self, public_key: bytes) -> bool:
        if not hmac.compare_digest(public_key.hex(), self.public_key):
            return False
        try:
            Ed25519PublicKey.from_public_bytes(public_key).verify(bytes.fromhex(self.signature), self.signed())
        except (InvalidSignature, ValueError):
            return False
        return True

    def signed(self) -> bytes:
        return f"lugas chain head\n{self.lines}\n{self.hash}\n{self.at}".encode()


def read(line: str) -> Head:
    """What `told` wrote; raises ValueError."""
    found = json.loads(line)
    if not isinstance(found, dict) or not isinstance(found.get("lines"), int):
        raise ValueError("not a head")
    try:
        return Head(found["lines"], *(str(found[name]) for name in ("hash", "at", "public_key", "signature")))
    except KeyError as error:
        raise ValueError("not a head") from error


class Heads:
    def __init__(self, session: Session, files: KeyFiles, now: datetime) -> None:
        self._session, self._files, self._now = session, files, now

    def is_due(self) -> bool:
        """An hour after the last one, or when a slot has closed since; never for a chain that has not grown."""
        last, newest = self._last(), self._newest()
        if newest is None or (last is not None and last.lines == newest.number):
            return False
        closed = self._session.scalar(select(func.max(SlotRow.closed_at)))
        return last is None or self._now >= last.at + SIGNED_EVERY or (closed is not None and closed >= last.at)

    def sign(self) -> Head | None:
        """A head over everything that is on disk by now. None: nothing was ever recorded."""
        last, newest = self._last(), self._newest()
        if newest is None:
            return None
        key = self._files.record_key()
        public = key.public_key().public_bytes_raw()
        unsigned = Head(newest.number, newest.hash.hex(), _moment(self._now), public.hex(), "")
        row = ChainHeadRow(number=1 if last is None else last.number + 1, lines=newest.number, hash=newest.hash, at=self._now)
        row.public_key, row.signature = public, key.sign(unsigned.signed())
        self._session.add(row)
        self._session.flush()
        return head_of(row.lines, row.hash, row.at, row.public_key, row.signature)

    def all(self) -> Sequence[Head]:
        rows = self._session.scalars(select(ChainHeadRow).order_by(ChainHeadRow.number))
        return [head_of(row.lines, row.hash, row.at, row.public_key, row.signature) for row in rows]

    def _last(self) -> ChainHeadRow | None:
        return self._session.scalar(select(ChainHeadRow).order_by(ChainHeadRow.number.desc()).limit(1))

    def _newest(self) -> Any:
        query = select(ChainLineRow.number, ChainLineRow.hash).order_by(ChainLineRow.number.desc()).limit(1)
        return self._session.execute(query).first()


def head_of(lines: int, of_line: bytes, at: datetime, public_key: bytes, signature: bytes) -> Head:
    return Head(lines, of_line.hex(), _moment(at), public_key.hex(), signature.hex())


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds")
