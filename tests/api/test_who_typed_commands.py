"""The log says who typed a command, as far as the operating system tells, and who else did what."""

import csv
import os
import pwd

import pytest

from server.commands.actor import typed_by
from server.exam.actors import CLOCK, FACE_CHECKS, SERVER_START, Anonymous, Applicant, Command, may
from server.exam.rights import HOUSE, Action
from server.workflows.access import officer
from tests.api.office import SLOT, Office, people, person, prepared
from tests.builders import Hall


def listed(app) -> list[dict[str, str]]:
    told = app.test_cli_runner().invoke(args=["audit", "list"]).output
    return list(csv.DictReader(told.removeprefix("\ufeff").splitlines()))


def test_every_line_of_a_command_names_who_typed_it(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUDO_USER", "budi")
    prepared(office)
    file = people(office.folder, person(1), person(2))
    for words in (
        ("registrations", "import", file, "--slot", SLOT),
        ("slot", "freeze", SLOT),
        ("staff", "add", "sri", "Sri", "--role", "proctor", "--site", "BDG", "--generate"),
        ("staff", "grant", "sri", "--role", "desk_officer", "--site", "BDG"),
        ("staff", "revoke", "sri", "--role", "desk_officer", "--site", "BDG"),
        ("staff", "password", "sri", "--generate"),
        ("staff", "disable", "sri"),
        ("privacy", "hold", "sanggah", "--slot", SLOT),
        ("privacy", "release", "--slot", SLOT),
        ("privacy", "purge"),
        ("keys", "rotate", "--data"),
        ("audit", "heads"),
        ("backup", str(office.folder / "salinan.sqlite3")),
        ("site", "certs", "cat.bdg.test", "--out", str(office.folder / "tls")),
    ):
        office.does(*words)

    lines = listed(office.app)

    assert {line["akun"] for line in lines} == {"flask (budi)"}
    assert {line["tindakan"] for line in lines} == {
        "created exam", "added site", "added slot", "added sitting", "imported registrations", "froze slot", "added account",
        "granted role", "revoked role", "gave password", "closed account", "held", "released", "purged", "rotated master key",
        "rotated data keys", "signed record", "began backup", "began certificates",
    }  # fmt: skip


def test_the_demo_is_made_by_whoever_typed_it(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUDO_USER", "budi")
    office.does("demo")

    made = {line["tindakan"]: line["akun"] for line in listed(office.app)}

    assert {made[what] for what in ("created exam", "added site", "added account", "froze slot")} == {"flask (budi)"}


def test_each_kind_of_actor_is_listed_in_words(hall: Hall) -> None:
    sitting = hall.sittings["24-0001"]
    actors = (
        hall.works.read(officer, hall.staff["ketua"]),
        Applicant(sitting),
        Command("budi"),
        CLOCK,
        FACE_CHECKS,
        SERVER_START,
    )

    def note(work) -> None:
        for by in (*actors, Anonymous()):
            work.audit.trace(by, "tried", "house")

    hall.works.write(note)

    assert sorted(line["akun"] for line in listed(hall.app) if line["tindakan"] == "tried") == sorted(
        ("ketua", "peserta 24-0001", "flask (budi)", "server (waktu)", "server (pemeriksaan wajah)", "server (saat mulai)",
         "tanpa masuk")
    )  # fmt: skip


def test_the_account_is_the_machines_and_not_what_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SUDO_USER", raising=False)
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "orang-lain")
    assert typed_by() == Command(pwd.getpwuid(os.getuid()).pw_name)

    monkeypatch.setattr(os, "getuid", lambda: 3_999_999_999)
    assert typed_by() == Command("3999999999")
    assert typed_by({"SUDO_USER": " "}) == Command("3999999999")


def test_a_name_that_sudo_says_is_cut_and_has_no_line_of_its_own() -> None:
    assert typed_by({"SUDO_USER": "budi\n2026-01-01,ketua" + "x" * 99}) == Command(("budi2026-01-01,ketua" + "x" * 99)[:64])


def test_a_role_in_the_whole_house_is_given_listed_and_taken_back(office: Office) -> None:
    office.does("staff", "add", "ida", "Ida", "--role", "administrator", "--house", "--generate")
    ida = office.works.read(lambda work: officer(work, work.staff.by_account("ida").id))

    assert may(ida, Action.MANAGE_STAFF, HOUSE)
    assert "administrator semua lokasi" in office.does("staff", "list")
    office.does("staff", "revoke", "ida", "--role", "administrator", "--house")
    assert "semua lokasi" not in office.does("staff", "list")
    assert "tidak memberi hak apa pun" in office.is_refused("staff", "grant", "ida", "--role", "proctor", "--house")
    assert "tepat satu cakupan" in office.is_refused("staff", "grant", "ida", "--role", "administrator", "--house", "--site", "X")
