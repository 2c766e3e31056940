"""A server for the tests of the tuned server: the real loop in its own process, told what to do over HTTP and sockets."""

import eventlet

from server.patching import patch

patch()

import gc
import socket
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from typing import Any

from flask import Flask, Response, request

from server.realtime.server import GreenCommitter, in_thread, make_socketio, serve, timeouts


class Addition:
    def __init__(self, number: int, first: bool = False) -> None:
        self.number, self.first = number, first
        self.result: Any = None
        self.error: BaseException | None = None


class Ledger:
    """What a database writer would be: blocking, one batch at a time, as slow as a test wants it."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.is_held = False

    def write(self, jobs: Sequence[Addition]) -> None:
        self.batches.append([job.number for job in jobs])
        while self.is_held:
            blocking_sleep(0.01)
        if any(job.number == 666 for job in jobs):
            raise OSError("disk full")
        for job in jobs:
            if job.number < 0:
                job.error = ValueError("negative")
            else:
                job.result = job.number * 2


blocking_sleep = eventlet.patcher.original("time").sleep
ledger = Ledger()
committer = GreenCommitter(ledger.write)
app = Flask(__name__)
socketio = make_socketio(app, ["/exam", "/monitor"])


@app.get("/who")
def who() -> dict[str, int]:
    return {"clients": len(socketio.server.eio.sockets)}


@app.post("/anew")
def anew() -> str:
    ledger.batches.clear()
    slow_work.clear()
    goes_on.clear()
    return "nothing was written"


@app.get("/nodelay")
def nodelay() -> dict[str, bool]:
    accepted = request.environ["eventlet.input"].get_socket()
    return {"nodelay": bool(accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))}


@app.get("/collected")
def collected() -> dict[str, int]:
    """How many objects a full collection walks over, and how many it leaves alone."""
    return {"walked": len(gc.get_objects()), "left": gc.get_freeze_count()}


@app.post("/collect/<int:wanted>")
def collect(wanted: int) -> str:
    (gc.enable if wanted else gc.disable)()
    return f"{gc.collect()} collected"


@app.get("/left")
def left() -> dict[str, int]:
    """What connections are made of, as far as it is still in memory; this one's is."""
    kinds = [type(one).__name__ for one in gc.get_objects()]
    return {kind: kinds.count(kind) for kind in ("PatientProtocol", "Input", "Socket", "Wire")}


@app.post("/echo")
def echo() -> dict[str, Any]:
    said: dict[str, Any] = request.get_json()
    return said


@app.get("/after/<int:seconds>")
def after(seconds: int) -> str:
    """By the clock of the server's own loop: what was due before has happened by then, however slow the machine is."""
    time.sleep(seconds)
    return "over"


@app.get("/length/<path:rest>")
def length(rest: str) -> str:
    return str(len(rest))


goes_on = threading.Event()


@app.get("/stream")
def stream() -> Response:
    def lines() -> Iterator[str]:
        yield "data: first\n\n"
        goes_on.wait(30)
        yield "data: second\n\n"

    return Response(lines(), mimetype="text/event-stream")


@app.get("/stream/on")
def stream_on() -> str:
    goes_on.set()
    return "second"


slow_work: list[str] = []


@app.get("/slow")
def slow() -> str:
    def works() -> None:
        slow_work.append("began")
        while "goes on" not in slow_work:
            blocking_sleep(0.01)

    in_thread(works)
    return "slept"


@app.get("/slow/began")
def slow_began() -> list[str]:
    return slow_work


@app.get("/slow/on")
def slow_on() -> str:
    slow_work.append("goes on")
    return "on"


@app.post("/add/<int(signed=True):number>")
def add(number: int) -> dict[str, Any]:
    try:
        return {"result": committer.submit(Addition(number, first="first" in request.args))}
    except (ValueError, OSError) as error:
        return {"error": f"{type(error).__name__}: {error}"}


@app.post("/held/<int:is_held>")
def held(is_held: int) -> str:
    ledger.is_held = bool(is_held)
    return "held" if is_held else "let go"


@app.get("/gathered")
def gathered() -> dict[str, int]:
    return {"jobs": sum(len(batch.jobs) for batch in (committer._first, *committer._others))}


@app.post("/add-in-thread")
def add_in_thread() -> str:
    try:
        in_thread(committer.submit, Addition(1))
    except RuntimeError as error:
        return str(error)
    return "taken"


@app.get("/batches")
def batches() -> list[list[int]]:
    return ledger.batches


@app.post("/broadcast/<int:times>/<int:size>")
def broadcast(times: int, size: int) -> str:
    way = request.args["way"]
    for number in range(times):
        payload = {"number": number, "filling": "x" * size}
        if way == "direct" or (way == "mixed" and number % 2):
            socketio.direct_send("tiles", payload, namespace="/monitor", to="hall")
        else:
            socketio.emit("tiles", payload, namespace="/monitor", to="hall")
        if number % 16 == 0:
            time.sleep(0)
    return "sent"


def watch(sid: str, *_: Any) -> dict[str, bool]:
    socketio.server.enter_room(sid, "hall", namespace="/monitor")
    return {"ok": True}


def measure(sid: str, picture: bytes) -> dict[str, int]:
    return {"size": len(picture), "sum": sum(picture)}


socketio.server.on("connect", lambda *_: None, namespace="/monitor")
socketio.server.on("watch", watch, namespace="/monitor")
socketio.server.on("measure", measure, namespace="/monitor")

if __name__ == "__main__":
    if len(sys.argv) > 2:  # as long it waits for what a connection has not said yet
        timeouts.HEAD_WITHIN_S = timeouts.BODY_WITHIN_S = float(sys.argv[2])
    serve(app, "127.0.0.1", int(sys.argv[1]))
