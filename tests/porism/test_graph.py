"""Proofs as graphs, and their algebra computed a second time by another program."""

from __future__ import annotations

from fractions import Fraction

import networkx
import pytest
import sympy

import porism
from porism.geometry.equations import Equation, facets
from porism.geometry.proof import ByAlgebra, Given, Proof

PROBLEMS = {
    "feet": "a b c = triangle; d = foot a b c; e = foot b c a ? eqangle d e d c a c a b",
    "euler": "a b c = triangle; o = circle a b c; h = orthocenter a b c; d e f g = centroid a b c"
    " ? coll o g h",
    "ratio": "a b c = triangle; m = midpoint a b; n = midpoint a c ? rconst m n b c 1/2",
    "square": "a b c = r_triangle; d = foot a b c ? eqratio a b b d b c a b",
}


@pytest.fixture(scope="module", params=sorted(PROBLEMS))
def proof(request: pytest.FixtureRequest) -> Proof:
    outcome = porism.solve(PROBLEMS[request.param], proposer="none")
    assert outcome.status == "proved"
    return outcome.proofs[0]


def test_the_graph_has_every_step_and_every_citation(proof: Proof) -> None:
    graph = porism.graph(proof)
    assert set(graph) == {step.id for step in proof.steps}
    assert set(graph.edges) == {(p, step.id) for step in proof.steps for p in step.premises}
    assert networkx.is_directed_acyclic_graph(graph)


def test_every_step_leads_to_the_goal(proof: Proof) -> None:
    graph = porism.graph(proof)
    goal = proof.steps[-1].id
    assert set(graph) == networkx.ancestors(graph, goal) | {goal}
    given = {step.id for step in proof.steps if isinstance(step.reason, Given)}
    assert given == {node for node, degree in graph.in_degree() if not degree}
    assert all((graph.nodes[n]["reason"] == "given") == (n in given) for n in graph)


def symbolic(equation: Equation) -> sympy.Expr:
    """Return an equation's left side in symbols of another program."""

    def number(value: Fraction) -> sympy.Rational:
        return sympy.Rational(value.numerator, value.denominator)

    terms = [number(c) * sympy.Symbol("_".join(key)) for key, c in equation.terms]
    # A logarithm of a prime is a number of its own; so is the half-turn, the unit of angles.
    units = [number(q) * sympy.Symbol(f"unit_{unit}") for unit, q in equation.constants]
    return sympy.Add(*terms, *units)


def test_sympy_finds_the_same_sums(proof: Proof) -> None:
    by_id = {step.id: step for step in proof.steps}
    sums = [step for step in proof.steps if isinstance(step.reason, ByAlgebra)]
    for step in sums:
        reason = step.reason
        assert isinstance(reason, ByAlgebra)
        total = sympy.Integer(0)
        for term in reason.terms:
            equation = facets(by_id[term.premise].statement)[term.facet]
            assert equation.table == reason.table
            total += sympy.Rational(str(term.coefficient)) * symbolic(equation)
        difference = sympy.expand(total - symbolic(facets(step.statement)[reason.facet]))
        # Angles agree up to whole half-turns.
        allowed = {sympy.Symbol("unit_1")} if reason.table == "angle" else set()
        assert difference.free_symbols <= allowed, (step, difference)
        if difference.free_symbols:
            assert difference.coeff(sympy.Symbol("unit_1")).is_integer
