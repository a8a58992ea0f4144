"""A goal holds in a figure, or fails there, as many digits say."""

from __future__ import annotations

import pytest

from porism.geometry import configurations
from porism.geometry.configurations import survey
from porism.geometry.errors import FigureError
from porism.geometry.language import parse_problem
from porism.geometry.measure.vectors import Places
from porism.geometry.problem import Coordinates

FREE = parse_problem("a b c = triangle ? cong a b a c")


def apart(residual: float) -> Coordinates:
    """A figure that stands for one in which the goal has this residual."""
    return {"a": (0.0, 0.0), "b": (residual, 1.0), "c": (-1.0, 0.0)}


def holds(at: Places, tolerance: float) -> bool:
    return bool(at["b"][0] <= tolerance)


def decided(*residuals: float) -> tuple[list[float], list[float]]:
    good, bad = configurations._decided(FREE, [apart(r) for r in residuals], holds)
    return [at["b"][0] for at in good], [at["b"][0] for at in bad]


def test_many_digits_say_that_a_goal_fails_which_doubles_let_pass() -> None:
    assert decided(0.0, 1e-10, 0.5) == ([0.0], [1e-10, 0.5])


def test_one_figure_overruled_makes_all_others_of_its_kind_precise() -> None:
    _, bad = decided(1e-10, *[0.0] * 20, 1e-11)
    assert bad == [1e-10, 1e-11]


def test_a_figure_without_many_digits_counts_where_the_goal_plainly_fails() -> None:
    def unreachable(*_: object) -> None:
        raise FigureError("no digits to be had")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(configurations, "refine", unreachable)
        assert decided(0.0, 0.5, 1e-5) == ([0.0], [0.5])


def test_an_angle_that_no_goal_rests_on_does_not_keep_the_referee_away() -> None:
    text = "a b c = risos a b c; z = s_angle a b z 7.123457 ? rconst b c a b 7071/5000"
    problem = parse_problem(text)
    (goal,) = problem.goals
    at = {"a": (0.0, 0.0), "b": (1.0, 0.0), "c": (0.0, 1.0), "z": (0.5, 0.5)}
    assert survey(problem, goal, holds, at).ruling.kind == "false"
