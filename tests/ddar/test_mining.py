"""Statements found in closed figures are true, and what they depend on suffices for them."""

from __future__ import annotations

import pytest

from porism.ddar import _core
from porism.ddar.mining import DependencyTracer, derived_statements, open_conjectures
from porism.ddar.traceback import traceback
from porism.geometry.language import parse_problem
from porism.geometry.measure import truth
from porism.geometry.proof import Given
from porism.geometry.rules import load_rules
from porism.synth.auxiliary import find_auxiliary, grow_figure
from porism.synth.minimal import closed
from porism.synth.prune import prune_premises

SEEDS = [f"closing {k}" for k in range(6)]


@pytest.mark.parametrize("seed", SEEDS)
def test_derived_statements_hold_and_are_true(seed: str) -> None:
    closure = grow_figure(seed).closure
    found = derived_statements(closure, 4, 1)
    assert found
    for s in found:
        assert closure.holds(s)
        assert truth.residual(s, closure.coordinates) < 1e-6, str(s)


@pytest.mark.parametrize("seed", SEEDS)
def test_open_conjectures_are_true_and_do_not_hold(seed: str) -> None:
    closure = grow_figure(seed).closure
    for s in open_conjectures(closure, 4, 1):
        assert not closure.holds(s)
        assert truth.residual(s, closure.coordinates) < 1e-6, str(s)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_premises_a_statement_depends_on_suffice(seed: str) -> None:
    closure = grow_figure(seed).closure
    tracer = DependencyTracer(closure)
    found = derived_statements(closure, 4, 1)
    lost = 0
    for goal in found:
        basis = tracer.trace(goal)
        assert basis is not None
        assert set(basis.premises) <= set(closure.problem.premises)
        problem = prune_premises(closure.problem.all_clauses, goal, basis.premises)
        lost += not closed(problem.all_clauses, closure.coordinates).holds(goal)
    # The engine tries what its figure shows, and a smaller figure may show it less.
    assert lost <= len(found) // 20


def test_dependencies_agree_with_a_written_proof() -> None:
    text = "a b c = triangle a b c; h = orthocenter h a b c; d = foot d a b c ? coll a h d"
    problem = parse_problem(text)
    at = {
        "a": (0.0, 1.3),
        "b": (-0.7, 0.0),
        "c": (0.5, 0.0),
        "h": (0.0, 0.35 / 1.3),
        "d": (0.0, 0.0),
    }
    closure = closed(problem.all_clauses, at)
    basis = DependencyTracer(closure).trace(problem.goals[0])
    assert basis is not None
    proof = traceback(closure, problem.goals[0])
    used = {s.statement for s in proof.steps if isinstance(s.reason, Given)}
    assert set(basis.premises) == used


def test_helpful_points_prove_what_was_open() -> None:
    proved = needed = 0
    for number in range(30):
        for figure in find_auxiliary(grow_figure(f"helped {number}")):
            before = closed(figure.clauses[:-1], figure.closure.coordinates)
            for s in figure.statements:
                assert figure.closure.holds(s)
                assert set(s.points).isdisjoint(figure.clauses[-1].points)
                proved += 1
                needed += not before.holds(s)
    # A figure closed at one go may know a little more than one that was closed step by step.
    assert needed >= 0.9 * proved > 0


def test_statements_that_do_not_hold_depend_on_nothing() -> None:
    problem = parse_problem("a b c d = quadrangle a b c d ? para a b c d")
    at = {"a": (0.0, 0.0), "b": (1.0, 0.1), "c": (1.2, 1.0), "d": (-0.1, 0.8)}
    closure = closed(problem.all_clauses, at)
    assert DependencyTracer(closure).trace(problem.goals[0]) is None


def test_nonsense_is_refused() -> None:
    with pytest.raises(IndexError):
        _core.DependencyTracer(_core.Engine(), _core.Patterns([])).trace("coll", [0, 1, 2], [])
    with pytest.raises(IndexError):
        _core.Patterns([("isosceles", [("cong", [0, 1, 0, 9], [])])])
    with pytest.raises(ValueError, match="predicate"):
        _core.Patterns([("isosceles", [("nothing", [0, 1], [])])])
    with pytest.raises(ValueError, match="rule"):
        _core.Patterns([("nothing", [])])


def test_all_rules_of_the_core_have_their_premises() -> None:
    rules = load_rules()
    tables = {"given", "angle", "ratio", "length", "square"}
    assert {name for name, _ in _core.rules()} - tables <= set(rules)
