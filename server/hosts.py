"""Which names a server answers to. A page of another name that points at our address is no page of ours."""

import json
from collections.abc import Callable, Iterable
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


class OurHosts:
    """Answers requests for the hosts of `origins`, and for addresses of this machine or its network.

    A name can be made to point at us by whoever owns it (DNS rebinding); an address cannot.
    """

    def __init__(self, app: Wsgi, *origins: str) -> None:
        self._app = app
        self._names = frozenset(urlsplit(origin).hostname or "" for origin in origins if origin)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if self.answers(environ.get("HTTP_HOST")):
            return self._app(environ, start_response)
        body = json.dumps({"error": {"code": "foreign_host", "parameters": {}}}).encode()
        start_response("421 Misdirected Request", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
        return [body]

    def answers(self, host: str | None) -> bool:
        if host is None:  # HTTP/1.0, which no browser speaks
            return True
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        return name == "localhost" or name in self._names or self._is_address_of_ours(name)

    def _is_address_of_ours(self, name: str) -> bool:
        try:
            address = ip_address(name)
        except ValueError:
            return False
        return address.is_loopback or address.is_private
