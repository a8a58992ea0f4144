"""A proof is rewritten before it is told.

The engine keeps the first reason it finds for each fact. That makes a proof, and seldom the one
that a person would write: the same facts have shorter reasons, named theorems say at once what
sums say slowly, and points that helped to find the proof are not needed to tell it. What is
rewritten is checked like any other proof; if the checker does not like it as much as what was
found, that stays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from porism.ddar.closure import Limits
from porism.ddar.engine import saturate
from porism.geometry.predicates import Predicate
from porism.geometry.proof import ByRule, Proof
from porism.geometry.rule import Rule
from porism.geometry.rules import load_rules
from porism.geometry.verify import Verdict, check
from porism.prover.rewrite.graph import Plan, weight_of
from porism.prover.rewrite.improve import lighter
from porism.prover.rewrite.split import with_claims
from porism.prover.rewrite.workshop import Workshop, derives
from porism.prover.rewrite.write import written

__all__ = ["Bounds", "Checked", "rewritten", "told_better"]

Checked = tuple[Proof, Verdict]

_LESS = 1e-6
_MOST_POINTS = 40  # a figure of more has too many statements to list them


@dataclass(frozen=True)
class Bounds:
    """How long the rewriter may work: linear programs that it solves, and a monotonic time.

    The number decides, so that proofs are the same on every machine; the time is for figures in
    which even that takes too long.
    """

    looks: int = 1000
    until: float = float("inf")
    closing_seconds: float = 5.0


def rewritten(
    proofs: Sequence[Proof], bounds: Bounds, rules: Mapping[str, Rule] | None = None
) -> list[Proof]:
    """Return shorter proofs of the same goals, which share what they can; nothing is checked.

    The proofs are of one problem in one figure, with the same auxiliary points. What cannot be
    made shorter is returned as it is.
    """
    catalogue = load_rules() if rules is None else rules
    first = proofs[0]
    if len(first.problem.points) > _MOST_POINTS or not any(proof.length for proof in proofs):
        return list(proofs)
    if not all(derives(step.statement) for proof in proofs for step in proof.steps):
        return list(proofs)  # areas, products and orders have no table here
    sines = any("sine" in rule for proof in proofs for rule in _cited(proof))
    limits = Limits(seconds=bounds.closing_seconds)
    own = {rule.id: rule for rule in catalogue.values() if not rule.builtin}
    closure = saturate(
        first.problem, first.coordinates, limits, sines=sines, rules=own if own else None
    )
    shop = Workshop(closure, proofs, catalogue, most_looks=bounds.looks, until=bounds.until)
    after = _lightest(shop)
    while shop.forbid(after):
        after = _lightest(shop)
    if weight_of(after) > weight_of(shop.found) - _LESS:
        after = shop.found
    after = with_claims(shop, after)
    if after == shop.found:
        return list(proofs)
    return [
        written(after, goal, shop.graph.statements, proof, catalogue)
        for goal, proof in zip(shop.goals, proofs, strict=True)
    ]


def _lightest(shop: Workshop) -> Plan:
    shop.rest()
    plan = shop.search()
    shop.rest()
    return lighter(shop, plan)


def told_better(
    found: Mapping[Predicate, Checked],
    bounds: Bounds,
    rules: Mapping[str, Rule] | None = None,
) -> dict[Predicate, Checked]:
    """Return the proofs, by goal, rewritten where the checker likes them as much as before.

    Proofs with the same auxiliary points are rewritten together.
    """
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
        proofs = rewritten([found[goal][0] for goal in group], bounds, rules)
        for goal, proof in zip(group, proofs, strict=True):
            verdict = check(proof, rules=rules)
            if _as_good(verdict, found[goal][1]):
                result[goal] = proof, verdict
    return result


def _as_good(new: Verdict, old: Verdict) -> bool:
    return new.accepted and new.status in ("proved", old.status)


def _cited(proof: Proof) -> set[str]:
    return {step.reason.rule for step in proof.steps if isinstance(step.reason, ByRule)}
