"""A proof is rewritten before it is told.

The engine keeps the first reason it finds for each fact. That makes a proof, and seldom the one
that a person would write: the same facts have shorter reasons, named theorems say at once what
sums say slowly, and points that helped to find the proof are not needed to tell it. What is
rewritten is checked like any other proof; if the checker does not like it as much as what was
found, that stays.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from porism.ddar.closure import Closure, Limits
from porism.ddar.engine import saturate
from porism.ddar.traceback import traceback
from porism.geometry.configurations import Surveys
from porism.geometry.predicates import Predicate
from porism.geometry.proof import ByAlgebra, ByRule, Given, Proof
from porism.geometry.rule import Rule
from porism.geometry.rules import load_rules
from porism.geometry.verify import Verdict, check
from porism.prover.rewrite.first_plan import first_plan, without_own_name
from porism.prover.rewrite.graph import Plan
from porism.prover.rewrite.improve import burden, lighter, with_whole_circles, without_idle_points
from porism.prover.rewrite.known_points import with_known_points
from porism.prover.rewrite.other_points import (
    Setting,
    with_chords_completed,
    with_chords_halved,
    with_other_names,
)
from porism.prover.rewrite.split import with_claims
from porism.prover.rewrite.symmetric import alike, carried_over_to_later_goals
from porism.prover.rewrite.workshop import Workshop, derives
from porism.prover.rewrite.write import numbered_anew, written

__all__ = ["Bounds", "Checked", "in_all_ways", "rewritten", "told_better"]

Checked = tuple[Proof, Verdict]

_LESS = 1e-6
_FIRST_LOOKS = 0.4  # of the looks, for the first plan; what is left out `lighter` makes up for
_HEAVY = 28.0  # the burden from which on a proof is planned several times more
_ROUNDS = 3  # so many times
_HOPEFUL = 1.1  # ... if it is as many times as heavy as the lightest way at most, for it takes long
_OF_SOME_WEIGHT = 20.0  # ... from which on once more, if the first plan could not be made lighter
_NEXT_LOOKS = 0.5  # of the looks, to make such a plan lighter
_LONG = 25  # steps from which on auxiliary points are tried that nobody found
_MOST_SETTINGS = 2  # other auxiliary points; each takes as long as rewriting without
_MOST_WAYS = 5000  # derivations; in a figure with more, one rewriting takes long enough
_MOST_POINTS = 40  # a figure of more has too many statements to list them


@dataclass(frozen=True)
class Bounds:
    """How long the rewriter may work: linear programs that it solves, and times.

    ``until`` is a monotonic time, ``processor`` one of the thread's processor. The number decides,
    so that proofs are the same on every machine, however busy; the times are for figures in which
    even that takes too long.
    """

    looks: int = 1000
    until: float = float("inf")
    processor: float = float("inf")
    closing_seconds: float = 5.0

    def over(self) -> bool:
        """Tell whether the time is up."""
        return time.monotonic() > self.until or time.thread_time() > self.processor


@dataclass
class _Way:
    """Proofs of some goals in one figure: as they were found, and the best plan so far.

    ``shop`` is None where the figure is too large to list what it holds, or goals have no table.
    """

    proofs: tuple[Proof, ...]
    shop: Workshop | None = None
    plan: Plan = field(default_factory=dict)

    @property
    def burden(self) -> float:
        """How heavy the plan is."""
        return float("inf") if self.shop is None else burden(self.plan, self.shop.goals)

    @property
    def length(self) -> int:
        """The number of derived steps of the plan."""
        return sum(not isinstance(way.reason, Given) for way in self.plan.values())


def rewritten(
    proofs: Sequence[Proof], bounds: Bounds, rules: Mapping[str, Rule] | None = None
) -> list[Proof]:
    """Return shorter proofs of the same goals, which share what they can; nothing is checked.

    The proofs are of one problem in one figure, with the same auxiliary points. What cannot be
    made shorter is returned as it is.
    """
    catalogue = load_rules() if rules is None else rules
    way = _planned_once(proofs, bounds, catalogue)
    _plan_more(way, bounds)
    return list(_told(way, catalogue))


def _planned_once(proofs: Sequence[Proof], bounds: Bounds, catalogue: Mapping[str, Rule]) -> _Way:
    """Collect what proofs of one figure may be made of, and plan them, once or twice."""
    first = proofs[0]
    if len(first.problem.points) > _MOST_POINTS or not any(proof.length for proof in proofs):
        return _Way(tuple(proofs))
    if not all(derives(step.statement) for proof in proofs for step in proof.steps):
        return _Way(tuple(proofs))  # areas, products and orders have no table here
    closure = _closed((first.problem, first.coordinates), proofs, bounds, catalogue)
    shop = Workshop(closure, proofs, catalogue, most_looks=bounds.looks, over=bounds.over)
    way = _Way(tuple(proofs), shop, _planned(shop, bounds, bounds.looks))
    if _OF_SOME_WEIGHT <= way.burden < _HEAVY and not shop.tired():
        _plan_again(way, shop, bounds)
    while without_own_name(shop, way.plan):
        way.plan = _planned(shop, bounds, bounds.looks)
    return way


def _plan_more(way: _Way, bounds: Bounds) -> None:
    """Plan heavy proofs some times more: what was looked at for one plan is there for the next."""
    if way.shop is None or way.burden < _HEAVY:
        return
    for _ in range(_ROUNDS):
        _plan_again(way, way.shop, bounds)
    while without_own_name(way.shop, way.plan):
        way.plan = _planned(way.shop, bounds, bounds.looks)


def _told(way: _Way, catalogue: Mapping[str, Rule]) -> tuple[Proof, ...]:
    """Write the plan as proofs; they stay as they were found if it is no lighter."""
    shop, after = way.shop, way.plan
    if shop is None:
        return way.proofs
    if way.burden > burden(shop.found, shop.goals) - _LESS:
        after = shop.found
    after = without_idle_points(shop, after)
    after = alike(shop, with_whole_circles(shop, after))
    after = with_claims(shop, carried_over_to_later_goals(shop, after))
    if after == shop.found:
        return way.proofs
    short = [
        written(after, goal, shop.graph.statements, proof, catalogue)
        for goal, proof in zip(shop.goals, way.proofs, strict=True)
    ]
    return tuple(numbered_anew(short))


def _closed(
    setting: Setting, proofs: Sequence[Proof], bounds: Bounds, catalogue: Mapping[str, Rule]
) -> Closure:
    sines = any("sine" in rule for proof in proofs for rule in _cited(proof))
    own = {rule.id: rule for rule in catalogue.values() if not rule.builtin}
    limits = Limits(seconds=bounds.closing_seconds)
    return saturate(*setting, limits, sines=sines, rules=own or None)


def in_all_ways(
    proofs: Sequence[Proof], bounds: Bounds, catalogue: Mapping[str, Rule]
) -> Iterator[tuple[Proof, ...]]:
    """Yield rewritten proofs, with the auxiliary points found and with others, lightest first."""
    first = _planned_once(proofs, bounds, catalogue)
    ways = [first]
    if first.shop is not None and len(first.shop.graph) <= _MOST_WAYS:
        universe = first.shop.universe
        settings = list(with_other_names(universe))
        if not settings and first.length >= _LONG:
            settings = list(with_chords_halved(universe))
        ways += _otherwise(proofs, settings[:_MOST_SETTINGS], bounds, catalogue)
        if first.proofs[0].problem.auxiliary and not bounds.over():
            known = with_known_points(proofs, catalogue, Limits(seconds=bounds.closing_seconds))
            ways += _otherwise(proofs, known[:_MOST_SETTINGS], bounds, catalogue)
        if not first.proofs[0].problem.auxiliary and _figure_decides(first, catalogue):
            completed = _otherwise(proofs, with_chords_completed(universe), bounds, catalogue)
            ways += (way for way in completed if not _figure_decides(way, catalogue))
    hopeful = _HOPEFUL * min(way.burden for way in ways)
    for way in ways:
        if way.burden <= hopeful:
            _plan_more(way, bounds)
    # of two that are as light, the one with the better known auxiliary points
    for way in sorted(reversed(ways), key=_lightness):
        yield _told(way, catalogue)


def _otherwise(
    proofs: Sequence[Proof],
    settings: Iterable[Setting],
    bounds: Bounds,
    catalogue: Mapping[str, Rule],
) -> Iterator[_Way]:
    """Plan proofs of the same goals with other auxiliary points, where these prove them."""
    for setting in settings:
        closure = _closed(setting, proofs, bounds, catalogue)
        if not bounds.over() and all(closure.holds(p.goal) for p in proofs):
            found = [_like(traceback(closure, p.goal), p) for p in proofs]
            yield _planned_once(found, bounds, catalogue)


def _figure_decides(way: _Way, catalogue: Mapping[str, Rule]) -> bool:
    """Tell whether a plan has a step of which the figure says which way it goes."""
    reasons = [derivation.reason for derivation in way.plan.values()]
    chosen = (catalogue[r.rule].choice for r in reasons if isinstance(r, ByRule))
    halved = (
        t.coefficient.denominator > 1
        for r in reasons
        if isinstance(r, ByAlgebra) and r.table == "angle"
        for t in r.terms
    )
    return any(chosen) or any(halved)


def _lightness(way: _Way) -> float:
    return round(way.burden, 6)


def _like(new: Proof, old: Proof) -> Proof:
    """Return a new proof with what an old one of the same goal says beyond its steps."""
    return replace(new, goal=old.goal, seed=old.seed, version=old.version, answer=old.answer)


def _plan_again(way: _Way, shop: Workshop, bounds: Bounds) -> None:
    """Plan once more, and keep the lighter plan."""
    other = _planned(shop, bounds, round(_NEXT_LOOKS * bounds.looks))
    way.plan = min(way.plan, other, key=lambda plan: burden(plan, shop.goals))


def _planned(shop: Workshop, bounds: Bounds, then: int) -> Plan:
    """Return the plan of a search, made lighter in as many looks as ``then``."""
    shop.rest(round(_FIRST_LOOKS * bounds.looks))
    plan = first_plan(shop)
    shop.rest(then)
    return lighter(shop, plan)


def told_better(
    found: Mapping[Predicate, Checked],
    bounds: Bounds,
    rules: Mapping[str, Rule] | None = None,
    surveys: Surveys | None = None,
) -> dict[Predicate, Checked]:
    """Return the proofs, by goal, rewritten where the checker likes them as much as before.

    Proofs with the same auxiliary points are rewritten together. ``surveys`` has what the checks of
    the proofs found of configurations, if it was kept.
    """
    catalogue = load_rules() if rules is None else rules
    together: list[list[Predicate]] = []
    for goal, (proof, _) in found.items():
        for group in together:
            first, _ = found[group[0]]
            if (first.problem, first.coordinates) == (proof.problem, proof.coordinates):
                group.append(goal)
                break
        else:
            together.append([goal])
    result = dict(found)
    for group in together:
        left = list(group)
        for proofs in in_all_ways([found[goal][0] for goal in group], bounds, catalogue):
            for goal, proof in zip(group, proofs, strict=True):
                verdict = check(proof, rules=rules, surveys=surveys) if goal in left else None
                if verdict is not None and _as_good(verdict, found[goal][1]):
                    result[goal] = proof, verdict
                    left.remove(goal)
            if not left:
                break
    return result


def _as_good(new: Verdict, old: Verdict) -> bool:
    return new.accepted and new.status in ("proved", old.status)


def _cited(proof: Proof) -> set[str]:
    return {step.reason.rule for step in proof.steps if isinstance(step.reason, ByRule)}
