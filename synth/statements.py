"""Which of the many statements of a figure are kept: some of each kind, the deep ones first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from random import Random
from types import MappingProxyType

from porism.ddar.closure import Closure
from porism.ddar.mining import Dependencies, DependencyTracer
from porism.geometry.predicates import Predicate

__all__ = ["WEIGHTS", "Candidate", "candidates", "is_trivial", "selected"]

WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "coll": 1.6,
        "cyclic": 1.6,
        "para": 1.2,
        "perp": 1.4,
        "cong": 1.3,
        "midp": 0.6,
        "eqangle": 0.1,
        "eqratio": 0.45,
        "simtri": 0.35,
        "simtrir": 0.35,
        "aconst": 0.5,
        "rconst": 0.3,
        "r2const": 0.25,
    }
)
"""How often each kind is drawn where there is a choice; competitions ask for the first ones.

Half of what helpful points prove are equal angles, and there is no choice there: so they are hardly
drawn where there is one, or they would be more than a quarter of a large data set.
"""

_FEWEST_PREMISES = 3  # what follows from two premises is hardly a theorem
_FEWEST_FACTS = 3  # between the premises and the goal
_LINES = frozenset({"coll", "para"})  # premises that may only name a line in another way
_MOST_OF_A_KIND = 3  # statements kept of one figure: of angles and ratios there are always plenty
_FEWEST_OTHERS = 2  # premises that are not of this sort


@dataclass(frozen=True)
class Candidate:
    """A statement that might be kept, with what it depends on in its figure."""

    goal: Predicate
    basis: Dependencies


def is_trivial(basis: Dependencies) -> bool:
    """Tell whether a statement is too close to its premises."""
    if len(basis.premises) < _FEWEST_PREMISES or basis.derived < _FEWEST_FACTS:
        return True
    return sum(s.name not in _LINES for s in basis.premises) < _FEWEST_OTHERS


def candidates(closure: Closure, statements: Iterable[Predicate]) -> Iterator[Candidate]:
    """Return the statements that are not trivial."""
    tracer = DependencyTracer(closure)
    for statement in statements:
        basis = tracer.trace(statement)
        if basis is not None and not is_trivial(basis):
            yield Candidate(statement, basis)


def selected(
    closure: Closure, statements: Iterable[Predicate], count: int, random: Random
) -> list[Candidate]:
    """Draw up to ``count`` candidates: first a kind by its weight, then a deep one of that kind.

    No kind comes again before each has come as often, and none a fourth time.
    """
    pools: dict[str, list[Predicate]] = {}
    for statement in statements:
        pools.setdefault(statement.name, []).append(statement)
    traced: dict[str, list[Candidate]] = {}
    chosen: list[Candidate] = []
    for _ in range(_MOST_OF_A_KIND):
        kinds = [kind for kind in pools if traced.get(kind, True)]
        while kinds and len(chosen) < count:
            (kind,) = random.choices(kinds, [WEIGHTS[k] for k in kinds])
            kinds.remove(kind)
            if kind not in traced:
                traced[kind] = list(candidates(closure, pools[kind]))
            pool = traced[kind]
            if pool:
                (k,) = random.choices(range(len(pool)), [c.basis.derived for c in pool])
                chosen.append(pool.pop(k))
    return chosen
