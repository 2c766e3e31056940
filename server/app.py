"""The composition root: every part is made and joined here, and nowhere else."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Flask

from server import clock, commands
from server.exam.actors import SERVER_START
from server.faces.face_model import resolved
from server.hall import Hall
from server.hosts import OurHosts
from server.memory.login_queue import LogInWork
from server.memory.presence import Presence
from server.memory.rate_limits import Limits
from server.security_contact import contact_routes
from server.settings import Settings
from server.storage.database import Database
from server.storage.key_files import KeyFiles
from server.storage.migrate import upgrade
from server.storage.sealing import Vault
from server.storage.work import Transactions
from server.verification.engine import VerificationEngine
from server.verification.local_workers import EmbeddedEngine, EmbeddedSettings
from server.web import (
    access_log,
    account,
    client_files,
    desk,
    desk_liveness,
    errors,
    exam,
    gate_liveness,
    monitor,
    request_guard,
    review,
    seats,
    staff,
)
from server.web.proxy import OurProxy
from server.workflows.after import record

log = logging.getLogger(__name__)

LARGEST_REQUEST = 4 * 1024 * 1024  # five pictures of a face check


def create_app(
    settings: Settings | None = None,
    *,
    now: Callable[[], datetime] = clock.now,
    faces: VerificationEngine | None = None,
) -> Flask:
    """The application over a migrated database. Nothing runs in the background yet: `server.start` does that."""
    settings = settings or Settings.from_environment()
    app = Flask("lugas", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST
    app.config["SECRET_KEY"] = None  # we sign with keys of our own (server/storage/key_files.py), never with Flask's
    app.extensions["lugas"] = _hall(settings, now, faces)
    app.wsgi_app = OurHosts(app.wsgi_app, settings.public_origin)  # type: ignore[method-assign]
    if settings.trusted_proxies:
        addresses = [address.strip() for address in settings.proxy_addresses.split(",")]
        app.wsgi_app = OurProxy(app.wsgi_app, settings.trusted_proxies, addresses)  # type: ignore[method-assign]
    for room in (errors, request_guard, access_log):
        room.register(app)
    for page in (client_files, staff, account, exam, gate_liveness, desk, desk_liveness, monitor, seats, review):
        app.register_blueprint(page.routes)
    app.register_blueprint(contact_routes(settings.security_contact))
    commands.register(app)
    return app


def _hall(settings: Settings, now: Callable[[], datetime], faces: VerificationEngine | None) -> Hall:
    gone = upgrade(settings.database_path)
    keys = KeyFiles(settings.keys)
    keys.make_missing()
    works = Transactions(Database(settings.database_path), Vault(keys), now)
    if gone:
        log.error("guards of the record were gone and are back: %s; run `flask audit verify`", ", ".join(gone))
        works.write(record.note_restored_guards, gone, by=SERVER_START)
    return Hall(
        settings=settings,
        works=works,
        faces=faces or EmbeddedEngine(EmbeddedSettings(settings.models, settings.face_workers, resolved(settings.face_model))),
        presence=Presence(),
        limits=Limits(now),
        log_ins=LogInWork(),
        in_thread=_here,
    )


def _here(function: Callable[..., Any], *args: Any) -> Any:
    """Without an event loop nothing is blocked by working on the spot."""
    return function(*args)
