"""A page of somebody else's makes its own name point at our address, or a link carries a Host of the attacker's."""

import pytest

from server.hosts import OurHosts
from tests.builders import a_hall
from tests.pages import PASSWORD

OURS = "https://cat.site.local"
FOREIGN = [
    "evil.example",
    "evil.example:8000",
    "cat.site.local.evil.example",
    "127.0.0.1.evil.example",
    "[::1",
    "",
    "203.0.113.0x1",
    "8.8.8.8",
]


def asked(app, path, host, method="GET", **more):
    client = app.test_client()
    return client.open(path, method=method, headers={"Host": host, **more.pop("headers", {})}, **more)


@pytest.fixture
def public(tmp_path):
    built = a_hall(tmp_path, public_origin=OURS)
    yield built
    built.close()


@pytest.mark.parametrize("host", FOREIGN)
def test_under_a_foreign_name_nothing_is_answered(public, host):
    for path in ("/", "/papan", "/ujian", "/api/staff/me", "/client/shared/api.js"):
        answer = asked(public.app, path, host)
        assert answer.status_code == 421, path
        assert answer.get_json() == {"error": {"code": "foreign_host", "parameters": {}}}
        assert "evil" not in str(answer.headers)


def test_a_log_in_under_a_foreign_name_is_not_even_tried(public):
    headers = {"Origin": "http://evil.example", "X-Lugas-Csrf": "none"}
    body = {"account": "pengawas", "password": PASSWORD}
    answer = asked(public.app, "/api/staff/login", "evil.example", "POST", json=body, headers=headers)
    assert answer.status_code == 421
    assert "Set-Cookie" not in answer.headers


def test_what_a_browser_says_a_proxy_said_is_no_name_either(tmp_path):
    built = a_hall(tmp_path, public_origin=OURS, trusted_proxies=1)
    answer = asked(built.app, "/papan", "cat.site.local", headers={"X-Forwarded-Host": "evil.example"})
    assert answer.status_code == 421
    built.close()


@pytest.mark.parametrize(
    "host", ["cat.site.local", "CAT.site.local:443", "127.0.0.1:8000", "localhost", "[::1]:8000", "10.1.2.3:8000"]
)
def test_our_own_names_and_addresses_are_answered(public, host):
    assert asked(public.app, "/api/staff/me", host).status_code == 401


def test_the_demo_answers_to_addresses_and_to_no_name(tmp_path):
    built = a_hall(tmp_path)
    assert asked(built.app, "/api/staff/me", "192.168.1.5:8000").status_code == 401
    assert asked(built.app, "/api/staff/me", "evil.example").status_code == 421
    built.close()


def test_the_board_has_two_names():
    board = OurHosts(lambda *_: [], "https://papan.site.local", OURS)
    assert [board.answers(host) for host in ("papan.site.local", "cat.site.local", "evil.example")] == [True, True, False]
