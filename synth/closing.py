"""The engine as synthesis uses it: figures that are closed while they grow.

A thin layer over the native engine that keeps numbers instead of names as long as it can:
millions of small questions are asked here, and most of the answers are thrown away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import lru_cache

from porism.ddar import _core
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Clause
from porism.geometry.rules import load_rules

__all__ = ["Basis", "Closing", "patterns"]

_SECONDS = 60.0  # a bound that is never met, so that results do not depend on the clock
_MOST_FACTS = 20_000


@lru_cache(maxsize=1)
def patterns() -> _core.Patterns:
    """Return the premises of the catalogue's rules in the form the core wants."""
    letters = dict(_core.rules())
    rows = []
    for rule in load_rules().values():
        if rule.id not in letters:
            continue
        places = {letter: k for k, letter in enumerate(letters[rule.id])}
        rows.append(
            (
                rule.id,
                [(s.name, [places[p] for p in s.points], _numbers(s)) for s in rule.premises],
            )
        )
    return _core.Patterns(rows)


def _numbers(s: Predicate) -> list[tuple[int, int]]:
    return [(c.numerator, c.denominator) for c in s.constants]


class Basis:
    """What a statement stands on: premises, and how far away they are."""

    def __init__(self, premises: tuple[Predicate, ...], derived: int, depth: int) -> None:
        """``derived`` facts lie between, the longest chain of them has ``depth``."""
        self.premises = premises
        self.derived = derived
        self.depth = depth


class Closing:
    """A closed figure to which clauses can be added."""

    def __init__(self, *, sines: bool = False) -> None:
        """Begin with an empty figure; ``sines`` adds the law of sines, at twice the price."""
        self.core = _core.Engine(sines=sines)
        self.names: list[str] = []
        self.number: dict[str, int] = {}
        self.given: dict[int, Predicate] = {}
        self._support: _core.Support | None = None

    def __len__(self) -> int:
        """Return the number of facts, premises included."""
        return self.core.size()

    def clone(self) -> Closing:
        """Return a copy that can grow on its own."""
        other = Closing.__new__(Closing)
        other.core = self.core.clone()
        other.names = list(self.names)
        other.number = dict(self.number)
        other.given = dict(self.given)
        other._support = None
        return other

    def add(self, clauses: Iterable[Clause], at: Mapping[str, tuple[float, float]]) -> None:
        """Add the points and premises of clauses, without closing the figure."""
        self._support = None
        for clause in clauses:
            for name in clause.points:
                self.number[name] = self.core.add_point(*at[name])
                self.names.append(name)
            for s in clause.premises:
                if not s.kind.figure_only:
                    self.given[self.core.assume(*self.encode(s))] = s

    def close(self, goal: Predicate | None = None) -> None:
        """Derive what follows, all of it or until ``goal`` is known."""
        goals = [] if goal is None else [self.encode(goal)]
        self.core.saturate(_SECONDS, _MOST_FACTS, goals)

    def encode(self, s: Predicate) -> tuple[str, list[int], list[tuple[int, int]]]:
        """Write a statement with numbers."""
        return s.name, [self.number[p] for p in s.points], _numbers(s)

    def decode(self, statement: _core.Statement) -> Predicate:
        """Write a statement with names."""
        name, points, constants = statement
        return Predicate(
            name, tuple(self.names[p] for p in points), tuple(Fraction(*c) for c in constants)
        )

    def holds(self, s: Predicate) -> bool:
        """Tell whether a statement is known."""
        return self.core.holds(*self.encode(s))

    def basis(self, statement: _core.Statement) -> Basis | None:
        """Return what a known statement stands on."""
        if self._support is None:
            self._support = _core.Support(self.core, patterns())
        found = self._support.of(*statement)
        if found is None:
            return None
        given, derived, depth = found
        return Basis(tuple(self.given[n] for n in given), derived, depth)
