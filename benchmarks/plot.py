"""One small plot: curves over two logarithmic axes, as SVG."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

_WIDTH, _HEIGHT = 640, 420
_LEFT, _RIGHT, _TOP, _BOTTOM = 80, 20, 20, 60
_COLOURS = ("#1b6ca8", "#c4512d", "#3b7d3b", "#7a4b9d")
_STEPS = (1, 2, 5)


class Series(NamedTuple):
    """A named curve."""

    name: str
    points: list[tuple[float, float]]


def log_log_svg(series: Sequence[Series], x_label: str, y_label: str) -> str:
    """Draw the curves with their points, a grid, and a legend."""
    xs = [x for s in series for x, _ in s.points]
    ys = [y for s in series for _, y in s.points]
    x_ends, y_ends = _ends(xs), _ends(ys)

    def place(x: float, y: float) -> tuple[float, float]:
        return (
            _LEFT + _share(x, x_ends) * (_WIDTH - _LEFT - _RIGHT),
            _HEIGHT - _BOTTOM - _share(y, y_ends) * (_HEIGHT - _TOP - _BOTTOM),
        )

    rows = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        'font-family="sans-serif" font-size="13">',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>',
    ]
    for x in _ticks(x_ends):
        at, _ = place(x, y_ends[0])
        rows.append(_line(at, _TOP, at, _HEIGHT - _BOTTOM))
        rows.append(_text(at, _HEIGHT - _BOTTOM + 18, _number(x), "middle"))
    for y in _ticks(y_ends):
        _, at = place(x_ends[0], y)
        rows.append(_line(_LEFT, at, _WIDTH - _RIGHT, at))
        rows.append(_text(_LEFT - 8, at + 4, _number(y), "end"))
    rows.append(_text((_LEFT + _WIDTH - _RIGHT) / 2, _HEIGHT - 16, x_label, "middle"))
    middle = (_TOP + _HEIGHT - _BOTTOM) / 2
    rows.append(
        f'<text x="18" y="{middle:.0f}" text-anchor="middle" '
        f'transform="rotate(-90 18 {middle:.0f})">{y_label}</text>'
    )
    for number, (name, points) in enumerate(series):
        colour = _COLOURS[number % len(_COLOURS)]
        placed = [place(x, y) for x, y in points]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in placed)
        rows.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        rows += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in placed]
        height = _TOP + 20 + 18 * number
        rows.append(f'<circle cx="{_LEFT + 16}" cy="{height - 4}" r="4" fill="{colour}"/>')
        rows.append(_text(_LEFT + 26, height, name, "start"))
    return "\n".join([*rows, "</svg>"]) + "\n"


def _ends(values: Sequence[float]) -> tuple[float, float]:
    """Widen the range to the next ticks."""
    low = max(t for t in _all_ticks() if t <= min(values))
    high = min(t for t in _all_ticks() if t >= max(values))
    return low, high


def _all_ticks() -> list[float]:
    return [step * 10.0**power for power in range(-9, 10) for step in _STEPS]


def _ticks(ends: tuple[float, float]) -> list[float]:
    found = [t for t in _all_ticks() if ends[0] <= t <= ends[1]]
    if len(found) > 12:
        found = [t for t in found if round(math.log10(t), 9).is_integer()]
    return found


def _share(value: float, ends: tuple[float, float]) -> float:
    return math.log(value / ends[0]) / math.log(ends[1] / ends[0])


def _number(value: float) -> str:
    return f"{value:.10f}".rstrip("0").rstrip(".")


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="#ddd"/>'


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{text}</text>'
