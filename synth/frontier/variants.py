"""A figure and what is true, open and not obvious in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from porism.ddar.closure import Closure
from porism.ddar.mining import open_conjectures
from porism.geometry.figure.plan import Plan, make_plan
from porism.geometry.measure import truth
from porism.geometry.names import point_name
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Coordinates, Problem
from porism.synth.auxiliary import ANGLE_OR_RATIO, Grown
from porism.synth.frontier.figures import sketched
from porism.synth.frontier.policy import POLICY, FrontierPolicy
from porism.synth.frontier.refound import refounded
from porism.synth.minimal import closed
from porism.synth.verify import Rejected, drawn

__all__ = ["Variant", "open_statements", "variants"]

_TRUE = 1e-8  # residual
_ELSEWHERE = 2  # figures drawn afresh in which an open statement must hold
_OF_KIND = 6  # open statements of each kind


@dataclass(frozen=True)
class Variant:
    """A closed figure and open statements that hold in other figures of its clauses too."""

    grown: Grown
    statements: tuple[Predicate, ...]


def variants(
    grown: Grown, random: Random, policy: FrontierPolicy = POLICY, *, mutants: bool = False
) -> Iterator[Variant]:
    """Yield variants of a figure in which something is open: itself, and new foundations.

    With ``mutants`` there are fewer, and itself is not among them.
    """
    for k in range(policy.mutants if mutants else policy.variants):
        own = k == 0 and not mutants and random.random() < policy.own_chance
        if own and len(grown.sketch.at) <= policy.points[1]:
            variant: Grown | None = grown
        else:
            variant = _refounded(grown, random, policy)
        if variant is None:
            continue
        statements = open_statements(variant.closure, random, policy)
        if statements:
            yield Variant(variant, tuple(statements))


def _refounded(grown: Grown, random: Random, policy: FrontierPolicy) -> Grown | None:
    """Found a figure anew, and call its points as a sketch does."""
    at = grown.sketch.coordinates
    fewest, most = (min(count, len(at)) for count in policy.points)
    clauses = refounded(list(at), at, random.randint(fewest, most), random)
    if clauses is None:
        return None
    order = [p for clause in clauses for p in clause.points]
    names = {p: point_name(k) for k, p in enumerate(order)}
    clauses = tuple(clause.rename(names) for clause in clauses)
    places = {names[p]: at[p] for p in order}
    sketch = sketched(clauses, places, str(random.getrandbits(63)))
    return Grown(sketch, closed(clauses, places))


def open_statements(
    closure: Closure, random: Random, policy: FrontierPolicy = POLICY
) -> list[Predicate]:
    """Return statements that hold in figures of the problem and that deduction does not prove.

    Those without angles and ratios come first.
    """
    found = open_conjectures(closure, _OF_KIND, random.getrandbits(63))
    if not found:
        return []
    clauses = closure.problem.all_clauses
    plan = make_plan(Problem("figure", clauses))
    for _ in range(_ELSEWHERE):
        other = _redrawn(plan, random)
        found = [s for s in found if other and truth.residual(s, other) < _TRUE]
        if not found:
            return []
    knowing = closed(clauses, closure.coordinates, sines=True)
    found = [s for s in found if not knowing.holds(s)]
    found.sort(key=lambda s: s.name in ANGLE_OR_RATIO)
    return found[: policy.most_statements]


def _redrawn(plan: Plan, random: Random) -> Coordinates | None:
    try:
        return drawn(plan, random.getrandbits(36))[0]
    except Rejected:
        return None
