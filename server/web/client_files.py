"""The pages and their files: client/ as it stands, three packages from client/node_modules, the detector. No build step."""

from collections.abc import Mapping
from mimetypes import guess_type
from pathlib import Path

from flask import Blueprint, Response, redirect, request, send_from_directory
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as BaseResponse

from server import context
from server.plain_page import ICON
from server.settings import ROOT
from server.web.request_guard import content_policy

CLIENT = ROOT / "client"
PAGES = {"meja": "desk", "ujian": "exam", "pantau": "monitor", "kamera": "camera", "akun": "account"}
# What the scripts of a page ask, and nothing else; an address that does not end with a stroke is meant as it stands.
STAFF = (
    "/client/words/",
    "/api/staff/",
    "/api/desk/",
    "/api/monitor/",
    "/api/review",
    "/api/review/",
    "/api/seats",
    "/api/seats/",
)
ASKS: Mapping[str, tuple[str, ...]] = {
    "home": ("/client/words/",),
    "camera": ("/client/words/",),
    # The page gives itself and its files to its service worker (client/shared/held_page.js).
    "exam": ("/ujian", "/client/", "/packages/", "/models/", "/api/exam/", "/api/seat", "/api/seat/"),
    "desk": STAFF,
    "monitor": STAFF,
    "account": ("/client/words/", "/api/staff/", "/api/account", "/api/account/"),
}
WITH_SOCKETS = frozenset({"exam", "monitor"})
VISION = "tasks-vision-1.1.0"  # its version in its address: 13 MB that a browser never asks for twice
PACKAGES = {"lit-html": "lit-html", "socket.io-client": "socket.io-client/dist", VISION: "@mediapipe/tasks-vision"}
DETECTOR = "face_detection_short_range.tflite"
FOLDERS = frozenset({"pages", "shared", "words"})
EXAM_WORKER = "/pages/exam/service_worker.js"  # may hold the page /ujian, which lies above its own folder
DAY, FOR_EVER = "public, max-age=86400", "public, max-age=31536000, immutable"

routes = Blueprint("client_files", __name__)


@routes.get("/")
def home() -> Response:
    return _page("home")


@routes.get("/<any(meja, ujian, pantau, kamera, akun):page>")
def page(page: str) -> Response:
    return _page(PAGES[page])


@routes.get("/papan")
def board() -> BaseResponse:
    """The board lives in its own process; people who type its address here are shown the way."""
    settings = context.hall().settings
    host = request.host.rsplit(":", 1)[0]
    return redirect(f"{settings.board_origin or f'{request.scheme}://{host}:{settings.board_port}'}/papan")


@routes.get("/favicon.ico")
def icon() -> BaseResponse:
    """Browsers ask for it by themselves, whatever a page says."""
    return redirect(ICON)


@routes.get("/client/<path:path>")
def client_file(path: str) -> Response:
    folder, _, rest = path.partition("/")
    if folder not in FOLDERS:
        raise NotFound()
    response = _file(CLIENT / folder, rest, "no-cache")  # from the folder itself: `shared/../package.json` begins well
    if f"/{folder}/{rest}" == EXAM_WORKER:
        response.headers["Service-Worker-Allowed"] = "/ujian"
    return response


@routes.get("/packages/<name>/<path:path>")
def package_file(name: str, path: str) -> Response:
    if name not in PACKAGES:
        raise NotFound()
    folder = CLIENT / "node_modules" / PACKAGES[name]
    return _compressed(folder, path, FOR_EVER) if name == VISION else _file(folder, path, DAY)


@routes.get(f"/models/{DETECTOR}")
def detector() -> Response:
    """The very file the server itself uses, for the face watch of the pages."""
    return _file(context.hall().settings.models, DETECTOR, DAY)


def _page(name: str) -> Response:
    response = _file(CLIENT / "pages" / name, "index.html", "no-cache")
    response.headers["Content-Security-Policy"] = content_policy(*ASKS[name], sockets=name in WITH_SOCKETS)
    return response


def _compressed(folder: Path, path: str, caching: str) -> Response:
    """As set-up packed it beside the original; unpacked for a browser that takes nothing else, or before set-up came by."""
    packed = f"{path}.gz"
    if request.accept_encodings.best_match(["gzip"]) is None or not (folder / packed).is_file():
        return _file(folder, path, caching)
    response = _file(folder, packed, caching)
    response.headers["Content-Type"] = guess_type(path)[0] or "application/octet-stream"
    response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    return response


def _file(folder: Path, path: str, caching: str) -> Response:
    response = send_from_directory(folder, path, etag=True)
    response.headers["Cache-Control"] = caching
    return response
