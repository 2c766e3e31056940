"""The board's page and its files: only what this page needs, so that the board can run on a host of its own."""

import json
from pathlib import Path

from flask import Blueprint, Response, redirect, send_from_directory
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from server.plain_page import ICON, plain_page

OPEN_FOLDERS = ("pages/livescore", "shared", "words")


def page_routes(client: Path) -> Blueprint:
    routes = Blueprint("pages", __name__)

    @routes.get("/")
    def home() -> AnyResponse:
        return redirect("/papan")

    @routes.get("/favicon.ico")
    def icon() -> AnyResponse:
        return redirect(ICON)

    @routes.get("/papan")
    def board() -> Response:
        return _file(client / "pages" / "livescore", "index.html", "no-cache")

    @routes.get("/client/<path:path>")
    def client_file(path: str) -> Response:
        for folder in OPEN_FOLDERS:
            if path.startswith(f"{folder}/"):
                # From the folder itself, not from client/: `shared/../package.json` begins well and ends badly.
                return _file(client / folder, path.removeprefix(f"{folder}/"), "no-cache")
        raise NotFound()

    @routes.get("/packages/lit-html/<path:path>")
    def package_file(path: str) -> Response:
        return _file(client / "node_modules" / "lit-html", path, "public, max-age=86400")

    return routes


def refusal_page(client: Path) -> Response:
    """For a browser at an exam seat: why the board stays shut, in words."""
    words = _words(client)
    title, text = words["seat_refused_title"], words["seat_refused_text"]
    return Response(plain_page(title, text), status=403, headers={"Cache-Control": "no-store"})


def missing_page(client: Path) -> Response:
    words = _words(client)
    page = plain_page(words["missing_title"], words["missing_text"], ("/papan", words["to_board"]))
    return Response(page, status=404, headers={"Cache-Control": "no-store"})


def _words(client: Path) -> dict[str, str]:
    found: dict[str, str] = json.loads((client / "words" / "id" / "board.json").read_text(encoding="utf-8"))
    return found


def _file(folder: Path, path: str, caching: str) -> Response:
    response = send_from_directory(folder, path, etag=True)
    response.headers["Cache-Control"] = caching
    return response
