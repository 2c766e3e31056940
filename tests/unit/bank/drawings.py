"""The shapes of a drawing of the sample bank, and where they lie and point: degrees clockwise from straight up."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from xml.etree import ElementTree

Point = tuple[float, float]
SHADES = {"#fff": 0, "#999": 1, "#000": 2}


@dataclass(frozen=True)
class Shape:
    kind: str  # circle, polygon, line, path
    points: tuple[Point, ...]
    radius: float
    shade: int | None

    @property
    def centre(self) -> Point:
        if self.kind != "polygon":
            return self.points[0]
        return _mean(self.points, [_cross(a, b) for a, b in _edges(self.points)])

    @property
    def size(self) -> float:
        return self.radius or max(math.dist(self.centre, point) for point in self.points)


Scene = Sequence[Shape]


def panels(svg: str) -> list[list[Shape]]:
    """The drawings of a row, without the one that is asked for; a drawing of an option is a row of one."""
    root = ElementTree.fromstring(svg)
    groups = [element for element in root if element.tag.endswith("}g")] or [root]
    scenes = [[shape for element in group if (shape := _shape(element))] for group in groups]
    return [scene for scene in scenes if scene]


def _shape(element: ElementTree.Element) -> Shape | None:
    kind = element.tag.rpartition("}")[2]
    number = partial(_number, element)
    shade = SHADES.get(element.get("fill", ""))
    if kind == "circle":
        return Shape(kind, ((number("cx"), number("cy")),), number("r"), shade)
    if kind == "line":
        return Shape(kind, ((number("x1"), number("y1")), (number("x2"), number("y2"))), 0, None)
    if kind == "rect":
        x, y, width, height = map(number, ("x", "y", "width", "height"))
        return Shape("polygon", ((x, y), (x + width, y), (x + width, y + height), (x, y + height)), 0, shade)
    if kind == "polygon":
        return Shape(kind, tuple(_point(pair) for pair in element.get("points", "").split()), 0, shade)
    if kind == "path":
        return Shape(kind, tuple(_point(step) for step in re.findall(r"[MLA][^MLAZ]+", element.get("d", ""))), 0, shade)
    return None


def _point(text: str) -> Point:
    """Where a step of a path ends, or a corner."""
    x, y = re.findall(r"-?\d+(?:\.\d+)?", text)[-2:]
    return float(x), float(y)


def _number(element: ElementTree.Element, name: str) -> float:
    return float(element.get(name, "0"))


def _edges(points: Sequence[Point]) -> list[tuple[Point, Point]]:
    return list(zip(points, (*points[1:], points[0]), strict=True))


def _cross(a: Point, b: Point) -> float:
    return a[0] * b[1] - b[0] * a[1]


def _mean(points: Sequence[Point], areas: Sequence[float]) -> Point:
    """Centre of the area, not of the corners."""
    x, y = (
        sum((a[axis] + b[axis]) * area for (a, b), area in zip(_edges(points), areas, strict=True)) / (3 * sum(areas))
        for axis in (0, 1)
    )
    return x, y


def direction(start: Point, end: Point) -> float:
    return math.degrees(math.atan2(end[0] - start[0], start[1] - end[1])) % 360


def bearing(shape: Shape) -> float:
    """Where a shape points to: the same turn of the shape turns it by as much, whatever the shape."""
    centre = shape.centre
    pull = [math.dist(centre, point) ** 2 for point in shape.points]
    x, y = (
        sum(weight * (point[axis] - centre[axis]) for weight, point in zip(pull, shape.points, strict=True)) for axis in (0, 1)
    )
    return direction((0, 0), (x, y))


def hand(shape: Shape) -> float:
    """Changes its sign in a mirror and in nothing else."""
    sides = [math.dist(a, b) for a, b in _edges(shape.points)]
    turned = sum(a * b * b - a * a * b for a, b in zip(sides, sides[1:] + sides[:1], strict=True))
    return math.copysign(1, turned * sum(_cross(a, b) for a, b in _edges(shape.points)))
