"""From chosen derivations to a proof: steps in order, each term found again in what is written."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import count

from porism.geometry.equations import Equation, combine, facets
from porism.geometry.measure.turns import turns
from porism.geometry.own_rules import own_rules
from porism.geometry.predicates import Predicate, canonical
from porism.geometry.problem import Clause, Coordinates, Problem
from porism.geometry.proof import ByAlgebra, ByRule, Given, Proof, Reason, Step, Term
from porism.geometry.rule import Rule, instance
from porism.geometry.rules import rule_text
from porism.prover.rewrite.graph import Derivation, Node, Plan

__all__ = ["numbered_anew", "same_facet", "written"]

_NUMBERED = re.compile(r"x\d+")  # the names of auxiliary points that a search gives


def written(
    plan: Plan, goal: Node, statements: list[Predicate], old: Proof, rules: Mapping[str, Rule]
) -> Proof:
    """Write the derivation of ``goal`` as a proof of what ``old`` proves."""
    order = _in_order(plan, goal)
    said = {n: _wording(plan[n], statements[n], rules) for n in order}
    number = {n: i for i, n in enumerate(order)}
    steps = tuple(
        Step(number[n], said[n], _reason(plan[n], said, number, statements, old.coordinates))
        for n in order
    )
    problem = _needed_problem(old.problem, steps)
    return replace(
        old,
        problem=problem,
        steps=steps,
        coordinates={p: old.coordinates[p] for p in problem.points},
        rules="\n".join(map(rule_text, own_rules(steps, rules))),
    )


def _in_order(plan: Plan, goal: Node) -> list[Node]:
    """Order the nodes: premises of the problem first, then each step after what it needs."""
    found: dict[Node, None] = {}

    def visit(node: Node) -> None:
        pending = [(node, iter(plan[node].premises))]
        while pending:
            current, rest = pending[-1]
            premise = next((p for p in rest if p not in found), None)
            if premise is None:
                pending.pop()
                found.setdefault(current)
            else:
                pending.append((premise, iter(plan[premise].premises)))

    visit(goal)
    return sorted(found, key=lambda n: not isinstance(plan[n].reason, Given))


def _wording(way: Derivation, statement: Predicate, rules: Mapping[str, Rule]) -> Predicate:
    """Write a conclusion as its rule writes it, with corresponding corners in their places."""
    if isinstance(way.reason, ByRule):
        for said in instance(rules[way.reason.rule], dict(way.reason.substitution)).conclusions:
            if canonical(said) == canonical(statement):
                return said
    return statement


def _reason(
    way: Derivation,
    said: Mapping[Node, Predicate],
    number: Mapping[Node, int],
    statements: list[Predicate],
    places: Coordinates,
) -> Reason:
    match way.reason:
        case ByRule(rule, substitution, premises, conditions):
            return ByRule(rule, substitution, tuple(number[p] for p in premises), conditions)
        case ByAlgebra(table=table, facet=facet, terms=terms):
            moved = []
            for term in terms:
                equation = facets(statements[term.premise])[term.facet]
                place, sign = same_facet(said[term.premise], equation)
                turn = _turns(facets(said[term.premise])[place], places)
                moved.append(Term(number[term.premise], place, term.coefficient * sign, turn))
            target = facets(statements[way.node])[facet]
            return ByAlgebra(table, facet, tuple(moved), _turns(target, places))
    return way.reason


def _turns(equation: Equation, places: Coordinates) -> int:
    return turns(equation, places)[0] if equation.table == "angle" else 0


def same_facet(said: Predicate, wanted: Equation) -> tuple[int, int]:
    """Find the facet of ``said`` equal to ``wanted`` up to sign: its number and the sign.

    Angles are equal up to half-turns. Raises ValueError where there is none.
    """
    for place, found in enumerate(facets(said)):
        for sign in (1, -1):
            left = combine(found.table, [(Fraction(1), wanted), (Fraction(-sign), found)])
            whole = found.table == "angle" and all(q.denominator == 1 for _, q in left.constants)
            if found.table == wanted.table and not left.terms and (whole or not left.constants):
                return place, sign
    raise ValueError(f"'{said}' does not have the facet that was used")


def _needed_problem(problem: Problem, steps: tuple[Step, ...]) -> Problem:
    """Leave out auxiliary clauses whose points no step speaks of."""
    wanted = {p for step in steps for p in step.statement.points}
    kept: list[Clause] = []
    for clause in reversed(problem.auxiliary):
        if wanted & set(clause.points):
            kept.append(clause)
            wanted.update(p for c in clause.constructions for p in c.arguments)
            wanted.update(p for s in clause.premises for p in s.points)
    return replace(problem, auxiliary=tuple(reversed(kept)))


def numbered_anew(proofs: Sequence[Proof]) -> list[Proof]:
    """Call the auxiliary points that proofs of one figure still need x1, x2, ... again."""
    needed = dict.fromkeys(p for proof in proofs for p in proof.problem.auxiliary_points)
    numbered = [p for p in proofs[0].coordinates if p in needed and _NUMBERED.fullmatch(p)]
    numbered += [p for p in needed if _NUMBERED.fullmatch(p) and p not in numbered]
    taken = {p for proof in proofs for p in proof.coordinates} - set(numbered)
    free = (name for name in (f"x{i}" for i in count(1)) if name not in taken)
    names = dict(zip(numbered, free, strict=False))
    return [_renamed(proof, names) for proof in proofs]


def _renamed(proof: Proof, names: dict[str, str]) -> Proof:
    if all(a == b for a, b in names.items()):
        return proof
    problem = proof.problem
    return replace(
        proof,
        problem=replace(problem, auxiliary=tuple(c.rename(names) for c in problem.auxiliary)),
        steps=tuple(
            replace(step, statement=step.statement.rename(names), reason=_said(step.reason, names))
            for step in proof.steps
        ),
        coordinates={names.get(p, p): at for p, at in proof.coordinates.items()},
    )


def _said(reason: Reason, names: dict[str, str]) -> Reason:
    match reason:
        case ByRule(substitution=substitution, conditions=conditions):
            return replace(
                reason,
                substitution=tuple((k, names.get(p, p)) for k, p in substitution),
                conditions=tuple(c.rename(names) for c in conditions),
            )
        case ByAlgebra(conditions=conditions):
            return replace(reason, conditions=tuple(c.rename(names) for c in conditions))
    return reason
