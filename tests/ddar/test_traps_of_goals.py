"""Traps of goals: those that say nothing, and figures drawn until a false one holds.

A figure here is special on purpose: something holds in it that does not follow. What is asked is
that the engine does not conclude it, or that the checker rejects or narrows what it concludes.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt

import pytest

from porism.ddar.engine import saturate
from porism.geometry.errors import ParseError, RefutedError
from porism.geometry.figure.diagram import draw, draw_fresh
from porism.geometry.language.text import parse_problem
from porism.geometry.measure.truth import holds
from tests.ddar.figures import Places
from tests.ddar.traps import assert_accident, closed, derived, verdict_of

# --- goals that say nothing ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "goal",
    [
        "cong a b b a",
        "coll a a b",
        "para a b a b",
        "para a a b c",
        "perp a b a b",
        "cyclic a b c a",
        "eqangle a b a c a b a c",
        "eqangle a b c c a b a c",
        "eqratio a b a c a b a c",
        "simtri a b c a b c",
        "rconst a b b a 1",
        "overlap a a",
        "distseq a b b a 1 -1",
    ],
)
def test_a_goal_that_says_nothing_is_refused(goal: str) -> None:
    with pytest.raises(ParseError):
        parse_problem(f"a b c = triangle ? {goal}")


GOALS = (
    "coll a b c d",
    "cyclic a b c d e",
    "cyclic_with_centers o a b c d 1",
    "para a b c d",
    "perp a b c d",
    "cong a b c d",
    "midp a b c",
    "circle o a b c",
    "eqangle a b c d e f g h",
    "eqangle6 a b a c d e d f",
    "eqratio a b c d e f g h",
    "simtri a b c d e f",
    "simtrir a b c d e f",
    "simtri2 a b c d e f",
    "contri a b c d e f",
    "contrir a b c d e f",
    "aconst a b c d 60",
    "s_angle a b c 60",
    "rconst a b c d 2/3",
    "r2const a b c d 2",
    "lconst a b 3",
    "l2const a b 3",
    "angeq a b c d e f 1 2 -3 0",
    "distmeq a b c d e f 1 -2 1 1",
    "distseq a b c d e f 1 1 -1",
    "sqeq a b c d e f 1 1 -1",
    "overlap a b",
    "eqsine a b c d e f g h",
    "sine2 a b c d 3/4",
    "chordsine o a b c",
)
# figures of the statements about sines, which are goals and not something to draw by
SINES: Mapping[str, Places] = {
    GOALS[-3]: dict(
        zip(
            "abcdefgh",
            [(0, 0), (1, 0), (0, 1), (1, 2), (3, 0), (5, 0), (4, 1), (3, 2)],
            strict=True,
        )
    ),
    GOALS[-2]: {"a": (0, 0), "b": (1, 0), "c": (0, 1), "d": (1, 1 + sqrt(3))},
    GOALS[-1]: {"o": (0, 0), "a": (5, 0), "b": (3, 4), "c": (-4, 3)},
}
_PLACES: Places = {
    "a": (0.11, 0.23), "b": (4.37, 0.59), "c": (1.13, 3.71), "d": (5.03, 2.87),
    "e": (2.17, 5.51), "f": (6.29, 4.43), "g": (3.67, 1.91), "h": (0.73, 6.07), "o": (2.41, 2.03),
}  # fmt: skip


@pytest.mark.parametrize("goal", GOALS)
def test_a_goal_speaks_of_every_point_it_names(goal: str) -> None:
    """Compiled into statements, a goal forgets none of its points and is not true of any points."""
    read = parse_problem(f"{' '.join(_PLACES)} = ? {goal}")
    named = {word for word in goal.split()[1:] if word.isalpha()}
    assert {p for g in read.goals for p in g.points} == named
    assert not all(holds(g, _PLACES) for g in read.goals)
    figure = SINES.get(goal)
    if figure is None:
        stated = parse_problem(f"{' '.join(sorted(named))} = {goal} ? {goal}")
        figure = dict(draw(stated, want_goal=False).coordinates)
    assert all(holds(g, figure) for g in read.goals)
    for point in named:
        x, y = figure[point]
        moved = {**figure, point: (x + 0.0871, y + 0.0313)}
        assert not all(holds(g, moved) for g in read.goals), f"'{goal}' does not heed {point}"


def test_a_goal_about_points_at_one_place_does_not_hold() -> None:
    closure = closed("a@0_0 = ; x@0_0 = ; b@4_0 = ; c@1_3 = ; d@2_5 = ")
    for goal in (
        "para a x b c",
        "perp a x b c",
        "eqangle a x b c a x b d",
        "eqratio a x b c a x b d",
        "simtri a x b a x c",
        "midp a x x",
        "coll a x b",
        "cyclic a x b c",
    ):
        assert not derived(closure, goal), goal


# --- figures drawn until a false goal holds ------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "a b c = triangle; d = on_line b c ? perp a d b c",
        "a b c = triangle; d = on_circum a b c ? para a b c d",
        "a b c = triangle; m = midpoint b c ? cong a m b m",
        "a b c = triangle ? aconst a b a c 60",
        "a b c = triangle; o = circumcenter a b c ? coll o b c",
        "a b c d = quadrangle ? cyclic a b c d",
        "a b = segment; c = free ? overlap a c",
    ],
)
@pytest.mark.parametrize("seed", range(2))
def test_a_false_goal_is_not_drawn_true(text: str, seed: int) -> None:
    """Each of these goals is true in some figure, which patience would find."""
    with pytest.raises(RefutedError) as caught:
        draw(parse_problem(text), seed=seed)
    assert caught.value.diagram is not None


def test_coordinates_in_which_a_false_goal_holds_prove_nothing() -> None:
    problem = parse_problem("a@0_0 = ; b@4_0 = ; c@4_3 = ; m@2_1.5 = midp m a c ? cong m a m b")
    diagram = draw(problem)
    assert all(holds(goal, diagram.coordinates) for goal in problem.goals)
    closure = saturate(problem, diagram.coordinates)
    assert_accident(closure, "cong m a m b", "perp a b b c")
    with pytest.raises(RefutedError):
        draw_fresh(problem, diagram, 3, seed=0)


def test_the_checker_draws_figures_without_looking_at_the_goal() -> None:
    """In one of the four ways to set up the two triangles the goal holds; the others are seen."""
    text = "a b c = triangle; d = eq_triangle a b; e = eq_triangle a c ? cong d c b e"
    verdict = verdict_of(text)
    assert verdict.status == "proved_for_configuration"
    assert {configuration.holds for configuration in verdict.configurations} == {True, False}


def test_a_circle_is_not_known_by_two_names_of_one_point() -> None:
    """K and L are one place: that O is as far from P, K and L does not make it the centre."""
    places = {
        "p": (1.0, 0.0),
        "q": (-0.6, 0.8),
        "r": (-0.28, -0.96),
        "o": (0.0, 0.0),
        "k": (0.6, -0.8),
        "l": (0.6, -0.8),
    }
    closure = closed(
        "p q r = triangle; k = on_circum k p q r; o = on_bline o p k; "
        "l = on_circum l p q r, on_circle l o p",
        places,
    )
    assert_accident(closure, "cong o p o q", "cong o p o r")


@pytest.mark.parametrize("goal", ["contri a b c c d a", "simtri a b c c d a"])
def test_a_flat_parallelogram_has_no_congruent_triangles(goal: str) -> None:
    """That angles are equal tells nothing of triangles in a line."""
    flat = {"a": (0.0, 0.0), "b": (1.0, 0.5), "c": (3.0, 1.5), "d": (2.0, 1.0)}
    parallel = "a b c = ; d = para a b c d, para a d b c, cong a b c d"
    assert not closed(parallel, flat).holds(parse_problem(f"{parallel} ? {goal}").goals[0])
    wide = {**flat, "c": (3.0, 0.5), "d": (2.0, 0.0)}
    assert closed(parallel, wide).holds(parse_problem(f"{parallel} ? {goal}").goals[0])
