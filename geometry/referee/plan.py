"""In what order the points of a statement are placed, and what confines each.

Constructions are taken clause by clause. Where only statements are given, points are peeled off
from the end: each time one that little is demanded of by what is left, to be placed after all
the others. What the goals do not rest on is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import lcm, log2

from porism.geometry.constructions import CONSTRUCTIONS
from porism.geometry.predicates import KINDS, Predicate
from porism.geometry.problem import Clause, Construction, Problem
from porism.geometry.referee.figure import Inapplicable
from porism.geometry.referee.order import ordered, rank
from porism.geometry.referee.places import LINES, PLACES
from porism.geometry.referee.statements import atoms, degree, excluded

__all__ = ["Plan", "Source", "Step", "make_plan"]

_LARGEST_ORDER = 10**7
_MOST_POINTS = 200
_COMMON_ORDER = 720
"""Every field has these roots of unity: i, √2, √3, √5 and whole degrees are exact in it."""


@dataclass(frozen=True)
class Source:
    """What confines one new point: a construction with a locus of its own, or one statement."""

    construction: Construction | None
    statement: Predicate | None

    @property
    def points(self) -> tuple[str, ...]:
        """All points it speaks of."""
        if self.construction is not None:
            return self.construction.arguments
        assert self.statement is not None
        return self.statement.points

    @property
    def rank(self) -> int:
        """How many equations it is for the new point."""
        if self.construction is not None:
            return 1 if self.construction.name in LINES else 2
        assert self.statement is not None
        return rank(self.statement)


@dataclass(frozen=True)
class Step:
    """Place ``points``: all at once by ``recipe``, or the one point on its ``sources``.

    ``before`` are conditions on points placed earlier, ``after`` inequations of the new ones too.
    """

    points: tuple[str, ...]
    recipe: Construction | None = None
    sources: tuple[Source, ...] = ()
    before: tuple[Predicate, ...] = ()
    after: tuple[Predicate, ...] = ()

    @property
    def binding(self) -> bool:
        """Whether it may demand something of the points before it.

        Two loci do: without a common point (parallel lines, circles about one centre) in general,
        they have one where the points before are special.
        """
        return bool(self.before) or sum(source.rank for source in self.sources) > 1

    @property
    def needs(self) -> frozenset[str]:
        """The points it is placed from."""
        used = set(self.recipe.arguments if self.recipe else ())
        for source in self.sources:
            used |= set(source.points)
        for condition in (*self.before, *self.after):
            used |= set(condition.points)
        return frozenset(used - set(self.points))


@dataclass(frozen=True)
class Plan:
    """The steps, and what the field must offer.

    ``order`` is the order of the roots of unity it needs; ``doublings`` bounds the logarithm
    of the degree of the statement as an algebraic function of the random numbers; ``oriented``
    tells that lengths are given. ``asked`` are pairs of points whose coincidence is a goal,
    ``ignored`` the demands of order that a finite field cannot tell. ``distinct``: where there is
    a choice, a new point is not at the place of an older one.
    """

    steps: tuple[Step, ...]
    order: int
    doublings: int
    signed: bool
    asked: frozenset[frozenset[str]]
    ignored: tuple[Predicate, ...]
    distinct: bool = True

    @cached_property
    def paired(self) -> frozenset[str]:
        """Points that a later one is told apart from: with it they are both intersections."""
        told = (s for step in self.steps for s in (*step.before, *step.after) if s.name == "diff")
        made = {p: number for number, step in enumerate(self.steps) for p in step.points}
        return frozenset(min(s.points, key=lambda p: made.get(p, 0)) for s in told)


def make_plan(problem: Problem) -> Plan:
    """Plan a statement. Raises Inapplicable where no order of construction is found."""
    if len(problem.points) > _MOST_POINTS:
        raise Inapplicable(f"more than {_MOST_POINTS} points")
    clauses = _concerned(problem)
    order = _order_of_unity(problem, clauses)
    steps: list[Step] = []
    loose: list[Clause] = []
    for clause in clauses:
        if clause.constructions:
            steps += _loose_steps(loose, order)
            loose = []
            steps += _clause_steps(clause, order)
        else:
            loose.append(clause)
    steps += _loose_steps(loose, order)
    kept = _sliced(steps, problem.goals)
    demands = [*problem.premises, *problem.meaning]
    lengths = {p.name for p in (*problem.premises, *problem.goals)}
    return Plan(
        tuple(kept),
        order,
        _doublings(kept, problem),
        bool(lengths & {"lconst", "l2const", "areaconst"}),
        frozenset(frozenset(g.points) for g in problem.goals if g.name == "overlap"),
        tuple(p for p in demands if KINDS[p.name].figure_only and excluded(p) is None),
    )


def _sliced(steps: Sequence[Step], goals: Iterable[Predicate]) -> list[Step]:
    """Keep the steps that the goals rest on, and those that may bind other points.

    A point may have no place unless those before it are special; only the evaluation tells.
    """
    wanted = {q for goal in goals for q in goal.points}
    kept: list[Step] = []
    for step in reversed(steps):
        if wanted & set(step.points) or step.binding:
            kept.append(step)
            wanted |= step.needs
    return kept[::-1]


def _concerned(problem: Problem) -> list[Clause]:
    """Leave out the clauses that only place points of which neither goals nor others speak.

    A clause with one construction and nothing else places its points wherever those before are,
    so it binds none of them, unless the construction needs an equation to hold of them.
    """
    wanted = {q for goal in problem.goals for q in goal.points}
    kept: list[Clause] = []
    for clause in reversed(problem.all_clauses):
        places_only = len(clause.constructions) == 1 and not clause.predicates
        places_only = places_only and all(KINDS[p.name].figure_only for p in clause.conditions)
        if places_only and not wanted & set(clause.points):
            continue
        kept.append(clause)
        wanted.update(clause.points)
        wanted.update(q for call in clause.constructions for q in call.arguments)
        wanted.update(q for s in clause.predicates for q in s.points)
    return kept[::-1]


def _order_of_unity(problem: Problem, clauses: Iterable[Clause]) -> int:
    order = _COMMON_ORDER
    for s in (*(p for clause in clauses for p in clause.premises), *problem.goals):
        if s.name in ("aconst", "angeq"):
            order = lcm(order, 2 * s.constants[-1].denominator)
    for clause in clauses:
        for call in clause.constructions:
            if CONSTRUCTIONS[call.name].constant == "angle":
                order = lcm(order, 2 * call.constants[0].denominator)
    if order > _LARGEST_ORDER:
        raise Inapplicable("an angle with a large denominator")
    return order


def _doublings(steps: Sequence[Step], problem: Problem) -> int:
    """Bound log2 of the product of the degrees of the steps and the sum of those of the goals."""
    total = 0.0
    for step in steps:
        statements = [s.statement for s in step.sources if s.statement is not None]
        for call in (step.recipe, *(s.construction for s in step.sources)):
            if call is not None:
                # a root for each of at most four lengths, and the roots of one quadratic
                statements += call.premises
                total += 6
        total += sum(log2(degree(s)) for s in statements)
    total += log2(sum(degree(g) for g in problem.goals))
    return int(total) + 1


# --- clauses with constructions -------------------------------------------------------------


def _split(conditions: Iterable[Predicate]) -> tuple[Predicate, ...]:
    return tuple(p for p in dict.fromkeys(conditions) if excluded(p) is not None)


def _clause_steps(clause: Clause, order: int) -> list[Step]:
    new = clause.points
    conditions = _split((*clause.conditions, *clause.meaning, *clause.predicates))
    given = _given(clause)
    before = tuple(p for p in conditions if not set(p.points) & set(new))
    before += tuple(p for p in clause.conditions if not KINDS[p.name].figure_only)
    after = tuple(p for p in conditions if set(p.points) & set(new))
    first = _canonical(clause.constructions[0])
    if len(clause.constructions) == 1 and not given:
        made = tuple(q for q in first.arguments if q in new)
        known = tuple(q for q in first.arguments if q not in new)
        if first.name == "eq_trapezoid" and not known:
            free = [Step((q,)) for q in made[:3]]
            call = CONSTRUCTIONS["iso_trapezoid2"].apply((made[3], *made[:3]))
            return [*free, Step(made[3:], call, after=after)]
        if first.name in PLACES and known:
            return [Step(made, first, before=before, after=after)]
    if len(new) == 1:
        return [Step(new, None, _sources(clause), before, after)]
    steps = _ordered(new, clause.premises, order)
    steps[0] = replace(steps[0], before=before)
    steps[-1] = replace(steps[-1], after=(*steps[-1].after, *after))
    return steps


def _canonical(call: Construction) -> Construction:
    return replace(call, name=CONSTRUCTIONS[call.name].name)


def _sources(clause: Clause) -> tuple[Source, ...]:
    (x,) = clause.points
    found: list[Source] = []
    for call in map(_canonical, clause.constructions):
        special = call.name in LINES or call.name in PLACES
        if special and [q for q in call.arguments if q in clause.points] == [x]:
            found.append(Source(call, None))
        else:
            found += _statements(call.premises)
    return (*found, *_given(clause))


def _given(clause: Clause) -> list[Source]:
    """The equations among the predicates of a clause."""
    return _statements(replace(clause, constructions=()).premises)


def _statements(premises: Iterable[Predicate]) -> list[Source]:
    return [
        Source(None, atom) for s in premises if not KINDS[s.name].figure_only for atom in atoms(s)
    ]


def _loose_steps(clauses: Sequence[Clause], order: int) -> list[Step]:
    points = [q for clause in clauses for q in clause.points]
    return _ordered(points, [p for clause in clauses for p in clause.premises], order)


def _ordered(points: Sequence[str], premises: Sequence[Predicate], order: int) -> list[Step]:
    """Steps for points of which only statements are known, in an order of construction."""
    if not points:
        return []
    equations = [source.statement for source in _statements(premises) if source.statement]
    groups = ordered(points, equations, order)
    number = {x: k for k, (x, _) in enumerate(groups)}
    conditions: dict[str, list[Predicate]] = {x: [] for x in number}
    for s in _split(p for p in premises if KINDS[p.name].figure_only):
        new = (q for q in s.points if q in number)  # none where it is about older points alone
        last = max(new, key=lambda q: number[q], default=points[0])
        conditions[last].append(s)
    return [
        Step((x,), None, tuple(Source(None, s) for s in mine), (), tuple(conditions[x]))
        for x, mine in groups
    ]
