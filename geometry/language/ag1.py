"""AG1: every point comes from a construction, ``points = construction args[, construction args]``.

Statements of order, side and distinctness may stand beside the constructions of a clause.

In the long form a call lists all its points, new ones included; in the short form the new ones
are left out. The number of arguments tells which it is.
"""

from __future__ import annotations

from collections.abc import Container
from fractions import Fraction

from porism.geometry.constructions import CONSTRUCTIONS, Definition
from porism.geometry.language.constants import read_angle, read_positive
from porism.geometry.language.grammar import RawClause, new_point
from porism.geometry.language.sense import never_holds, zero_segment
from porism.geometry.language.statements import ORDER, construction_hint, read_statements
from porism.geometry.language.tokens import Source, Token, counted, quoted
from porism.geometry.limits import MOST_POINTS
from porism.geometry.names import looks
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Clause, Construction

__all__ = ["read_clause", "read_new_points"]


def read_new_points(
    source: Source, raw: RawClause, known: dict[str, None]
) -> tuple[tuple[str, ...], tuple[tuple[float, float] | None, ...]]:
    """Read the left side of a clause: names not used before, with coordinates where given."""
    names: dict[str, tuple[float, float] | None] = {}
    seen = {looks(name) for name in known}
    for token in raw.points:
        name, place = new_point(source, token)
        if name in known or name in names:
            raise source.error(
                token, f"point {quoted(name)} is defined twice", "a name not used before"
            )
        if looks(name) in seen:
            got = f"point {quoted(name)} looks like another that is written with other letters"
            raise source.error(token, got, "one alphabet for both, or a name that looks different")
        seen.add(looks(name))
        names[name] = place
        if len(known) + len(names) > MOST_POINTS:
            raise source.error(token, "too many points", f"at most {MOST_POINTS}")
    places = tuple(names.values())
    return tuple(names), places if any(p is not None for p in places) else ()


def read_clause(source: Source, raw: RawClause, known: dict[str, None]) -> Clause:
    """Read new points and what makes them; raise ParseError."""
    points, places = read_new_points(source, raw, known)
    if not raw.calls:
        raise source.error(
            source.end(raw.equals), "nothing after '='", "a construction such as triangle"
        )
    made: dict[str, None] = {}
    constructions: list[Construction] = []
    order: list[Predicate] = []
    for words in raw.calls:
        if _is_order(words, points):
            there = (*known, *points)
            order.extend(read_statements(source, words, there, "ag1", "a statement of order"))
            continue
        construction, new = _call(source, words, points, known, made)
        constructions.append(construction)
        made.update(dict.fromkeys(new))
    for token, point in zip(raw.points, points, strict=True):
        if point not in made:
            raise source.error(
                token,
                f"point {quoted(point)} is made by no construction of its clause",
                f"as many points as {quoted(raw.calls[0][0].text)} makes"
                if constructions
                else f"a construction, such as free {point}, beside the statements of order",
            )
    known.update(dict.fromkeys(points))
    return Clause(points, tuple(constructions), tuple(order), places)


def _is_order(words: list[Token], points: Container[str]) -> bool:
    """Tell whether a call states an order; ``between`` also is a construction of three points."""
    name = words[0].text
    if name in CONSTRUCTIONS and all(w.text in points for w in words[1:]):
        return False
    return name in ORDER


def _call(
    source: Source,
    words: list[Token],
    points: tuple[str, ...],
    known: dict[str, None],
    made: Container[str],
) -> tuple[Construction, tuple[str, ...]]:
    head, *arguments = words
    definition = CONSTRUCTIONS.get(head.text)
    if definition is None:
        raise source.error(
            head,
            f"{quoted(head.text)} is not a construction",
            "a construction",
            near=CONSTRUCTIONS,
            hint=construction_hint(head.text),
        )
    constant = _constant(source, definition, head, arguments)
    if definition.constant:
        arguments = arguments[:-1]
    full = _long_form(source, definition, head, arguments, points)
    new = tuple(t.text for t, p in zip(full, definition.points, strict=True) if p in definition.new)
    for token, letter in zip(full, definition.points, strict=True):
        if letter in definition.new:
            continue
        if token.text in new:
            raise source.error(
                token,
                f"point {quoted(token.text)} is used to define itself",
                f"{definition.usage}, with other points",
            )
        if token.text not in known and token.text not in made:
            raise source.error(
                token,
                f"point {quoted(token.text)} is not defined",
                "a point defined before",
                near=known,
            )
    called = tuple(t.text for t in full)
    other = definition.replacement(called)
    if other is not None:
        definition, called = CONSTRUCTIONS[other[0]], other[1]
    construction = definition.apply(called, constant)
    for statement in (*construction.conditions, *construction.premises):
        reason = zero_segment(statement)
        if reason is None and never_holds(statement):
            reason = f"'{statement}' can never hold"
        if reason is not None:
            raise source.error(head, f"{definition.name}: {reason}", "different points")
    return construction, new


def _constant(
    source: Source, definition: Definition, head: Token, arguments: list[Token]
) -> Fraction | None:
    if not definition.constant:
        return None
    if not arguments:
        raise source.error(
            source.end(head), f"{definition.name} without arguments", definition.usage
        )
    last = arguments[-1]
    if definition.constant == "angle":
        return read_angle(source, last)
    return read_positive(source, last, f"a {definition.constant}")


def _long_form(
    source: Source,
    definition: Definition,
    head: Token,
    arguments: list[Token],
    points: tuple[str, ...],
) -> list[Token]:
    """Return the arguments in the order of the definition, new points filled in."""
    letters = definition.points
    if len(arguments) == len(letters):
        for order in (letters, definition.later):
            by_letter = dict(zip(order, arguments, strict=False))
            new = [by_letter[p].text for p in definition.new if p in by_letter]
            if new and len(set(new)) == len(new) and set(new) <= set(points):
                return [by_letter[p] for p in letters]
        first = next(
            t
            for t, p in zip(arguments, letters, strict=True)
            if p in definition.new and (t.text not in points or _count(arguments, t) > 1)
        )
        raise source.error(
            first,
            f"{quoted(first.text)} stands where {definition.name} has a new point",
            f"{definition.usage}, where {' '.join(definition.new)} are the points of the clause"
            if len(definition.new) > 1
            else f"{definition.usage}, where {definition.new[0]} is the point of the clause",
        )
    if len(arguments) == len(letters) - len(definition.new):
        if len(points) != len(definition.new):
            raise source.error(
                head,
                f"{definition.name} makes {counted(len(definition.new), 'point')}, the clause "
                f"has {len(points)}",
                definition.usage,
            )
        mine = iter(Token(p, head.line, head.column) for p in points)
        others = iter(arguments)
        return [next(mine if p in definition.new else others) for p in letters]
    short = len(letters) - len(definition.new)
    place = (
        arguments[len(letters)]
        if len(arguments) > len(letters)
        else source.end(arguments[-1] if arguments else head)
    )
    raise source.error(
        place,
        f"{definition.name} with {counted(len(arguments), 'point')}",
        f"{len(letters)} points ({definition.usage})" + (f", or {short} in the short form"),
    )


def _count(arguments: list[Token], token: Token) -> int:
    return sum(t.text == token.text for t in arguments)
