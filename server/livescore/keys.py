"""The feed's key pair: the server signs with one half, a board holds only the other."""

from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey


def private_key_path(keys: Path) -> Path:
    return keys / "board_feed_private.pem"


def public_key_path(instance: Path) -> Path:
    return instance / "board" / "feed_public.pem"


class KeyRefused(Exception):
    """The file holds no Ed25519 key."""


def signing_key(private: Path, public: Path) -> Ed25519PrivateKey:
    """The key at `private`, made on first use; its public half is written to `public`, which may be copied anywhere."""
    if not private.exists():
        _create(private)
    key = serialization.load_pem_private_key(private.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyRefused(f"{private} holds no Ed25519 key")
    half = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    if not public.exists() or public.read_bytes() != half:
        public.parent.mkdir(parents=True, exist_ok=True)
        # In one move: a board that starts at this moment must not read half a key.
        fresh = public.with_suffix(".new")
        fresh.write_bytes(half)
        fresh.replace(public)
    return key


def public_key(path: Path) -> Ed25519PublicKey:
    key = serialization.load_pem_public_key(path.read_bytes())
    if not isinstance(key, Ed25519PublicKey):
        raise KeyRefused(f"{path} holds no Ed25519 key")
    return key


def _create(private: Path) -> None:
    private.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    secret = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    private.touch(mode=0o600)
    private.write_bytes(secret)
