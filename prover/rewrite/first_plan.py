"""A first plan of a proof: the search for what is missing, in the manner of AO*.

A statement that nobody has looked at is taken to cost little, the best proof on that assumption is
found, the statements it relies on are looked at, and so on until the best proof relies on nothing
that was not (Nilsson, Principles of Artificial Intelligence, 1980).
"""

from __future__ import annotations

from collections.abc import Iterable

from porism.geometry.proof import ByAlgebra, ByRule
from porism.geometry.rules import load_theorems
from porism.prover.rewrite.graph import Derivation, Node, Plan, needed
from porism.prover.rewrite.weights import UNSEEN
from porism.prover.rewrite.workshop import Workshop

__all__ = ["first_plan", "without_own_name"]

_UNLIMITED = 1e6
_DEFINITIONS = frozenset(("midpoint", "centre", "concyclic", "concyclic_in_turn"))


def first_plan(shop: Workshop) -> Plan:
    """Return the derivations of least tree weight, having looked at all they rely on."""
    goals, statements = shop.goals, shop.graph.statements
    seen: dict[Node, tuple[Derivation | None, tuple[float, ...]]] = {}
    while not shop.tired():
        unseen = {
            n: UNSEEN
            for n, s in enumerate(statements)
            if n not in shop.looked_at and s.kind.by_one_facet
        }
        weight, plan = shop.graph.cheapest(unseen)
        if any(g not in weight for g in goals):
            break
        news = False
        for node in sorted(_relied_on(plan, goals), key=lambda n: weight[n]):
            if shop.tired():
                break
            if not statements[node].kind.by_one_facet:
                continue
            new = node not in shop.looked_at
            way = plan.get(node)
            costs = () if way is None else tuple(weight[p] for p in way.premises)
            if not new and seen.get(node) == (way, costs):
                continue  # what it relies on costs what it did, and nothing is cheaper now
            seen[node] = way, costs
            news |= shop.look(node, weight, _UNLIMITED if new else weight[node]) or new
        if not news:
            break
    _, plan = shop.graph.cheapest({})
    return needed(plan, goals)


def _relied_on(plan: Plan, goals: Iterable[Node]) -> set[Node]:
    found: set[Node] = set()
    pending = list(goals)
    while pending:
        node = pending.pop()
        if node not in found:
            found.add(node)
            if node in plan:
                pending.extend(plan[node].premises)
    return found


def without_own_name(shop: Workshop, plan: Plan) -> bool:
    """Take out derivations that prove a goal by its name alone; tell whether there were any.

    That a line is the Simson line proves nothing to whoever asks for Simson's theorem.
    """
    theorems, found = load_theorems(), False
    for goal in shop.goals:
        reason = plan[goal].reason
        if isinstance(reason, ByRule) and reason.rule in theorems:
            if all(_at_hand(shop, premise, plan) for premise in plan[goal].premises):
                shop.graph.remove(goal, reason.rule)
                found = True
    return found


def _at_hand(shop: Workshop, node: Node, plan: Plan) -> bool:
    """Tell whether a node is given, but for other names of lines, midpoints, circles."""
    way = plan[node]
    if isinstance(way.reason, ByRule) and way.reason.rule not in _DEFINITIONS:
        return False
    others = [p for p in way.premises if shop.graph.statements[p].name != "coll"]
    if isinstance(way.reason, ByAlgebra) and len(others) > 1:
        return False
    return all(_at_hand(shop, premise, plan) for premise in way.premises)
