"""A process that has loaded the whole server and worked in both lanes says, as JSON, which locks there are and who makes them."""

from server.patching import Lock, patch

patch()

import _thread
import gc
import json
import pkgutil
import sys
import threading
from importlib import import_module
from pathlib import Path
from typing import Any

from eventlet import patcher
from eventlet.queue import LightQueue
from eventlet.semaphore import Semaphore

import server
from server.realtime.server import GreenCommitter, in_thread
from server.storage.database import Database, DatabaseJob

ENTRY_POINTS = ("server.verification.worker", "server.verification.photo_worker")  # processes of their own, without eventlet
real = patcher.original("_thread")


def load() -> None:
    for found in pkgutil.walk_packages(server.__path__, "server."):
        if found.name not in ENTRY_POINTS and not found.name.endswith("__main__"):
            import_module(found.name)


def work(folder: Path) -> None:
    database = Database(folder / "locks.sqlite3")
    for lane in (database.writer, database.reader):
        GreenCommitter(lane.run_batch).submit(
            DatabaseJob(lambda session: session.connection().exec_driver_sql("select 1").scalar())
        )
    in_thread(sum, [1, 2])


def makers() -> list[str]:
    """Names in modules under which a lock could still be made that green and real threads must not share."""
    found = []
    for name, module in list(sys.modules.items()):
        if name.startswith(("__original_module_", "eventlet")) or name in ("__main__", "__mp_main__"):
            continue
        found += [f"{name}.{key}" for key, value in list(vars(module).items()) if _makes_others(value)]
    return found


def _makes_others(value: Any) -> bool:
    if isinstance(value, type):
        return value in (real.LockType, real.RLock) or issubclass(value, Semaphore)
    return value is real.allocate_lock


def holders() -> list[str]:
    """Modules that hold a real lock by name."""
    others = [(name, module) for name, module in list(sys.modules.items()) if name not in ("__main__", "__mp_main__")]
    return [name for name, module in others if any(type(one) in (real.LockType, real.RLock) for one in vars(module).values())]


def told(folder: Path) -> dict[str, Any]:
    load()
    work(folder)
    gc.collect()
    every = gc.get_objects()
    rlock: Any = threading.RLock()  # here Python's own, over a lock that is ours
    return {
        "ours": sum(type(one) is Lock for one in every),
        "eventlets": [repr(one) for one in every if isinstance(one, Semaphore | LightQueue)],
        "real_in_modules": holders(),
        "makers": makers(),
        "made": [type(each).__name__ for each in (threading.Lock(), _thread.allocate_lock(), rlock._block)],
    }


if __name__ == "__main__":
    print(json.dumps(told(Path(sys.argv[1]))))
