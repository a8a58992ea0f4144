"""Statements in words and signs, as a person writes them.

Points are named as in the problem but in capitals, the way the field writes them. Angles are
directed angles between lines, so ∠BAC stands for ∠(AB, AC), and constants are in degrees.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from porism.geometry.predicates import Form, Pair, Predicate, pairs_of

__all__ = [
    "angle",
    "degrees",
    "display_names",
    "powers",
    "segment",
    "sentence",
    "square_root",
    "sum_of",
]

_DECIMALS = 6  # of an angle in degrees; longer ones are written as fractions
_LARGEST_FACTOR = 1000  # that is drawn out of a square root; a proof may have any number in it
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def display_names(points: Iterable[str]) -> dict[str, str]:
    """Return the name to print for each point: it begins with a capital, as in ``A1`` or ``Mb``.

    So names can be written together and still be told apart. Where two would become the same,
    all stay as they are.
    """
    names = {point: point[:1].upper() + point[1:] for point in points}
    return names if len(set(names.values())) == len(names) else {point: point for point in names}


def degrees(half_turns: Fraction) -> str:
    """Write an angle: ``1/3`` of a half-turn is ``60°``, ``1/8`` is ``22.5°``."""
    value = half_turns * 180
    if value.denominator == 1:
        return f"{value}°"
    scaled = value * 10**_DECIMALS
    if scaled.denominator > 1:
        return f"({value})°"
    sign, digits = "-" * (value < 0), str(abs(scaled.numerator)).rjust(_DECIMALS + 1, "0")
    return f"{sign}{digits[:-_DECIMALS]}.{digits[-_DECIMALS:].rstrip('0')}°"


def square_root(value: Fraction) -> str:
    """Write the square root of a positive number: that of 2 is ``√2``, of 3/4 ``√3/2``."""
    outside, inside = 1, value.numerator * value.denominator
    factor = 2
    while factor * factor <= inside and factor < _LARGEST_FACTOR:
        while inside % (factor * factor) == 0:
            inside //= factor * factor
            outside *= factor
        factor += 1
    whole = Fraction(outside, value.denominator)
    if inside == 1:
        return str(whole)
    above = "" if whole.numerator == 1 else str(whole.numerator)
    below = "" if whole.denominator == 1 else f"/{whole.denominator}"
    return f"{above}√{inside}{below}"


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
    if len(shared) == 1 and first[0] != first[1] and second[0] != second[1]:
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


def area(corners: Iterable[str], names: Mapping[str, str]) -> str:
    """Write a polygon, or its area, by its corners: ``[ABC]``."""
    listed = [names.get(p, p) for p in dict.fromkeys(corners)]
    return f"[{('' if _splits(*listed) or all(len(p) == 1 for p in listed) else ' ').join(listed)}]"


def product(pairs: Iterable[Pair], names: Mapping[str, str]) -> str:
    """Write a product of lengths: ``AB²·CD``."""
    found: dict[str, int] = {}
    for pair in pairs:
        text = segment(pair, names)
        found[text] = found.get(text, 0) + 1
    return "·".join(
        text if count == 1 else text + str(count).translate(_SUPERSCRIPTS)
        for text, count in found.items()
    )


def _multiple(s: Predicate, names: Mapping[str, str]) -> str:
    """Write ``∠ABC = 2·∠DEF`` and a constant, for directions that make two angles; else nothing."""
    if len(s.constants) != 5 or s.constants[0] + s.constants[1]:
        return ""
    a, b, c, d = pairs_of(s.points)
    x, y = s.constants[1], s.constants[2]
    if s.constants[2] + s.constants[3] or not (x and y):
        return ""
    left, right = angle(a, b, names), angle(c, d, names)
    if y < 0:
        right, y = angle(d, c, names), -y
    factor, other = (f"{abs(n)}·" * (abs(n) != 1) for n in (x, y))
    if x < 0:
        left = angle(b, a, names)
    rest = f" + {degrees(s.constants[-1] % 1)}" if s.constants[-1] % 1 else ""
    return f"{factor}{left} = {other}{right}{rest}"


def _linear(s: Predicate, names: Mapping[str, str]) -> str:
    if s.kind.linear == "area":
        groups = s.kind.form.groups(s.points)
        return _two_sides([(area(p, names), c) for p, c in zip(groups, s.constants, strict=True)])
    if s.kind.linear == "product":
        pairs = list(zip(s.points[::2], s.points[1::2], strict=True))
        width = len(pairs) // len(s.constants)
        parts = [product(pairs[k : k + width], names) for k in range(0, len(pairs), width)]
        return _two_sides(list(zip(parts, s.constants, strict=True)))
    if s.kind.linear == "angle" and (text := _multiple(s, names)):
        return text
    # as written, not collected: equal segments of a product may well stand twice
    lines = zip(s.points[::2], s.points[1::2], s.constants, strict=False)
    terms = [(segment((a, b), names), c) for a, b, c in lines if a != b]
    if s.kind.linear == "angle":
        return sum_of([(f"∠(x, {p})", c) for p, c in terms]) + f" = {degrees(s.constants[-1])}"
    if s.kind.linear == "ratio":
        k = s.constants[-1]
        left = powers(((p, c) for p, c in terms if c > 0), k.denominator)
        right = powers(((p, -c) for p, c in terms if c < 0), k.numerator)
        return f"{left} = {right}"
    if s.kind.linear == "square":
        terms = [(f"{p}²", c) for p, c in terms]
    return _two_sides(terms)


def sentence(s: Predicate, names: Mapping[str, str]) -> str:
    """Say a statement; ``names`` is what :func:`display_names` gives."""
    return _linear(s, names) if s.kind.linear else s.kind.says.format_map(_Words(s, names))


class _Words(dict[str, str]):
    """The words that ``{ab}``, ``{ab,cd}``, ``{*}`` and so on in a sentence stand for."""

    def __init__(self, s: Predicate, names: Mapping[str, str]) -> None:
        self._points = dict(zip(s.kind.letters, s.points, strict=False))
        self._names = names
        super().__init__({a: names.get(p, p) for a, p in self._points.items()})
        if s.constants:
            value = s.constants[0]
            self["*"] = degrees(value) if s.kind.constant == "angle" else str(value)
            self["numerator"], self["denominator"] = str(value.numerator), str(value.denominator)
            ratio = f"as {value.numerator} : {value.denominator}"
            self["as"] = "equal" if value == 1 else ratio
        if s.kind.form in (Form.POLYGON, Form.POLYGONS):
            groups = [dict.fromkeys(p) for p in s.kind.form.groups(s.points)]
            texts = ["".join(area(p, names)[1:-1]) for p in groups]
            self["P"], self["Q"] = texts[0], texts[-1]

    def __missing__(self, field: str) -> str:
        pairs = [(self._points[line[0]], self._points[line[1]]) for line in field.split(",")]
        if len(pairs) == 1:
            return segment(pairs[0], self._names)
        return angle(pairs[0], pairs[1], self._names)
