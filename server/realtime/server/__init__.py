"""The tuned realtime server, and the only package that knows eventlet (docs/decisions/0003)."""

import warnings

# We know, and decision 0003 says what we do about it; an operator need not read it at every command.
warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")

from server.realtime.server.group_commit import GreenCommitter, OwnThread, in_thread  # noqa: E402
from server.realtime.server.http import serve  # noqa: E402
from server.realtime.server.loop_heartbeat import keep_beating  # noqa: E402
from server.realtime.server.sockets import RealtimeServer, make_socketio  # noqa: E402

__all__ = ["GreenCommitter", "OwnThread", "RealtimeServer", "in_thread", "keep_beating", "make_socketio", "serve"]
