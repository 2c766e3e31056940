"""What the public may see of a slot's scores, and how often it may change (docs/decisions/0005)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Literal

from server.livescore.ranges import ShownRange

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
    answered: int
    range: ShownRange | None  # what the running score may tell
    open: bool  # may still answer: while anybody of the slot may, nobody's exact score is shown


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicRow:
    """One sitting as everybody may see it."""

    id: str
    number: str
    name: str
    agency: str
    position: str
    location: str
    sections: tuple[tuple[str, int | None], ...]  # None: not shown yet
    total: int | None
    state: State
    passed: bool | None
    answered: int
    low: int | None  # of the running score; None: none yet, or the exact score stands there
    high: int | None
    counted: int | None  # items the range speaks of


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
    final = not any(row.open for row in shown.values())
    current = {public_id: public(row, policy.names, final=final) for public_id, row in shown.items()}
    changed = tuple(row for public_id, row in current.items() if published.rows.get(public_id) != row)
    # A first showing without scores keeps the random part of the first window, which ends later than a plain one.
    next_at = max(published.next_at, now + policy.window)
    return Published(next_at=next_at, rows=MappingProxyType(current), as_of=now), changed


def public(row: ScoreRow, names: Names, *, final: bool) -> PublicRow:
    """`final`: nobody of the slot may answer any more.

    Exact scores of some are readings for others with the same items, so they wait for the last one; until then a row tells
    how many items are answered, and one wide range. Who has not begun has nothing to hide.
    """
    exact = row.state == "expected" or (final and row.state == "finished")
    shown_range = None if exact else row.range
    return PublicRow(
        id=row.public_id,
        number=row.number,
        name=masked(row.name) if names == "masked" else row.name,
        agency=row.agency,
        position=row.position,
        location=row.location,
        sections=row.sections if exact else tuple((code, None) for code, _ in row.sections),
        total=row.total if exact else None,
        state=row.state,
        passed=row.passed if exact and row.state == "finished" else None,
        answered=row.answered,
        low=shown_range.low if shown_range else None,
        high=shown_range.high if shown_range else None,
        counted=shown_range.counted if shown_range else None,
    )


def masked(name: str) -> str:
    """'Siti Aminah' -> 'S*** A***': always three stars, because lengths alone pick people out of a small room."""
    return " ".join(f"{word[0].upper()}***" for word in name.split())


def ranked(rows: Sequence[PublicRow], tie_order: Sequence[str]) -> list[tuple[int | None, PublicRow]]:
    """Best first; who is equal in the total and in every tie section shares the rank; whose score is not shown has none."""

    def merit(row: PublicRow) -> tuple[int, ...]:
        scores = dict(row.sections)
        return (row.total or 0, *(scores.get(code) or 0 for code in tie_order))

    by_number = sorted(rows, key=lambda row: row.number)
    standing = sorted((row for row in by_number if _stands(row)), key=merit, reverse=True)
    ranks: list[tuple[int | None, PublicRow]] = []
    for place, row in enumerate(standing, start=1):
        before = ranks[-1] if ranks else None
        tied = before is not None and merit(before[1]) == merit(row)
        ranks.append((before[0] if before and tied else place, row))
    begun = [row for row in by_number if row.state != "expected" and not _stands(row)]
    waiting = [row for row in by_number if row.state == "expected"]
    return ranks + [(None, row) for row in begun + waiting]


def _stands(row: PublicRow) -> bool:
    return row.state != "expected" and row.total is not None
