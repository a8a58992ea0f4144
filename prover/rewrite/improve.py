"""A proof made lighter step by step: every step counts once, however often it is cited.

The tree weight overrates what is used several times. So each step of a proof is asked: given all
the others that do not stand on it, how is it derived most cheaply? And: what would the proof be
without it?
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from porism.prover.rewrite.graph import Derivation, Node, Plan, needed, weight_of
from porism.prover.rewrite.workshop import Workshop

__all__ = ["lighter"]

_LESS = 1e-6


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
                if other is not None and weight_of(other) < weight_of(best) - _LESS:
                    best, changed = other, True
                    break
    return best


def _derived_anew(shop: Workshop, plan: Plan, goals: Collection[Node], node: Node) -> Plan | None:
    """Derive ``node`` from what does not stand on it, as cheaply as possible."""
    above = _standing_on(plan, node)
    free = dict.fromkeys((n for n in _without(plan, goals, node) if n not in above), 0.0)
    weight, _ = shop.graph.cheapest(free)
    shop.look(node, {n: w for n, w in weight.items() if n not in above}, weight.get(node, 1e6))
    weight, how = shop.graph.cheapest(free, goal=node)
    if node not in weight:
        return None
    kept: Plan = {n: way for n, way in plan.items() if n in free}
    return needed({**plan, **_with(kept, how, node)}, goals)


def _left_out(shop: Workshop, plan: Plan, goals: Collection[Node], node: Node) -> Plan | None:
    """Derive what stands on ``node`` without it."""
    if node in goals:
        return None
    above = _standing_on(plan, node)
    free = dict.fromkeys((n for n in _without(plan, goals, node) if n not in above), 0.0)
    weight, _ = shop.graph.cheapest(free, banned={node})
    for user in [n for n in above if n != node and node in plan[n].premises]:
        shop.look(user, {n: w for n, w in weight.items() if n not in above}, weight.get(user, 1e6))
    weight, how = shop.graph.cheapest(free, banned={node})
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


def _without(plan: Plan, goals: Iterable[Node], node: Node) -> set[Node]:
    """Return what the goals need, not counting what only ``node`` needs."""
    found: set[Node] = set()
    pending = [g for g in goals if g != node]
    while pending:
        n = pending.pop()
        if n not in found:
            found.add(n)
            pending.extend(p for p in plan[n].premises if p != node)
    return found


def _standing_on(plan: Plan, node: Node) -> set[Node]:
    """Return the nodes whose derivation needs ``node``, itself included."""
    users: dict[Node, list[Node]] = {}
    for n, way in plan.items():
        for p in way.premises:
            users.setdefault(p, []).append(n)
    found: set[Node] = set()
    pending = [node]
    while pending:
        n = pending.pop()
        if n not in found:
            found.add(n)
            pending.extend(users.get(n, ()))
    return found
