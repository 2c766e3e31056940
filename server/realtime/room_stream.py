"""What the screens of one room were last told, so that only what changed is told again."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

Tile = dict[str, Any]
ENDS_WITHIN_S = 2  # a running clock is counted by the page itself; only a jump of the end is news


class RoomStream:
    def __init__(self, tiles: Iterable[Tile], now: datetime) -> None:
        self._sent: dict[str, Tile] = {}
        self._ends: dict[str, float | None] = {}
        self._news: dict[str, Mapping[str, Any]] = {}  # the slot and incidents, by id
        self.changed(tiles, now)

    def changed(self, tiles: Iterable[Tile], now: datetime) -> list[Tile]:
        """The tiles that say something new; from here on they count as told. A seat left behind is told empty."""
        fresh = {tile["seat"]["id"]: tile for tile in tiles}
        for tile in list(fresh.values()):
            for seat in self._seats_of(tile["sitting"]) - fresh.keys():
                fresh[seat] = self._emptied(seat)
        return [tile for seat, tile in fresh.items() if self._is_news(seat, tile, now)]

    def without(self, sitting_id: str) -> list[Tile]:
        """Somebody who sits in another room now."""
        left = self._seats_of({"id": sitting_id})
        for seat in left:
            self._sent[seat], self._ends[seat] = self._emptied(seat), None
        return [self._sent[seat] for seat in left]

    def is_known(self, news: Mapping[str, Any]) -> bool:
        """Whether the screens know this slot or incident just so; from here on it counts as told."""
        known, self._news[news["id"]] = self._news.get(news["id"]), news
        return known == news

    def _is_news(self, seat: str, tile: Tile, now: datetime) -> bool:
        ends = _ends(tile["sitting"], now)
        known, known_ends = self._sent.get(seat), self._ends.get(seat)
        jumped = (ends is None) != (known_ends is None) or abs((ends or 0) - (known_ends or 0)) > ENDS_WITHIN_S
        if known is not None and not jumped and _steady(known) == _steady(tile):
            return False
        self._sent[seat], self._ends[seat] = tile, ends
        return True

    def _seats_of(self, sitting: Mapping[str, Any] | None) -> set[str]:
        if sitting is None:
            return set()
        return {seat for seat, tile in self._sent.items() if tile["sitting"] and tile["sitting"]["id"] == sitting["id"]}

    def _emptied(self, seat: str) -> Tile:
        return {"seat": self._sent[seat]["seat"], "sitting": None}


def _steady(tile: Tile) -> Tile:
    """The tile without what merely passes."""
    sitting = tile["sitting"]
    return {**tile, "sitting": sitting and {key: value for key, value in sitting.items() if key != "left_s"}}


def _ends(sitting: Mapping[str, Any] | None, now: datetime) -> float | None:
    if sitting is None or sitting["left_s"] is None:
        return None
    left: float = sitting["left_s"]
    return left if sitting["clock_stopped"] else left + now.timestamp()
