"""The PIN: lost slips, and the desk without a camera."""

from datetime import timedelta

import pytest

from server.workflows.steps.pins import pin_hash
from tests.api.desk_scenes import (
    BY_TWO_AT_DESK,
    NO_PHOTO,
    OBAMA,
    OTHER_FACE,
    REGISTERED_FACE,
    check,
    has_pin,
    log_of,
    of,
    refused,
    status_of,
)
from tests.builders import START, Hall


def by_officers(hall: Hall) -> None:
    def switch(work):
        work.slots.get_one(hall.slot).identity_mode = "officer"

    hall.works.write(switch)


def opens(hall: Hall, number: str, pin: str) -> bool:
    def query(work):
        sitting = work.sittings.get_one(hall.sittings[number])
        return sitting.pin_hash == pin_hash(work, sitting.id, pin)

    return hall.works.read(query)


def put(hall: Hall, number: str, **columns) -> None:
    def change(work):
        row = work.sittings.get_one(hall.sittings[number])
        for name, value in columns.items():
            setattr(row, name, value)

    hall.works.write(change)


def open_slot(hall: Hall, status: str = "open") -> None:
    def change(work):
        slot = work.slots.get_one(hall.slot)
        slot.status, slot.opened_at = status, START

    hall.works.write(change)


def test_a_new_slip_voids_the_old_one(hall_with_faces: Hall):
    hall = hall_with_faces
    desk = hall.officer("meja1")
    old = check(desk, hall, OBAMA, REGISTERED_FACE)["pin"]
    new = old
    while new == old:  # one in a million is the same again
        new = desk.post(f"{of(hall, OBAMA)}/pin").get_json()["pin"]

    assert opens(hall, OBAMA, new)
    assert not opens(hall, OBAMA, old)
    page = hall.at_seat(OBAMA)
    refused(page.post("/api/exam/login", {"number": OBAMA, "pin": old}), 409, "wrong_pin")
    assert page.post("/api/exam/login", {"number": OBAMA, "pin": new}).status_code == 200
    assert log_of(hall, OBAMA).count("issued PIN again") >= 1


def test_the_first_pin_is_not_had_without_the_camera(hall: Hall):
    desk = hall.officer("meja1")

    refused(desk.post(f"{of(hall, NO_PHOTO)}/pin"), 409, "move_not_allowed")
    refused(desk.post(f"{of(hall, NO_PHOTO)}/by-sight", {"document": "ktp", **BY_TWO_AT_DESK}), 403, "not_allowed")
    assert not has_pin(hall, NO_PHOTO)


def test_a_lost_slip_is_replaced_as_long_as_one_may_begin(hall: Hall):
    """A lost slip is replaced after the issue has closed until it is too late to begin."""
    desk = hall.officer("meja1")
    put(hall, NO_PHOTO, status="checked_in", pin_hash=b"old")
    open_slot(hall)
    hall.clock.now = START + timedelta(minutes=10)
    assert desk.post(f"{of(hall, NO_PHOTO)}/pin").status_code == 200

    hall.clock.go(seconds=1)
    refused(desk.post(f"{of(hall, NO_PHOTO)}/pin"), 409, "too_late_to_start")


@pytest.mark.parametrize(
    "known", [{"pin_issued_at": START}, {"admitted_at": START}], ids=["sent back to the desk", "admitted late"]
)
def test_whoever_is_known_is_looked_at_again_after_the_issue_has_closed(hall: Hall, known: dict[str, object]):
    desk = hall.officer("meja1")
    put(hall, NO_PHOTO, identity_mode="officer")
    open_slot(hall)
    hall.clock.now = START + timedelta(minutes=9)
    refused(desk.post(f"{of(hall, NO_PHOTO)}/by-sight", {"document": "ktp", **BY_TWO_AT_DESK}), 409, "pin_issue_closed")
    assert not desk.get(of(hall, NO_PHOTO)).get_json()["is_known"]

    put(hall, NO_PHOTO, **known)
    assert desk.get(of(hall, NO_PHOTO)).get_json()["is_known"]
    assert desk.post(f"{of(hall, NO_PHOTO)}/by-sight", {"document": "ktp", **BY_TWO_AT_DESK}).status_code == 200


@pytest.mark.parametrize("status", ["running", "paused", "away"])
def test_whoever_works_may_need_a_slip_for_another_pc(hall: Hall, status: str):
    put(hall, NO_PHOTO, status=status, pin_hash=b"old")
    open_slot(hall)
    hall.clock.now = START + timedelta(hours=1)

    answer = hall.officer("meja1").post(f"{of(hall, NO_PHOTO)}/pin")

    assert opens(hall, NO_PHOTO, answer.get_json()["pin"])
    assert status_of(hall, NO_PHOTO) == status


@pytest.mark.parametrize("status", ["submitted", "closed_by_time", "terminated", "absent", "rescheduled", "disqualified"])
def test_whoever_is_through_gets_no_pin(hall: Hall, status: str):
    put(hall, NO_PHOTO, status=status)

    refused(hall.officer("meja1").post(f"{of(hall, NO_PHOTO)}/pin"), 409, "move_not_allowed")
    refused(hall.officer("meja1").post_frames(f"{of(hall, NO_PHOTO)}/check", OTHER_FACE), 409, "move_not_allowed")


@pytest.mark.parametrize("status", ["closed", "postponed"])
def test_a_slot_that_is_over_or_off_issues_nothing(hall: Hall, status: str):
    put(hall, NO_PHOTO, status="checked_in", pin_hash=b"old")
    open_slot(hall, status)
    desk = hall.officer("meja1")

    refused(desk.post(f"{of(hall, NO_PHOTO)}/pin"), 409, "slot_not_open")
    refused(desk.post_frames(f"{of(hall, '24-0002')}/check", OTHER_FACE), 409, "slot_not_open")


def test_in_officer_mode_eyes_and_a_document_decide(hall: Hall):
    by_officers(hall)
    desk = hall.officer("meja1")

    refused(desk.post_frames(f"{of(hall, NO_PHOTO)}/check", OTHER_FACE), 409, "no_face_to_compare")
    refused(desk.post(f"{of(hall, NO_PHOTO)}/by-sight", {"document": "library_card"}), 400, "unreadable")
    pin = desk.post(f"{of(hall, NO_PHOTO)}/by-sight", {"document": "ktp", **BY_TWO_AT_DESK}).get_json()["pin"]

    assert opens(hall, NO_PHOTO, pin)
    assert status_of(hall, NO_PHOTO) == "checked_in"
    assert log_of(hall, NO_PHOTO) == ["confirmed by sight", "identified by sight", "issued PIN"]


def test_officer_mode_keeps_the_closing_time(hall: Hall):
    by_officers(hall)
    desk = hall.officer("meja1")
    hall.clock.now = START

    refused(desk.post(f"{of(hall, NO_PHOTO)}/by-sight", {"document": "ktp", **BY_TWO_AT_DESK}), 409, "pin_issue_closed")
