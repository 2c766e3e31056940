"""Charts as inline SVG: steps, lines and bars between two axes, readable without any script or network."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import log10

_WIDTH, _HEIGHT = 640, 320
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 16, 16, 48
SAME, DIFFERENT, LIMIT = "#1f5fa8", "#b3541e", "#444444"


@dataclass(frozen=True, slots=True)
class Axis:
    title: str
    low: float
    high: float
    ticks: tuple[float, ...]
    is_logarithmic: bool = False

    def share(self, value: float) -> float:
        """Where between the ends, 0..1; values beyond them lie on them."""
        low, high = (log10(self.low), log10(self.high)) if self.is_logarithmic else (self.low, self.high)
        at = log10(max(value, self.low)) if self.is_logarithmic else value
        return max(0.0, min(1.0, (at - low) / (high - low)))


@dataclass(frozen=True, slots=True)
class Chart:
    name: str  # read aloud in place of the picture
    x: Axis
    y: Axis

    def drawn(self, *marks: str) -> str:
        frame = f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{escape(self.name)}">'
        return "".join([frame, *self._axes(), *marks, "</svg>"])

    def line(self, points: Sequence[tuple[float, float]], colour: str) -> str:
        path = " ".join(f"{self._x(x):.1f},{self._y(y):.1f}" for x, y in points)
        return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>'

    def bars(self, heights: Sequence[float], width: float, colour: str) -> str:
        """Bars from the axis' low end, each `width` wide."""
        drawn = []
        for number, height in enumerate(heights):
            left, right, top = self._x(self.x.low + number * width), self._x(self.x.low + (number + 1) * width), self._y(height)
            if height > 0:
                size = f'width="{right - left:.1f}" height="{self._y(self.y.low) - top:.1f}"'
                drawn.append(f'<rect x="{left:.1f}" y="{top:.1f}" {size} fill="{colour}" fill-opacity="0.55"/>')
        return "".join(drawn)

    def upright(self, x: float, text: str) -> str:
        at = self._x(x)
        line = f'<line x1="{at:.1f}" x2="{at:.1f}" y1="{_TOP}" y2="{_HEIGHT - _BOTTOM}" stroke="{LIMIT}" stroke-dasharray="5 4"/>'
        return line + f'<text x="{at + 5:.1f}" y="{_TOP + 12}">{escape(text)}</text>'

    def dot(self, x: float, y: float, text: str) -> str:
        at = f'cx="{self._x(x):.1f}" cy="{self._y(y):.1f}"'
        return f'<circle {at} r="4" fill="{LIMIT}"/><text x="{self._x(x) + 8:.1f}" y="{self._y(y) - 8:.1f}">{escape(text)}</text>'

    def _axes(self) -> list[str]:
        bottom, right = _HEIGHT - _BOTTOM, _WIDTH - _RIGHT
        drawn = [f'<path d="M{_LEFT} {_TOP}V{bottom}H{right}" fill="none" stroke="#888"/>']
        for tick in self.x.ticks:
            at = self._x(tick)
            drawn.append(f'<line x1="{at:.1f}" x2="{at:.1f}" y1="{bottom}" y2="{bottom + 5}" stroke="#888"/>')
            drawn.append(f'<text x="{at:.1f}" y="{bottom + 18}" text-anchor="middle">{_tick(tick)}</text>')
        for tick in self.y.ticks:
            at = self._y(tick)
            drawn.append(f'<line x1="{_LEFT - 5}" x2="{right}" y1="{at:.1f}" y2="{at:.1f}" stroke="#ddd"/>')
            drawn.append(f'<text x="{_LEFT - 9}" y="{at + 4:.1f}" text-anchor="end">{_tick(tick)}</text>')
        middle = (_TOP + bottom) / 2
        drawn.append(f'<text x="{(_LEFT + right) / 2}" y="{_HEIGHT - 8}" text-anchor="middle">{escape(self.x.title)}</text>')
        drawn.append(f'<text transform="translate(14 {middle}) rotate(-90)" text-anchor="middle">{escape(self.y.title)}</text>')
        return drawn

    def _x(self, value: float) -> float:
        return _LEFT + (_WIDTH - _LEFT - _RIGHT) * self.x.share(value)

    def _y(self, value: float) -> float:
        return _HEIGHT - _BOTTOM - (_HEIGHT - _TOP - _BOTTOM) * self.y.share(value)


def _tick(value: float) -> str:
    return f"{value:g}".replace(".", ",")
