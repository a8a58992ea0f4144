"""The native helpers: what is harvested is true, and what a statement stands on suffices."""

from __future__ import annotations

import pytest

from porism.ddar import _core
from porism.ddar.closure import Closure, StopReason
from porism.ddar.traceback import traceback
from porism.geometry.language import parse_problem
from porism.geometry.measure import truth
from porism.geometry.problem import Problem
from porism.geometry.proof import Given
from porism.geometry.rules import load_rules
from porism.synth.auxiliary import Figure, grow, helped
from porism.synth.closing import Closing
from porism.synth.minimal import closed
from porism.synth.prune import cut

SEEDS = [f"closing {k}" for k in range(6)]


def whole(figure: Figure) -> Problem:
    return Problem("sketch", figure.clauses)


def plain(seed: str) -> Figure:
    grown = grow(seed)
    closing = grown.closing
    found = _core.harvest(closing.core, len(closing.names), 4, 1)
    return Figure(tuple(grown.sketch.clauses), grown.sketch.coordinates, closing, tuple(found))


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_harvested_is_known_and_true(seed: str) -> None:
    figure = plain(seed)
    for statement in figure.statements:
        s = figure.closing.decode(statement)
        assert figure.closing.holds(s)
        assert truth.residual(s, figure.coordinates) < 1e-6, str(s)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_open_is_true_and_not_known(seed: str) -> None:
    figure = plain(seed)
    closing = figure.closing
    for statement in _core.harvest(closing.core, len(closing.names), 4, 1, True):
        s = closing.decode(statement)
        assert not closing.holds(s)
        assert truth.residual(s, figure.coordinates) < 1e-6, str(s)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_premises_a_statement_stands_on_suffice(seed: str) -> None:
    figure = plain(seed)
    lost = 0
    for statement in figure.statements:
        basis = figure.closing.basis(statement)
        assert basis is not None
        goal = figure.closing.decode(statement)
        problem = cut(figure.clauses, goal, basis.premises)
        lost += not closed(problem.all_clauses, figure.coordinates).holds(goal)
    # The engine tries what its figure shows, and a smaller figure may show it less.
    assert lost <= len(figure.statements) // 20


def test_the_basis_agrees_with_a_written_proof() -> None:
    text = "a b c = triangle a b c; h = orthocenter h a b c; d = foot d a b c ? coll a h d"
    problem = parse_problem(text)
    at = {
        "a": (0.0, 1.3),
        "b": (-0.7, 0.0),
        "c": (0.5, 0.0),
        "h": (0.0, 0.35 / 1.3),
        "d": (0.0, 0.0),
    }
    closing = closed(problem.all_clauses, at)
    basis = closing.basis(closing.encode(problem.goals[0]))
    assert basis is not None
    closure = Closure(problem, at, closing.core, problem.points, StopReason.SATURATED)
    proof = traceback(closure, problem.goals[0])
    used = {s.statement for s in proof.steps if isinstance(s.reason, Given)}
    assert set(basis.premises) == used


def test_helpful_points_prove_what_was_open() -> None:
    proved = needed = 0
    for number in range(30):
        for figure in helped(grow(f"helped {number}")):
            before = closed(figure.clauses[:-1], figure.coordinates)
            for statement in figure.statements:
                s = figure.closing.decode(statement)
                assert figure.closing.holds(s)
                assert set(s.points).isdisjoint(figure.clauses[-1].points)
                proved += 1
                needed += not before.holds(s)
    # A figure closed at one go may know a little more than one that was closed step by step.
    assert needed >= 0.9 * proved > 0


def test_statements_that_do_not_hold_have_no_basis() -> None:
    problem = parse_problem("a b c d = quadrangle a b c d ? para a b c d")
    at = {"a": (0.0, 0.0), "b": (1.0, 0.1), "c": (1.2, 1.0), "d": (-0.1, 0.8)}
    closing = closed(problem.all_clauses, at)
    assert closing.basis(closing.encode(problem.goals[0])) is None


def test_nonsense_is_refused() -> None:
    closing = Closing()
    with pytest.raises(IndexError):
        _core.Support(closing.core, _core.Patterns([])).of("coll", [0, 1, 2], [])
    with pytest.raises(IndexError):
        _core.Patterns([("isosceles", [("cong", [0, 1, 0, 9], [])])])
    with pytest.raises(ValueError, match="predicate"):
        _core.Patterns([("isosceles", [("nothing", [0, 1], [])])])


def test_all_rules_of_the_core_have_their_premises() -> None:
    rules = load_rules()
    tables = {"given", "angle", "ratio", "length", "square"}
    assert {name for name, _ in _core.rules()} - tables <= set(rules)
