"""The hall attacks are played in."""

from tests.api.conftest import hall

__all__ = ["hall"]
