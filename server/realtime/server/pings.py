"""A connection's next ping is a timer that ends with it: engineio's green thread would keep what is closed for ten seconds."""

from collections.abc import Callable
from typing import Any

from engineio.packet import PING, Packet
from engineio.socket import Socket
from eventlet import hubs

from server import clock


class Pings:
    """Stands before an engine's `start_background_task`; everything but a ping begins as always."""

    def __init__(self, engine: Any) -> None:
        self._begin: Callable[..., Any] = engine.start_background_task
        self._engine = engine
        self._due: dict[str, Any] = {}
        engine.start_background_task = self.begin

    def begin(self, target: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if getattr(target, "__func__", None) is not Socket._send_ping:
            return self._begin(target, *args, **kwargs)
        viewer = target.__self__  # type: ignore[attr-defined]
        self._due[viewer.sid] = hubs.get_hub().schedule_call_global(self._engine.ping_interval, self._send, viewer)
        return None

    def end(self, engine_sid: str) -> None:
        due = self._due.pop(engine_sid, None)
        if due is not None:
            due.cancel()

    def _send(self, viewer: Any) -> None:
        """In the loop itself, where nothing may wait: the packet goes into the connection's queue."""
        self._due.pop(viewer.sid, None)
        if not viewer.closing and not viewer.closed:
            viewer.last_ping = clock.wall_seconds()  # engineio compares it with that, which may have been set
            viewer.send(Packet(PING))
