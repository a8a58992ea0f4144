"""Read the answer to a question off its values in the field."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import isqrt

from porism.geometry.predicates import KINDS, Predicate
from porism.geometry.referee.evaluate import Answer
from porism.geometry.referee.field import Field, rational_of

__all__ = ["QUESTIONS", "answer_of"]

QUESTIONS = frozenset(name for name, kind in KINDS.items() if kind.is_question)


def answer_of(
    goal: Predicate, values: Iterable[Answer], field: Field
) -> tuple[Fraction | None, str]:
    """Return the answer, None unless there is one and it is rational, and the values in words.

    The value of ``acompute`` is the quotient of two directions, that of other questions the
    square of the ratio, length or area.
    """
    read = [_angle(v, field) if goal.name == "acompute" else _ratio(v, field) for v in values]
    words = ", ".join(text for _, text in read)
    return (read[0][0] if len(read) == 1 else None), words


def _angle(value: Answer, field: Field) -> tuple[Fraction | None, str]:
    """Take the logarithm to the base of the root of unity, by small and large steps."""
    p, order = field.p, field.order
    if not isinstance(value, int) or pow(value, order, p) != 1:
        return None, "no rational angle"
    turn, width = field.rotation(Fraction(2, order)), isqrt(order) + 1
    small = {pow(turn, k, p): k for k in range(width)}
    back = pow(turn, -width, p)
    for large in range(width):
        if value in small:
            found = Fraction(large * width + small[value], order)
            return found, f"{found * 180}°"
        value = value * back % p
    return None, "no rational angle"


def _ratio(value: Answer, field: Field) -> tuple[Fraction | None, str]:
    square = rational_of(value, field.p) if isinstance(value, int) else None
    if square is None or square <= 0:
        return None, "no square root of a rational number"
    top, bottom = isqrt(square.numerator), isqrt(square.denominator)
    if top * top == square.numerator and bottom * bottom == square.denominator:
        return Fraction(top, bottom), str(Fraction(top, bottom))
    return None, f"the root of {square}"
