"""Rows of an invented slot for the board's tests."""

from dataclasses import replace
from datetime import UTC, datetime

from server.livescore.projection import PublicRow, ScoreRow, State, public
from server.livescore.ranges import ShownRange
from server.livescore.snapshot import SlotHead

STARTS_AT = datetime(2026, 10, 19, 1, 0, tzinfo=UTC)
AGENCIES = ("Kementerian Kesehatan", "Kejaksaan Agung", "Pemerintah Kota Bandung")


def head(slot: str = "slot-1", *, site: str = "Kantor Regional III Bandung", closed: bool = False) -> SlotHead:
    return SlotHead(
        slot=slot,
        exam="SKD CPNS 2026",
        site=site,
        zone="WIB",
        number=1,
        starts_at=STARTS_AT,
        closed=closed,
        items=110,
        sections=("TWK", "TIU", "TKP"),
        tie_order=("TKP", "TIU", "TWK"),
    )


def score_row(
    seat: int = 1,
    scores: tuple[int, int, int] = (0, 0, 0),
    state: State = "working",
    passed: bool | None = None,
    name: str = "Siti Aminah",
    answered: int = 0,
    shown: ShownRange | None = None,
) -> ScoreRow:
    return ScoreRow(
        public_id=f"row{seat:05d}",
        number=f"2450001{seat:05d}",
        name=name,
        agency=AGENCIES[seat % 3],
        position="Analis Kebijakan" if seat % 2 else "Perawat Ahli Pertama",
        location="Bandung",
        sections=tuple(zip(("TWK", "TIU", "TKP"), scores, strict=True)),
        total=sum(scores),
        state=state,
        passed=passed,
        answered=answered,
        range=shown,
        open=state == "working",
    )


def in_clear(row: ScoreRow) -> PublicRow:
    """A row as if its score might be shown, whatever its state: for tests of what carries rows, not of what they may say."""
    ended = public(replace(row, state="finished"), "masked", final=True)
    return replace(ended, state=row.state, passed=row.passed if row.state == "finished" else None)
