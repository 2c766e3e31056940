"""Somebody who types `flask rules …` into an application that was made for it, without a database."""

import json
import sys

from click.testing import Result

from server import flask_app


class Typist:
    """Types into an application that was made for `flask rules` alone."""

    def __init__(self, monkeypatch, folder) -> None:
        monkeypatch.setenv("LUGAS_INSTANCE", str(folder / "instance"))
        monkeypatch.setattr(sys, "argv", ["flask", "rules"])
        self.folder = folder
        self.app = flask_app.create_app()

    def types(self, *words: str) -> Result:
        return self.app.test_cli_runner().invoke(args=["rules", *words])

    def does(self, *words: str) -> str:
        result = self.types(*words)
        assert result.exit_code == 0, result.output
        return result.output

    def told(self, *words: str):
        return json.loads(self.does(*words, "--json"))

    def is_refused(self, *words: str) -> str:
        result = self.types(*words)
        assert result.exit_code == 1, result.output
        assert "Traceback" not in result.output
        return result.output
