"""Tokens of log-ins: random, and kept only as their hash."""

import hashlib
import secrets


def new_token() -> str:
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> bytes:
    """What the database keeps of a token: enough to recognise it, nothing to use it with. It has 256 bits, so no salt."""
    return hashlib.sha256(token.encode()).digest()
