"""Clauses whose point is on more curves than place it: what is drawn is what the checker takes."""

from __future__ import annotations

import mpmath
import pytest

from porism.geometry.checker.figures import figure_of
from porism.geometry.errors import FigureError
from porism.geometry.figure.diagram import draw
from porism.geometry.figure.evidence import DrawnFigures
from porism.geometry.figure.system import equations_meant
from porism.geometry.language import parse_problem
from porism.geometry.measure import truth
from porism.geometry.problem import Problem

_TRIANGLE = "a b c = triangle a b c; "
_QUADRANGLE = "a b c d = quadrangle a b c d; "
_DIGITS = 40

POSSIBLE = (  # in special figures, which least squares find
    _TRIANGLE + "x = shift x b a c, exterior_bisector x a b c",
    _TRIANGLE + "x = shift x c b a, on_bline x a b",
    _TRIANGLE + "x = shift x c a b, on_circum x a b c",
    _QUADRANGLE + "x = s_angle d a x 90o, shift x b c d",
    _QUADRANGLE + "x = excenter x c a d, shift x b a c",
    _QUADRANGLE + "x = on_circle x d a, shift x c a b",
    _QUADRANGLE + "x = shift x c d a, on_line x a b",
)
SINES = (  # of a triangle that is flat, or of parallel lines, for one of two places
    "a b c = ; d e i = eqangle a b a i a i a c, eqangle c a c i c i c b, eqangle b c b i b i b a, "
    "coll d b c, perp i d b c, sinetri e c a, perp i e c a, cong i d i e",
    "a b c = ; m x = coll m b c, cong m b m c, perp x m b c, cong x m m b; "
    "y = coll x m y, cong m x m y; e = coll e b c, cong e b m x, sinetri x y e",
)
IMPOSSIBLE = (  # as another point has the same distances, or the same place
    _TRIANGLE + "x = shift x b a c, angle_bisector x a b c",
    _TRIANGLE + "x = eqangle2 x c a b, shift x b a c",
    _TRIANGLE + "x = shift x b c a, shift x a b c",
    _TRIANGLE + "x = shift x c b a, on_pline x a b c",
    _TRIANGLE + "x = eqangle2 x b a c, on_ray x a c",
    "a b c = iso_triangle; d = midpoint d b c; x = on_circum x c b a, iso_trapezoid2 x c a d",
)


def _is_figure(problem: Problem, seed: int) -> None:
    drawn = draw(problem, seed=seed, want_goal=False)
    with mpmath.workdps(_DIGITS + 10):
        figure_of(problem, drawn.coordinates, DrawnFigures(), _DIGITS)  # raises no FigureError


@pytest.mark.parametrize("seed", [0, 1])
@pytest.mark.parametrize("text", POSSIBLE)
def test_figures_of_overdetermined_clauses_are_what_the_checker_takes(text: str, seed: int) -> None:
    _is_figure(parse_problem(text, need_goal=False), seed)


@pytest.mark.parametrize("seed", [0, 1, 71])
@pytest.mark.parametrize("text", SINES)
def test_sines_that_rounding_leaves_are_none(text: str, seed: int) -> None:
    _is_figure(parse_problem(text, need_goal=False), seed)


def test_a_premise_that_says_nothing_in_any_figure_is_named() -> None:
    text = "a b c = ; d e = coll a d e, cong a d a e, sinetri a d e"
    with pytest.raises(FigureError, match="'sinetri a d e' says nothing"):
        draw(parse_problem(text, need_goal=False), want_goal=False)


@pytest.mark.parametrize("text", IMPOSSIBLE)
def test_what_is_only_almost_meant_has_no_figure(text: str) -> None:
    with pytest.raises(FigureError, match="no figure"):
        draw(parse_problem(text, need_goal=False), want_goal=False)


def test_equations_that_constructions_mean_hold_in_figures() -> None:
    problem = parse_problem(POSSIBLE[0], need_goal=False)
    at = draw(problem, want_goal=False).coordinates
    extra = [s for s in equations_meant(problem) if s not in problem.premises]
    assert list(map(str, extra)) == ["para x b a c", "para x a b c"]
    assert all(truth.holds(s, at) for s in extra)
