"""Sealing personal data: AES-GCM under data keys, each wrapped by a master key that is not in the database.

A sealed value is `2 | data key id (16 bytes) | nonce (12) | ciphertext and tag`, so each names its own key and keys can be
rotated while old values stay readable. Its table, column and row are authenticated with it: moved elsewhere, it does not open.
"""

import json
import secrets
from typing import Any
from uuid import UUID
from weakref import WeakValueDictionary

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import RootTransaction, select
from sqlalchemy.orm import Session

from server import clock
from server.storage.key_files import KEY_BYTES, KeyFiles
from server.storage.tables import DataKeyRow, Table
from server.storage.types import new_id

VERSION = b"\x02"
NONCE_BYTES = 12
SHORTEST = 1 + 16 + NONCE_BYTES + 16
PEOPLE = "people"
STAFF = "staff"
PAPERS = "papers"  # the seeds of draws: nobody's data, but nobody's to see


class CannotOpen(Exception):
    """A sealed value cannot be opened: its key was shredded, or the value was changed or moved."""

    says_no_value = True


def place_of(row: Table, column: str) -> bytes:
    """Where a value of this row stands; gives the row its id, which must be known before anything is sealed."""
    if getattr(row, "id", None) is None:
        row.id = new_id()  # type: ignore[attr-defined]
    return place(type(row), column, row)


def place(table: type[Table], column: str, row: Any) -> bytes:
    """The same for columns of a query; `row` has at least those the table is sealed to."""
    bound = [str(getattr(row, name)) for name in table.sealed_to]
    return json.dumps([table.__tablename__, column, *bound], ensure_ascii=False).encode()


def slot_purpose(slot_id: UUID) -> str:
    """Pictures and embeddings of a slot share a key, so that shredding it ends them all."""
    return f"slot:{slot_id}"


def bank_purpose(exam_id: UUID) -> str:
    """The questions of an exam and what their options are worth."""
    return f"bank:{exam_id}"


def papers_purpose(slot_id: UUID) -> str:
    """Who was asked what in a slot: kept longer than its pictures, so under a key of its own."""
    return f"papers:{slot_id}"


def incident_purpose(slot_id: UUID) -> str:
    """Frames of incidents are kept longer than other pictures, so they end with a key of their own."""
    return f"incidents:{slot_id}"


def live_purposes(session: Session) -> list[str]:
    """What there is a key for that seals new values."""
    query = select(DataKeyRow.purpose).where(DataKeyRow.wrapped.is_not(None), DataKeyRow.retired_at.is_(None)).distinct()
    return list(session.scalars(query.order_by(DataKeyRow.purpose)))


class Vault:
    """Seals and opens; keeps unwrapped data keys in memory only.

    Only committed keys are remembered: one whose job or transaction fails is in no database, so it must not seal the next value.
    """

    def __init__(self, files: KeyFiles) -> None:
        self.files = files
        self._current: dict[str, UUID] = {}
        self._ciphers: dict[UUID, AESGCM] = {}
        self._made_in: WeakValueDictionary[UUID, RootTransaction] = WeakValueDictionary()  # data keys by id

    def seal(self, session: Session, purpose: str, at: bytes, value: bytes) -> bytes:
        """`at` is its place (`place_of`), and the only one it opens at."""
        key_id = self._key_for(session, purpose)
        nonce = secrets.token_bytes(NONCE_BYTES)
        return VERSION + key_id.bytes + nonce + self._cipher(session, key_id).encrypt(nonce, value, key_id.bytes + at)

    def open(self, session: Session, at: bytes, sealed: bytes) -> bytes:
        """The value; raises CannotOpen."""
        if sealed[:1] != VERSION or len(sealed) < SHORTEST:
            raise CannotOpen("not a sealed value of this format")
        key_id, nonce = UUID(bytes=sealed[1:17]), sealed[17:29]
        try:
            return self._cipher(session, key_id).decrypt(nonce, sealed[29:], key_id.bytes + at)
        except InvalidTag as error:
            raise CannotOpen(f"value sealed by {key_id} was changed or moved") from error

    def keyed_hash(self, use: str, text: str) -> bytes:
        return self.files.keyed_hash(use, text)

    def rotate_data_key(self, session: Session, purpose: str) -> None:
        """What is sealed from now on takes a new key; what is sealed already still opens."""
        for row in session.scalars(select(DataKeyRow).where(DataKeyRow.purpose == purpose, DataKeyRow.retired_at.is_(None))):
            row.retired_at = clock.now()
        self._current.pop(purpose, None)

    def rewrap(self, session: Session, master: str) -> int:
        """Wrap every data key under another master key; no sealed value is touched. Returns how many."""
        rows = session.scalars(select(DataKeyRow).where(DataKeyRow.wrapped.is_not(None), DataKeyRow.master != master)).all()
        for row in rows:
            row.wrapped, row.master = self._wrap(master, row.id, self._unwrapped(row)), master
        return len(rows)

    def shred(self, session: Session, purpose: str) -> int:
        """Destroy the keys of a purpose: whatever they sealed is gone for good, in backups of the data too."""
        rows = session.scalars(select(DataKeyRow).where(DataKeyRow.purpose == purpose, DataKeyRow.wrapped.is_not(None))).all()
        for row in rows:
            row.wrapped, row.retired_at = None, clock.now()
            self._ciphers.pop(row.id, None)
        self._current.pop(purpose, None)
        return len(rows)

    def _key_for(self, session: Session, purpose: str) -> UUID:
        if purpose in self._current:
            return self._current[purpose]
        found = session.scalar(
            select(DataKeyRow.id)
            .where(DataKeyRow.purpose == purpose, DataKeyRow.retired_at.is_(None))
            .order_by(DataKeyRow.id.desc())
        )
        if found is None:
            return self._make(session, purpose)
        if self._is_committed(session, found):
            self._current[purpose] = found
        return found

    def _make(self, session: Session, purpose: str) -> UUID:
        key_id, master = new_id(), self.files.current_master()
        wrapped = self._wrap(master, key_id, secrets.token_bytes(KEY_BYTES))
        session.add(DataKeyRow(id=key_id, purpose=purpose, wrapped=wrapped, master=master, made_at=clock.now()))
        session.flush()
        transaction = session.connection().get_transaction()  # the whole one: other jobs of the batch see the key too
        if transaction is not None:
            self._made_in[key_id] = transaction
        return key_id

    def _is_committed(self, session: Session, key_id: UUID) -> bool:
        """There is one writer, so whatever another transaction made and this one sees has been committed."""
        return self._made_in.get(key_id) is not session.connection().get_transaction()

    def _cipher(self, session: Session, key_id: UUID) -> AESGCM:
        if key_id in self._ciphers:
            return self._ciphers[key_id]
        row = session.get(DataKeyRow, key_id)
        if row is None or row.wrapped is None:
            raise CannotOpen(f"data key {key_id} is gone")
        cipher = AESGCM(self._unwrapped(row))
        if self._is_committed(session, key_id):
            self._ciphers[key_id] = cipher
        return cipher

    def _wrap(self, master: str, key_id: UUID, key: bytes) -> bytes:
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + AESGCM(self.files.master(master)).encrypt(nonce, key, key_id.bytes)

    def _unwrapped(self, row: DataKeyRow) -> bytes:
        if row.wrapped is None:
            raise CannotOpen(f"data key {row.id} is gone")
        try:
            return AESGCM(self.files.master(row.master)).decrypt(
                row.wrapped[:NONCE_BYTES], row.wrapped[NONCE_BYTES:], row.id.bytes
            )
        except InvalidTag as error:
            raise CannotOpen(f"master key {row.master} is not the one that wrapped data key {row.id}") from error
