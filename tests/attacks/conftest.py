"""The hall attacks are played in, and a day on which everything personal was written down."""

from tests.api.conftest import hall
from tests.storage.conftest import day, files

__all__ = ["day", "files", "hall"]
