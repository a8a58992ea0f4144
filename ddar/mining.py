"""Statements worth stating about a closed figure, and the premises each depends on.

The native sides are ``ddar/core/statements.hpp`` and ``ddar/core/dependencies.hpp``.
"""

from __future__ import annotations

import atexit
from dataclasses import dataclass
from functools import lru_cache

from porism.ddar import _core
from porism.ddar.closure import Closure, Encoded
from porism.geometry.predicates import Predicate
from porism.geometry.rules import load_rules

__all__ = ["Dependencies", "DependencyTracer", "derived_statements", "open_conjectures"]


def derived_statements(closure: Closure, most: int, seed: int) -> list[Predicate]:
    """Return statements that hold in ``closure``, ``most`` of each kind, drawn with ``seed``."""
    return [closure.decode(s) for s in _core.derived_statements(closure.core, most, seed)]


def open_conjectures(closure: Closure, most: int, seed: int) -> list[Predicate]:
    """Return statements that are true in the figure but do not hold in ``closure``.

    There are ``most`` of each kind, drawn with ``seed``.
    """
    return [closure.decode(s) for s in _core.open_conjectures(closure.core, most, seed)]


@dataclass(frozen=True)
class Dependencies:
    """What a statement depends on: ``premises`` of the problem, and how far away they are.

    ``derived`` facts lie between; the longest chain of them has ``depth``.
    """

    premises: tuple[Predicate, ...]
    derived: int
    depth: int


class DependencyTracer:
    """Finds what statements of one closure depend on, without writing their proofs down.

    The closure must not change while it is used.
    """

    def __init__(self, closure: Closure) -> None:
        """Answer questions about ``closure``."""
        self._closure = closure
        self._core = _core.DependencyTracer(closure.core, _patterns())
        self._premises: dict[int, Predicate] = {}  # by number; most statements share them

    def trace(self, statement: Predicate) -> Dependencies | None:
        """Return what a statement depends on; None when no derivation is found."""
        found = self._core.trace(*self._closure.encode(statement))
        if found is None:
            return None
        premises = tuple(map(self._premise, found.given))
        return Dependencies(premises, found.derived, found.depth)

    def _premise(self, number: int) -> Predicate:
        if number not in self._premises:
            self._premises[number] = self._closure.fact(number).statement
        return self._premises[number]


@lru_cache(maxsize=1)
def _patterns() -> _core.Patterns:
    """Return the premises of the catalogue's rules in the form the core wants."""
    letters = dict(_core.rules())
    rows: list[tuple[str, list[Encoded]]] = []
    for rule in load_rules().values():
        if rule.id in letters:
            place = {letter: k for k, letter in enumerate(letters[rule.id])}
            premises: list[Encoded] = [
                (
                    s.name,
                    [place[p] for p in s.points],
                    [(c.numerator, c.denominator) for c in s.constants],
                )
                for s in rule.premises
            ]
            rows.append((rule.id, premises))
    return _core.Patterns(rows)


atexit.register(_patterns.cache_clear)  # the core counts its objects when the process ends
