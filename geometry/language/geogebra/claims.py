"""Goals in GeoGebra's words, for ``Prove``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from porism.geometry.predicates import Predicate

__all__ = ["claim_of"]


def _lines(s: Predicate) -> list[str]:
    return [f"Line[{a}, {b}]" for a, b in zip(s.points[::2], s.points[1::2], strict=True)]


def _segments(s: Predicate) -> list[str]:
    return [f"Segment[{a}, {b}]" for a, b in zip(s.points[::2], s.points[1::2], strict=True)]


def claim_of(s: Predicate) -> str | None:
    """Return the statement as GeoGebra writes it, None where it has no such words."""
    write = _CLAIMS.get(s.name)
    return None if write is None else write(s)


def _two_sides(terms: list[tuple[str, Fraction]]) -> str:
    sides = []
    for sign in (1, -1):
        parts = [_times(c * sign, text) for text, c in terms if c * sign > 0]
        sides.append(" + ".join(parts) or "0")
    return " ≟ ".join(sides)


def _times(c: Fraction, text: str) -> str:
    if c == 1:
        return text
    number = str(c) if c.denominator == 1 else f"({c.numerator} / {c.denominator})"
    return f"{number} * {text}"


def _powers(s: Predicate) -> str | None:
    if any(c.denominator != 1 for c in s.constants[:-1]):
        return None
    powers = list(zip(_segments(s), s.constants, strict=False))
    sides = [
        [text if abs(c) == 1 else f"{text}^{abs(c)}" for text, c in powers if c * sign > 0]
        for sign in (1, -1)
    ]
    value = s.constants[-1]
    left = " * ".join([*([str(value.denominator)] * (value.denominator > 1)), *sides[0]]) or "1"
    right = " * ".join([*([str(value.numerator)] * (value.numerator > 1)), *sides[1]]) or "1"
    return f"{left} ≟ {right}"


def _sum(s: Predicate, power: str) -> str:
    terms = [f"{text}{power}" for text in _segments(s)]
    return _two_sides(list(zip(terms, s.constants, strict=True)))


def _products(s: Predicate) -> str:
    segments = _segments(s)
    width = len(segments) // len(s.constants)
    groups = [" * ".join(segments[k : k + width]) for k in range(0, len(segments), width)]
    return _two_sides(list(zip(groups, s.constants, strict=True)))


def _eqangle(s: Predicate) -> str:
    a, b, c, d = _lines(s)
    return f"Angle[{a}, {b}] ≟ Angle[{c}, {d}]"


def _ratio(s: Predicate) -> str:
    a, b, c, d = _segments(s)
    return f"{a} * {d} ≟ {b} * {c}"


def _areas(s: Predicate) -> str:
    first, second = (f"Area[{', '.join(dict.fromkeys(p))}]" for p in s.kind.form.groups(s.points))
    return _two_sides([(first, Fraction(1)), (second, -s.constants[0])])


def _degrees(s: Predicate) -> str | None:
    value = s.constants[0] * 180
    a, b = _lines(s)
    return f"Angle[{a}, {b}] ≟ {value}°" if value.denominator == 1 else None


_CLAIMS: Mapping[str, Callable[[Predicate], str | None]] = {
    "coll": lambda s: f"AreCollinear[{', '.join(s.points)}]",
    "cyclic": lambda s: f"AreConcyclic[{', '.join(s.points)}]",
    "para": lambda s: f"AreParallel[{', '.join(_lines(s))}]",
    "perp": lambda s: f"ArePerpendicular[{', '.join(_lines(s))}]",
    "cong": lambda s: " ≟ ".join(_segments(s)),
    "overlap": lambda s: " ≟ ".join(s.points),
    "eqangle": _eqangle,
    "eqratio": _ratio,
    "aconst": _degrees,
    "rconst": lambda s: _two_sides(
        list(zip(_segments(s), (Fraction(1), -s.constants[0]), strict=True))
    ),
    "r2const": lambda s: _two_sides(
        [
            (f"{text}^2", c)
            for text, c in zip(_segments(s), (Fraction(1), -s.constants[0]), strict=True)
        ]
    ),
    "lconst": lambda s: f"{_segments(s)[0]} ≟ {s.constants[0]}",
    "distseq": lambda s: _sum(s, ""),
    "sqeq": lambda s: _sum(s, "^2"),
    "distmeq": _powers,
    "prodeq": _products,
    "rareaconst": _areas,
    "areaconst": lambda s: f"Area[{', '.join(s.points)}] ≟ {s.constants[0]}",
}
