"""What a new point is put on, in GeoGebra's commands: the statement about it solved for it.

Every premise that has one new point confines it to a line or a circle
(``PerpendicularLine[A, …]``), or tells the point itself (``Midpoint[A, B]``). Angles become
rotations by measured angles, so that whatever is drawn follows when something before is dragged.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from porism.geometry.predicates import Pair, Predicate
from porism.geometry.problem import Construction

__all__ = ["Carrier", "carrier_of", "place_of"]

Names = Mapping[str, str]


@dataclass(frozen=True)
class Carrier:
    """An expression in GeoGebra's words, and what it is."""

    kind: Literal["point", "line", "circle"]
    text: str


def _line(a: str, b: str) -> str:
    return f"Line[{a}, {b}]"


def _parallel(a: str, line: Pair) -> str:
    """Write the parallel to a line through a point: the line itself where the point names it."""
    return _line(*line) if a in line else f"Line[{a}, {_line(*line)}]"


def _pairs(s: Predicate) -> list[Pair]:
    return list(zip(s.points[::2], s.points[1::2], strict=True))


def carrier_of(s: Predicate, x: str) -> Carrier | None:
    """Return what a statement puts ``x`` on, None where that is no line, circle or point.

    All other points of the statement are there already.
    """
    found = _CARRIERS.get(s.name)
    return found(s, x) if found is not None else None


def _coll(s: Predicate, x: str) -> Carrier | None:
    others = [p for p in s.points if p != x]
    return Carrier("line", _line(*others)) if len(set(others)) == 2 else None


def _cyclic(s: Predicate, x: str) -> Carrier | None:
    others = [p for p in s.points if p != x]
    return Carrier("circle", f"Circle[{', '.join(others)}]") if len(others) == 3 else None


def _para(s: Predicate, x: str) -> Carrier | None:
    first, second = sorted(_pairs(s), key=lambda pair: x not in pair)
    if x in second:
        ends = [p for pair in (first, second) for p in pair if p != x]
        return Carrier("line", _line(*ends)) if len(set(ends)) == 2 else None
    (a,) = set(first) - {x}
    return Carrier("line", _parallel(a, second))


def _perp(s: Predicate, x: str) -> Carrier | None:
    first, second = sorted(_pairs(s), key=lambda pair: x not in pair)
    (a,) = set(first) - {x}
    if x in second:
        (b,) = set(second) - {x}
        return Carrier("circle", f"Circle[Midpoint[{a}, {b}], {a}]") if a != b else None
    return Carrier("line", f"PerpendicularLine[{a}, {_line(*second)}]")


def _cong(s: Predicate, x: str) -> Carrier | None:
    first, second = sorted(_pairs(s), key=lambda pair: x not in pair)
    (a,) = set(first) - {x}
    if x in second:
        (b,) = set(second) - {x}
        return Carrier("line", f"PerpendicularBisector[{a}, {b}]") if a != b else None
    if a in second:
        (rim,) = set(second) - {a}
        return Carrier("circle", f"Circle[{a}, {rim}]")
    return Carrier("circle", f"Circle[{a}, Segment[{', '.join(second)}]]")


def _lconst(s: Predicate, x: str) -> Carrier | None:
    (a,) = set(s.points) - {x}
    return Carrier("circle", f"Circle[{a}, {s.constants[0]}]")


def _rconst(s: Predicate, x: str) -> Carrier | None:
    first, second = _pairs(s)
    factor = s.constants[0]
    if x in second:
        first, second, factor = second, first, 1 / factor
    if x in second:
        return None
    (a,) = set(first) - {x}
    return Carrier("circle", f"Circle[{a}, {factor} Segment[{', '.join(second)}]]")


def _midp(s: Predicate, x: str) -> Carrier | None:
    m, a, b = s.points
    if x == m:
        return Carrier("point", f"Midpoint[{a}, {b}]")
    return Carrier("point", f"Mirror[{b if x == a else a}, {m}]")


def _centre(s: Predicate, x: str) -> Carrier | None:
    o, *rim = s.points
    if x == o:
        return Carrier("point", f"Center[Circle[{', '.join(rim)}]]")
    return Carrier("circle", f"Circle[{o}, {next(p for p in rim if p != x)}]")


def _aconst(s: Predicate, x: str) -> Carrier | None:
    """d(second) - d(first) is the value: the line of x is the other one, turned."""
    first, second = _pairs(s)
    turn = s.constants[0]
    if x in first:
        first, second, turn = second, first, -turn
    if x in first:
        return None
    (a,) = set(second) - {x}
    return Carrier("line", f"Rotate[{_parallel(a, first)}, {_degrees(turn)}, {a}]")


def _degrees(turn: Fraction) -> str:
    value = turn * 180
    return f"{value}°" if value.denominator == 1 else f"({value.numerator}° / {value.denominator})"


def _eqangle(s: Predicate, x: str) -> Carrier | None:
    """d2 - d1 = d4 - d3: a line of x is the one beside it, turned by the other angle."""
    sides = _pairs(s)
    mine = [k for k in range(4) if x in sides[k]]
    if len(mine) == 2 and set(mine) in ({0, 3}, {1, 2}):  # equal angles on both sides of its line
        legs = [sides[k] for k in range(4) if k not in mine]
        corners = set(legs[0]) & set(legs[1]) & set(sides[mine[0]])
        if sides[mine[0]] == sides[mine[1]] and len(corners) == 1:
            (v,) = corners
            (a,), (b,) = set(legs[0]) - {v}, set(legs[1]) - {v}
            return Carrier("line", f"AngleBisector[{a}, {v}, {b}]")
    if len(mine) != 1:
        return None
    base, start, end = ((1, 3, 2), (0, 2, 3), (3, 1, 0), (2, 0, 1))[mine[0]]
    (a,) = set(sides[mine[0]]) - {x}
    angle = f"Angle[{_line(*sides[start])}, {_line(*sides[end])}]"
    return Carrier("line", f"Rotate[{_parallel(a, sides[base])}, {angle}, {a}]")


_CARRIERS: Mapping[str, Callable[[Predicate, str], Carrier | None]] = {
    "coll": _coll,
    "cyclic": _cyclic,
    "para": _para,
    "perp": _perp,
    "cong": _cong,
    "lconst": _lconst,
    "rconst": _rconst,
    "midp": _midp,
    "circle": _centre,
    "aconst": _aconst,
    "eqangle": _eqangle,
}


def place_of(construction: Construction, x: str) -> Carrier | None:
    """Return a command of GeoGebra's that makes the point, or what it is on, as it is meant.

    Only where the premises alone say less: which bisector, which of several centres.
    """
    a = construction.arguments
    match construction.name:
        case "incenter":
            return Carrier("point", f"TriangleCenter[{a[1]}, {a[2]}, {a[3]}, 1]")
        case "incenter2" if x == a[3]:
            return Carrier("point", f"TriangleCenter[{a[4]}, {a[5]}, {a[6]}, 1]")
        case "midpoint":
            return Carrier("point", f"Midpoint[{a[1]}, {a[2]}]")
        case "mirror":
            return Carrier("point", f"Mirror[{a[1]}, {a[2]}]")
        case "reflect":
            return Carrier("point", f"Mirror[{a[1]}, {_line(a[2], a[3])}]")
        case "circle" | "circumcenter":
            return Carrier("point", f"Center[Circle[{', '.join(a[1:])}]]")
        case "exterior_bisector":
            return Carrier("line", f"PerpendicularLine[{a[2]}, AngleBisector[{', '.join(a[1:])}]]")
        case "excenter":
            return Carrier("line", f"PerpendicularLine[{a[2]}, AngleBisector[{', '.join(a[1:])}]]")
    return None
