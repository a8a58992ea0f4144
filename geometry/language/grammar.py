"""What AG1 and AG2 have in common: ``clause; clause | auxiliary ? goal; goal``.

Auxiliary clauses may be of either language, whatever the statement is: ``x : cong x a x b`` says
that what follows are predicates.

A statement is split into raw parts here; what the words mean is up to the dialect.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain

from porism.geometry.language.tokens import MARKS, Source, Token, quoted
from porism.geometry.limits import LONGEST_POINT
from porism.geometry.measure.tolerances import LARGEST
from porism.geometry.names import looks, mixes_scripts, plain, strange_letter
from porism.geometry.problem import Clause

__all__ = [
    "NAME",
    "RawClause",
    "RawStatement",
    "check_goal_points",
    "new_point",
    "split_goals",
    "split_statement",
]

NAME = re.compile(r"[^\W\d][\w']*\Z")
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,4})?\Z", re.ASCII)

Words = list[Token]


@dataclass
class RawClause:
    """``points = call, call``; each call is a list of words, never empty.

    ``stated``: it has a colon for the sign of equality.
    """

    points: Words
    equals: Token
    calls: list[Words] = field(default_factory=list)
    auxiliary: bool = False
    stated: bool = False


@dataclass
class RawStatement:
    """A statement taken apart: clauses, goals, and where it ends."""

    clauses: list[RawClause]
    goals: list[Words]
    end: Token


def check_goal_points(source: Source, goals: list[Words], auxiliary: Iterable[Clause]) -> None:
    """Raise ParseError for a goal about an auxiliary point: the statement does not have it."""
    added = {point for clause in auxiliary for point in clause.points}
    for word in chain.from_iterable(goals):
        if word.text in added:
            reason = f"a goal about the auxiliary point {quoted(word.text)}"
            raise source.error(word, reason, "points that are made before '|'")


def new_point(source: Source, token: Token) -> tuple[str, tuple[float, float] | None]:
    """Read a point on the left of ``=``: a name, or ``name@x_y``."""
    name, at, rest = token.text.partition("@")
    if not NAME.match(name):
        raise source.error(
            token,
            f"{quoted(token.text)} is not a point name",
            "a name such as a, b1 or x', beginning with a letter",
        )
    if plain(name) != name:
        reason = f"{quoted(name)} has letters or digits of another form"
        raise source.error(token, reason, f"the plain ones: {quoted(plain(name))}")
    strange = strange_letter(name)
    if strange is not None:
        reason = f"{quoted(name)} has a character that no name has: {strange}"
        raise source.error(token, reason, "Latin letters, or those of another common alphabet")
    if mixes_scripts(name):
        reason = f"{quoted(name)} mixes letters of several alphabets that look alike"
        raise source.error(token, reason, f"letters of one alphabet, such as {looks(name)}")
    if len(name) > LONGEST_POINT:
        got = f"a point name of {len(name)} characters"
        raise source.error(token, got, f"at most {LONGEST_POINT}")
    if not at:
        return name, None
    parts = rest.split("_")
    place = Token(rest, token.line, token.column + len(name) + 1)
    if len(parts) != 2 or not all(_NUMBER.match(p) for p in parts):
        raise source.error(
            place,
            f"{quoted(rest)} are not coordinates",
            "two numbers joined by an underscore, such as 1.5_-0.2",
        )
    x, y = float(parts[0]), float(parts[1])
    if not (math.isfinite(x) and math.isfinite(y)) or max(abs(x), abs(y)) >= LARGEST:
        raise source.error(
            place, f"coordinates {quoted(rest)} are too large", "numbers below 1e9 in size"
        )
    return name, (x, y)


def _split(tokens: Words, marks: str) -> list[tuple[Words, Token | None]]:
    """Split at any of ``marks``; each part comes with the mark that ends it."""
    parts: list[tuple[Words, Token | None]] = []
    part: Words = []
    for token in tokens:
        if token.text in marks:
            parts.append((part, token))
            part = []
        else:
            part.append(token)
    parts.append((part, None))
    return parts


def _clause(source: Source, tokens: Words, auxiliary: bool) -> RawClause:
    stated = auxiliary and any(token.text == ":" for token in tokens)
    sides = _split(tokens, ":" if stated else "=")
    if len(sides) == 1:
        last = source.end(tokens[-1])
        raise source.error(last, "a clause without '='", "points = construction arguments")
    (points, equals), (right, second), *_ = sides
    assert equals is not None
    if second is not None:
        again = f"a second {quoted(second.text)} in one clause"
        raise source.error(second, again, "';' between clauses")
    if not points:
        nothing = f"{quoted(equals.text)} with nothing before it"
        raise source.error(equals, nothing, "the names of the new points")
    for token in points:
        if token.text in MARKS:
            raise source.error(token, f"{quoted(token.text)} among the points", "a point name")
    clause = RawClause(points, equals, auxiliary=auxiliary, stated=stated)
    parts = _split(right, ",")
    if len(parts) == 1 and not parts[0][0]:
        return clause  # `a =`: AG2 introduces points so; AG1 complains later
    for words, mark in parts:
        if not words:
            place = mark or source.end(tokens[-1])
            raise source.error(
                place, "nothing where a construction should be", "a construction or predicate"
            )
        clause.calls.append(words)
    return clause


def split_statement(source: Source, tokens: Words, *, need_goal: bool = True) -> RawStatement:
    """Take a statement apart; raise ParseError when its marks are not where they belong."""
    end = source.end(tokens[-1] if tokens else None)
    (body, question), *rest = _split(tokens, "?")
    if question is None and need_goal:
        raise source.error(end, "the statement has no goal", "'?' and what is to be shown")
    if len(rest) > 1:
        raise source.error(rest[0][1] or end, "a second '?'", "';' between goals")
    (given, bar), *auxiliary = _split(body, "|")
    if len(auxiliary) > 1:
        raise source.error(
            auxiliary[0][1] or end, "a second '|'", "one '|' before auxiliary points"
        )
    clauses = []
    for part, is_auxiliary in ((given, False), *((a, True) for a, _ in auxiliary)):
        pieces = _split(part, ";")
        if is_auxiliary and not part:
            raise source.error(bar or end, "'|' with nothing after it", "auxiliary clauses")
        for number, (words, mark) in enumerate(pieces):
            if words:
                clauses.append(_clause(source, words, is_auxiliary))
            elif number < len(pieces) - 1 or len(pieces) == 1:
                place = mark or bar or question or end
                raise source.error(place, "an empty clause", "points = construction arguments")
    goals = split_goals(source, rest[0][0], source.end(question)) if rest else []
    return RawStatement(clauses, goals, end)


def split_goals(source: Source, tokens: Words, start: Token) -> list[Words]:
    """Split ``goal; goal``; a semicolon at the end is no harm."""
    goals: list[Words] = []
    for words, mark in _split(tokens, ";"):
        for token in words:
            if token.text in MARKS:
                raise source.error(token, f"{quoted(token.text)} in a goal", "';' between goals")
        if words:
            goals.append(words)
        elif mark is not None or not goals:
            raise source.error(mark or start, "no goal", "a statement such as coll a b c")
    return goals
