"""What the pages' face watch is served: the check page, its program packed and kept for ever, and the server's own detector."""

import gzip

from server.faces.known_files import DETECTOR
from server.web.client_files import CLIENT, VISION
from setup.packages import pack_client
from tests.api import exam_pages
from tests.builders import MODELS, PEOPLE, a_hall

WASM = "wasm/vision_wasm_module_internal.wasm"
INSTALLED = CLIENT / "node_modules/@mediapipe/tasks-vision"


def got(hall, path: str, accepted: str = "identity"):
    """Read whole: files that are left open would be complained of."""
    return hall.page().client.get(path, headers={"Accept-Encoding": accepted}, buffered=True)


def test_the_camera_check_page_needs_no_log_in(hall):
    answer = got(hall, "/kamera")
    assert answer.status_code == 200
    assert "/client/pages/camera/main.js" in answer.text


def test_the_program_travels_packed_and_is_never_asked_for_twice(hall):
    pack_client()
    answer = got(hall, f"/packages/{VISION}/{WASM}", "gzip, br")
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Content-Type"] == "application/wasm"
    assert "immutable" in answer.headers["Cache-Control"]
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert len(answer.data) < 5_000_000
    assert gzip.decompress(answer.data) == (INSTALLED / WASM).read_bytes()


def test_whoever_takes_nothing_packed_gets_it_plain(hall):
    answer = got(hall, f"/packages/{VISION}/{WASM}")
    assert "Content-Encoding" not in answer.headers
    assert answer.data == (INSTALLED / WASM).read_bytes()


def test_the_address_names_the_installed_version():
    """Kept for ever by browsers: another version must come from another address."""
    pinned = (CLIENT / "package.json").read_text(encoding="utf-8")
    assert f'"@mediapipe/tasks-vision": "{VISION.removeprefix("tasks-vision-")}"' in pinned
    assert f"/packages/{VISION}/" in (CLIENT / "shared/face_watch_worker.js").read_text(encoding="utf-8")


def test_the_detector_is_the_servers_own_and_no_other_model_is_served(hall):
    assert got(hall, f"/models/{DETECTOR.name}").data == (MODELS / DETECTOR.name).read_bytes()
    for other in ("dlib_resnet_float.bin", "../models/dlib_resnet_float.bin"):
        assert got(hall, f"/models/{other}").status_code == 404


def test_an_operator_can_switch_it_off(tmp_path):
    told = {}
    for wanted in (True, False):
        hall = a_hall(tmp_path / str(wanted), face_watch=wanted)
        number = PEOPLE[0].number
        exam_pages.check_in(hall, number)
        page = exam_pages.log_in(hall, number)
        told[wanted] = page.get("/api/exam/state").get_json()["snapshot"]["face_watch"]
        hall.close()
    assert told == {True: True, False: False}
