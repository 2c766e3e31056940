"""What the `flask` command loads (.flaskenv): the application, or one line that says why there is none."""

import sys
from collections.abc import Sequence

from flask import Flask

from server import app, commands
from server.catalogue import words
from server.settings import SettingsRefused
from server.storage.revision import UnusableDatabase

WITHOUT_DATABASE = "rules"


def create_app() -> Flask:
    """SystemExit, since click would print the traceback of anything else in `flask --help`."""
    if _asks_for(sys.argv[1:]) == WITHOUT_DATABASE:
        bare = Flask("lugas", static_folder=None)
        commands.register_without_database(bare)
        return bare
    try:
        return app.create_app()
    except UnusableDatabase as unusable:
        sys.exit(words(unusable.code, **unusable.parameters))
    except SettingsRefused as refused:
        sys.exit(f"lugas: {refused}")


def _asks_for(typed: Sequence[str]) -> str | None:
    """An option of `flask` itself that has a value hides the command's name: then the whole application is made."""
    return next((word for word in typed if not word.startswith("-")), None)
