"""One point that everybody knows in place of a point, or of several, that a search found.

A search adds the first points by which a goal falls out, and two intersections of lines may come
before the one circumcentre that does as well. To add a point to a closed figure and to close it
again takes a small part of a millisecond, so here all well known points are tried: circumcentres,
midpoints, feet, and where lines meet that the problem speaks of. Such a point may lie where a point
of the problem is: that the two are one is then what the proof shows.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, combinations, islice

from porism.ddar.closure import Limits
from porism.ddar.engine import saturate
from porism.ddar.traceback import TracebackError, traceback
from porism.ddar.trials import Trials
from porism.geometry.constructions import CONSTRUCTIONS
from porism.geometry.forms import lines_of
from porism.geometry.measure.plane import circumcentre, cross, foot
from porism.geometry.predicates import Form, Predicate
from porism.geometry.problem import Clause, Coordinates, Problem
from porism.geometry.proof import ByAlgebra, ByRule, Proof
from porism.geometry.rule import Rule
from porism.prover.rewrite.other_points import Setting
from porism.prover.rewrite.weights import rule_weight, sum_weight

__all__ = ["with_known_points"]

_MOST_POINTS = 24  # of a figure; in a larger one there are too many triples
_MOST_TRIED = 4000  # points for one figure
_SECONDS = 0.2  # for one of them
_MOST_WEIGHED = 100  # of those that prove the goals; each is a closure and a proof
_FLAT = 1e-4  # of the square of the size of the figure: twice the area of a triangle that is none
_ONE = 1e-6  # points of a figure of some units that are nearer than that are one

_DIGITS = 6  # of the places that are told apart

_Place = tuple[float, float]
_Known = tuple[str, tuple[str, ...], complex]
"""A construction of one point, its other arguments, and where the point is."""


def with_known_points(
    proofs: Sequence[Proof], rules: Mapping[str, Rule], limits: Limits
) -> list[Setting]:
    """Return settings of fewer or better known auxiliary points that prove the same goals.

    The proofs are of one problem in one figure. All of their auxiliary clauses, or one that no
    other stands on, make room for one point, which is not where one of theirs was. Fewer points
    come first, and then what gives the lightest proofs, as the engine has them; nothing is made
    lighter here.
    """
    first = proofs[0]
    goals = [proof.goal for proof in proofs]
    found: dict[tuple[tuple[Clause, ...], _Place], tuple[float, Setting]] = {}
    for kept in _kept(first.problem.auxiliary):
        problem = replace(first.problem, auxiliary=kept)
        places = {p: first.coordinates[p] for p in problem.points}
        if len(places) > _MOST_POINTS:
            continue
        gone = [at for p, at in first.coordinates.items() if p not in places]
        for clause, at in islice(_tried(problem, places, goals, limits), _MOST_WEIGHED):
            if any(math.dist(at, other) < _ONE for other in gone):
                continue
            setting = problem.with_auxiliary([clause]), {**places, clause.points[0]: at}
            weight = _weight(setting, goals, rules, limits)
            key = kept, (round(at[0], _DIGITS), round(at[1], _DIGITS))
            if weight is not None and (key not in found or weight < found[key][0]):
                found[key] = weight, setting
    order = sorted(found.values(), key=lambda pair: (len(pair[1][0].auxiliary), pair[0]))
    return [setting for _, setting in order]


def _kept(auxiliary: tuple[Clause, ...]) -> Iterator[tuple[Clause, ...]]:
    """Yield the auxiliary clauses that stay: none, or all but one that no other stands on."""
    yield ()
    for gone in auxiliary if len(auxiliary) > 1 else ():
        rest = tuple(clause for clause in auxiliary if clause is not gone)
        used = {p for clause in rest for c in clause.constructions for p in c.arguments}
        if used.isdisjoint(gone.points):
            yield rest


def _tried(
    problem: Problem, places: Coordinates, goals: Sequence[Predicate], limits: Limits
) -> Iterator[tuple[Clause, _Place]]:
    """Yield the well known points after whose introduction all goals hold, and where they are."""
    closure = saturate(problem, places, limits)
    trials = Trials(closure, goals, replace(limits, seconds=_SECONDS))
    name = next(name for name in (f"x{i}" for i in range(1, 99)) if name not in places)
    number = {p: i for i, p in enumerate(closure.points)}
    tried: list[tuple[Clause, _Place]] = []
    for construction, others, at in islice(_known(problem, places), _MOST_TRIED):
        clause = Clause((name,), (CONSTRUCTIONS[construction].apply((name, *others)),))
        number[name] = len(closure.points) + len(tried)  # each has one point of its own
        said = [s for s in clause.premises if not s.kind.figure_only]
        tried.append((clause, (at.real, at.imag)))
        trials.add([tried[-1][1]], [(s.name, [number[p] for p in s.points]) for s in said])
    answers = trials.run([(i,) for i in range(len(tried))])
    for found, mask in zip(tried, answers, strict=True):
        if mask == (1 << len(goals)) - 1:
            yield found


def _weight(
    setting: Setting, goals: Sequence[Predicate], rules: Mapping[str, Rule], limits: Limits
) -> float | None:
    """Return what the engine's proofs weigh; None where it has none."""
    closure = saturate(*setting, limits)
    if not all(map(closure.holds, goals)):
        return None
    try:
        proofs = [traceback(closure, goal) for goal in goals]
    except TracebackError:
        return None
    return sum(_heft(proof, rules) for proof in proofs)


def _heft(proof: Proof, rules: Mapping[str, Rule]) -> float:
    total = 0.0
    for step in proof.steps:
        match step.reason:
            case ByRule(rule=rule):
                total += rule_weight(rules[rule])
            case ByAlgebra(table=table, terms=terms):
                said = [(proof.steps[t.premise].statement, t.coefficient) for t in terms]
                total += sum_weight(said, table)
    return total


def _known(problem: Problem, places: Coordinates) -> Iterator[_Known]:
    """Yield the well known points of a figure, those first that school teaches first."""
    points = problem.points
    at = {p: complex(*places[p]) for p in points}
    size = max(abs(at[p] - at[q]) for p, q in combinations(points, 2))
    pairs = [(p, q) for p, q in combinations(points, 2) if abs(at[p] - at[q]) > _ONE * size]

    def proper(p: str, q: str, r: str) -> bool:
        return abs(cross(at[q] - at[p], at[r] - at[p])) > _FLAT * size**2

    for three in combinations(points, 3):
        if proper(*three):
            yield "circumcenter", three, circumcentre(*(at[p] for p in three))
    for p, q in pairs:
        yield "midpoint", (p, q), (at[p] + at[q]) / 2
    said = [*(s for c in problem.clauses for s in c.premises), *problem.goals]
    lines = dict.fromkeys(pair for s in said if s.kind.form is Form.PAIRS for pair in lines_of(s))
    drawn = [(p, q) for p, q in lines if (p, q) in pairs or (q, p) in pairs]
    for (p, q), (r, s) in combinations(drawn, 2):
        sine = cross(at[q] - at[p], at[s] - at[r])
        if len({p, q, r, s}) == len("pqrs") and abs(sine) > _FLAT * size**2:
            along = cross(at[r] - at[p], at[s] - at[r]) / sine
            yield "intersection_ll", (p, q, r, s), at[p] + along * (at[q] - at[p])
    for p, q in chain(drawn, (pair for pair in pairs if pair not in lines)):
        for r in points:
            if r not in (p, q) and proper(p, q, r):
                yield "foot", (r, p, q), foot(at[r], at[p], at[q])
