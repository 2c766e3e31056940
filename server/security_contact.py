"""Whom to tell of a weakness: /.well-known/security.txt (RFC 9116), of the exam server and of the public board."""

from datetime import datetime, timedelta

from flask import Blueprint, Response
from werkzeug.exceptions import NotFound

from server import clock

_GOOD_FOR = timedelta(days=90)  # RFC 9116 asks for less than a year; a server that runs renews it by itself


def security_txt(contact: str, now: datetime) -> str:
    """`contact` is a mailto: or https: address."""
    expires = (now + _GOOD_FOR).strftime("%Y-%m-%dT00:00:00Z")
    return f"Contact: {contact}\nExpires: {expires}\nPreferred-Languages: id, en\n"


def contact_routes(contact: str) -> Blueprint:
    routes = Blueprint("security_contact", __name__)

    @routes.get("/.well-known/security.txt")
    def security_file() -> Response:
        if not contact:
            raise NotFound()
        return Response(security_txt(contact, clock.now()), mimetype="text/plain")

    return routes
