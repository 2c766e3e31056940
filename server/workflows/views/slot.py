"""A slot as desk and monitor show it."""

from typing import Any

from server.json_values import iso
from server.storage.tables import SlotRow
from server.storage.work import Work


def slot_json(work: Work, slot: SlotRow) -> dict[str, Any]:
    site = work.places.site(slot.site_id)
    return {
        "id": str(slot.id),
        "exam": work.exams.get(slot.exam_id).title,
        "site": site.name,
        "zone": site.zone,
        "number": slot.number,
        "starts_at": iso(slot.starts_at),
        "status": slot.status,
    }
