"""A site's own certificate authority and its server's certificate: browsers give a camera to https only."""

import ipaddress
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from server.storage import private_files

CA_DAYS = 3650
SERVER_DAYS = 397  # the most browsers take from anyone
_BACKDATED = timedelta(hours=1)  # an exam PC's clock may be behind


class CertificatesRefused(Exception):
    """The folder holds half an authority."""


@dataclass(frozen=True, slots=True)
class Issued:
    ends: datetime
    made_ca: bool


def issue(folder: Path, hosts: Sequence[str], now: datetime) -> Issued:
    """Writes server.pem (with its chain) and server.key; ca.pem and ca.key are made once and kept, so that PCs trust renewals."""
    private_files.make_folder(folder)
    present = [(folder / name).exists() for name in ("ca.pem", "ca.key")]
    if any(present) and not all(present):
        raise CertificatesRefused(f"{folder}: ca.pem, ca.key")
    ca, ca_key = _kept_ca(folder) if all(present) else _new_ca(folder, hosts[0], now)
    key = ec.generate_private_key(ec.SECP256R1())
    ends = min(now + timedelta(days=SERVER_DAYS), ca.not_valid_after_utc)
    names = x509.SubjectAlternativeName([_name(host) for host in hosts])
    certificate = (
        _builder(_subject(hosts[0]), ca.subject, key.public_key(), now, ends)
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(ca_key.public_key()), critical=False)
        .sign(ca_key, hashes.SHA256())
    )
    _write(folder / "server.key", _pem(key))
    _write(folder / "server.pem", certificate.public_bytes(Encoding.PEM) + ca.public_bytes(Encoding.PEM))
    return Issued(ends, made_ca=not all(present))


def _new_ca(folder: Path, host: str, now: datetime) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = _subject(f"Lugas CA {host}")
    usage = x509.KeyUsage(
        key_cert_sign=True, crl_sign=True, digital_signature=False, content_commitment=False, key_encipherment=False,
        data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    certificate = (
        _builder(subject, subject, key.public_key(), now, now + timedelta(days=CA_DAYS))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    _write(folder / "ca.key", _pem(key))
    _write(folder / "ca.pem", certificate.public_bytes(Encoding.PEM))
    return certificate, key


def _kept_ca(folder: Path) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    try:
        certificate = x509.load_pem_x509_certificate((folder / "ca.pem").read_bytes())
        key = load_pem_private_key((folder / "ca.key").read_bytes(), password=None)
    except ValueError as error:
        raise CertificatesRefused(f"{folder}: {error}") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.public_key() != certificate.public_key():
        raise CertificatesRefused(f"{folder}: ca.pem, ca.key")
    return certificate, key


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, now: datetime, ends: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _BACKDATED)
        .not_valid_after(ends)
    )


def _subject(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64])])


def _name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _write(path: Path, value: bytes) -> None:
    """0600 from its first byte on, and whole or not at all."""
    new = path.with_suffix(path.suffix + ".new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(value)
    new.replace(path)
