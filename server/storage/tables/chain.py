"""The chain over what is recorded, and its signed heads. No row of other tables is named by a foreign key here."""

from datetime import datetime

from sqlalchemy import JSON, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from server.storage.tables.base import Table


class ChainLineRow(Table):
    """One row of a recorded table, in the order of writing."""

    __tablename__ = "chain_lines"
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    of_table: Mapped[str]
    row_key: Mapped[str]
    salt: Mapped[bytes]
    content: Mapped[bytes]  # salted hash of the columns that never change
    erasable: Mapped[JSON]  # {column: [salt, salted hash]}; an erased value takes its salt along
    hash: Mapped[bytes]  # over the hash before and this line
    __table_args__ = (UniqueConstraint("of_table", "row_key"),)


class ChainHeadRow(Table):
    """How the chain stood at a moment, signed."""

    __tablename__ = "chain_heads"
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    lines: Mapped[int]
    hash: Mapped[bytes]
    at: Mapped[datetime]
    public_key: Mapped[bytes]
    signature: Mapped[bytes]
