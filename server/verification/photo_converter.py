"""A registration photo of any size as the plain JPEG that workers measure, decoded in a process of its own with limits."""

import resource
import subprocess
import sys
from pathlib import Path

import cv2

from server.faces.decoding import decoded
from server.faces.jpeg import PictureRefused, checked_dimensions
from server.verification.environment import ENVIRONMENT

LONGEST_SIDE = 1600  # pixels; a face in it is larger than a worker needs
_QUALITY = 92
_CPU_S = 15
_WITHIN_S = 60.0
_MEMORY = 4 << 30  # addresses, most of them of libraries
_ROOT = Path(__file__).parents[2]


def plain_jpeg(path: Path) -> bytes:
    """The file itself where workers take it as it is, else a smaller or simpler copy; PictureRefused when it is no picture."""
    content = path.read_bytes()
    try:
        checked_dimensions(content)
        return content
    except PictureRefused as refused:
        if refused.code not in ("picture_too_large", "picture_too_complex"):
            raise
    command = [sys.executable, "-W", "ignore", "-m", "server.verification.photo_converter", str(path.resolve())]
    try:
        made = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, env=ENVIRONMENT, cwd=_ROOT, timeout=_WITHIN_S, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise PictureRefused("picture_too_complex") from error
    if made.returncode or not made.stdout:
        raise PictureRefused("picture_unreadable")
    return made.stdout


def _convert(path: Path) -> bytes:
    picture = decoded(path.read_bytes())
    scale = min(1.0, LONGEST_SIDE / max(picture.shape[:2]))
    smaller = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else picture
    encoded: bytes = cv2.imencode(".jpg", cv2.cvtColor(smaller, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])[
        1
    ].tobytes()
    return encoded


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_S, _CPU_S))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    sys.stdout.buffer.write(_convert(Path(sys.argv[1])))
