"""What proctors see: their own room, as it stands, with counts and no scores."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest

from server.exam.actors import FACE_CHECKS
from server.memory.presence import CameraFrame
from server.workflows.steps import incidents
from server.workflows.steps.incidents import KeptFrame, Raised
from tests.api.proctored import act, answers, at_login, in_room, room, running, seated, status, tile, well
from tests.builders import Hall
from tests.reference_photos import photo

BOXES = ((0.3, 0.2, 0.3, 0.5), (0.7, 0.3, 0.2, 0.4))
MISMATCH = Raised("mismatch", 3, (("why_mismatch", {"looks": 4}),), 0.6, "mismatch")


def raised(hall: Hall, number: str, found: Raised = MISMATCH) -> str:
    now, picture = hall.clock.now, photo("biden.jpg")
    frames = [
        KeptFrame("before", picture, now - timedelta(seconds=6), now - timedelta(seconds=5), "same", 0.3),
        KeptFrame("trigger", picture, now, now, "different", 0.81, boxes=BOXES, hints=("two_faces",)),
    ]
    incident = hall.works.write(incidents.raise_incident, hall.sittings[number], found, frames, by=FACE_CHECKS)
    assert incident is not None
    return str(incident)


def test_a_proctor_sees_the_room_as_it_stands(hall):
    number = in_room(hall, "Melati")[0]
    page = running(hall, number)
    answers(hall, page, 3)
    hall.clock.go(minutes=2)
    shown = room(hall, hall.officer("pengawas"))
    assert (shown["room"]["rows"], shown["room"]["columns"]) == (2, 4)
    assert len(shown["tiles"]) == 8
    assert sum(one["seat"]["spare"] for one in shown["tiles"]) == 1
    (sitting,) = [one["sitting"] for one in shown["tiles"] if one["sitting"] and one["sitting"]["number"] == number]
    assert (sitting["status"], sitting["answered"], sitting["items"]) == ("running", 3, 110)
    assert sitting["left_s"] == 98 * 60
    assert sitting["last_saved_at"] is not None
    assert shown["counts"]["running"] == 1
    assert sum(shown["counts"].values()) == len(in_room(hall, "Melati"))


def test_only_the_own_room_is_listed_and_shown(hall):
    proctor = hall.officer("pengawas")
    (slot,) = proctor.get("/api/monitor/slots").get_json()["slots"]
    assert [one["name"] for one in slot["rooms"]] == ["Melati"]
    answer = proctor.get(f"/api/monitor/slots/{hall.slot}/rooms/{hall.rooms['Kenanga']}")
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (403, "not_allowed")


def test_the_desk_and_strangers_see_no_room(hall):
    address = f"/api/monitor/slots/{hall.slot}/rooms/{hall.rooms['Melati']}"
    assert hall.officer("meja1").get(address).status_code == 403
    assert hall.officer("meja1").get("/api/monitor/slots").get_json()["slots"] == []
    assert hall.page().get(address).status_code == 401
    assert hall.officer("ketua").get(f"/api/monitor/slots/{hall.slot}/rooms/{uuid4()}").status_code == 404


def test_ten_minutes_without_an_answer_raise_an_alert(hall):
    number = in_room(hall, "Melati")[0]
    page = running(hall, number)
    hall.clock.go(minutes=9, seconds=59)
    assert tile(hall, number)["alerts"] == []
    hall.clock.go(seconds=1)
    assert tile(hall, number)["alerts"] == ["no_answers"]
    answers(hall, page, 1)
    assert tile(hall, number)["alerts"] == []


def test_a_lost_camera_and_failing_checks_raise_alerts(hall):
    number = in_room(hall, "Melati")[0]
    running(hall, number)
    here = hall.parts.presence.of(hall.sittings[number])
    here.connected, here.ever_connected, here.camera = True, True, "muted"
    here.unverified_since = hall.clock.now
    assert tile(hall, number)["alerts"] == ["camera_lost", "unverified"]
    here.camera, here.unverified_since = "ok", None
    assert tile(hall, number)["alerts"] == []


def test_an_officer_who_looks_instead_of_the_camera_is_reminded(hall):
    number = in_room(hall, "Melati")[0]
    running(hall, number)
    chief = hall.officer("ketua")
    mode = {"mode": "officer", "every_minutes": 15, "reason": {"code": "veil"}}
    well(act(chief, "identity_mode", hall.sittings[number], **mode))
    hall.clock.go(minutes=15)
    assert "recheck_due" in tile(hall, number)["alerts"]
    well(act(hall.officer("pengawas"), "rechecked", hall.sittings[number]))
    assert "recheck_due" not in tile(hall, number)["alerts"]


def test_somebody_who_waits_to_be_known_is_shown_as_confirming(hall):
    number = in_room(hall, "Melati")[0]
    at_login(hall, number)
    assert tile(hall, number)["status"] == "confirming"


def test_an_incident_is_shown_with_pictures_times_and_sentences(hall):
    number = in_room(hall, "Melati")[0]
    running(hall, number)
    incident = raised(hall, number)
    proctor = hall.officer("pengawas")
    (listed,) = room(hall, proctor)["incidents"]
    assert (listed["kind"], listed["state"], listed["sitting"]["number"]) == ("mismatch", "open", number)
    told = proctor.get(f"/api/monitor/incidents/{incident}").get_json()
    assert (told["limit"], told["decided"]) == (0.6, "paused")
    assert told["why"] == [{"key": "why_mismatch", "parameters": {"looks": 4}}]
    assert [(one["phase"], one["distance"]) for one in told["frames"]] == [("before", 0.3), ("trigger", 0.81)]
    assert told["frames"][0]["taken_at"] != told["frames"][0]["received_at"]
    assert [one["measured"] for one in told["frames"]] == [None, {"faces": [list(box) for box in BOXES], "hints": ["two_faces"]}]
    picture = proctor.get(f"/api/monitor/incidents/{incident}/frames/{told['frames'][1]['id']}.jpg")
    assert (picture.mimetype, picture.data) == ("image/jpeg", photo("biden.jpg"))
    assert proctor.get(f"/api/monitor/incidents/{incident}/frames/{uuid4()}.jpg").status_code == 404


def test_a_mismatch_pauses_once_and_never_ends_an_exam(hall):
    number = in_room(hall, "Melati")[0]
    running(hall, number)
    first = raised(hall, number)
    assert status(hall, number) == "paused"
    assert raised(hall, number) == first
    assert len(room(hall, hall.officer("ketua"), "Melati")["incidents"]) == 1
    assert status(hall, number) == "paused"


def test_another_mismatch_after_the_resume_is_a_new_incident(hall):
    number = in_room(hall, "Melati")[0]
    running(hall, number)
    first = raised(hall, number)
    proctor = hall.officer("pengawas")
    well(act(proctor, "resume", hall.sittings[number], check="by_sight", reason={"code": "camera_mistaken"}))
    second = raised(hall, number)
    assert second != first
    assert status(hall, number) == "paused"


def test_a_finished_sitting_is_never_paused_by_the_camera(hall):
    number = in_room(hall, "Melati")[0]
    page = running(hall, number)
    assert page.post("/api/exam/finish", {"confirmed": True}).status_code == 200
    assert hall.works.write(incidents.raise_incident, hall.sittings[number], MISMATCH, (), by=FACE_CHECKS) is None
    assert status(hall, number) == "submitted"


def test_lights_out_are_one_incident_of_the_room(hall):
    dark = Raised("lights_out", 3, (("why_lights_out", {"lost": 8, "of": 30}),), None, None)
    first = hall.works.write(incidents.raise_room_incident, hall.slot, hall.rooms["Melati"], dark, by=FACE_CHECKS)
    assert hall.works.write(incidents.raise_room_incident, hall.slot, hall.rooms["Melati"], dark, by=FACE_CHECKS) == first
    (listed,) = room(hall, hall.officer("pengawas"))["incidents"]
    assert (listed["kind"], listed["sitting"]) == ("lights_out", None)


def test_an_incident_is_closed_once_with_a_note_by_whoever_may(hall):
    number = in_room(hall, "Melati")[0]
    running(hall, number)
    incident = raised(hall, number)
    address = f"/api/monitor/incidents/{incident}/close"
    assert hall.officer("meja1").post(address, {"note": "sudah"}).status_code == 403
    proctor = hall.officer("pengawas")
    assert proctor.post(address, {"note": ""}).status_code == 400
    assert proctor.post(address, {"note": "kamera bergeser"}).status_code == 204
    assert proctor.post(address, {"note": "lagi"}).get_json()["error"]["code"] == "nothing_to_do"
    (listed,) = room(hall, proctor)["incidents"]
    assert listed["closed"]["note"] == "kamera bergeser"
    assert listed["closed"]["by"] == "Petugas pengawas"
    assert status(hall, number) == "paused"


def test_the_last_snapshot_is_shown_from_memory_only(hall):
    number = in_room(hall, "Melati")[0]
    seated(hall, number)
    proctor = hall.officer("pengawas")
    address = f"/api/monitor/sittings/{hall.sittings[number]}/latest.jpg"
    assert proctor.get(address).status_code == 404
    now = hall.clock.now
    hall.parts.presence.of(hall.sittings[number]).frames.append(CameraFrame(1, photo("obama.jpg"), now, now))
    assert proctor.get(address).data == photo("obama.jpg")
    assert hall.officer("meja1").get(address).status_code == 403


def test_the_reference_photo_is_shown_to_the_rooms_proctor_only(hall_with_faces):
    hall = hall_with_faces
    number = "24-0011"
    address = f"/api/monitor/sittings/{hall.sittings[number]}/reference.jpg"
    assert hall.officer("ketua").get(address).data == photo("obama.jpg")
    assert hall.officer("ketua").get(address.replace("reference", "desk")).status_code == 404
    may = number in in_room(hall, "Melati")
    assert hall.officer("pengawas").get(address).status_code == (200 if may else 403)


FORBIDDEN = ("points", "score", "scores", "key", "keys", "code_of_item", "nik", "birth_date", "disability", "kind_shown")


@pytest.mark.parametrize("who", ["pengawas", "ketua"])
def test_no_payload_for_proctors_tells_scores_or_keys(hall, who):
    number = in_room(hall, "Melati")[0]
    page = running(hall, number)
    answers(hall, page, 5)
    incident = raised(hall, number)
    officer = hall.officer(who)
    told = [
        room(hall, officer),
        officer.get(f"/api/monitor/sittings/{hall.sittings[number]}").get_json(),
        officer.get(f"/api/monitor/incidents/{incident}").get_json(),
        officer.get("/api/monitor/slots").get_json(),
    ]
    found = set().union(*(_names(one) for one in told))
    assert not found & (set(FORBIDDEN) - {"key"}), found  # `key` names a sentence of an incident
    codes = hall.works.read(lambda work: [item.code for item in work.papers.paper(hall.sittings[number]).items])
    assert not [code for code in codes if code in json.dumps(told)]


def _names(value: object) -> set[str]:
    if isinstance(value, dict):
        return set(value).union(*(_names(one) for one in value.values()))
    if isinstance(value, list):
        return set().union(*(_names(one) for one in value))
    return set()
