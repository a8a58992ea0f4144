"""What can be said of a statement without a figure.

Three questions are answered by looking only at names:

* is it well formed — known, with as many points and such constants as its row in the table says;
* has it an *empty pair* — a direction or a distance of a point to itself, which has no meaning;
* is it *trivial* — true of any points because its letters repeat (``coll a a b``,
  ``cong a b b a``). A trivial statement needs no proof.
"""

from __future__ import annotations

from collections.abc import Container

from porism.geometry.equations import facets
from porism.geometry.limits import LONGEST_NUMBER
from porism.geometry.linear import prime_powers
from porism.geometry.predicates import KINDS, Form, Pair, Predicate

__all__ = ["check_form", "check_lines", "check_statement", "empty_pairs", "is_trivial", "lines_of"]


def check_form(statement: Predicate) -> None:
    """Raise ValueError unless the statement is what its row in the table of predicates says.

    Beyond counts: ratios and lengths are positive, and an equation between directions has whole
    coefficients, for a direction is known only up to whole half-turns.
    """
    name, points, constants = statement.name, statement.points, statement.constants
    kind = KINDS.get(name)
    if kind is None:
        raise ValueError(f"'{name}' is not a predicate")
    if not kind.fits(len(points), len(constants)):
        raise ValueError(f"'{name}' with {len(points)} points and {len(constants)} constants")
    if any(len(str(value)) > LONGEST_NUMBER for value in constants):
        raise ValueError("a number with more digits than any theorem needs")
    if kind.constant in ("ratio", "length", "area") or kind.linear == "ratio":
        prime_powers(constants[-1])  # positive, and its primes are of a sane size
    if kind.linear == "angle" and any(c.denominator != 1 for c in constants[:-1]):
        raise ValueError(f"'{name}' with a coefficient that is not whole has no meaning")


def lines_of(statement: Predicate) -> tuple[Pair, ...]:
    """Return the pairs of points that must differ for the statement to have a meaning."""
    return statement.kind.form.lines(statement.points)


def empty_pairs(statement: Predicate) -> tuple[Pair, ...]:
    """Return the pairs among :func:`lines_of` whose two points bear the same name."""
    return tuple(pair for pair in lines_of(statement) if pair[0] == pair[1])


def check_lines(statement: Predicate) -> None:
    """Raise ValueError where the statement has an empty pair."""
    for point, _ in empty_pairs(statement):
        raise ValueError(f"'{statement}' speaks of the line through {point} and itself")


def check_statement(statement: Predicate, known: Container[str]) -> None:
    """Raise ValueError unless the statement is well formed and speaks of known points and lines."""
    check_form(statement)
    for point in statement.points:
        if point not in known:
            raise ValueError(f"'{statement}' speaks of {point}, which is not made yet")
    check_lines(statement)


def is_trivial(statement: Predicate) -> bool:
    """Tell whether a well-formed statement says nothing: it is true by the names alone."""
    if empty_pairs(statement) or statement.kind.figure_only:
        return False
    kind, points = statement.kind, statement.points
    if kind.form is Form.POINTS:
        return len(set(points)) < len(points)
    if kind.form is Form.TRIANGLES:
        return points[:3] == points[3:] and not kind.mirrored
    equations = facets(statement)
    empty = [not e.terms and not e.constants for e in equations]
    return any(empty) if kind.sided else bool(empty) and all(empty)
