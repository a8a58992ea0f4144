"""Statements and the ways to derive them: a directed hypergraph.

A node is a statement, a derivation an edge from its premises to it. A proof is a choice of one
derivation for each node it needs, without circles. Two weights of it are used: the *tree* weight,
which counts a premise as often as it is used and is minimal by Dijkstra's algorithm (Knuth, A
generalization of Dijkstra's algorithm, 1977), and the weight of the proof itself, which counts
every step once and is what :mod:`porism.prover.rewrite.improve` makes small.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from porism.geometry.predicates import Predicate, canonical
from porism.geometry.proof import ByAlgebra, ByRule, Given

__all__ = ["Derivation", "Graph", "Node", "Plan", "needed", "standing_on", "weight_of"]

_INFINITE = float("inf")

Node = int
Plan = dict[Node, "Derivation"]
"""The derivation chosen for each node of a proof."""


@dataclass(frozen=True)
class Derivation:
    """``node`` follows from ``premises``; in ``reason`` these stand as ids of steps."""

    node: Node
    premises: tuple[Node, ...]
    reason: Given | ByRule | ByAlgebra
    weight: float


class Graph:
    """The statements met so far, by number, and their derivations."""

    def __init__(self) -> None:
        """Start empty."""
        self.statements: list[Predicate] = []
        self._ways: list[Derivation] = []
        self._distinct: list[tuple[Node, ...]] = []  # premises of each derivation, each once
        self._count: list[int] = []  # how many these are
        self._uses: list[list[int]] = []  # derivations that each node is a premise of
        self._given: list[int] = []  # derivations without premises
        self._to: list[list[int]] = []  # derivations of each node
        self._number: dict[Predicate, Node] = {}
        self._seen: set[tuple[Node, frozenset[Node], str]] = set()

    def node(self, statement: Predicate) -> Node:
        """Return the number of a statement, a new one if it has none; it stays as first written."""
        key = canonical(statement)
        if key not in self._number:
            self._number[key] = len(self.statements)
            self.statements.append(statement)
            self._uses.append([])
            self._to.append([])
        return self._number[key]

    def add(self, way: Derivation) -> bool:
        """Enter a derivation; tell whether it is new."""
        reason = way.reason
        kind = reason.rule if isinstance(reason, ByRule) else type(reason).__name__
        key = way.node, frozenset(way.premises), kind
        if key in self._seen or way.node in way.premises:
            return False
        self._seen.add(key)
        number = len(self._ways)
        self._ways.append(way)
        self._to[way.node].append(number)
        self._distinct.append(tuple(dict.fromkeys(way.premises)))
        self._count.append(len(self._distinct[-1]))
        for premise in self._distinct[-1]:
            self._uses[premise].append(number)
        if not way.premises:
            self._given.append(number)
        return True

    def __len__(self) -> int:
        """Return how many derivations were entered."""
        return len(self._ways)

    def ways_to(self, node: Node) -> list[Derivation]:
        """Return the derivations of a node that were entered, those removed included."""
        return [self._ways[number] for number in self._to[node]]

    def remove(self, node: Node, rule: str) -> None:
        """Take out, for good, the derivations of ``node`` by ``rule``."""
        for number in self._to[node]:
            reason = self._ways[number].reason
            if isinstance(reason, ByRule) and reason.rule == rule:
                for premise in self._distinct[number]:
                    if number in self._uses[premise]:
                        self._uses[premise].remove(number)

    def cheapest(
        self,
        start: Mapping[Node, float],
        *,
        until: Collection[Node] = (),
        banned: Collection[Node] = (),
    ) -> tuple[dict[Node, float], Plan]:
        """Return the least tree weight of each node that can be derived, and how.

        ``start`` has nodes that need no derivation, with their weights; ``banned`` may not be
        used. The search ends when it has settled all nodes of ``until``, if there are any.
        """
        ways, distinct, uses = self._ways, self._distinct, self._uses
        weight: dict[Node, float] = {}
        chosen: Plan = {}
        best = dict(start)
        how: dict[Node, int] = {}
        for number in self._given:
            way = ways[number]
            if way.weight < best.get(way.node, _INFINITE):
                best[way.node], how[way.node] = way.weight, number
        heap = [(w, n) for n, w in best.items() if n not in banned]
        heapq.heapify(heap)
        waiting = self._count.copy()
        left = set(until) or {-1}
        while heap:
            w, node = heapq.heappop(heap)
            if node in weight:
                continue
            weight[node] = w
            if node in how:
                chosen[node] = ways[how[node]]
            left.discard(node)
            if not left:
                break
            for number in uses[node]:
                waiting[number] -= 1
                if waiting[number]:
                    continue
                way = ways[number]
                made = way.node
                if made in weight or made in banned:
                    continue
                total = way.weight
                for premise in distinct[number]:
                    total += weight[premise]
                if total < best.get(made, _INFINITE):
                    best[made], how[made] = total, number
                    heapq.heappush(heap, (total, made))
        return weight, chosen


def needed(plan: Mapping[Node, Derivation], goals: Iterable[Node]) -> Plan:
    """Return the part of a plan that the goals stand on."""
    kept: Plan = {}
    pending = list(goals)
    while pending:
        node = pending.pop()
        if node not in kept:
            kept[node] = plan[node]
            pending.extend(plan[node].premises)
    return kept


def standing_on(plan: Plan, node: Node) -> set[Node]:
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


def weight_of(plan: Mapping[Node, Derivation]) -> float:
    """Return the weight of a proof: every step counts once."""
    return sum(way.weight for way in plan.values())
