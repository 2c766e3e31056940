"""Sites, their rooms and seats."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.exam.actors import Actor, require
from server.exam.rights import HOUSE, Action
from server.storage.tables import SiteRow
from server.storage.work import Work
from server.workflows.refusals import AlreadyThere, ZoneUnknown
from server.zones import ZONES


@dataclass(frozen=True, slots=True)
class RoomPlan:
    """Seats in rows and columns, numbered along the rows; the last `spare` of them stay free for broken PCs."""

    name: str
    rows: int
    columns: int
    spare: int = 0


@dataclass(frozen=True, slots=True)
class NewSite:
    code: str
    name: str
    zone: str
    rooms: Sequence[RoomPlan]


def add_site(work: Work, new: NewSite, *, by: Actor) -> SiteRow:
    require(by, Action.ADD_SITE, HOUSE)
    if work.places.site_by_code(new.code) is not None:
        raise AlreadyThere(what="site", name=new.code)
    if new.zone not in ZONES:
        raise ZoneUnknown(zone=new.zone)
    names = [room.name for room in new.rooms]
    for name in names:
        if names.count(name) > 1:
            raise AlreadyThere(what="room", name=name)
    site = work.places.add_site(new.code, new.name, new.zone)
    for plan in new.rooms:
        room = work.places.add_room(site, plan.name)
        seats = plan.rows * plan.columns
        for place in range(seats):
            row, column = divmod(place, plan.columns)
            work.places.add_seat(room, place + 1, row + 1, column + 1, spare=place >= seats - plan.spare)
    work.audit.note(by, "added site", ("site", site.id), code=new.code, rooms=len(new.rooms))
    return site


def issue_certificates(work: Work, hosts: Sequence[str], *, by: Actor) -> None:
    """Noted before they are made, and may be refused yet; the keys stand in a folder and never in the database."""
    require(by, Action.ISSUE_CERTIFICATES, HOUSE)
    work.audit.note(by, "began certificates", None, hosts=list(hosts))
