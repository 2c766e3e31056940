"""What the `flask` command loads (.flaskenv): the application, or one line that says why there is none."""

import sys

from flask import Flask

from server import app
from server.catalogue import words
from server.settings import SettingsRefused
from server.storage.revision import UnusableDatabase


def create_app() -> Flask:
    """SystemExit, since click would print the traceback of anything else in `flask --help`."""
    try:
        return app.create_app()
    except UnusableDatabase as unusable:
        sys.exit(words(unusable.code, **unusable.parameters))
    except SettingsRefused as refused:
        sys.exit(f"lugas: {refused}")
