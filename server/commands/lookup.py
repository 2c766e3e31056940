"""From what an officer types to the row it names; whatever is not there is refused by name."""

from datetime import date, datetime, time

from server.storage.tables import ExamRow, RoomRow, SiteRow, SlotRow
from server.storage.work import Work
from server.workflows.refusals import NotThere
from server.zones import ZONES, local


def exam(work: Work, code: str) -> ExamRow:
    found = work.exams.by_code(code)
    if found is None:
        raise NotThere(what="exam", name=code)
    return found


def site(work: Work, code: str) -> SiteRow:
    found = work.places.site_by_code(code)
    if found is None:
        raise NotThere(what="site", name=code)
    return found


def room(work: Work, at: SiteRow, name: str) -> RoomRow:
    found = next((row for row in work.places.rooms(at.id) if row.name == name), None)
    if found is None:
        raise NotThere(what="room", name=f"{at.code}/{name}")
    return found


def slot(work: Work, name: str) -> SlotRow:
    """Named as the officers name it: site/day/sesi, e.g. JKT-1/2026-11-23/2."""
    found = next((row for row in work.slots.all() if slot_name(work, row) == name), None)
    if found is None:
        raise NotThere(what="slot", name=name)
    return found


def slot_name(work: Work, row: SlotRow) -> str:
    at = work.places.site(row.site_id)
    return f"{at.code}/{local(row.starts_at, at.zone).date()}/{row.number}"


def moment(day: date, at: time, zone: str) -> datetime:
    return datetime.combine(day, at, ZONES[zone])
