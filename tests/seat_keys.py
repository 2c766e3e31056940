"""The key of a paired exam PC, as the page makes it with WebCrypto, for tests that speak for the page."""

import base64
import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from werkzeug.test import TestResponse

from tests.pages import Page

PROOF, NONCE = "X-Lugas-Seat-Proof", "X-Lugas-Seat-Nonce"


@dataclass
class SeatKey:
    private: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    @property
    def public(self) -> str:
        return base64.b64encode(self.private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()

    def proof(self, nonce: str, method: str, path: str, body: bytes | None = None) -> str:
        digest = "-" if body is None else hashlib.sha256(body).hexdigest()
        numbers = decode_dss_signature(self.private.sign("\n".join((nonce, method, path, digest)).encode(), ec.ECDSA(SHA256())))
        return f"{nonce}.{base64.b64encode(b''.join(number.to_bytes(32, 'big') for number in numbers)).decode()}"


@dataclass
class KeyedPage:
    """A paired PC whose every request is signed, unless `is_silent`."""

    page: Page
    key: SeatKey
    nonce: str
    is_silent: bool = False

    def send(self, method: str, path: str, values: Any = None) -> TestResponse:
        body = None if method == "GET" else json.dumps(values or {}).encode()
        headers = {"X-Lugas-Csrf": self.page.csrf}
        if not self.is_silent:
            headers[PROOF] = self.key.proof(self.nonce, method, path, body)
        answer = self.page.client.open(
            path, method=method, data=body, content_type="application/json" if body else None, headers=headers
        )
        self.nonce = answer.headers.get(NONCE, self.nonce)
        told = answer.get_json(silent=True)
        if isinstance(told, dict) and "csrf" in told:
            self.page.csrf = told["csrf"]
        return answer

    def get(self, path: str) -> TestResponse:
        return self.send("GET", path)

    def post(self, path: str, values: Any = None) -> TestResponse:
        return self.send("POST", path, values)

    def put(self, path: str, values: Any) -> TestResponse:
        return self.send("PUT", path, values)
