"""Texts whose figures are one connected family, and such that only look like it."""

from __future__ import annotations

import pytest

from porism.geometry.figure.diagram import draw
from porism.geometry.figure.rigid import are_all, is_rigid
from porism.geometry.figure.turned import turned_figures
from porism.geometry.forced.connected import crossing, is_connected
from porism.geometry.language.text import parse_problem
from porism.geometry.measure.truth import residual
from porism.geometry.problem import Coordinates

CONNECTED = {
    "centres of a triangle": "a b c = triangle; i = incenter a b c; j = excenter a b c; "
    "m = on_circum a b c, on_line a i ? cong m b m i",
    "sixty degrees": "a b = segment; c = s_angle b a c 60; o = circle a b c; "
    "h = orthocenter a b c; i = incenter a b c ? perp o h a i",
    "a rhombus": "a b = segment; c = on_circle a b; d = angle_bisector b a c; e = shift b c a "
    "? coll a d e",
    "a bisector at a height": "c a b = r_triangle; d = foot c a b; e = on_line c d, "
    "angle_bisector b a c; f = on_line a b, angle_bisector d c b ? para e f c b",
    "a convex quadrilateral": "a b c = triangle; x = between_bound a c; "
    "d = on_line b x, on_circum a b c; i = incenter b c d; j = incenter c d a ? cyclic c d i j",
}
OTHERS = {
    "a point that passes the vertex": "a b c = triangle; d = on_line a b; "
    "e = angle_bisector c d a, on_line a c ? coll a c e",
    "a foot that passes a corner": "a b c = triangle; d = foot a b c; "
    "e = angle_bisector a b d ? eqangle b a b e b e b c",
    "two points of a circle": "o a = segment; b = on_circle o a; c = on_circle o a; "
    "w = angle_bisector a b c, on_circle o a ? cong w a w c",
    "a line and a circle": "o a b = triangle; x = on_circle o a, on_line b a; "
    "y = on_circle o a, on_pline b o a ? cong o x o y",
    "two squares turned either way": "a b c d = isquare; e f g h = isquare ? perp a c b d",
    "a right angle, turned one way": "a b c = r_triangle; d = s_angle a b 60; "
    "i = incenter a b c ? perp b d a i",
    "an apex that passes through infinity": "a b = segment; k = on_bline a b; "
    "x = on_bline a b, on_aline a k k a b; y = angle_bisector b a x ? coll a k y",
    "and one on a ray": "a b c d = quadrangle; x = s_angle a b 50, on_line c d; "
    "i = incenter x a b ? coll x i c",
    "a line that is turned through a segment": "a b c = triangle; d = free; "
    "x = between_bound b c, on_line a d; y = on_line a x, on_circum a b c; "
    "e = angle_bisector d a b, on_circum a b c; j = angle_bisector b c y ? coll c e j",
    "two lines through one point, which are one if it is not that": "a b c = triangle; "
    "o = circle a b c; d = parallelogram b a c d; e = on_line a o, on_line a d ? cong a b a c",
    "areas": "a b c = triangle; d = on_line b c; i = incenter a b c "
    "? areaeq a b d a d c a b c 1 1 -1",
}


@pytest.mark.parametrize("text", CONNECTED.values(), ids=CONNECTED)
def test_figures_are_one_family_where_no_length_passes_zero(text: str) -> None:
    problem = parse_problem(text)
    assert is_connected(problem)
    near = draw(problem).coordinates
    assert crossing(problem, near)
    for at in turned_figures(problem, near, 12, 0, seconds=10):
        assert all(residual(goal, at) < 1e-5 for goal in problem.goals)


def test_a_figure_in_which_parallel_lines_are_one_is_none_of_the_family() -> None:
    """O is on the median AD where AB = AC, and where the angle at A is right: two families."""
    text = "a b c = triangle; o = circle a b c; d = parallelogram b a c d"
    problem = parse_problem(f"{text}; e = on_line a o, on_pline d a o ? cong a b a c")
    assert is_connected(problem)
    equal, right = (0.0, 3.0), (0.6, 0.8)
    for a, o in ((equal, (0.0, 4 / 3)), (right, (0.0, 0.0))):
        d = (-a[0], -a[1])
        e = (0.7 * a[0] + 0.3 * d[0], 0.7 * a[1] + 0.3 * d[1])
        near = {"a": a, "b": (-1.0, 0.0), "c": (1.0, 0.0), "o": o, "d": d, "e": e}
        assert all(residual(s, near) < 1e-12 for s in problem.premises)
        assert not crossing(problem, near)


@pytest.mark.parametrize("name", OTHERS)
def test_others_are_left_to_other_means(name: str) -> None:
    assert not is_connected(parse_problem(OTHERS[name]))


def test_a_figure_is_rigid_where_only_a_similarity_moves_it() -> None:
    for text, rigid in (
        ("a b c d = isquare; e = midpoint a b ? coll a b e", True),
        ("a b = segment; c = aconst a b a c 60, aconst b a b c 120 ? cong a b a c", True),
        ("a b c = iso_triangle ? cong a b a c", False),
        ("a b c = triangle; d = midpoint b c ? coll b c d", False),
    ):
        problem = parse_problem(text)
        assert is_rigid(problem, draw(problem, want_goal=False).coordinates) is rigid


def test_finitely_many_figures_are_all_only_if_each_choice_of_a_root_is_among_them() -> None:
    problem = parse_problem(
        "a b = segment; c d = square a b; e = on_line a b, on_circle b d ? coll a b e"
    )
    near = draw(problem, want_goal=False).coordinates
    figures = turned_figures(problem, near, 60, 0, seconds=10)
    assert are_all(problem, figures)
    one_way = [at for at in figures if abs(shape(at) - shape(near)) < 1e-6]
    assert 0 < len(one_way) < len(figures)
    assert not are_all(problem, one_way)
    moving = parse_problem("a b = segment; c d = square a b; e = on_line a b ? coll a b e")
    assert not are_all(moving, figures)


@pytest.mark.parametrize(
    "text",
    [
        # a place far away, or close to another point; circles that touch; no order of placing
        "a b = segment; c = on_line c a b, rconst2 c a b 10000001/10000000 ? coll a b c",
        "a b = segment; d = midpoint a b; c = on_line a b, rconst2 c a b 80001/80000 ? midp d a b",
        "a b = segment; c = on_circle a b, aconst a b b c 89.999 ? cong a b a c",
        "a b c = ieq_triangle; d = on_circum a b c, on_dia a b ? cong a d d b",
        "a b c = cong a b b c, cong b c c a ? aconst a b a c 60",
    ],
)
def test_nothing_is_said_where_drawing_may_miss_a_figure(text: str) -> None:
    problem = parse_problem(text)
    near = draw(problem, want_goal=False).coordinates
    assert not are_all(problem, turned_figures(problem, near, 120, 0, seconds=10))


def shape(at: Coordinates) -> complex:
    a, b, e = (complex(*at[p]) for p in "abe")
    return (e - a) / (b - a)
