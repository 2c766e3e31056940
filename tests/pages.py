"""A browser as far as the server's addresses need one: cookies, the CSRF token, pictures in parts."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

PASSWORD = "kata sandi untuk uji"


class Page:
    """A browser's cookies and its CSRF token."""

    def __init__(self, client: FlaskClient) -> None:
        self.client, self.csrf = client, "none"

    def log_in(self, account: str, password: str = PASSWORD) -> TestResponse:
        answer = self.post("/api/staff/login", {"account": account, "password": password})
        assert answer.status_code == 200, answer.get_json()
        return answer

    def get(self, path: str) -> TestResponse:
        return self.client.get(path)

    def post(self, path: str, values: Any = None) -> TestResponse:
        return self._kept(self.client.post(path, json=values or {}, headers=self._headers()))

    def put(self, path: str, values: Any) -> TestResponse:
        return self._kept(self.client.put(path, json=values, headers=self._headers()))

    def post_jpeg(self, path: str, jpeg: bytes) -> TestResponse:
        return self.client.post(path, data=jpeg, content_type="image/jpeg", headers=self._headers())

    def post_frames(self, path: str, frames: Sequence[bytes]) -> TestResponse:
        parts = {"frame": [(BytesIO(jpeg), f"{number}.jpg") for number, jpeg in enumerate(frames)]}
        return self.client.post(path, data=parts, content_type="multipart/form-data", headers=self._headers())

    def _headers(self) -> dict[str, str]:
        return {"X-Lugas-Csrf": self.csrf}

    def _kept(self, answer: TestResponse) -> TestResponse:
        told = answer.get_json(silent=True)
        if isinstance(told, dict) and "csrf" in told:
            self.csrf = told["csrf"]
        return answer
