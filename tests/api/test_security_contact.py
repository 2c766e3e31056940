"""Whoever finds a weakness learns whom to tell, from the exam server and from the public board."""

from datetime import UTC, datetime, timedelta

import pytest

from server.app import create_app
from server.settings import Settings, SettingsRefused
from tests.builders import Hall, settings

CONTACT = "mailto:keamanan@instansi.example"


def test_the_contact_is_told_and_does_not_expire_while_the_server_runs(tmp_path):
    app = create_app(settings(tmp_path, security_contact=CONTACT))
    answer = app.test_client().get("/.well-known/security.txt")
    assert (answer.status_code, answer.mimetype) == (200, "text/plain")
    told = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert told["Contact"] == CONTACT
    left = datetime.fromisoformat(told["Expires"]) - datetime.now(UTC)
    assert timedelta(days=30) < left < timedelta(days=365)


def test_without_a_contact_there_is_no_such_page(hall: Hall):
    assert hall.page().get("/.well-known/security.txt").status_code == 404


def test_a_contact_that_is_no_address_is_refused_at_the_start():
    with pytest.raises(SettingsRefused, match="LUGAS_SECURITY_CONTACT"):
        Settings.from_environment({"LUGAS_SECURITY_CONTACT": "keamanan@instansi.example"})
