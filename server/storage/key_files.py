"""Keys that live in files outside the database: master keys, the keyed-hash secret, the cookie secret."""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from server.storage import private_files

KEY_BYTES = 32


class KeysMissing(Exception):
    """A key file is not there or unreadable; the message says which and what to do."""

    says_no_value = True


class KeyFiles:
    """The folder of key files. Each is 0600 and made once; nothing here is ever in a backup of the data."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._read_once: dict[str, bytes] = {}

    def make_missing(self) -> None:
        """First start: make every key there is not yet. Existing ones are never touched."""
        private_files.make_folder(self.folder)
        if not (self.folder / "current").exists():
            self.make_master()
        for name in ("hashing", "cookies", "record"):
            self._keep(f"{name}.key", secrets.token_bytes(KEY_BYTES))

    def make_master(self) -> str:
        """A new current master key; older ones stay for what they still wrap. Returns its name."""
        name = f"master-{secrets.token_hex(4)}"
        self._keep(f"{name}.key", secrets.token_bytes(KEY_BYTES))
        private_files.write(self.folder / "current", name.encode())
        return name

    def current_master(self) -> str:
        return self._read("current").decode()

    def master(self, name: str) -> bytes:
        return self._once(f"{name}.key")

    def cookie_secret(self) -> bytes:
        return self._once("cookies.key")

    def record_key(self) -> Ed25519PrivateKey:
        """Signs the heads of the chain, and nothing else."""
        return Ed25519PrivateKey.from_private_bytes(self._once("record.key"))

    def keyed_hash(self, use: str, text: str) -> bytes:
        """HMAC-SHA256 of a short secret (NIK, PIN, code), bound to its use, so that equal texts differ between uses."""
        return hmac.new(self._once("hashing.key"), f"{use}:{text}".encode(), hashlib.sha256).digest()

    def _keep(self, name: str, value: bytes) -> bool:
        try:
            handle = os.open(self.folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return False
        with os.fdopen(handle, "wb") as file:
            file.write(value)
        return True

    def _once(self, name: str) -> bytes:
        """A key file never changes, so it is read once; every request needs one."""
        if name not in self._read_once:
            self._read_once[name] = self._read(name)
        return self._read_once[name]

    def _read(self, name: str) -> bytes:
        try:
            return (self.folder / name).read_bytes()
        except OSError as error:
            raise KeysMissing(
                f"{self.folder / name} cannot be read ({error.strerror}): restore the key folder, "
                "or nothing it sealed can be opened"
            ) from error
