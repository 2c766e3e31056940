"""Which drawings may be shown to an applicant: plain shapes and nothing that runs or reaches out."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from server.file_faults import Parameters, coded

_SVG = "{http://www.w3.org/2000/svg}"
_SHAPES = frozenset({"svg", "title", "desc", "g", "rect", "circle", "ellipse", "line", "polyline", "polygon", "path", "text"})
_ATTRIBUTES = frozenset({
    "viewBox", "role", "width", "height", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "points", "d",
    "transform", "fill", "fill-rule", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin", "stroke-dasharray",
    "opacity", "font-size", "font-family", "font-weight", "text-anchor",
})  # fmt: skip


def faults_of_drawing(svg: str) -> Iterator[tuple[str, Parameters]]:
    """An allow-list, because a list of dangerous things is never complete."""
    if "<!" in svg.replace("<!--", ""):
        yield coded("items.drawing_doctype")  # entities are how a small file becomes a huge one
        return
    if "<?" in re.sub(r"^\s*<\?xml [^?]*\?>", "", svg):
        yield coded("items.drawing_instruction")  # a style sheet, for one
        return
    try:
        root = ElementTree.fromstring(svg)
    except ElementTree.ParseError as fault:
        yield coded("items.drawing_no_xml", why=str(fault))
        return
    yield from _faults_of_frame(root)
    for element in root.iter():
        yield from _faults_of_element(element)


def _faults_of_frame(root: ElementTree.Element) -> Iterator[tuple[str, Parameters]]:
    if root.tag != _SVG + "svg":
        yield coded("items.drawing_no_svg")
    if not root.get("viewBox"):
        yield coded("items.drawing_no_view_box")
    if root.get("role") != "img":
        yield coded("items.drawing_no_role")
    title = root.find(_SVG + "title")
    if title is None or not (title.text or "").strip():
        yield coded("items.drawing_no_title")


def _faults_of_element(element: ElementTree.Element) -> Iterator[tuple[str, Parameters]]:
    name = str(element.tag).removeprefix(_SVG)
    if name not in _SHAPES:
        yield coded("items.drawing_element", element=name)
    for attribute, value in element.items():
        # No plain shape needs a backslash: it is how a style sheet writes `url(` in other letters.
        if attribute not in _ATTRIBUTES or "\\" in value or "url(" in value.lower():
            yield coded("items.drawing_attribute", attribute=attribute, element=name)
