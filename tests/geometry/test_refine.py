from __future__ import annotations

from pathlib import Path

import mpmath
import pytest

from porism.geometry.errors import FigureError, InputError
from porism.geometry.figure import evidence
from porism.geometry.figure.diagram import draw, draw_fresh, refine
from porism.geometry.language.reader import read_problems
from porism.geometry.language.text import parse_problem
from porism.geometry.measure.truth import residual
from porism.geometry.problem import Problem
from tests.geometry.corpora import corpora


def problem(text: str) -> Problem:
    return parse_problem(text, need_goal=False)


def worst(p: Problem, coords: dict[str, tuple[float, float]], goals: bool = False) -> mpmath.mpf:
    with mpmath.workdps(60):
        return max(residual(s, coords) for s in (p.goals if goals else p.premises))


def test_premises_to_forty_digits_and_goals_with_them() -> None:
    p = problem(
        "a b c = triangle a b c; h = orthocenter h a b c; o = circle o a b c;"
        "g1 g2 g3 g = centroid g1 g2 g3 g a b c; i = incenter i a b c ? coll h g o"
    )
    diagram = draw(p)
    coords = refine(p, diagram.coordinates)
    assert worst(p, coords) < mpmath.mpf(10) ** -39
    assert worst(p, coords, goals=True) < mpmath.mpf(10) ** -38
    for name, (x, y) in diagram.coordinates.items():
        assert abs(coords[name][0] - x) < 1e-13 and abs(coords[name][1] - y) < 1e-13


@pytest.mark.parametrize("digits", [20, 60, 100])
def test_any_number_of_digits(digits: int) -> None:
    p = problem("a b = segment a b; c = eq_triangle c a b; d = s_angle b a d 20o, on_circle d c a")
    coords = refine(p, draw(p).coordinates, digits)
    with mpmath.workdps(digits + 20):
        assert max(residual(s, coords) for s in p.premises) < mpmath.mpf(10) ** (1 - digits)


def test_every_table_and_constant() -> None:
    p = problem(
        "a = ; b = ; c = ; d = ; e = lconst a b 2, l2const a c 3, rconst a b a d 3/2,"
        "aconst a b a d 2pi/7, distseq a e e b a b 1 1 -2, eqratio c d c e a b a c,"
        "eqangle a c a d b c b e"
    )
    # eight coordinates are free after a and the frame; seven equations bind them
    coords = refine(p, draw(p).coordinates)
    assert worst(p, coords) < mpmath.mpf(10) ** -38


def test_fresh_figures_can_be_refined() -> None:
    p = problem("a b c = triangle a b c; d = midpoint d b c, foot d a b c ? cong a b a c")
    for diagram in draw_fresh(p, draw(p), 2, seed=1):
        coords = refine(p, diagram.coordinates)
        assert worst(p, coords, goals=True) < mpmath.mpf(10) ** -38


def test_rounded_fixed_coordinates_may_move_by_their_rounding() -> None:
    p = problem("a@0_0 b@1_0 = segment a b; c@0.5_0.8660254037844386 = eq_triangle c a b")
    coords = refine(p, draw(p).coordinates)
    assert worst(p, coords) < mpmath.mpf(10) ** -39
    assert abs(coords["c"][1] - mpmath.sqrt(3) / 2) < 1e-15


def test_points_that_coincide_stay_together() -> None:
    p = problem(
        "a@0_0 = ; b@4_0 = ; c@1_3 = ; h@1_1 = perp a h b c, perp b h a c;"
        "h'@1_1 = perp a h' b c, perp c h' a b ? overlap h h'"
    )
    coords = refine(p, draw(p).coordinates)
    with mpmath.workdps(60):
        assert abs(coords["h"][0] - coords["h'"][0]) < mpmath.mpf(10) ** -38


def test_a_point_of_contact_is_made_sharp() -> None:
    """Circles about a and c touch in x: forty digits of the premises are but twenty of x."""
    p = problem(
        "a c = segment a c; e = on_line e a c; x = on_circle x a e, on_circle x c e ? coll x a c"
    )
    diagram = draw(p)
    assert diagram.overlaps == (("e", "x"),)
    coords = refine(p, diagram.coordinates)
    assert worst(p, coords) < mpmath.mpf(10) ** -39
    assert worst(p, coords, goals=True) < mpmath.mpf(10) ** -27


@pytest.mark.parametrize("digits", [20, 30, 40])
def test_a_point_of_contact_has_two_thirds_of_the_digits(digits: int) -> None:
    """So that the checker's figures, of thirty digits, show it where another definition puts it."""
    p = problem(
        "a b c = triangle a b c; d = midpoint d a b; e = midpoint e a c; o = circle o a b c;"
        "w = circle w a d e; x = on_circle x o b, on_circle x w d ? coll x o w"
    )
    with mpmath.workdps(digits + 10):
        coords = refine(p, draw(p).coordinates, digits)
        ax, ay = coords["a"]
        apart = mpmath.hypot(coords["x"][0] - ax, coords["x"][1] - ay)
        assert apart < mpmath.mpf(10) ** (-(2 * digits) // 3)


def test_what_is_no_figure_cannot_be_refined() -> None:
    p = problem("a b c = triangle a b c; d = midpoint d b c, midpoint d a c")
    coords = {"a": (0.0, 0.0), "b": (0.0, 1.0), "c": (1.0, 0.0), "d": (0.5, 0.3)}
    with pytest.raises(FigureError, match="cannot be refined"):
        refine(p, coords)
    q = problem("a = ; b = ; c = aconst a b a c 1/3, aconst a b a c 1/4")
    with pytest.raises(FigureError, match="cannot be refined"):
        refine(q, {"a": (0.0, 0.0), "b": (1.0, 0.0), "c": (0.5, 0.7)})


@pytest.mark.parametrize("path", corpora())
def test_problems_can_be_refined(path: Path) -> None:
    for p in read_problems(path):
        coords = refine(p, draw(p).coordinates)
        assert worst(p, coords) < mpmath.mpf(10) ** -36, p.name
        assert worst(p, coords, goals=True) < mpmath.mpf(10) ** -25, p.name


def test_more_digits_take_more_rounds_and_no_lack_of_them_fails() -> None:
    p = problem("a b c = triangle; h = orthocenter a b c ? perp a h b c")
    coords = refine(p, draw(p).coordinates, 700)
    with mpmath.workdps(720):
        assert residual(p.goals[0], coords) < mpmath.mpf(10) ** -690


def test_too_many_digits_are_no_defect_of_a_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    def to_thirty(p: Problem, coords: object, digits: int) -> object:
        if digits > 30:
            raise FigureError("the figure cannot be refined")
        return {}

    monkeypatch.setattr(evidence, "refine", to_thirty)
    p = problem("a b c = triangle")
    drawn = draw(p).coordinates
    assert evidence.DrawnFigures().refined(p, drawn, 30) == {}
    with pytest.raises(InputError, match="to 30 digits but not to 400"):
        evidence.DrawnFigures().refined(p, drawn, 400)
