"""From closures to proofs that the checker accepts; a few of them word by word.

``pytest --update-golden`` rewrites ``tests/golden``; the difference is then reviewed as text.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest

from porism.ddar import _core
from porism.ddar.closure import Closure, Limits
from porism.ddar.engine import extend, saturate
from porism.ddar.numeric import NumericFigure
from porism.ddar.traceback import TracebackError, traceback
from porism.geometry.errors import FigureError
from porism.geometry.figure.diagram import draw
from porism.geometry.figure.precise import refine
from porism.geometry.language.text import parse_problem
from porism.geometry.predicates import Predicate
from porism.geometry.proof import ByAlgebra, ByRule, Given, Proof
from porism.geometry.rules import parse_statement
from porism.geometry.telling.tell import tell
from porism.geometry.telling.text import plain_text, render_text
from porism.geometry.verify import check
from tests.conftest import GOLDEN
from tests.ddar.figures import drawn, figure_of, own_problems, random_text, true_statements

GOLDEN_PROOFS = (
    "orthocentre",
    "thales",
    "simson_line",
    "euler_line",
    "nine_point_circle",
    "bisector_theorem",
    "imo_2002_p2a",
    "imo_2007_p4",
)


def closure_of(name: str) -> Closure:
    problem = own_problems()[name]
    return saturate(problem, figure_of(name), Limits(seconds=10.0), goals=problem.goals)


def test_a_fact_is_found_by_what_it_is_about_in_any_order_of_its_points() -> None:
    closure = closure_of("orthocentre")
    index = _core.FactIndex(closure.core)
    for fact in closure.facts():
        name, points, _ = closure.encode(fact.statement)
        found = index.about(name, [*reversed(points)])
        assert fact.number in found
        assert found == sorted(found)
        assert {closure.fact(n).statement.name for n in found} == {name}


def proofs(closure: Closure) -> list[Proof]:
    return [traceback(closure, goal) for goal in closure.problem.goals if closure.holds(goal)]


def with_goal(closure: Closure, goal: Predicate) -> Closure:
    """Return the closure of the same problem, now asking for ``goal``."""
    problem = replace(closure.problem, goals=(goal,))
    text = f"{problem.text.partition('?')[0].strip()} ? {goal}"
    places = dict(closure.coordinates)
    return Closure(
        replace(problem, text=text), places, closure.core, closure.points, closure.stopped
    )


# --- golden proofs ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", GOLDEN_PROOFS)
def test_golden_proof(name: str, golden: Callable[[str, str], None]) -> None:
    texts = [plain_text(tell(proof, check(proof))) for proof in proofs(closure_of(name))]
    assert texts
    golden(f"{name}.txt", "\n".join(texts))


@pytest.mark.parametrize("name", GOLDEN_PROOFS)
def test_golden_telling(name: str, golden: Callable[[str, str], None]) -> None:
    texts = [render_text(tell(proof, check(proof))) for proof in proofs(closure_of(name))]
    golden(f"tellings/{name}.txt", "\n".join(texts))


def test_no_golden_proof_is_unused() -> None:
    for folder in (GOLDEN, GOLDEN / "tellings"):
        assert {path.stem for path in folder.glob("*.txt")} == set(GOLDEN_PROOFS)


# --- every proof is accepted --------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(own_problems()))
def test_what_is_proved_of_our_problems_is_accepted(name: str) -> None:
    for proof in proofs(closure_of(name)):
        verdict = check(proof)
        assert verdict.accepted, f"{proof.goal}: {verdict}"


@pytest.mark.parametrize("seed", range(24))
def test_what_holds_in_a_random_figure_has_an_accepted_proof(seed: int) -> None:
    found = drawn(random_text(seed, 8))
    if found is None:
        return
    try:
        refine(*found, 30)
    except FigureError:  # points coincide but for a place that the text does not force
        return
    closure = saturate(*found, Limits(seconds=10.0))
    held = [s for s in true_statements(NumericFigure(found[1])) if closure.holds(s)]
    for statement in Random(seed).sample(held, min(6, len(held))):
        proof = traceback(with_goal(closure, statement), statement)
        verdict = check(proof, figures=1)
        assert verdict.accepted, f"{statement} in {closure.problem.text}: {verdict}"


def test_every_fact_of_a_closure_can_be_traced_back() -> None:
    closure = saturate(own_problems()["euler_line"], figure_of("euler_line"))
    for fact in closure.facts():
        proof = traceback(closure, fact.statement)
        assert proof.goal == fact.statement
        assert proof.steps[-1].statement == fact.statement


@pytest.mark.parametrize(
    ("text", "goal"),
    [
        (  # found by the fuzzer: the sum is in the table, and the engine stated it of other points
            "o a = segment o a; w = on_circle w o a; x = on_circle x o a; "
            "y = on_line y a x, on_circle y w a",
            "chordsine o x w y",
        ),
        ("a b c d = trapezoid a b c d; e f = tangent e f c a b", "chordsine a e b f"),
    ],
)
def test_what_is_known_of_sines_by_a_sum_can_be_written(text: str, goal: str) -> None:
    problem = parse_problem(f"{text} ? {goal}")
    coordinates = draw(problem).coordinates
    closure = saturate(problem, coordinates, goals=problem.goals, sines=True)
    (statement,) = problem.goals
    assert isinstance(statement, Predicate)
    assert closure.holds(statement)
    assert check(traceback(closure, statement), figures=1).accepted


# --- shape --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", GOLDEN_PROOFS)
def test_a_proof_holds_no_step_that_is_not_needed(name: str) -> None:
    for proof in proofs(closure_of(name)):
        needed = {proof.steps[-1].id}
        for step in reversed(proof.steps):
            assert step.id in needed
            needed.update(step.premises)
        kinds = [isinstance(step.reason, Given) for step in proof.steps]
        assert kinds == sorted(kinds, reverse=True)  # premises first


def test_a_proof_of_a_premise_is_one_step() -> None:
    closure = closure_of("euler_line")
    premise = closure.problem.premises[0]
    proof = traceback(closure, premise)
    assert [step.reason for step in proof.steps] == [Given()]


def test_premises_of_an_auxiliary_point_are_given() -> None:
    text = "a b c d = trapezoid a b c d; e = midpoint a d; f = midpoint b c ? para e f a b"
    problem = parse_problem(text)
    places = draw(problem).coordinates
    first = saturate(replace(problem, clauses=problem.clauses[:1]), places)
    closure = extend(first, problem.clauses[1:], places)
    proof = traceback(closure, parse_statement("para e f a b"))
    assert [c.points for c in proof.problem.auxiliary] == [("e",), ("f",)]
    given = {step.statement for step in proof.steps if isinstance(step.reason, Given)}
    assert given <= set(proof.problem.premises)


def test_a_proof_names_rules_and_tables() -> None:
    (proof,) = proofs(closure_of("bisector_theorem"))
    assert any(isinstance(step.reason, ByRule) for step in proof.steps)
    assert any(
        isinstance(s.reason, ByAlgebra) for p in proofs(closure_of("thales")) for s in p.steps
    )


def test_a_question_is_answered_in_the_proof() -> None:
    problem = parse_problem("a b c = r_triangle; m = midpoint b c ? rcompute b c a m")
    closure = saturate(problem, draw(problem).coordinates)
    proof = traceback(closure, problem.goals[0])
    assert proof.answer == Fraction(2)
    assert proof.goal.name == "rconst"
    assert check(proof).accepted


def test_what_is_not_in_the_closure_has_no_proof() -> None:
    closure = closure_of("euler_line")
    for text in ("cong a b a c", "midp a b c", "simtri a b c a c b", "rcompute a b a c"):
        with pytest.raises(TracebackError):
            traceback(closure, parse_statement(text))
