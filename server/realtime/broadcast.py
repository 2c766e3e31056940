"""From announcements to screens: applicants' pages at once, proctors' rooms twice a second, each message numbered."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from server.announcements import (
    Announcement,
    AnswerSaved,
    IncidentChanged,
    LoggedInElsewhere,
    MessageSent,
    PageNoticed,
    SittingMoved,
    SlotMoved,
)
from server.json_values import iso
from server.memory.presence import Presence
from server.realtime.protocol import (
    EXAM,
    INCIDENT,
    MESSAGE,
    MONITOR,
    REPLACED,
    SLOT,
    STATE,
    TILES,
    monitor_room,
    sitting_room,
)
from server.realtime.room_stream import RoomStream, Tile
from server.realtime.server import RealtimeServer
from server.storage.work import Transactions, Work
from server.workflows.views import room as views_room

log = logging.getLogger(__name__)

FLUSH_EVERY_S = 0.5
LOOK_AROUND_EVERY = 10  # flushes: alerts that come by time alone, and whatever a failure has swallowed
Room = tuple[UUID, UUID]  # slot, room


class Broadcast:
    def __init__(self, works: Transactions, presence: Presence, socketio: RealtimeServer, no_answers_after: timedelta) -> None:
        self._works, self._presence, self._socketio = works, presence, socketio
        self._no_answers_after = no_answers_after
        self._streams: dict[Room, RoomStream] = {}
        self._watching: dict[str, Room] = {}  # by connection
        self._sittings: set[UUID] = set()  # whose tile may have changed
        self._incidents: set[UUID] = set()
        self._slots: set[UUID] = set()

    def publish(self, facts: Sequence[Announcement]) -> None:
        """After the commit. Pushes are hints: whoever misses one asks the server, and finds the truth in the database."""
        for fact in facts:
            if isinstance(fact, AnswerSaved | PageNoticed):
                self._sittings.add(fact.sitting)
            elif isinstance(fact, SittingMoved):
                self._sittings.add(fact.sitting)
                self.send_to_page(fact.sitting, STATE, {})
            elif isinstance(fact, IncidentChanged):
                self._incidents.add(fact.incident)
            elif isinstance(fact, SlotMoved):
                self._slots.add(fact.slot)
            elif isinstance(fact, LoggedInElsewhere | MessageSent):
                self._push_page(fact)

    def send_to_page(self, sitting_id: UUID, name: str, payload: dict[str, Any]) -> None:
        """To the page of a sitting."""
        self._socketio.emit(name, payload, namespace=EXAM, to=sitting_room(sitting_id))

    def presence_changed(self, sitting_id: UUID) -> None:
        """Somebody came, went, or was seen otherwise than before."""
        self._sittings.add(sitting_id)

    def watch(self, connection: str, room: Room) -> int:
        """This connection hears of one room from now on; returns the number of the last message to it."""
        self.leave(connection)
        if room not in self._streams:
            stream = RoomStream(self._room_tiles(room), self._now())
            slot, incidents = self._works.read(_room_news, *room)
            for news in (slot, *incidents):
                stream.is_known(news)
            self._streams[room] = stream
        self._watching[connection] = room
        self._socketio.server.enter_room(connection, monitor_room(*room), namespace=MONITOR)
        return self._presence.versions.of(*room)

    def room_of(self, connection: str) -> Room | None:
        return self._watching.get(connection)

    def leave(self, connection: str) -> None:
        room = self._watching.pop(connection, None)
        if room is None:
            return
        self._socketio.server.leave_room(connection, monitor_room(*room), namespace=MONITOR)
        if room not in self._watching.values():
            self._streams.pop(room, None)

    def run(self) -> None:
        """Forever. What a failed round has missed, the next look around finds."""
        turn = 0
        while True:
            self._socketio.sleep(FLUSH_EVERY_S)
            turn += 1
            try:
                self.flush()
                if turn % LOOK_AROUND_EVERY == 0:
                    self.sweep()
            except Exception:
                log.exception("a round of the broadcast failed")

    def flush(self) -> None:
        """Tell everything that has gathered."""
        slots, self._slots = self._slots, set()
        with _put_back(self._slots, slots):
            for slot_id in slots:
                self._push_slot(slot_id)
        sittings, self._sittings = self._sittings, set()
        with _put_back(self._sittings, sittings):
            if sittings and self._streams:
                placed = self._works.read(views_room.tiles, self._presence, list(sittings), self._no_answers_after)
                self._push_tiles(placed)
        incidents, self._incidents = self._incidents, set()
        with _put_back(self._incidents, incidents):
            if incidents and self._streams:
                for room, news in self._works.read(_incidents, list(incidents)):
                    self._push_news(room, INCIDENT, news)

    def sweep(self) -> None:
        """Whatever no announcement has brought: tiles, incidents and the slot itself, each room as it now stands."""
        for room, stream in list(self._streams.items()):
            self._send_tiles(room, stream.changed(self._room_tiles(room), self._now()))
            slot, incidents = self._works.read(_room_news, *room)
            if not stream.is_known(slot):
                self._push_news(room, SLOT, slot)
            for incident in [one for one in reversed(incidents) if not stream.is_known(one)]:
                self._push_news(room, INCIDENT, incident)

    def _push_page(self, fact: LoggedInElsewhere | MessageSent) -> None:
        if isinstance(fact, LoggedInElsewhere):
            self.send_to_page(fact.sitting, REPLACED, {})
        else:
            self.send_to_page(fact.sitting, MESSAGE, {"id": str(fact.message), "text": fact.text, "at": iso(fact.at)})

    def _push_slot(self, slot_id: UUID) -> None:
        news, sittings = self._works.read(_slot, slot_id)
        for sitting_id in sittings:
            self.send_to_page(sitting_id, STATE, {})
        for room in list(self._streams):
            if room[0] == slot_id:
                self._push_news(room, SLOT, news)
        self._sittings.update(sittings)

    def _push_tiles(self, placed: Sequence[views_room.Placed]) -> None:
        rooms: dict[Room, list[Tile]] = {}
        for one in placed:
            rooms.setdefault((one.slot, one.room), []).append(one.tile)
        for room, stream in list(self._streams.items()):
            elsewhere = [one.tile["sitting"]["id"] for one in placed if one.slot == room[0] and one.room != room[1]]
            left = [tile for sitting_id in elsewhere for tile in stream.without(sitting_id)]
            self._send_tiles(room, [*left, *stream.changed(rooms.get(room, ()), self._now())])

    def _send_tiles(self, room: Room, tiles: Sequence[Tile]) -> None:
        if tiles:
            counts = self._works.read(views_room.counts, *room)
            self._send(
                room,
                TILES,
                now=iso(self._now()),
                tiles=list({tile["seat"]["id"]: tile for tile in tiles}.values()),
                counts=counts,
            )

    def _push_news(self, room: Room, name: str, news: dict[str, Any]) -> None:
        """A slot or an incident, under its own name; from here on it counts as told."""
        if room in self._streams:
            self._streams[room].is_known(news)
            self._send(room, name, **{name: news})

    def _send(self, room: Room, name: str, **payload: Any) -> None:
        if room not in self._streams:
            return
        version = self._presence.versions.next(*room)
        self._socketio.direct_send(name, {"version": version, **payload}, namespace=MONITOR, to=monitor_room(*room))

    def _room_tiles(self, room: Room) -> list[Tile]:
        return self._works.read(views_room.room_tiles, self._presence, *room, self._no_answers_after)

    def _now(self) -> datetime:
        return self._works.now()


@contextmanager
def _put_back(waiting: set[UUID], taken: set[UUID]) -> Iterator[None]:
    """What could not be told waits for the next round, beside what has come meanwhile."""
    try:
        yield
    except Exception:
        waiting |= taken
        raise


def _room_news(work: Work, slot_id: UUID, room_id: UUID) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    return views_room.monitored_slot_json(work, work.slots.get_one(slot_id)), views_room.room_incidents(work, slot_id, room_id)


def _slot(work: Work, slot_id: UUID) -> tuple[dict[str, Any], list[UUID]]:
    news = views_room.monitored_slot_json(work, work.slots.get_one(slot_id))
    return news, [sitting.id for sitting in work.sittings.of_slot(slot_id)]


def _incidents(work: Work, incident_ids: Sequence[UUID]) -> list[tuple[Room, dict[str, Any]]]:
    rows = [row for row in map(work.identity.incident, incident_ids) if row is not None and row.room_id is not None]
    news = views_room.incidents_json(work, rows)
    return [((row.slot_id, row.room_id), one) for row, one in zip(rows, news, strict=True) if row.room_id is not None]
