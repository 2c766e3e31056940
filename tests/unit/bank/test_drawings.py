"""Drawings of a package: plain shapes, and nothing that runs or reaches out."""

import pytest

from tests.unit.bank.packages import Folder, folder

__all__ = ["folder"]  # fixtures
UNSAFE = {
    "script": "<script>alert(1)</script>",
    "event": '<circle cx="5" cy="5" r="4" onclick="alert(1)"/>',
    "outside address": '<image href="https://example.org/a.png"/>',
    "linked use": '<use xmlns:x="http://www.w3.org/1999/xlink" x:href="#a"/>',
    "foreign page": "<foreignObject><p>halo</p></foreignObject>",
    "style sheet": "<style>@import url(https://example.org/a.css)</style>",
    "style": '<rect style="fill:red" width="3" height="3"/>',
    "painted from outside": '<rect fill="url(https://example.org/#a)" width="3" height="3"/>',
    "painted from outside in capitals": '<rect fill="URL(https://example.org/#a)" width="3" height="3"/>',
    "painted from outside in other letters": r'<rect fill="u\72l(https://example.org/#a)" width="3" height="3"/>',
    "processing instruction": '<?xml-stylesheet href="https://example.org/a.css"?>',
    "animation": '<animate attributeName="r" to="9"/>',
    "entity": '<!ENTITY a "b">',
    "not closed": "<g>",
}


@pytest.mark.parametrize("unsafe", UNSAFE)
def test_a_drawing_that_could_do_more_than_show_shapes_is_refused(folder: Folder, unsafe: str):
    folder.draw("buruk.svg", UNSAFE[unsafe])
    folder.angka["items"][0]["options"][2]["figure"] = "figures/buruk.svg"
    faults = folder.faults()
    assert {(fault.file, fault.item) for fault in faults} == {("figures/buruk.svg", "ANGKA-001")}


def test_a_drawing_brings_no_words_of_its_own(folder: Folder):
    """Declared before the drawing, where a parser takes them for what they are."""
    folder.draw("buruk.svg", "<text>&lama;</text>")
    drawing = folder.path / "figures" / "buruk.svg"
    drawing.write_text('<!DOCTYPE svg [<!ENTITY lama "lol">]>' + drawing.read_text(encoding="utf-8"), encoding="utf-8")
    folder.angka["items"][0]["options"][2]["figure"] = "figures/buruk.svg"
    assert [(fault.file, fault.item) for fault in folder.faults()] == [("figures/buruk.svg", "ANGKA-001")]


@pytest.mark.parametrize("part", [' viewBox="0 0 10 10"', ' role="img"', "<title>Gambar</title>"])
def test_a_drawing_needs_its_frame_role_and_title(folder: Folder, part: str):
    folder.draw("polos.svg", '<rect width="3" height="3"/>')
    drawing = folder.path / "figures" / "polos.svg"
    drawing.write_text(drawing.read_text(encoding="utf-8").replace(part, ""), encoding="utf-8")
    folder.angka["items"][0]["figure"] = "figures/polos.svg"
    (fault,) = folder.faults()
    assert fault.file == "figures/polos.svg"


def test_a_drawing_too_large_to_travel_with_a_paper_is_refused(folder: Folder):
    folder.draw("besar.svg", '<rect width="3" height="3"/>' * 3000)
    folder.angka["items"][0]["figure"] = "figures/besar.svg"
    (fault,) = folder.faults()
    assert fault.code == "items.drawing_size"
