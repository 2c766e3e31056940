"""The feed's key pair on disk."""

import stat

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from server.livescore.keys import KeyRefused, public_key, signing_key
from server.livescore.snapshot import is_signed, sign


def test_the_key_is_made_once_and_its_public_half_verifies(tmp_path):
    private, public = tmp_path / "keys" / "private.pem", tmp_path / "instance" / "public.pem"
    first = signing_key(private, public)
    second = signing_key(private, public)
    assert stat.S_IMODE(private.stat().st_mode) == 0o600
    assert is_signed(public_key(public), b"scores", sign(first, b"scores"))
    assert sign(first, b"scores") == sign(second, b"scores")


def test_other_bytes_or_another_key_do_not_verify(tmp_path):
    ours = signing_key(tmp_path / "a.pem", tmp_path / "a.pub")
    theirs = signing_key(tmp_path / "b.pem", tmp_path / "b.pub")
    assert not is_signed(public_key(tmp_path / "a.pub"), b"scores ", sign(ours, b"scores"))
    assert not is_signed(public_key(tmp_path / "a.pub"), b"scores", sign(theirs, b"scores"))


def test_a_lost_public_half_is_written_again(tmp_path):
    signing_key(tmp_path / "a.pem", tmp_path / "a.pub")
    (tmp_path / "a.pub").unlink()
    key = signing_key(tmp_path / "a.pem", tmp_path / "a.pub")
    assert is_signed(public_key(tmp_path / "a.pub"), b"x", sign(key, b"x"))


def test_a_key_of_another_kind_is_refused(tmp_path):
    other = X25519PrivateKey.generate().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    (tmp_path / "a.pub").write_bytes(other)
    with pytest.raises(KeyRefused):
        public_key(tmp_path / "a.pub")
