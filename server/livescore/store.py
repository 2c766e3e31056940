"""The slots a board knows, in memory and in one file each, so that a restart forgets nothing."""

import json
import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from server.livescore.slot_board import SlotBoard, from_json, taken, to_json
from server.livescore.snapshot import Snapshot

log = logging.getLogger(__name__)


class BoardStore:
    def __init__(self, folder: Path, keep: timedelta) -> None:
        self._folder = folder
        self._keep = keep
        folder.mkdir(parents=True, exist_ok=True)
        self._slots = {board.head.slot: board for board in map(_read, sorted(folder.glob("*.json"))) if board}

    @property
    def slots(self) -> Mapping[str, SlotBoard]:
        return self._slots

    def take(self, snapshot: Snapshot) -> SlotBoard:
        """Kept on disk before it is shown: what was public once stays known after a crash."""
        slot = snapshot.head.slot
        board = taken(self._slots.get(slot), snapshot)
        path = self._folder / f"{slot}.json"
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps(to_json(board), ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
        fresh.replace(path)
        self._slots[slot] = board
        return board

    def forget_old(self, now: datetime) -> None:
        """Names and scores are personal: a slot that was last fed longer ago than `keep` goes."""
        for slot in [slot for slot, board in self._slots.items() if board.as_of < now - self._keep]:
            (self._folder / f"{slot}.json").unlink(missing_ok=True)
            del self._slots[slot]


def _read(path: Path) -> SlotBoard | None:
    try:
        return from_json(json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, KeyError, TypeError):
        # The feed sends the whole slot again when the board lacks it; a damaged file must not keep the others dark.
        log.exception("board file %s cannot be read and is left out", path.name)
        return None
