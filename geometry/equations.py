"""What a statement says as linear equations: its *facets*.

A facet of a statement is one equation that follows from it by definition, or by one of two
built-in theorems: the inscribed angle theorem (cyclic), and equal angles with proportional sides
(similar triangles). The number of a facet is its place in :func:`facets`; proofs cite it, the
checker recomputes it. :func:`defining_facets` are those from which the statement follows in turn.

Which equations a predicate has stands in its row of :mod:`porism.geometry.predicates`; what an
equation is, in :mod:`porism.geometry.linear`.
"""

from __future__ import annotations

from functools import lru_cache

from porism.geometry.linear import TABLES, Equation, Key, Table, combine, equation
from porism.geometry.predicates import KINDS, Predicate

__all__ = [
    "TABLES",
    "Equation",
    "Key",
    "Table",
    "combine",
    "defining_facets",
    "equation",
    "facets",
    "independent_facets",
]


@lru_cache(maxsize=65536)
def facets(s: Predicate) -> tuple[Equation, ...]:
    """Return the equations that a statement gives, in a fixed order; none for figure facts.

    Raises ValueError where a ratio or length is not positive or has too large a prime factor.
    """
    kind = KINDS.get(s.name)
    return () if kind is None or kind.gives is None else tuple(kind.gives(s.points, s.constants))


def defining_facets(s: Predicate) -> tuple[Equation, ...]:
    """Return the equations each of which alone implies the statement (distinct points given).

    Empty for statements that no single equation defines (``midp``, ``circle``, triangles);
    those are concluded by rules. For ``cyclic`` the points must also not be collinear.
    """
    found = facets(s)
    return found if found and s.kind.by_one_facet else ()


def independent_facets(s: Predicate) -> tuple[Equation, ...]:
    """Return as few equations as together say the statement, up to half-turns of its angles."""
    found = facets(s)
    return tuple(found[k] for k in s.kind.together) if found else ()
