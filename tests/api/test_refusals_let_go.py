"""A refused request leaves nothing in memory that only a garbage collection would find."""

import gc

from server.exam.errors import RuleBroken
from tests.api.exam_pages import at_work
from tests.builders import Hall


def test_a_refused_request_leaves_nothing_for_a_collection(hall: Hall):
    page = at_work(hall, "24-0001")
    gc.collect()
    gc.disable()
    try:
        for _ in range(3):
            assert page.post("/api/exam/answers", {"answers": []}).status_code == 400
            assert page.post("/api/exam/leave").status_code in (200, 409)
            assert page.post("/api/exam/next-block").status_code == 409
        assert not [one for one in gc.get_objects() if isinstance(one, RuleBroken)]
    finally:
        gc.enable()
