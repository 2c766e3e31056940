"""What the public may see of a slot's scores, and how often it may change (docs/decisions/0005)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Literal

State = Literal["expected", "working", "finished"]
Names = Literal["masked", "full"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRow:
    """One sitting as the server knows it. It has no kind of formation: the kind may reveal a disability."""

    public_id: str  # random, made for the board alone
    number: str
    name: str
    agency: str
    position: str
    location: str
    sections: tuple[tuple[str, int], ...]  # (code, score) in the order of the exam
    total: int
    state: State
    passed: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicRow:
    """One sitting as everybody may see it."""

    id: str
    number: str
    name: str
    agency: str
    position: str
    location: str
    sections: tuple[tuple[str, int], ...]
    total: int
    state: State
    passed: bool | None


@dataclass(frozen=True, slots=True)
class BoardPolicy:
    window: timedelta = timedelta(seconds=30)
    names: Names = "masked"


@dataclass(frozen=True, slots=True)
class Published:
    """What the public sees of one slot now, and when it may see the next change."""

    next_at: datetime
    rows: Mapping[str, PublicRow] = field(default_factory=lambda: MappingProxyType({}))
    as_of: datetime | None = None  # None: nothing was shown yet


def unseen(now: datetime, chance: float, policy: BoardPolicy) -> Published:
    """A slot nobody was shown yet, or whose showing a restart forgot.

    The first scores wait one whole window, so that a restart never shortens one, plus a random part (`chance`, 0..1)
    of another, so that nobody can know beforehand when this slot's windows end.
    """
    return Published(next_at=now + policy.window * (1 + chance))


def step(
    published: Published, rows: Iterable[ScoreRow], now: datetime, policy: BoardPolicy
) -> tuple[Published, tuple[PublicRow, ...]]:
    """Show what changed if a window has ended; else show nothing. Also says which rows are new or changed.

    Windows follow one another whether anything changed or not: the moment of a change tells nothing about the moment
    of the answer behind it, and several changes in one window are seen as one.
    """
    shown = {row.public_id: row for row in rows}
    harmless = published.as_of is None and all(row.state == "expected" for row in shown.values())
    if now < published.next_at and not harmless:
        return published, ()
    current = {public_id: public(row, policy.names) for public_id, row in shown.items()}
    changed = tuple(row for public_id, row in current.items() if published.rows.get(public_id) != row)
    # A first showing without scores keeps the random part of the first window, which ends later than a plain one.
    next_at = max(published.next_at, now + policy.window)
    return Published(next_at=next_at, rows=MappingProxyType(current), as_of=now), changed


def public(row: ScoreRow, names: Names) -> PublicRow:
    finished = row.state == "finished"
    return PublicRow(
        id=row.public_id,
        number=row.number,
        name=masked(row.name) if names == "masked" else row.name,
        agency=row.agency,
        position=row.position,
        location=row.location,
        sections=row.sections,
        total=row.total,
        state=row.state,
        passed=row.passed if finished else None,
    )


def masked(name: str) -> str:
    """'Siti Aminah' -> 'S*** A***': always three stars, because lengths alone pick people out of a small room."""
    return " ".join(f"{word[0].upper()}***" for word in name.split())


def ranked(rows: Sequence[PublicRow], tie_order: Sequence[str]) -> list[tuple[int | None, PublicRow]]:
    """Best first; who is equal in the total and in every tie section shares the rank; who has not begun has none."""

    def merit(row: PublicRow) -> tuple[int, ...]:
        scores = dict(row.sections)
        return (row.total, *(scores.get(code, 0) for code in tie_order))

    begun = sorted((row for row in rows if row.state != "expected"), key=lambda row: row.number)
    begun.sort(key=merit, reverse=True)
    ranks: list[tuple[int | None, PublicRow]] = []
    for place, row in enumerate(begun, start=1):
        before = ranks[-1] if ranks else None
        tied = before is not None and merit(before[1]) == merit(row)
        ranks.append((before[0] if before and tied else place, row))
    waiting = sorted((row for row in rows if row.state == "expected"), key=lambda row: row.number)
    return ranks + [(None, row) for row in waiting]
