"""The time ledger of a sitting as its applicant and its proctors read it."""

from typing import Any

from server.json_values import duration_s, iso
from server.storage.room_queries import Watching
from server.storage.tables import SittingRow
from server.storage.work import Work


def ledger_json(work: Work, sitting: SittingRow) -> list[dict[str, Any]]:
    """Every second lost or granted; what is going on now has no end yet."""
    rows = work.ledger.rows(sitting.id)
    names = Watching(work.session).staff_names([row.by for row in rows])
    return [
        {
            "cause": row.cause,
            "began": iso(row.began),
            "ended": iso(row.ended),
            "lost": duration_s(row.lost),
            "credited": duration_s(row.credited),
            "by": names.get(row.by) if row.by else None,
            "reason": row.reason,
        }
        for row in rows
    ]
