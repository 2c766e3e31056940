"""The pages and their files: client/ as it stands, and three packages from client/node_modules. No build step."""

from pathlib import Path

from flask import Blueprint, Response, redirect, request, send_from_directory
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as BaseResponse

from server.settings import ROOT
from server.web import context

CLIENT = ROOT / "client"
PAGES = {"meja": "desk", "ujian": "exam", "pantau": "monitor"}
FOLDERS = frozenset({"pages", "shared", "words"})
PACKAGES = {"lit-html": "lit-html", "socket.io-client": "socket.io-client/dist", "tasks-vision": "@mediapipe/tasks-vision"}

routes = Blueprint("client_files", __name__)


@routes.get("/")
def home() -> Response:
    return _page("home")


@routes.get("/<any(meja, ujian, pantau):page>")
def page(page: str) -> Response:
    return _page(PAGES[page])


@routes.get("/papan")
def board() -> BaseResponse:
    """The board lives in its own process; people who type its address here are shown the way."""
    host = request.host.rsplit(":", 1)[0]
    return redirect(f"{request.scheme}://{host}:{context.hall().settings.board_port}/papan")


@routes.get("/client/<path:path>")
def client_file(path: str) -> Response:
    if path.split("/", 1)[0] not in FOLDERS:
        raise NotFound()
    return _file(CLIENT, path, "no-cache")


@routes.get("/packages/<name>/<path:path>")
def package_file(name: str, path: str) -> Response:
    if name not in PACKAGES:
        raise NotFound()
    return _file(CLIENT / "node_modules" / PACKAGES[name], path, "public, max-age=86400")


def _page(name: str) -> Response:
    return _file(CLIENT / "pages" / name, "index.html", "no-cache")


def _file(folder: Path, path: str, caching: str) -> Response:
    response = send_from_directory(folder, path, etag=True)
    response.headers["Cache-Control"] = caching
    return response
