"""A proof made lighter step by step: every step counts once, however often it is cited.

The tree weight overrates what is used several times. So each step of a proof is asked: given all
the others that do not stand on it, how is it derived most cheaply? And: what would the proof be
without it?

Of several goals each has a proof of its own, though they share what they can: a step that only
another goal needs is not quite free.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from porism.geometry.proof import ByRule
from porism.prover.rewrite.graph import Derivation, Node, Plan, needed, standing_on, weight_of
from porism.prover.rewrite.workshop import Workshop

__all__ = ["burden", "lighter", "with_whole_circles", "without_idle_points"]

_LESS = 1e-6
_UNLIMITED = 1e6
_ONE_CIRCLE = "same_circle"
_POINT = 1.0  # what it costs a reader to be told of one more point
_OWN = 0.2  # of the weight of each goal's own proof, where there are several


def lighter(shop: Workshop, plan: Plan) -> Plan:
    """Return a plan of the same goals no heavier than ``plan``."""
    goals = shop.goals
    best, changed = needed(plan, goals), True
    while changed and not shop.tired():
        changed = False
        for node in sorted(best, key=lambda n: (-best[n].weight, n)):
            if shop.tired():
                break
            if node not in best or not best[node].premises:
                continue
            for attempt in (_derived_anew, _left_out):
                other = attempt(shop, best, goals, node)
                if other is not None and burden(other, goals) < burden(best, goals) - _LESS:
                    best, changed = other, True
                    break
    return best


def without_idle_points(shop: Workshop, plan: Plan) -> Plan:
    """Return the plan without auxiliary points that it can do without at little cost.

    A point that only gives a line another name has to be introduced all the same.
    """
    best = plan
    for clause in reversed(shop.closure.problem.auxiliary):
        points = set(clause.points)
        said = {n for n, s in enumerate(shop.graph.statements) if points & set(s.points)}
        if said.isdisjoint(best):
            continue
        shop.name_lines_without(points, best, said)
        other = _without_all(shop, best, shop.goals, said)
        if other is not None and burden(other, shop.goals) < burden(best, shop.goals) + _POINT:
            best = other
    return best


def with_whole_circles(shop: Workshop, plan: Plan) -> Plan:
    """Return the plan with points put on a circle that others of it are known to be on.

    A, B, C, D and A, B, C, E are on one circle, and so are B, C, D, E: nobody wants angles for it.
    """
    shop.add_circles(plan)
    best = dict(plan)
    for node in plan:
        for way in shop.graph.ways_to(node):
            seen = isinstance(way.reason, ByRule) and way.reason.rule == _ONE_CIRCLE
            usable = best.keys() - standing_on(best, node)
            if seen and way.weight < best[node].weight and usable.issuperset(way.premises):
                best[node] = way
    return needed(best, shop.goals)


def burden(plan: Plan, goals: Collection[Node]) -> float:
    """Return the weight of a plan, and something for the proof of each goal by itself."""
    if len(goals) == 1:
        return weight_of(plan)
    return weight_of(plan) + _OWN * sum(weight_of(needed(plan, [goal])) for goal in goals)


def _prices(plan: Plan, goals: Collection[Node], nodes: Iterable[Node]) -> dict[Node, float]:
    """Return what it costs to use each of some nodes that the plan has anyway."""
    if len(goals) == 1:
        return dict.fromkeys(nodes, 0.0)
    return {n: _OWN * weight_of(needed(plan, [n])) for n in nodes}


def _derived_anew(shop: Workshop, plan: Plan, goals: Collection[Node], node: Node) -> Plan | None:
    """Derive ``node`` from what does not stand on it, as cheaply as possible."""
    above = standing_on(plan, node)
    free = _prices(plan, goals, (n for n in _without(plan, goals, (node,)) if n not in above))
    weight, how = shop.graph.cheapest(free, until={node})
    usable = {n: w for n, w in weight.items() if n not in above}
    most = weight.get(node, _UNLIMITED)
    news = shop.look(node, usable, most)
    if shop.look_below(node, usable, most) or news:
        weight, how = shop.graph.cheapest(free, until={node})
    if node not in weight:
        return None
    kept: Plan = {n: way for n, way in plan.items() if n in free}
    return needed({**plan, **_with(kept, how, node)}, goals)


def _left_out(shop: Workshop, plan: Plan, goals: Collection[Node], node: Node) -> Plan | None:
    """Derive what stands on ``node`` without it."""
    return _without_all(shop, plan, goals, {node})


def _without_all(
    shop: Workshop, plan: Plan, goals: Collection[Node], banned: Collection[Node]
) -> Plan | None:
    """Derive what stands on some nodes without any of them."""
    if any(g in banned for g in goals):
        return None
    gone = [n for n in plan if n in banned]
    above = set[Node]().union(*(standing_on(plan, n) for n in gone))
    free = _prices(plan, goals, (n for n in _without(plan, goals, gone) if n not in above))
    users = [n for n in above if n not in banned and not set(gone).isdisjoint(plan[n].premises)]
    weight, how = shop.graph.cheapest(free, banned=banned, until={*users, *goals})
    news = False
    for user in users:
        usable = {n: w for n, w in weight.items() if n not in above}
        news |= shop.look(user, usable, weight.get(user, _UNLIMITED))
    if news:
        weight, how = shop.graph.cheapest(free, banned=banned, until=goals)
    if any(g not in weight for g in goals):
        return None
    kept: Plan = {n: way for n, way in plan.items() if n in free}
    for goal in goals:
        kept = _with(kept, how, goal)
    return needed(kept, goals)


def _with(plan: Plan, how: Mapping[Node, Derivation], node: Node) -> Plan:
    """Add to a plan the derivation of a node, as far as the plan lacks it."""
    grown, pending = dict(plan), [node]
    while pending:
        n = pending.pop()
        if n not in grown:
            grown[n] = how[n]
            pending.extend(how[n].premises)
    return grown


def _without(plan: Plan, goals: Iterable[Node], gone: Collection[Node]) -> set[Node]:
    """Return what the goals need, not counting what only nodes of ``gone`` need."""
    found: set[Node] = set()
    pending = [g for g in goals if g not in gone]
    while pending:
        n = pending.pop()
        if n not in found:
            found.add(n)
            pending.extend(p for p in plan[n].premises if p not in gone)
    return found
