"""What binds a sitting's page to its exam PC: the seat's cookie, and a signature by a key that cannot leave the paired browser.

The key is an ECDSA P-256 key the page makes at pairing with WebCrypto (`extractable: false`); the server keeps its public half.
A request is signed over a nonce of ours, its method, its address and the SHA-256 of its body, as in DPoP (RFC 9449).
"""

import base64
import binascii
import hmac
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key
from itsdangerous import BadSignature, URLSafeSerializer

from server.memory.seat_proofs import ProofFault
from server.storage.key_files import KeyFiles
from server.storage.tables import PairingRow, SittingRow
from server.storage.work import Work
from server.workflows.refusals import SeatKeyUnusable, SeatNotPaired, SeatProofNeeded

NONCE_LIVES_S = 300  # at least; at most twice as long
_HALF = 32  # bytes of each of the two numbers of a P-256 signature
LONGEST_KEY = 200  # of a public key in SubjectPublicKeyInfo form, in base64


@dataclass(frozen=True, slots=True)
class SeatCredentials:
    """What a request or a connection shows of where it comes from."""

    seat_cookie: str | None
    proof: str  # "<nonce>.<signature>"; empty: none was sent
    method: str
    path: str
    needs_key: bool  # in production a pairing without a key, from before there were any, is none
    body_digest: str  # SHA-256 in hex; "-" where the body is made by the browser (a form with pictures) or there is none


def signed_pairing(files: KeyFiles, pairing_id: UUID) -> str:
    """The value of the seat's cookie."""
    return _serializer(files).dumps(str(pairing_id))


def pairing_named(files: KeyFiles, cookie: str | None) -> UUID | None:
    """The pairing a seat's cookie names, if the signature is ours."""
    try:
        return UUID(_serializer(files).loads(cookie)) if cookie else None
    except (BadSignature, ValueError):
        return None


def nonce(files: KeyFiles, pairing_id: UUID, now: datetime) -> str:
    """What the next proofs of this browser are made over; the same for five minutes, so that it need not be kept."""
    return _nonce(files, pairing_id, int(now.timestamp()) // NONCE_LIVES_S)


def usable_key(text: str) -> bytes:
    """The public key a page sends at pairing; SeatKeyUnusable unless it is one of P-256."""
    try:
        key = base64.b64decode(text, validate=True)
        _public_key(key)
    except (ValueError, binascii.Error, TypeError) as error:
        raise SeatKeyUnusable() from error
    return key


def require_bound(work: Work, sitting: SittingRow, shown: SeatCredentials) -> None:
    """SeatNotPaired unless this browser is paired with the sitting's seat, SeatProofNeeded unless it has that pairing's key."""
    pairing = require_paired(work, shown)
    if pairing.seat_id != sitting.seat_id:
        raise SeatNotPaired()


def require_paired(work: Work, shown: SeatCredentials) -> PairingRow:
    """The standing pairing of this browser, proven by its key where it has one."""
    named = pairing_named(work.vault.files, shown.seat_cookie)
    pairing = work.places.standing_pairing(named) if named is not None else None
    if pairing is None or (shown.needs_key and pairing.public_key is None):
        raise SeatNotPaired()
    if pairing.public_key is not None and (fault := _fault_of_proof(work, pairing.id, pairing.public_key, shown)) is not None:
        raise SeatProofNeeded(nonce(work.vault.files, pairing.id, work.now), fault, pairing.seat_id)
    return pairing


def _fault_of_proof(work: Work, pairing_id: UUID, public_key: bytes, shown: SeatCredentials) -> ProofFault | None:
    """The signature is tried whatever the age of its nonce: it tells an honest page that slept from somebody without the key."""
    if not shown.proof:
        return ProofFault.MISSING
    given, _, signature = shown.proof.rpartition(".")
    message = "\n".join((given, shown.method, shown.path, shown.body_digest)).encode()
    if not _is_signed(public_key, message, signature):
        return ProofFault.WRONG
    period = int(work.now.timestamp()) // NONCE_LIVES_S
    valid = [_nonce(work.vault.files, pairing_id, at) for at in (period, period - 1)]
    return None if any(hmac.compare_digest(given.encode(), one.encode()) for one in valid) else ProofFault.STALE


def _is_signed(key: bytes, message: bytes, signature: str) -> bool:
    try:
        raw = base64.b64decode(signature, validate=True)
        numbers = [int.from_bytes(raw[at : at + _HALF], "big") for at in (0, _HALF)]
        _public_key(key).verify(encode_dss_signature(*numbers), message, ECDSA(SHA256()))
    except (InvalidSignature, ValueError):
        return False
    return len(raw) == 2 * _HALF


@lru_cache(maxsize=4096)
def _public_key(key: bytes) -> EllipticCurvePublicKey:
    loaded = load_der_public_key(key)
    if not isinstance(loaded, EllipticCurvePublicKey) or not isinstance(loaded.curve, SECP256R1):
        raise ValueError("not a key of P-256")
    return loaded


def _nonce(files: KeyFiles, pairing_id: UUID, period: int) -> str:
    return files.keyed_hash("seat nonce", f"{pairing_id}:{period}").hex()[:32]


def _serializer(files: KeyFiles) -> URLSafeSerializer:
    return URLSafeSerializer(files.cookie_secret(), salt="lugas-seat")
