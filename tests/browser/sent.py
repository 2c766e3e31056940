"""The pictures a seat sends, read off its own socket."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from playwright.sync_api import WebSocket

from server import clock
from tests.browser.at_seat import AtSeat
from tests.browser.hall import until
from tests.films import read_counter


@dataclass
class Sent:
    """Each picture with its moment and the number it shows."""

    pictures: list[tuple[datetime, int | None]] = field(default_factory=list)

    def listen(self, socket: WebSocket) -> None:
        socket.on("framesent", lambda payload: self.keep(payload) if isinstance(payload, bytes) else None)

    def keep(self, jpeg: bytes) -> None:
        self.pictures.append((clock.now(), read_counter(jpeg)))

    def since(self, moment: datetime) -> list[tuple[datetime, int | None]]:
        return [picture for picture in self.pictures if picture[0] >= moment]

    def scenes(self, seat: AtSeat, since: datetime) -> list[str]:
        return [seat.scene_of(number) for _, number in self.since(since) if number is not None]


def listened(seat: AtSeat) -> Sent:
    """Before the log-in, for its socket comes with it."""
    sent = Sent()
    seat.page.on("websocket", sent.listen)
    return sent


def heard(seat: AtSeat, holds: Callable[[], object], seconds: float) -> None:
    """What a page does is told only while the page is asked something."""
    until(lambda: seat.page.wait_for_timeout(50) or holds(), seconds)
