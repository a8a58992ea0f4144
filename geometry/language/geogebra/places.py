"""Points given by a formula of others, ``(B + C) / 2`` or ``2 M - A``, as constructions."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from porism.geometry.language.geogebra.build import Builder
from porism.geometry.language.geogebra.expressions import Binary, Call, Expression
from porism.geometry.language.geogebra.objects import (
    Object,
    Point,
    Unsupported,
    Value,
    Vector,
    construct,
)
from porism.geometry.language.geogebra.transforms import scaled_to
from porism.geometry.problem import Construction

__all__ = ["affine", "point_of"]

Weights = dict[str, Fraction]
_WRONG = "a point computed from others by a formula"


def affine(expression: Expression, evaluate: Callable[[Expression], Object]) -> Weights:
    """Return the coefficients of the points in a sum of points and vectors.

    Raises Unsupported for anything else.
    """
    match expression:
        case Binary("+" | "-" as operator, left, right):
            total = affine(left, evaluate)
            for point, c in affine(right, evaluate).items():
                total[point] = total.get(point, Fraction(0)) + (c if operator == "+" else -c)
            return {point: c for point, c in total.items() if c}
        case Binary("*" | "/" as operator, left, right):
            for number, other, turned in ((right, left, False), (left, right, True)):
                value = _number(number, evaluate)
                if value is not None and not (turned and operator == "/"):
                    factor = value if operator == "*" else 1 / value
                    return {p: c * factor for p, c in affine(other, evaluate).items()}
            raise Unsupported(_WRONG)
        case Call("", _):
            raise Unsupported("coordinates in a formula")
    match evaluate(expression):
        case Point(name):
            return {name: Fraction(1)}
        case Vector((p, q)):
            return {q: Fraction(1), p: Fraction(-1)}
    raise Unsupported(_WRONG)


def _number(expression: Expression, evaluate: Callable[[Expression], Object]) -> Fraction | None:
    try:
        found = evaluate(expression)
    except (Unsupported, ArithmeticError):
        return None
    return found.value if isinstance(found, Value) and not found.is_angle else None


def point_of(builder: Builder, label: str, weights: Weights) -> Point:
    """Make the point with these coefficients, which add up to 1."""
    if sum(weights.values()) != 1:
        raise Unsupported(_WRONG)
    while len(weights) > 3 or (len(weights) == 3 and not _is_parallelogram(weights)):
        weights = _with_fewer(builder, weights)
    place = sum(builder.at(p) * float(c) for p, c in weights.items())
    name = builder.name_of(label)
    builder.add([name], _made(name, weights), [builder.drawn.get(label, place)])
    return Point(name)


def _is_parallelogram(weights: Weights) -> bool:
    return sorted(weights.values()) == [-1, 1, 1]


def _with_fewer(builder: Builder, weights: Weights) -> Weights:
    """Put one hidden point for two of the points."""
    listed = list(weights.items())
    for i, (p, c) in enumerate(listed):
        for q, d in listed[i + 1 :]:
            if c + d:
                part = {p: c / (c + d), q: d / (c + d)}
                place = sum(builder.at(x) * float(k) for x, k in part.items())
                hidden = builder.fresh("H")
                builder.add([hidden], _made(hidden, part), [place])
                rest = {x: k for x, k in listed if x not in (p, q)}
                return {**rest, hidden: c + d}
    raise Unsupported(_WRONG)


def _made(name: str, weights: Weights) -> list[Construction]:
    points = list(weights)
    match len(points):
        case 1:
            raise Unsupported("a point that is another one")
        case 2:
            a, b = points
            return scaled_to(name, a, b, weights[b])
    minus = next(p for p, c in weights.items() if c == -1)
    first, second = (p for p in points if p != minus)
    return [construct("parallelogram", first, minus, second, name)]
