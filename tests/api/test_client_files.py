"""The pages' files are served, nothing that lies beside them."""

import pytest

from tests.builders import ROOT, Hall

BESIDE = ["package.json", "shared/../package.json", "shared/%2e%2e/package.json", "node_modules/axe-core/axe.js"]


@pytest.mark.parametrize("path", ["shared/base.css", "pages/exam/main.js", "words/id/exam.json"])
def test_what_a_page_is_made_of_is_served(hall: Hall, path: str):
    with hall.page().get(f"/client/{path}") as answer:
        assert answer.data == (ROOT / "client" / path).read_bytes()


@pytest.mark.parametrize("path", BESIDE)
def test_nothing_else_of_the_folder_is(hall: Hall, path: str):
    assert hall.page().get(f"/client/{path}").status_code == 404
