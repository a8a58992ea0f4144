"""From chosen derivations to a proof: steps in order, each term found again in what is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from porism.geometry.equations import Equation, combine, facets
from porism.geometry.measure.turns import turns
from porism.geometry.predicates import Predicate, canonical
from porism.geometry.problem import Clause, Coordinates, Problem
from porism.geometry.proof import ByAlgebra, ByRule, Given, Proof, Reason, Step, Term
from porism.geometry.rule import Rule, instance
from porism.geometry.rules import rule_text
from porism.prover.rewrite.graph import Derivation, Node, Plan

__all__ = ["same_facet", "written"]


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
    cited = {s.reason.rule for s in steps if isinstance(s.reason, ByRule)}
    problem = _needed_problem(old.problem, steps)
    return replace(
        old,
        problem=problem,
        steps=steps,
        coordinates={p: old.coordinates[p] for p in problem.points},
        rules="\n".join(rule_text(r) for r in rules.values() if r.id in cited and not r.builtin),
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
