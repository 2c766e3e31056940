"""What is drawn from a secret seed: shuffles that can be repeated, and ids that tell nothing."""

from base64 import urlsafe_b64encode
from hashlib import blake2b
from random import Random

_ID_BYTES = 12  # 96 bits: sixteen characters


def derived(seed: bytes, *purpose: str) -> bytes:
    """A seed for one purpose, from which neither the seed nor another purpose's can be told."""
    return blake2b("\0".join(purpose).encode(), key=_short(seed)).digest()


def shuffler(seed: bytes, *purpose: str) -> Random:
    return Random(derived(seed, *purpose))


def token(seed: bytes, *purpose: str) -> str:
    return urlsafe_b64encode(blake2b("\0".join(purpose).encode(), key=_short(seed), digest_size=_ID_BYTES).digest()).decode()


def _short(seed: bytes) -> bytes:
    return seed if len(seed) <= blake2b.MAX_KEY_SIZE else blake2b(seed).digest()
