"""Sealed values are bound to their table, column and row; questions, points and layouts of papers are sealed.

The old format is opened here for the last time, and knows nothing of today's classes.
"""

import json
import secrets
from uuid import UUID, uuid4

import sqlalchemy as sa
from alembic import context, op
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from server import clock

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

# table -> what its sealed values are bound to, and the sealed columns that there are already
BOUND = {
    "persons": (("id",), ("nik_sealed", "birth_date_sealed")),
    "registrations": (("id", "exam_id", "person_id"), ("disability_sealed",)),
    "photos": (("id", "registration_id", "sitting_id"), ("jpeg_sealed", "vector_sealed")),
    "incident_frames": (("id", "incident_id"), ("jpeg_sealed", "vector_sealed")),
    "slots": (("id", "exam_id", "site_id"), ("draw_seed_sealed",)),
    "items": (("id", "exam_id", "code", "section"), ()),
    "papers": (("id", "sitting_id"), ()),
}
IDS = ("id", "exam_id", "person_id", "registration_id", "sitting_id", "incident_id", "site_id")


def upgrade() -> None:
    keys = _Keys()
    for table in BOUND:
        _reseal(table, keys)
    op.add_column("items", sa.Column("content_sealed", sa.LargeBinary(), nullable=True))
    op.add_column("papers", sa.Column("layout_sealed", sa.LargeBinary(), nullable=True))
    _seal_items(keys)
    _seal_papers(keys)
    with op.batch_alter_table("items") as items:
        items.alter_column("content_sealed", existing_type=sa.LargeBinary(), nullable=False)
        for column in ("topic", "text", "figure", "options"):
            items.drop_column(column)
    with op.batch_alter_table("papers") as papers:
        papers.alter_column("layout_sealed", existing_type=sa.LargeBinary(), nullable=False)
        papers.drop_column("layout")


class _Keys:
    """The data keys of the database, unwrapped; nothing of the key folder is asked for while there is nothing sealed."""

    def __init__(self) -> None:
        rows = _rows("SELECT id, purpose, wrapped, master, retired_at FROM data_keys ORDER BY id")
        self._rows = {row["id"]: row for row in rows if row["wrapped"] is not None}
        self._current = {row["purpose"]: row["id"] for row in self._rows.values() if row["retired_at"] is None}

    def opened(self, sealed: bytes) -> tuple[str, bytes] | None:
        """By which key, and what; none where the key was destroyed or the value is damaged: it opens as little as before."""
        key_id = UUID(bytes=sealed[1:17])
        if key_id.hex not in self._rows:
            return None
        try:
            return key_id.hex, self._cipher(key_id.hex).decrypt(sealed[17:29], sealed[29:], key_id.bytes)
        except InvalidTag:
            return None

    def sealed(self, key: str, at: bytes, value: bytes) -> bytes:
        raw, nonce = UUID(key).bytes, secrets.token_bytes(12)
        return b"\x02" + raw + nonce + self._cipher(key).encrypt(nonce, value, raw + at)

    def of(self, purpose: str) -> str:
        if purpose not in self._current:
            key, files = uuid4(), context.config.attributes["keys"]
            master, nonce = files.current_master(), secrets.token_bytes(12)
            wrapped = nonce + AESGCM(files.master(master)).encrypt(nonce, secrets.token_bytes(32), key.bytes)
            row = {"id": key.hex, "purpose": purpose, "wrapped": wrapped, "master": master, "retired_at": None}
            made_at = int(clock.now().timestamp() * 1000)
            _run("INSERT INTO data_keys (id, purpose, wrapped, master, made_at) VALUES (:id, :purpose, :wrapped, :master, :at)",
                 **{name: row[name] for name in ("id", "purpose", "wrapped", "master")}, at=made_at)  # fmt: skip
            self._rows[key.hex], self._current[purpose] = row, key.hex
        return self._current[purpose]

    def _cipher(self, key: str) -> AESGCM:
        row = self._rows[key]
        master = AESGCM(context.config.attributes["keys"].master(row["master"]))
        return AESGCM(master.decrypt(row["wrapped"][:12], row["wrapped"][12:], UUID(key).bytes))


def _reseal(table: str, keys: _Keys) -> None:
    bound, columns = BOUND[table]
    for row in _rows(f"SELECT {', '.join((*bound, *columns))} FROM {table}") if columns else ():
        for column in columns:
            found = keys.opened(row[column]) if row[column] else None
            if found is not None:
                value = keys.sealed(found[0], _place(table, column, row), found[1])
                _run(f"UPDATE {table} SET {column} = :value WHERE id = :id", value=value, id=row["id"])


def _seal_items(keys: _Keys) -> None:
    for row in _rows("SELECT * FROM items"):
        content = {name: row[name] for name in ("topic", "text", "figure")} | {"options": json.loads(row["options"])}
        written = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
        value = keys.sealed(keys.of(f"bank:{UUID(row['exam_id'])}"), _place("items", "content_sealed", row), written)
        _run("UPDATE items SET content_sealed = :value WHERE id = :id", value=value, id=row["id"])


def _seal_papers(keys: _Keys) -> None:
    for row in _rows("SELECT papers.*, slot_id FROM papers JOIN sittings ON sittings.id = sitting_id"):
        key, at = keys.of(f"papers:{UUID(row['slot_id'])}"), _place("papers", "layout_sealed", row)
        value = keys.sealed(key, at, row["layout"].encode())
        _run("UPDATE papers SET layout_sealed = :value WHERE id = :id", value=value, id=row["id"])


def _place(table: str, column: str, row: dict) -> bytes:
    bound = [str(UUID(row[name])) if name in IDS and row[name] is not None else str(row[name]) for name in BOUND[table][0]]
    return json.dumps([table, column, *bound], ensure_ascii=False).encode()


def _rows(query: str) -> list[dict]:
    return [dict(row) for row in op.get_bind().execute(sa.text(query)).mappings()]


def _run(statement: str, **values: object) -> None:
    op.get_bind().execute(sa.text(statement), values)
