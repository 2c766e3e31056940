"""Active liveness on the desk page: the prompts are shown one after the other, and the outcome told is the one kept."""

import re

import pytest
from playwright.sync_api import expect

from server.identity.gate.liveness import LIMITS
from tests.browser.at_seat import SLOW_MS
from tests.browser.hall import opened, prepared
from tests.browser.staff import AtDesk
from tests.builders import Applicant

ANI = Applicant("24-0061", "Ani Bergerak", photo="biden.jpg")


@pytest.fixture(scope="module")
def hall(tmp_path_factory, faces):
    folder = tmp_path_factory.mktemp("hall")
    with opened(folder, prepared(folder, [ANI], faces), liveness="advise") as running:
        yield running


def test_a_photo_that_sways_before_the_camera_fails_and_the_check_goes_on(hall, pc, genuine):
    desk = AtDesk(pc(genuine), hall.address, "meja1")
    desk.find(ANI.number, ANI.name)
    desk.page.get_by_role("button", name="Uji gerakan wajah").click()
    prompt = desk.page.locator(".prompt")
    expect(prompt).to_contain_text("Hadap lurus ke kamera", timeout=SLOW_MS)
    expect(prompt).to_contain_text("1 dari")
    expect(prompt).to_contain_text(re.compile("Menoleh|Mendongak|Menunduk|Mendekatkan"), timeout=SLOW_MS)
    expect(prompt).to_have_count(0, timeout=2 * SLOW_MS)

    sitting = hall.sitting(ANI.number).id
    (kept,) = hall.read(lambda work: work.identity.checks(sitting))
    assert (kept.gate, kept.verdict) == ("liveness", "failed")
    assert {one["fault"] for one in kept.measured["prompts"]} == {"not_done"}
    assert max(one["parallax"] for one in kept.measured["prompts"]) < LIMITS.least_parallax
    expect(desk.page.locator(".deed")).to_contain_text("Uji gerakan wajah belum berhasil")
    expect(desk.page.get_by_role("button", name="Periksa wajah")).to_be_enabled()
