"""Uses of rules that everybody sees at once and the engine seldom records.

The engine needs one reason for a fact. That four points of a circle through A, B and C are
concyclic, or that the angles that a proof has the sines of are equal, it keeps in tables; a proof
wants it as a step.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from porism.geometry.equations import facets
from porism.geometry.linear import Key
from porism.geometry.predicates import Predicate
from porism.prover.rewrite.universe import Universe

__all__ = ["Use", "on_one_circle", "with_equal_sines"]

Use = tuple[str, Mapping[str, str]]
"""A rule, and points for its letters."""

_MOST_POINTS = 8  # of one circle; the sets of four of more are too many to list
_MOST_SINES = 40
_A_SINE = 4  # points that name the sine of an angle


def on_one_circle(statements: Iterable[Predicate]) -> Iterator[Use]:
    """Yield what follows of points that are concyclic with the same three, by those statements."""
    others: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for statement in statements:
        points = sorted(statement.points)
        for x in points if statement.name == "cyclic" else ():
            others[tuple(p for p in points if p != x)].add(x)
    for base, found in sorted(others.items()):
        if 1 < len(found) <= _MOST_POINTS - len(base):
            for four in combinations(sorted({*base, *found}), 4):
                if len(set(four) - set(base)) > 1:
                    yield "same_circle", dict(zip("abcpqrs", (*base, *four), strict=True))


def with_equal_sines(universe: Universe, statements: Iterable[Predicate]) -> Iterator[Use]:
    """Yield the equal angles among those of which some statements have the sines."""
    angles: dict[Key, None] = {}
    for statement in statements:
        for equation in facets(statement) if statement.name in ("sinetri", "eqsine") else ():
            angles.update((key, None) for key, _ in equation.terms if len(key) == _A_SINE)
    clear = [key for key in angles if universe.clear(Predicate("npara", key))]
    for one, other in combinations(clear[:_MOST_SINES], 2):
        for turned in (other, (*other[2:], *other[:2])):
            if universe.holds(Predicate("eqangle", (*one, *turned))):
                yield "equal_sines", dict(zip("abcdefgh", (*one, *turned), strict=True))
