"""The HTTP server loop: connections without eventlet's limits, a quiet log, a quick stop."""

import gc
import logging
import resource
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from wsgiref.types import WSGIApplication

import eventlet
from eventlet import hubs, patcher, wsgi
from greenlet import GreenletExit

from server.log_lines import without_values
from server.realtime.server.timeouts import NEXT_WITHIN_S, PatientProtocol

log = logging.getLogger(__name__)

_DESCRIPTORS = 65536
_KEPT_DESCRIPTORS = 256  # for the database, workers, logs: never given to connections
_BACKLOG = 4096
_YOUNG = 3_000  # objects between two collections: of what a request makes, hardly any is left by then to be taken for old
_GRACE_SECONDS = 2  # for requests under way when the server is told to stop


def serve(wsgi_app: WSGIApplication, host: str, port: int) -> None:
    """Serves until SIGTERM or SIGINT. The entry point has monkey-patched; a taken port raises OSError."""
    _keep_out_of_collections()
    listener = eventlet.listen((host, port), backlog=_BACKLOG, reuse_port=False)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # accepted sockets inherit it
    serving = eventlet.spawn(
        wsgi.server,
        listener,
        wsgi_app,
        protocol=PatientProtocol,
        custom_pool=_Connections(_raise_descriptor_limit() - _KEPT_DESCRIPTORS),
        log=_FaultsOnly(),
        log_format="",
        debug=False,
        minimum_chunk_size=1,  # server-sent events leave at once
        url_length_limit=16 * 1024,
        keepalive=NEXT_WITHIN_S,
        socket_timeout=60,
    )
    _on_stop_signal(serving.kill)
    with suppress(GreenletExit):
        serving.wait()


def _keep_out_of_collections() -> None:
    """What is there before the first request stays: a full collection that walked over it would stop the loop for 0.3 s."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, *gc.get_threshold()[1:])


class _Connections(eventlet.GreenPool):  # type: ignore[misc]
    """eventlet waits for every connection before it stops, and a screen's socket never ends by itself."""

    def waitall(self) -> None:
        with eventlet.Timeout(_GRACE_SECONDS, False):
            super().waitall()


class _FaultsOnly:
    """eventlet reports requests and crashes through one `info`; only the crashes are worth a line."""

    def info(self, message: str) -> None:
        if message.startswith("Traceback"):
            log.error(without_values(message))

    def error(self, message: str) -> None:
        log.error(without_values(message) if "Traceback" in message else message)

    def debug(self, message: str) -> None:
        """Connections that come and go are no news."""


def _raise_descriptor_limit() -> int:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _DESCRIPTORS if hard == resource.RLIM_INFINITY else min(hard, _DESCRIPTORS)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return max(soft, wanted)


def _on_stop_signal(stop: Callable[[], None]) -> None:
    """A signal handler cannot wake eventlet's poll by itself; a byte in a pipe can."""
    unpatched = patcher.original("os")  # the patched write may wait, which a signal handler must not
    reading, writing = unpatched.pipe()

    def wait_for_it() -> None:
        hubs.trampoline(reading, read=True)
        stop()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: unpatched.write(writing, b"."))
    eventlet.spawn_n(wait_for_it)
