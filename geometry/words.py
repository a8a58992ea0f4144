"""Statements in words and signs, as a person writes them.

Points are named as in the problem but in capitals, the way the field writes them. Angles are
directed angles between lines, so ∠BAC stands for ∠(AB, AC), and constants are in degrees.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from porism.geometry.predicates import KINDS, Pair, Predicate, pairs_of

__all__ = ["angle", "degrees", "display_names", "powers", "segment", "sentence", "sum_of"]

_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def display_names(points: Iterable[str]) -> dict[str, str]:
    """Return the name to print for each point: it begins with a capital, as in ``A1`` or ``Mb``.

    So names can be written together and still be told apart. Where two would become the same,
    all stay as they are.
    """
    names = {point: point[:1].upper() + point[1:] for point in points}
    return names if len(set(names.values())) == len(names) else {point: point for point in names}


def degrees(half_turns: Fraction) -> str:
    """Write an angle: ``1/3`` of a half-turn is ``60°``."""
    value = half_turns * 180
    return f"{value}°" if value.denominator == 1 else f"({value})°"


def segment(pair: Pair, names: Mapping[str, str]) -> str:
    """Write a line or a segment by its two points."""
    first, second = (names.get(p, p) for p in pair)
    plain = len(first) == len(second) == 1
    return first + second if plain or _splits(first, second) else f"{first} {second}"


def _splits(*names: str) -> bool:
    """Tell whether names can be read apart when written together: ``A1Mb``, not ``IN A``."""
    return all(name[:1].isupper() and not any(c.isupper() for c in name[1:]) for name in names)


def angle(first: Pair, second: Pair, names: Mapping[str, str]) -> str:
    """Write the angle from one line to another, by three points where they share one."""
    shared = set(first) & set(second)
    if len(shared) == 1:
        (vertex,) = shared
        (a,) = set(first) - shared
        (b,) = set(second) - shared
        parts = [names.get(p, p) for p in (a, vertex, b)]
        joined = "".join(parts) if _splits(*parts) else " ".join(parts)
        return f"∠{joined}"
    return f"∠({segment(first, names)}, {segment(second, names)})"


def powers(factors: Iterable[tuple[str, Fraction]], number: Fraction | int = 1) -> str:
    """Write a product of powers with positive exponents, after a factor that is not 1."""
    parts = [] if number == 1 else [str(number)]
    for text, exponent in factors:
        if exponent == 1:
            parts.append(text)
        elif exponent.denominator == 1:
            parts.append(f"{text}{str(exponent).translate(_SUPERSCRIPTS)}")
        else:
            parts.append(f"{text}^({exponent})")
    return " · ".join(parts) or "1"


def sum_of(terms: Iterable[tuple[str, Fraction]]) -> str:
    """Write a sum with signs, what is added first; ``0`` when there is nothing."""
    text = ""
    for name, c in sorted(terms, key=lambda term: term[1] < 0):
        size = name if abs(c) == 1 else f"{abs(c)}·{name}"
        if not text:
            text = f"−{size}" if c < 0 else size
        else:
            text += f" − {size}" if c < 0 else f" + {size}"
    return text or "0"


def _two_sides(terms: list[tuple[str, Fraction]]) -> str:
    left = [(name, c) for name, c in terms if c > 0]
    right = [(name, -c) for name, c in terms if c < 0]
    return f"{sum_of(left)} = {sum_of(right)}"


def _linear(s: Predicate, names: Mapping[str, str]) -> str:
    # as written, not collected: equal segments of a product may well stand twice
    lines = zip(s.points[::2], s.points[1::2], s.constants, strict=False)
    terms = [(segment((a, b), names), c) for a, b, c in lines if a != b]
    if s.name == "angeq":
        return sum_of([(f"∠(x, {p})", c) for p, c in terms]) + f" = {degrees(s.constants[-1])}"
    if s.name == "distmeq":
        k = s.constants[-1]
        left = powers(((p, c) for p, c in terms if c > 0), k.denominator)
        right = powers(((p, -c) for p, c in terms if c < 0), k.numerator)
        return f"{left} = {right}"
    if s.name == "sqeq":
        terms = [(f"{p}²", c) for p, c in terms]
    return _two_sides(terms)


def sentence(s: Predicate, names: Mapping[str, str]) -> str:
    """Say a statement; ``names`` is what :func:`display_names` gives."""
    kind = KINDS[s.name]
    points = [names.get(p, p) for p in s.points]
    if kind.constant == "linear":
        return _linear(s, names)
    if s.name == "chordsine":
        o, a, b, c = s.points
        chord, radius = segment((b, c), names), segment((o, a), names)
        return f"{chord} = 2·{radius}·sin {angle((a, b), (a, c), names)}"
    if s.name in ("eqsine", "sine2"):
        lines = list(zip(s.points[::2], s.points[1::2], strict=True))
        first = angle(lines[0], lines[1], names)
        if s.name == "sine2":
            return f"sin² {first} = {s.constants[0]}"
        return f"sin {first} = sin {angle(lines[2], lines[3], names)}"
    if s.name in ("eqangle", "aconst", "acompute"):
        lines = list(zip(s.points[::2], s.points[1::2], strict=True))
        first = angle(lines[0], lines[1], names)
        if s.name == "acompute":
            return f"find {first}"
        second = degrees(s.constants[0]) if s.name == "aconst" else angle(lines[2], lines[3], names)
        return f"{first} = {second}"
    if s.name in ("rconst", "r2const"):
        square = "²" if s.name == "r2const" else ""
        x, y = (segment(pair, names) for pair in pairs_of(s.points))
        return f"{x}{square} : {y}{square} = {_ratio(s.constants[0])}"
    if any(len(p) > 1 for p in points) and s.name in _BY_PAIRS:
        return _with_gaps(s, names)
    constant = str(s.constants[0]) if s.constants else ""
    return kind.sentence.format(*points, c=constant)


def _ratio(value: Fraction) -> str:
    return f"{value.numerator} : {value.denominator}"


_BY_PAIRS = {
    "para": "{0} ∥ {1}",
    "perp": "{0} ⟂ {1}",
    "cong": "{0} = {1}",
    "eqratio": "{0} : {1} = {2} : {3}",
    "rcompute": "find {0} : {1}",
    "npara": "{0} ∦ {1}",
    "nperp": "{0} is not perpendicular to {1}",
    "longer": "{0} > {1}",
}


def _with_gaps(s: Predicate, names: Mapping[str, str]) -> str:
    pairs = zip(s.points[::2], s.points[1::2], strict=True)
    return _BY_PAIRS[s.name].format(*(segment(pair, names) for pair in pairs))
