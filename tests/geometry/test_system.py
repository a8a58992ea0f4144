"""The system of a figure's premises, and the native steps that solve it."""

from __future__ import annotations

import numpy as np
import pytest

from porism.geometry.figure.system import System, rows_of
from porism.geometry.language import parse_problem
from porism.geometry.measure.truth import holds

TEXT = (
    "a b c d = quadrangle; m = midpoint a b; n = midpoint c d; p = intersection_ll a c b d; "
    "o = circle a b c; e = on_circle o a, on_line p m ? coll a b c"
)


@pytest.fixture
def system() -> System:
    problem = parse_problem(TEXT)
    return System(problem.points, problem.premises)


def test_what_is_solved_holds(system: System) -> None:
    solved = 0
    for seed in range(40):
        start = np.random.default_rng(seed).normal(size=2 * len(system.names))
        end = system.minimise(start)
        assert float((system.evaluate(end)[0] ** 2).sum()) <= (
            float((system.evaluate(start)[0] ** 2).sum())
        )
        if system.error(end) < 1e-9:
            solved += 1
            at = {name: (z.real, z.imag) for name, z in system.coords(end).items()}
            assert all(holds(premise, at) for premise in parse_problem(TEXT).premises)
    assert solved > 5


def test_fixed_points_stay(system: System) -> None:
    start = np.random.default_rng(3).normal(size=2 * len(system.names))
    end = system.minimise(start, fixed=("a", "b", "c"))
    assert end[:6].tolist() == start[:6].tolist() and end[6:].tolist() != start[6:].tolist()
    assert system.minimise(start, fixed=system.names).tolist() == start.tolist()


def test_points_are_pushed_apart() -> None:
    system = System(("a", "b"), ())
    start = np.array([0.0, 0.0, 0.01, 0.0])
    end = system.minimise(start, spread=0.1, pairs=np.array([[0, 1]]))
    assert np.hypot(*(end[2:] - end[:2])) > 0.09


def test_derivatives_are_those_of_the_residuals(system: System) -> None:
    x = system.minimise(np.random.default_rng(1).normal(size=2 * len(system.names)))
    _, slopes = system.evaluate(x)
    move = np.random.default_rng(2).normal(size=len(x)) * 1e-6
    change = system.evaluate(x + move)[0] - system.evaluate(x)[0]
    assert slopes @ move == pytest.approx(change, abs=1e-9)


def test_positions_of_other_points_are_refused(system: System) -> None:
    with pytest.raises(ValueError, match="other points"):
        system.evaluate(np.zeros(3))
    with pytest.raises(IndexError, match="no such point"):
        system.minimise(np.zeros(2 * len(system.names)), pairs=np.array([[0, 99]]))


def test_a_system_has_the_rows_that_avoid_short_segments_near_its_places() -> None:
    problem = parse_problem(TEXT)
    chosen = set()
    for seed in range(20):
        rng = np.random.default_rng(seed)
        near = {name: complex(*rng.normal(size=2)) for name in problem.points}
        rows = System(problem.points, problem.premises, 1.0, near).rows
        wanted = [row for s in dict.fromkeys(problem.premises) for row in rows_of(s, near)]
        assert sorted(map(repr, rows)) == sorted(repr(row) for row in wanted if row.terms)
        chosen.add(rows)
    assert len(chosen) > 5  # what is prepared once for all places does not choose for them
