"""What a proxy says of the browser behind it is believed of our own proxy only."""

from collections.abc import Callable, Collection, Iterable
from typing import Any

from werkzeug.middleware.proxy_fix import ProxyFix

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


class OurProxy:
    """Reads X-Forwarded-… where the connection comes from one of `addresses`; anybody else is who they are."""

    def __init__(self, app: Wsgi, count: int, addresses: Collection[str]) -> None:
        self._behind, self._direct = ProxyFix(app, x_for=count, x_proto=count, x_host=count), app
        self._addresses = frozenset(addresses)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        app = self._behind if environ.get("REMOTE_ADDR") in self._addresses else self._direct
        return app(environ, start_response)
