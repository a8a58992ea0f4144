"""Goals in the words of GeoGebra and of textbooks, put into those of the problem languages.

``AreCollinear(O, G, H)``, ``Prove(ArePerpendicular(Line(A, H), Line(B, C)))``, ``AB = CD``,
``AB ∥ CD`` and ``Angle(A, B, C) = Angle(D, E, F)`` are what people type who draw in GeoGebra; the
option ``--goal`` takes them for every problem, whatever language it is in.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from porism.geometry.errors import ParseError
from porism.geometry.language.geogebra.expressions import (
    Binary,
    Call,
    Expression,
    ExpressionError,
    Name,
    parse_expression,
)

__all__ = ["in_our_words"]

_MARKS = re.compile(r"[\[(=≟∥⟂⊥∈]")
_BETWEEN_GOALS = re.compile(r";|&&|∧")
_OF_POINTS = {"AreCollinear": "coll", "AreConcyclic": "cyclic", "ArePointsCollinear": "coll"}
_OF_LINES = {"ArePerpendicular": "perp", "AreParallel": "para", "⟂": "perp", "∥": "para"}
_EQUAL = ("AreEqual", "AreCongruent", "=")
_WRAPPERS = ("Prove", "ProveDetails")
_JOINED = ("Line", "Segment", "Ray", "Distance", "Length")
_EXPECTED = "coll a b c, AreCollinear(A, B, C), AB = CD, or Angle(A, B, C) = Angle(D, E, F)"


def in_our_words(text: str, points: Collection[str]) -> str:
    """Return the goals of ``text`` in the words of the problem languages.

    Goals in these words already are left as they are, but for points that are written in the
    other case: ``coll o g h`` means O, G, H where there is no o, g, h. Raises ParseError for
    something that GeoGebra might understand and we do not.
    """
    said = (goal for goal in _BETWEEN_GOALS.split(text) if goal.strip())
    return "; ".join(_translated(goal, points) for goal in said) or text


def _translated(goal: str, points: Collection[str]) -> str:
    if not _MARKS.search(goal):
        first, *others = goal.split()
        return " ".join([first, *(_named(word, points) or word for word in others)])
    try:
        return " ".join(_statement(parse_expression(goal), points))
    except ExpressionError as error:
        raise ParseError(f"'{goal.strip()}': {error}", _EXPECTED, "goal") from None


def _statement(expression: Expression, points: Collection[str]) -> Iterator[str]:
    match expression:
        case Call(name, (inner,)) if name in _WRAPPERS:
            yield from _statement(inner, points)
        case Call(name, arguments) if name in _OF_POINTS:
            yield from (_OF_POINTS[name], *(_point(a, points) for a in arguments))
        case Call(name, (left, right)) | Binary(name, left, right) if name in _OF_LINES:
            yield from (_OF_LINES[name], *_pair(left, points), *_pair(right, points))
        case Call(name, (left, right)) | Binary(name, left, right) if name in _EQUAL:
            if isinstance(left, Call) and left.name == "Angle":
                yield from ("eqangle", *_sides(left, points), *_sides(right, points))
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
            for at in range(1, len(letters)):
                start, end = _named(letters[:at], points), _named(letters[at:], points)
                if start and end:
                    return start, end
    raise ExpressionError("a line or segment is written Segment(A, B) or AB")


def _sides(expression: Expression, points: Collection[str]) -> tuple[str, str, str, str]:
    match expression:
        case Call("Angle", (a, b, c)):
            vertex = _point(b, points)
            return vertex, _point(a, points), vertex, _point(c, points)
    raise ExpressionError("an angle is written Angle(A, B, C)")


def _named(word: str, points: Collection[str]) -> str:
    """Return the point that a word means: itself, or the only one that differs by case."""
    if word in points:
        return word
    near = [p for p in points if p.casefold() == word.casefold()]
    return near[0] if len(near) == 1 else ""
