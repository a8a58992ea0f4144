"""Reading one statement back, and what can be said of it without a figure.

``parse_statement`` is the inverse of ``str(predicate)``; it reads the rule catalogue and
proof files, where every statement stands alone. (Problem files have a grammar of their own,
:mod:`porism.geometry.language`.) The other functions answer three questions by looking only at
names:

* is it well formed — known, with as many points and such constants as its row in the table says;
* has it an *empty pair* — a direction or a distance of a point to itself, which has no meaning;
* is it *trivial* — true of any points because its letters repeat (``coll a a b``,
  ``cong a b b a``). A trivial statement needs no proof.
"""

from __future__ import annotations

from fractions import Fraction

from porism.geometry.equations import facets, prime_powers
from porism.geometry.limits import LONGEST_NUMBER, LONGEST_POINT
from porism.geometry.predicates import KINDS, Form, Pair, Predicate

__all__ = [
    "check_form",
    "empty_pairs",
    "is_figure_only",
    "is_trivial",
    "parse_number",
    "parse_statement",
]


def parse_statement(text: str) -> Predicate:
    """Read ``name point … constant …``; raise ValueError with a sentence when it is not one."""
    name, *words = text.split() or [""]
    kind = KINDS.get(name)
    if kind is None:
        raise ValueError(f"'{name[:LONGEST_POINT]}' is not a predicate")
    count = kind.arity[0]
    if kind.linear:
        last = int(kind.has_value)
        if (len(words) - last) % 3 or len(words) < 3:
            raise ValueError(f"'{name}' wants pairs of points, then a coefficient for each pair")
        count = 2 * ((len(words) - last) // 3)
    if len(words) < count:
        raise ValueError(f"'{name}' wants {count} points, got {len(words)}")
    points, numbers = tuple(words[:count]), words[count:]
    if any(len(point) > LONGEST_POINT for point in points):
        raise ValueError(f"a point name of more than {LONGEST_POINT} characters")
    statement = Predicate(name, points, tuple(parse_number(word) for word in numbers))
    check_form(statement)
    return statement


def parse_number(word: str) -> Fraction:
    """Read ``3``, ``-2/3``, ``1pi/6`` (half-turns) or ``2pi``; raise ValueError for others."""
    if len(word) > LONGEST_NUMBER:
        raise ValueError("a number with more digits than any theorem needs")
    numerator, slash, denominator = word.partition("/")
    if numerator.endswith("pi"):
        numerator = numerator[:-2] or "1"
    if not _is_whole(numerator) or (slash and not denominator.isdecimal()):
        raise ValueError(f"'{word}' is not a rational number")
    if slash and not int(denominator):
        raise ValueError(f"'{word}' divides by zero")
    return Fraction(int(numerator), int(denominator) if slash else 1)


def _is_whole(word: str) -> bool:
    digits = word[1:] if word[:1] in ("-", "+") else word
    return digits.isascii() and digits.isdecimal()


def check_form(statement: Predicate) -> None:
    """Raise ValueError unless the statement is what its row in the table of predicates says.

    Beyond counts: ratios and lengths are positive, and an equation between directions has whole
    coefficients, for a direction is known only up to whole half-turns.
    """
    name, points, constants = statement.name, statement.points, statement.constants
    kind = KINDS.get(name)
    if kind is None:
        raise ValueError(f"'{name}' is not a predicate")
    fewest, most = kind.arity
    if not fewest <= len(points) <= most or (kind.linear and len(points) % 2):
        raise ValueError(f"'{name}' with {len(points)} points")
    for_each_pair, besides = kind.constants
    if len(constants) != for_each_pair * len(points) // 2 + besides:
        raise ValueError(f"'{name}' with {len(constants)} constants")
    if any(len(str(value)) > LONGEST_NUMBER for value in constants):
        raise ValueError("a number with more digits than any theorem needs")
    if kind.constant in ("ratio", "length") or kind.linear == "ratio":
        prime_powers(constants[-1])  # positive, and its primes are of a sane size
    if kind.linear == "angle" and any(c.denominator != 1 for c in constants[:-1]):
        raise ValueError(f"'{name}' with a coefficient that is not whole has no meaning")


def is_figure_only(statement: Predicate) -> bool:
    """Tell whether the statement is of the kind that is read off a figure, never derived."""
    return statement.kind.figure_only


def lines_of(statement: Predicate) -> tuple[Pair, ...]:
    """Return the pairs of points that must differ for the statement to have a meaning."""
    return statement.kind.form.lines(statement.points)


def empty_pairs(statement: Predicate) -> tuple[Pair, ...]:
    """Return the pairs among :func:`lines_of` whose two points bear the same name."""
    return tuple(pair for pair in lines_of(statement) if pair[0] == pair[1])


def is_trivial(statement: Predicate) -> bool:
    """Tell whether a well-formed statement says nothing: it is true by the names alone."""
    if empty_pairs(statement) or is_figure_only(statement):
        return False
    kind, points = statement.kind, statement.points
    if kind.form is Form.POINTS:
        return len(set(points)) < len(points)
    if kind.form is Form.TRIANGLES:
        return points[:3] == points[3:] and not kind.mirrored
    equations = facets(statement)
    return bool(equations) and all(not e.terms and not e.constants for e in equations)
