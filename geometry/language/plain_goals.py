"""Goals in the words of GeoGebra and of textbooks, put into those of the problem languages.

``AreCollinear(O, G, H)``, ``Prove(ArePerpendicular(Line(A, H), Line(B, C)))``, ``AB = CD``,
``AB ∥ CD`` and ``Angle(A, B, C) = Angle(D, E, F)`` are what people type who draw in GeoGebra; the
option ``--goal`` takes them for every problem, whatever language it is in.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Protocol

from porism.geometry.errors import ParseError
from porism.geometry.language.geogebra.expressions import (
    Binary,
    Call,
    Expression,
    ExpressionError,
    Name,
    parse_expression,
)
from porism.geometry.predicates import Predicate

__all__ = ["Corner", "Sensing", "in_our_words"]

Corner = tuple[str, str, str]
"""An angle between rays: a point of the first, the vertex, a point of the second."""


class Sensing(Protocol):
    """What figures say of the senses of angles."""

    def alike(self, one: Corner, other: Corner) -> bool | None:
        """Tell whether two angles have the same sense; None where they have none."""

    def forced(self, order: Predicate) -> bool:
        """Tell whether the text forces an order."""


_MARKS = re.compile(r"[\[(=≟∥⟂⊥∈]")
_BETWEEN_GOALS = re.compile(r";|&&|∧")
_OF_POINTS = {"AreCollinear": "coll", "AreConcyclic": "cyclic", "ArePointsCollinear": "coll"}
_OF_LINES = {"ArePerpendicular": "perp", "AreParallel": "para", "⟂": "perp", "∥": "para"}
_EQUAL = ("AreEqual", "AreCongruent", "=")
_WRAPPERS = ("Prove", "ProveDetails")
_JOINED = ("Line", "Segment", "Ray", "Distance", "Length")
_EXPECTED = "coll a b c, AreCollinear(A, B, C), AB = CD, or Angle(A, B, C) = Angle(D, E, F)"


def in_our_words(text: str, points: Collection[str], senses: Sensing | None = None) -> str:
    """Return the goals of ``text`` in the words of the problem languages.

    Goals in these words already are left as they are, but for points that are written in the
    other case: ``coll o g h`` means O, G, H where there is no o, g, h. Angles are between rays
    where ``senses`` can be asked, and between lines else. Raises ParseError for something that
    GeoGebra might understand and we do not.
    """
    said = (goal for goal in _BETWEEN_GOALS.split(text) if goal.strip())
    return "; ".join(_translated(goal, points, senses) for goal in said) or text


def _translated(goal: str, points: Collection[str], senses: Sensing | None) -> str:
    if not _MARKS.search(goal):
        first, *others = goal.split()
        return " ".join([first, *(_named(word, points) or word for word in others)])
    try:
        return " ".join(_statement(parse_expression(goal), points, senses))
    except ExpressionError as error:
        raise ParseError(f"'{goal.strip()}': {error}", _EXPECTED, "goal") from None


def _statement(
    expression: Expression, points: Collection[str], senses: Sensing | None
) -> Iterator[str]:
    match expression:
        case Call(name, (inner,)) if name in _WRAPPERS:
            yield from _statement(inner, points, senses)
        case Call(name, arguments) if name in _OF_POINTS:
            yield from (_OF_POINTS[name], *(_point(a, points) for a in arguments))
        case Call(name, (left, right)) | Binary(name, left, right) if name in _OF_LINES:
            yield from (_OF_LINES[name], *_pair(left, points), *_pair(right, points))
        case Call(name, (left, right)) | Binary(name, left, right) if name in _EQUAL:
            if isinstance(left, Call) and left.name == "Angle":
                yield _equal_angles(_corner(left, points), _corner(right, points), senses)
            else:
                yield from _equal(name, left, right, points)
        case Call(name) | Binary(name):
            raise ExpressionError(f"'{name}' is not understood as a goal")
        case _:
            raise ExpressionError("that is not a statement")


def _equal(
    name: str, left: Expression, right: Expression, points: Collection[str]
) -> Iterator[str]:
    """Say that two lengths are equal, or that two lines are one."""
    kinds = {side.name if isinstance(side, Call) else "" for side in (left, right)}
    if not kinds & {"Line", "Ray"} and not (name == "AreEqual" and kinds == {"Segment"}):
        yield from ("cong", *_pair(left, points), *_pair(right, points))
        return
    if kinds == {"Segment"}:
        raise ExpressionError(
            "AreEqual asks if two segments are the same one; for equal lengths write AB = CD"
        )
    if kinds != {"Line"} or name == "AreCongruent":
        raise ExpressionError("for equal lengths write AB = CD; lines are Line(A, B) = Line(C, D)")
    a, b = _pair(left, points)
    others = [p for p in _pair(right, points) if p not in (a, b)]
    if not others:
        raise ExpressionError(f"the line {a}{b} is always equal to itself")
    yield "; ".join(f"coll {a} {b} {p}" for p in others)


def _point(expression: Expression, points: Collection[str]) -> str:
    if isinstance(expression, Name) and (found := _named(expression.name, points)):
        return found
    shown = expression.name if isinstance(expression, Name | Call) else "that"
    raise ExpressionError(f"there is no point {shown}")


def _pair(expression: Expression, points: Collection[str]) -> tuple[str, str]:
    """Return the two points of ``Line(A, B)``, ``Segment(A, B)`` or ``AB``."""
    match expression:
        case Call(name, (a, b)) if name in _JOINED:
            return _point(a, points), _point(b, points)
        case Call("Length" | "Distance", (inner,)):
            return _pair(inner, points)
        case Name(letters):
            cuts = [(letters[:at], letters[at:]) for at in range(1, len(letters))]
            ends = [(_named(one, points), _named(other, points)) for one, other in cuts]
            found = [pair for pair in ends if all(pair)]
            if len(found) > 1:
                shown = " or ".join(f"Segment({a}, {b})" for a, b in found)
                raise ExpressionError(f"{letters} can be {shown}: write which")
            if found:
                return found[0]
    raise ExpressionError("a line or segment is written Segment(A, B) or AB")


def _equal_angles(one: Corner, other: Corner, senses: Sensing | None) -> str:
    """Say that two angles are equal: between their lines, with the order that rays need."""
    alike = True if senses is None else senses.alike(one, other)
    a, v, b = one
    c, w, d = other if alike is not False else other[::-1]
    said = f"eqangle {v} {a} {v} {b} {w} {c} {w} {d}"
    if senses is None or alike is None or set(one) == set(other):
        return said
    order = Predicate("sameclock" if alike else "nsameclock", (*one, *other))
    return said if senses.forced(order) else f"{said}; {order}"


def _corner(expression: Expression, points: Collection[str]) -> Corner:
    match expression:
        case Call("Angle", (a, b, c)):
            return _point(a, points), _point(b, points), _point(c, points)
    raise ExpressionError("an angle is written Angle(A, B, C)")


def _named(word: str, points: Collection[str]) -> str:
    """Return the point that a word means: itself, or the only one that differs by case."""
    if word in points:
        return word
    near = [p for p in points if p.casefold() == word.casefold()]
    return near[0] if len(near) == 1 else ""
