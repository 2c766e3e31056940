"""One officer tries alone what two must answer for: by sight, in officers' mode, and reviewing what they did themselves."""

from base64 import b64encode
from typing import Any

import pytest

from server.exam.actors import FACE_CHECKS, Applicant
from server.exam.rights import Role, ScopeKind
from server.identity.choices import Gate, Verdict
from server.memory.presence import CameraFrame
from server.storage.tables import OverrideRow, PhotoRow
from server.workflows.seat import face_check
from server.workflows.steps import incidents
from tests.api.desk_scenes import NO_PHOTO, OTHER_FACE, of, refused, second
from tests.api.proctored import SEEN, SEEN_BY_TWO, act, at_login, refusal, running, slot_act, status, well
from tests.builders import Hall, add_staff
from tests.reference_photos import photo

MODE = {"mode": "officer", "every_minutes": 15, "reason": {"code": "camera_broken"}}
SLOT_MODE = {"mode": "officer", "every_minutes": 15, "reason": {"code": "system_failure"}}
ALONE: dict[str, Any] = {"second": None, "no_picture": "camera_broken"}


def by(account: str, **more: Any) -> dict[str, Any]:
    return {"second": second(account), "no_picture": "camera_broken", **more}


def listed(hall: Hall) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = hall.officer("ketua").get(f"/api/review?slot={hall.slot}").get_json()["photos"]
    return told


def test_nobody_confirms_by_sight_alone(hall: Hall):
    page = at_login(hall, NO_PHOTO)
    chief, sitting = hall.officer("ketua"), hall.sittings[NO_PHOTO]
    seat = hall.seat_of(NO_PHOTO)
    room = hall.works.read(lambda work: work.places.seat(seat).room_id)
    other = next(one for one in hall.rooms.values() if one != room)
    add_staff(hall, "sebelah", Role.CHIEF_PROCTOR, ScopeKind.ROOM, other)

    for asked, code in (
        (ALONE, "second_person_needed"),
        (by("ketua"), "second_officer_refused"),
        (by("meja2"), "second_officer_elsewhere"),
        (by("sebelah"), "second_officer_elsewhere"),
        (by("ketua2", no_picture=""), "picture_needed"),
    ):
        assert refusal(act(chief, "confirm_identity", sitting, reason=SEEN, **asked)) == code
    wrong = {"account": "ketua2", "password": "salah"}
    assert refusal(act(chief, "confirm_identity", sitting, reason=SEEN, second=wrong)) == "second_officer_refused"
    assert status(hall, NO_PHOTO) == "checked_in"
    assert page.get("/api/exam/state").get_json()["status"] == "confirming"
    assert listed(hall) == []

    well(act(chief, "confirm_identity", sitting, reason=SEEN, **SEEN_BY_TWO))

    (entry,) = listed(hall)
    assert (entry["reasons"], entry["has_picture"], entry["no_picture"]) == (["by_sight"], False, "camera_broken")
    assert (entry["override"]["first"], entry["override"]["second"]) == ("Petugas ketua", "Petugas ketua2")
    assert entry["override"]["reason"] == "same_person_seen"
    assert hall.officer("ketua").get(f"/api/review/{entry['id']}.jpg").status_code == 404


def test_the_picture_of_the_seat_s_camera_is_left_behind(hall: Hall):
    at_login(hall, NO_PHOTO)
    now, jpeg = hall.clock.now, photo("biden.jpg")
    hall.parts.presence.of(hall.sittings[NO_PHOTO]).frames.append(CameraFrame(1, jpeg, now, now))

    well(act(hall.officer("ketua"), "confirm_identity", hall.sittings[NO_PHOTO], reason=SEEN, second=second("ketua2")))

    (entry,) = listed(hall)
    assert (entry["has_picture"], entry["no_picture"]) == (True, None)
    assert hall.officer("ketua").get(f"/api/review/{entry['id']}.jpg").data == jpeg
    (kept,) = hall.works.read(lambda work: work.session.query(PhotoRow).filter_by(kind="sight").all())
    assert jpeg not in kept.jpeg_sealed


def test_an_old_picture_of_the_seat_is_none(hall: Hall):
    at_login(hall, NO_PHOTO)
    now = hall.clock.now
    hall.parts.presence.of(hall.sittings[NO_PHOTO]).frames.append(CameraFrame(1, photo("biden.jpg"), now, now))
    hall.clock.go(minutes=1)

    asked = {"reason": SEEN, "second": second("ketua2")}
    assert refusal(act(hall.officer("ketua"), "confirm_identity", hall.sittings[NO_PHOTO], **asked)) == "picture_needed"


@pytest.mark.parametrize("account", [None, "ketua", "meja2", "it"])
def test_no_chief_alone_takes_the_camera_off_somebody_or_the_slot(hall: Hall, account: str | None):
    chief = hall.officer("ketua")
    asked = by(account) if account else ALONE

    assert refusal(act(chief, "identity_mode", hall.sittings[NO_PHOTO], **MODE, **asked)).startswith("second_")
    answer = slot_act(hall, chief, "identity_mode", **SLOT_MODE, **asked)
    assert answer.get_json()["error"]["code"].startswith("second_")
    assert hall.works.read(lambda work: work.slots.get_one(hall.slot).identity_mode) == "camera"
    assert hall.works.read(lambda work: work.sittings.get_one(hall.sittings[NO_PHOTO]).identity_mode) is None


def test_the_mode_set_by_two_stands_on_the_chief_s_list(hall: Hall):
    chief = hall.officer("ketua")
    well(act(chief, "identity_mode", hall.sittings[NO_PHOTO], **MODE))
    assert slot_act(hall, chief, "identity_mode", **SLOT_MODE).status_code == 204
    back = {"mode": "camera", "reason": {"code": "camera_works_again"}, "second": None}
    assert slot_act(hall, chief, "identity_mode", **back).status_code == 204  # one is enough for the way back

    told = chief.get(f"/api/review?slot={hall.slot}").get_json()
    assert [(one["mode"], one["by"], one["second"]) for one in told["modes"]] == [
        ("camera", "Petugas ketua", None),
        ("officer", "Petugas ketua", "Petugas ketua2"),
    ]
    assert [one["reasons"] for one in told["photos"]] == [["officer_mode"]]


def test_the_desk_lets_nobody_in_by_sight_alone(hall: Hall):
    assert slot_act(hall, hall.officer("ketua"), "identity_mode", **SLOT_MODE).status_code == 204
    desk, address = hall.officer("meja1"), f"{of(hall, NO_PHOTO)}/by-sight"

    refused(desk.post(address, {"document": "ktp", "no_picture": "camera_broken"}), 409, "second_person_needed")
    refused(desk.post(address, {"document": "ktp", **by("meja1")}), 409, "second_officer_refused")
    refused(desk.post(address, {"document": "ktp", **by("pengawas")}), 409, "second_officer_elsewhere")
    refused(desk.post(address, {"document": "ktp", "second": second("meja2")}), 409, "picture_needed")
    refused(desk.post(address, {"document": "ktp", **by("meja2", no_picture="malas")}), 400, "unreadable")
    refused(desk.post(address, {"document": "ktp", "second": second("meja2"), "picture": "bukan gambar"}), 400, "unreadable")
    assert status(hall, NO_PHOTO) == "expected"

    shown = {"second": second("meja2"), "picture": b64encode(photo("biden.jpg")).decode()}
    assert desk.post(address, {"document": "ktp", **shown}).status_code == 200

    (entry,) = listed(hall)
    assert (entry["reasons"], entry["has_picture"]) == (["by_sight"], True)
    assert entry["override"]["document"]["kind"] == "ktp"
    (row,) = hall.works.read(lambda work: work.session.query(OverrideRow).all())
    assert {row.first, row.second} == {hall.staff["meja1"], hall.staff["meja2"]}


def test_whoever_took_part_reviews_nothing_of_it(hall: Hall):
    """H10 b: the chief let somebody in and certified it too."""
    add_staff(hall, "ketua3", Role.CHIEF_PROCTOR, ScopeKind.SITE)
    at_login(hall, NO_PHOTO)
    well(act(hall.officer("ketua"), "confirm_identity", hall.sittings[NO_PHOTO], reason=SEEN))
    (entry,) = listed(hall)

    for account in ("ketua", "ketua2"):
        refused(hall.officer(account).post(f"/api/review/{entry['id']}", {"note": "cocok"}), 409, "took_part")
    assert hall.officer("ketua3").post(f"/api/review/{entry['id']}", {"note": "cocok"}).status_code == 200


def test_whoever_enrolled_somebody_at_the_desk_does_not_review_it(hall_with_faces: Hall):
    hall = hall_with_faces
    desk = hall.officer("ketua")  # a chief may work at the desk too
    made = desk.post_frames(f"{of(hall, NO_PHOTO)}/check", OTHER_FACE).get_json()["check"]
    (entry,) = listed(hall)  # the face is registered as somebody else's

    refused(desk.post(f"/api/review/{entry['id']}", {"note": "cocok"}), 409, "took_part")
    assert entry["check"] == made
    by_two = {"check": made, "reason": "twin", "document": {"kind": "ktp", "last_digits": "0017"}, "second": second("meja2")}
    assert hall.officer("meja1").post(f"{of(hall, NO_PHOTO)}/override", by_two).status_code == 200
    refused(desk.post(f"/api/review/{entry['id']}", {"note": "cocok"}), 409, "took_part")  # two others let them in
    assert hall.officer("ketua2").post(f"/api/review/{entry['id']}", {"note": "cocok"}).status_code == 200


def test_whom_the_camera_refused_no_proctor_lets_on_alone(hall: Hall):
    running(hall, NO_PHOTO)
    proctor = hall.officer("ketua")
    well(act(proctor, "pause", hall.sittings[NO_PHOTO], reason={"code": "disturbance"}))
    asked = {"check": "by_sight", "reason": {"code": "problem_solved"}}
    well(act(proctor, "resume", hall.sittings[NO_PHOTO], **asked, second=None))  # the camera goes on watching
    _stop_for_mismatch(hall)

    assert refusal(act(proctor, "resume", hall.sittings[NO_PHOTO], **asked, **ALONE)) == "second_person_needed"
    well(act(proctor, "resume", hall.sittings[NO_PHOTO], **asked, **SEEN_BY_TWO))


def test_closing_the_doubt_first_is_no_way_round_the_second_officer(hall: Hall):
    running(hall, NO_PHOTO)
    proctor, sitting = hall.officer("ketua"), hall.sittings[NO_PHOTO]
    hall.clock.go(minutes=1)
    _stop_for_mismatch(hall)
    hall.clock.go(minutes=1)
    (incident,) = hall.works.read(lambda work: [one.id for one in work.identity.incidents(hall.slot)])
    assert proctor.post(f"/api/monitor/incidents/{incident}/close", {"note": "orangnya sama"}).status_code == 204
    asked = {"check": "by_sight", "reason": {"code": "problem_solved"}}
    assert refusal(act(proctor, "resume", sitting, **asked, **ALONE)) == "second_person_needed"
    assert status(hall, NO_PHOTO) == "paused"
    well(act(proctor, "resume", sitting, **asked, **SEEN_BY_TWO))
    hall.clock.go(minutes=1)
    well(act(proctor, "pause", sitting, reason={"code": "disturbance"}))
    well(act(proctor, "resume", sitting, **asked, second=None))  # two have answered for the doubt: it is over


def test_whom_the_camera_refused_on_the_way_back_one_does_not_wave_in(hall: Hall):
    """Whom the camera refused on the way back nobody waves through alone."""
    page = running(hall, NO_PHOTO)
    assert page.post("/api/exam/leave").status_code == 200
    proctor, sitting = hall.officer("ketua"), hall.sittings[NO_PHOTO]
    hall.clock.go(minutes=1)
    seen = face_check.GateResult(Verdict.NO_MATCH, {"limit": 0.5}, [], (0.0,) * 128)
    hall.works.write(face_check.pass_gate, Gate.RETURN, seen, by=Applicant(sitting))
    (incident,) = hall.works.read(lambda work: [one.id for one in work.identity.incidents(hall.slot)])
    came = {"reason": {"code": "accompanied"}}

    assert refusal(act(proctor, "accompanied_back", sitting, **came)) == "second_person_needed"
    assert proctor.post(f"/api/monitor/incidents/{incident}/close", {"note": "sama"}).status_code == 204
    assert refusal(act(proctor, "accompanied_back", sitting, **came)) == "second_person_needed"
    assert status(hall, NO_PHOTO) == "away"
    well(act(proctor, "confirm_identity", sitting, reason=SEEN, **SEEN_BY_TWO))


def _stop_for_mismatch(hall: Hall) -> None:
    found = incidents.Raised("mismatch", 3, (), 0.6, "mismatch")
    hall.works.write(incidents.raise_incident, hall.sittings[NO_PHOTO], found, by=FACE_CHECKS)
