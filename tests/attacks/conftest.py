"""The hall attacks are played in, and a day on which everything personal was written down."""

from tests.api.conftest import faces, hall, hall_with_faces
from tests.storage.conftest import day, files

__all__ = ["day", "faces", "files", "hall", "hall_with_faces"]
