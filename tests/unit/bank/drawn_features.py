"""What a drawing shows, as numbers that the checks of figural items reckon with: sides, counts, shades and bearings."""

import math
from collections.abc import Callable, Mapping, Sequence

from tests.unit.bank.drawings import Scene, Shape, bearing, direction, hand

MIDDLE = (50.0, 50.0)
FULL_TURN = dict.fromkeys(("bearing", "inner_bearing", "dot_at", "white_dot_at", "small_at", "line_at"), 360)
PERIODS: Mapping[str, int] = FULL_TURN | {"shade": 3, "slope": 180}


def by_size(scene: Scene) -> list[Shape]:
    return sorted((shape for shape in scene if shape.kind in ("polygon", "circle")), key=lambda shape: -shape.size)


def dots(scene: Scene, shade: int | None = None) -> list[Shape]:
    return [shape for shape in scene if shape.kind == "circle" and shade in (None, shape.shade)]


def polygons(scene: Scene) -> list[Shape]:
    return sorted((shape for shape in scene if shape.kind == "polygon"), key=lambda shape: -shape.size)


def lines(scene: Scene) -> list[Shape]:
    return [shape for shape in scene if shape.kind == "line"]


def sides(shape: Shape) -> float:
    return 0 if shape.kind == "circle" else len(shape.points)


def spread(scene: Scene) -> float:
    one, two = (direction(*line.points) for line in lines(scene))
    return min((one - two) % 360, (two - one) % 360)


def between(scene: Scene) -> float:
    """How far the circle lies from the middle of the black shapes."""
    black = [shape.centre for shape in polygons(scene) if shape.shade == 2]
    x, y = (sum(point[axis] for point in black) / len(black) for axis in (0, 1))
    return math.dist((x, y), dots(scene)[0].centre)


def changes_of_shade(scene: Scene) -> float:
    ring = [shape.shade for shape in scene if shape.kind == "path"]
    return sum(a != b for a, b in zip(ring, ring[1:] + ring[:1], strict=True))


FEATURES: Mapping[str, Callable[[Scene], float]] = {
    "sides": lambda scene: sides(by_size(scene)[0]),
    "inner": lambda scene: sides(by_size(scene)[1]),
    "shapes": len,
    "black": lambda scene: sum(shape.shade == 2 for shape in scene),
    "white": lambda scene: sum(shape.shade == 0 for shape in scene),
    "outer_shade": lambda scene: by_size(scene)[0].shade or 0,
    "inner_shade": lambda scene: by_size(scene)[1].shade or 0,
    "shade": lambda scene: polygons(scene)[-1].shade or 0,
    "dots": lambda scene: len(dots(scene)),
    "lines": lambda scene: len(lines(scene)),
    "bearing": lambda scene: bearing(polygons(scene)[0]),
    "inner_bearing": lambda scene: bearing(polygons(scene)[-1]),
    "hand": lambda scene: hand(polygons(scene)[0]),
    "dot_at": lambda scene: direction(MIDDLE, next(iter(dots(scene, 2) or dots(scene))).centre),
    "white_dot_at": lambda scene: direction(MIDDLE, dots(scene, 0)[0].centre),
    "small_at": lambda scene: direction(MIDDLE, polygons(scene)[-1].centre),
    "line_at": lambda scene: direction(*lines(scene)[0].points),
    "slope": lambda scene: direction(*lines(scene)[0].points) % 180,
    "spread": spread,
    "between": between,
    "changes_of_shade": changes_of_shade,
    "rightmost": lambda scene: max(point[0] for shape in scene for point in shape.points),
    "leftmost": lambda scene: min(point[0] for shape in scene for point in shape.points),
}


def measured(scene: Scene, names: Sequence[str]) -> dict[str, int]:
    return {name: round(FEATURES[name](scene)) for name in names}
