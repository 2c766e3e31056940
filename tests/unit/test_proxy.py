"""Headers of a proxy count when they come from ours."""

import pytest
from flask import Flask, jsonify, request

from server.web.proxy import OurProxy


@pytest.fixture
def asked():
    app = Flask("asked")
    app.add_url_rule("/", view_func=lambda: jsonify(request.remote_addr, request.scheme, request.host))
    app.wsgi_app = OurProxy(app.wsgi_app, 1, ("10.0.0.2",))
    says = {"X-Forwarded-For": "10.0.0.77", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "cat.site.local"}
    return lambda address: app.test_client().get("/", headers=says, environ_base={"REMOTE_ADDR": address}).get_json()


def test_our_proxy_is_believed(asked):
    assert asked("10.0.0.2") == ["10.0.0.77", "https", "cat.site.local"]


def test_whoever_comes_past_it_is_who_they_are(asked):
    assert asked("10.0.0.9") == ["10.0.0.9", "http", "localhost"]
