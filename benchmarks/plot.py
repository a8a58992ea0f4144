"""Small plots as SVG: curves over a logarithmic axis, values or shares."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

_WIDTH, _HEIGHT = 640, 420
_LEFT, _RIGHT, _TOP, _BOTTOM = 80, 20, 20, 60
_COLOURS = ("#1b6ca8", "#c4512d", "#3b7d3b", "#7a4b9d", "#8a6d1d", "#4d4d4d")
_STEPS = (1, 2, 5)


class Series(NamedTuple):
    """A named curve."""

    name: str
    points: list[tuple[float, float]]


def log_log_svg(series: Sequence[Series], x_label: str, y_label: str) -> str:
    """Draw curves over two logarithmic axes, with their points, a grid, and a legend."""
    ends = _ends([y for s in series for _, y in s.points])
    ticks = {t: _number(t) for t in _ticks(ends)}
    return _svg(series, x_label, y_label, ticks, lambda y: _share(y, ends))


def shares_svg(series: Sequence[Series], x_label: str, y_label: str) -> str:
    """Draw curves of shares, 0 to 1, over a logarithmic axis."""
    ticks = {t / 5: f"{20 * t} %" for t in range(6)}
    return _svg(series, x_label, y_label, ticks, lambda y: y)


def _svg(
    series: Sequence[Series],
    x_label: str,
    y_label: str,
    y_ticks: Mapping[float, str],
    height_of: Callable[[float], float],
) -> str:
    """Draw the curves; ``height_of`` gives heights in a plot of height 1."""
    x_ends = _ends([x for s in series for x, _ in s.points])

    def place(x: float, y: float) -> tuple[float, float]:
        return (
            _LEFT + _share(x, x_ends) * (_WIDTH - _LEFT - _RIGHT),
            _HEIGHT - _BOTTOM - height_of(y) * (_HEIGHT - _TOP - _BOTTOM),
        )

    rows = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        'font-family="sans-serif" font-size="13">',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>',
    ]
    for x in _ticks(x_ends):
        at, _ = place(x, next(iter(y_ticks)))
        rows.append(_line(at, _TOP, at, _HEIGHT - _BOTTOM))
        rows.append(_text(at, _HEIGHT - _BOTTOM + 18, _number(x), "middle"))
    for y, named in y_ticks.items():
        _, at = place(x_ends[0], y)
        rows.append(_line(_LEFT, at, _WIDTH - _RIGHT, at))
        rows.append(_text(_LEFT - 8, at + 4, named, "end"))
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
