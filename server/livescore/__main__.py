"""The board's own process: python -m server.livescore [--host ADDRESS] [--port 8001] [--public-key FILE] [--store FOLDER]."""
# ruff: noqa: E402

from server.patching import patch

patch()

import argparse
import os
import sys
import time
from datetime import timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from server import clock
from server.hosts import OurHosts
from server.livescore.board import BoardParts, create_board
from server.livescore.keys import KeyRefused, public_key, public_key_path
from server.livescore.seat_networks import SeatNetworks
from server.livescore.store import BoardStore
from server.log_lines import set_up
from server.realtime.server import keep_beating, serve
from server.settings import Settings

KEY_WITHIN_S = 60.0
CLIENT = Path(__file__).resolve().parents[2] / "client"


def main() -> None:
    os.umask(0o077)
    wanted = _wanted()
    set_up("%(asctime)s board %(levelname)s %(message)s")
    store = BoardStore(wanted.store, keep=timedelta(days=wanted.keep_days))
    store.forget_old(clock.now())
    settings = Settings.from_environment()
    seats = SeatNetworks(settings.refused_networks(), settings.proxy_addresses.split(",") if settings.trusted_proxies else ())
    parts = BoardParts(
        store=store,
        feed_key=_key(wanted.public_key),
        client=wanted.client,
        now=clock.now,
        seats=seats,
        security_contact=settings.security_contact,
    )
    if wanted.heartbeat is not None:
        keep_beating(wanted.heartbeat)
    app = OurHosts(create_board(parts), settings.board_origin, settings.public_origin)
    serve(app, wanted.host, wanted.port)


def _wanted() -> argparse.Namespace:
    beside = Settings.from_environment()  # beside the server nothing need be said; on a host of its own, all of it
    parser = argparse.ArgumentParser(prog="python -m server.livescore", description="The public board, fed by signed snapshots.")
    parser.add_argument("--host", default=beside.board_host or beside.host)
    parser.add_argument("--port", type=int, default=beside.board_port)
    parser.add_argument("--public-key", type=Path, default=public_key_path(beside.instance), help="PEM file of the feed's key")
    parser.add_argument("--store", type=Path, default=beside.instance / "board" / "slots", help="keeps the slots over a restart")
    parser.add_argument("--keep-days", type=int, default=30, help="a slot not fed for so long is deleted")
    parser.add_argument("--client", type=Path, default=CLIENT, help="folder with the pages")
    parser.add_argument("--heartbeat", type=int, help="descriptor of a pipe that a parent listens to")
    return parser.parse_args()


def _key(path: Path) -> Ed25519PublicKey:
    """The server writes the key on its first start, perhaps a moment after this process began."""
    waited = 0.0
    while not path.exists() and waited < KEY_WITHIN_S:
        time.sleep(0.2)
        waited += 0.2
    try:
        return public_key(path)
    except (OSError, ValueError, KeyRefused) as error:
        sys.exit(f"board: no usable public key at {path} ({error})")


if __name__ == "__main__":
    main()
