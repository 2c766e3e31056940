"""The desk finds those of its own slot, and sees of them what it needs."""

from datetime import timedelta
from urllib.parse import quote

import pytest

from server.exam.rights import Role, ScopeKind
from tests.api.desk_scenes import BIDEN, NO_PHOTO, OBAMA, log_of, of, refused
from tests.builders import START, Applicant, Hall, add_slot, add_staff, register


def found(desk, hall, text):
    answer = desk.get(f"/api/desk/slots/{hall.slot}/find?q={text}")
    assert answer.status_code == 200, answer.get_json()
    return [one["number"] for one in answer.get_json()["sittings"]]


def test_a_desk_is_told_its_slot_and_when_the_pins_end(hall: Hall):
    told = hall.officer("meja1").get("/api/desk/slots").get_json()

    assert [slot["id"] for slot in told["slots"]] == [str(hall.slot)]
    slot = told["slots"][0]
    assert (slot["starts_at"], slot["pin_closes_at"]) == ("2026-11-23T01:00:00.000Z", "2026-11-23T00:55:00.000Z")
    assert (slot["expected"], slot["checked_in"], slot["zone"]) == (4, 0, "WIB")


def test_people_are_found_by_number_by_nik_and_by_a_part_of_the_name(hall: Hall):
    register(hall, [Applicant("24-0050", "Dewi Anggraini", nik="3171015705980003")])
    desk = hall.officer("meja1")

    assert found(desk, hall, "24-0050") == ["24-0050"]
    assert found(desk, hall, "3171015705980003") == ["24-0050"]
    assert found(desk, hall, "anggr") == ["24-0050"]
    assert found(desk, hall, "3171015705980009") == []
    assert found(desk, hall, "24-005") == []  # part of a number is nobody's


@pytest.mark.parametrize("typed", ["nu'man", "nu`man", "NU’MAN", "zoe", "zoë", "dupont-abd", "ｚｏｅ", "２４-0050"])
def test_a_name_is_found_with_the_letters_of_any_keyboard(hall: Hall, typed: str):
    register(hall, [Applicant("24-0050", "Nu’man Zoë Dupont‑Abdullah")])
    assert found(hall.officer("meja1"), hall, quote(typed)) == ["24-0050"]


def test_signs_of_a_pattern_are_letters_here(hall: Hall):
    assert found(hall.officer("meja1"), hall, "%25%25%25") == []
    assert found(hall.officer("meja1"), hall, "___") == []


@pytest.mark.parametrize("text", ["", "ay", "%20a%20"])
def test_less_than_three_letters_find_nobody(hall: Hall, text: str):
    refused(hall.officer("meja1").get(f"/api/desk/slots/{hall.slot}/find?q={text}"), 400, "unreadable")


def test_the_desk_sees_neither_nik_nor_disability_nor_kind(hall: Hall):
    desk = hall.officer("meja1")
    answer = desk.get(of(hall, "24-0004"))
    told = answer.get_json()

    assert (told["name"], told["birth_date"], told["has_reference"]) == ("Dimas Saputra", "1998-05-17", False)
    assert told["formation"] == {"agency": "Kementerian Uji", "position": "Analis"}
    assert told["seat"]["room"] in ("Melati", "Kenanga")
    seen = answer.get_data(as_text=True) + desk.get(f"/api/desk/slots/{hall.slot}/find?q=24-0004").get_data(as_text=True)
    for secret in ("netra", "disab", "kind", "nik", "317101"):
        assert secret not in seen.lower()


def test_opening_a_registration_is_noted(hall: Hall):
    hall.officer("meja1").get(of(hall, NO_PHOTO))

    assert log_of(hall, NO_PHOTO) == ["opened registration"]


def test_the_reference_photo_is_shown_and_nobody_can_put_another(hall_with_faces: Hall):
    desk = hall_with_faces.officer("meja1")
    address = f"{of(hall_with_faces, OBAMA)}/reference.jpg"

    before = desk.get(address).data
    assert before.startswith(b"\xff\xd8\xff")
    for method in ("post", "put", "patch", "delete"):
        answer = getattr(desk.client, method)(address, data=b"\xff\xd8\xff", headers={"X-Lugas-Csrf": desk.csrf})
        assert answer.status_code == 405
    assert desk.get(address).data == before
    refused(desk.get(f"{of(hall_with_faces, NO_PHOTO)}/reference.jpg"), 404, "unknown")


def test_nobody_logged_in_sees_nothing(hall: Hall):
    page = hall.page()

    for address in ("/api/desk/slots", f"/api/desk/slots/{hall.slot}/find?q=ayu", of(hall, NO_PHOTO)):
        refused(page.get(address), 401, "not_logged_in")


@pytest.mark.parametrize("account", ["pengawas", "it", "admin"])
def test_who_has_no_right_at_the_desk_sees_nobody(hall: Hall, account: str):
    page = hall.officer(account)

    assert page.get("/api/desk/slots").get_json()["slots"] == []
    for address in (f"/api/desk/slots/{hall.slot}/find?q=ayu", of(hall, NO_PHOTO), f"{of(hall, NO_PHOTO)}/reference.jpg"):
        refused(page.get(address), 403, "not_allowed")
    assert log_of(hall, NO_PHOTO) == ["refused"] * 2  # the third was asked of the slot


def test_a_desk_of_another_slot_sees_only_its_own(hall: Hall):
    later = add_slot(hall.works, hall.exam, hall.site, starts_at=START + timedelta(hours=3), number=2)
    register(hall, [Applicant("24-0099", "Fajar Nugroho")], slot=later)
    add_staff(hall, "meja-sesi2", Role.DESK_OFFICER, ScopeKind.SLOT, later)
    page = hall.officer("meja-sesi2")

    assert [slot["id"] for slot in page.get("/api/desk/slots").get_json()["slots"]] == [str(later)]
    refused(page.get(f"/api/desk/slots/{hall.slot}/find?q=ayu"), 403, "not_allowed")
    refused(page.get(of(hall, NO_PHOTO)), 403, "not_allowed")
    assert found(hall.officer("meja1"), hall, "fajar") == []


def test_an_unknown_sitting_is_unknown(hall: Hall):
    refused(hall.officer("meja1").get(f"/api/desk/sittings/{hall.slot}"), 404, "unknown")


def test_the_desk_of_the_next_slot_works_while_this_one_sits(hall_with_faces: Hall):
    hall = hall_with_faces
    later = add_slot(hall.works, hall.exam, hall.site, starts_at=START + timedelta(hours=3), number=2)
    hall.clock.now = START + timedelta(minutes=30)
    register(hall, [Applicant("24-0099", "Fajar Nugroho")], slot=later)

    told = hall.officer("meja1").get("/api/desk/slots").get_json()["slots"]

    assert [(slot["number"], slot["expected"]) for slot in told] == [(1, 7), (2, 1)]
    assert hall.officer("meja1").get(of(hall, "24-0099")).get_json()["slot"]["number"] == 2
    assert hall.officer("meja1").get(of(hall, BIDEN)).get_json()["slot"]["number"] == 1
