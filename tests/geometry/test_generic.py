"""Conditions that a text denies in all figures of one kind, and auxiliary points that need them."""

from __future__ import annotations

import pytest

from porism.geometry.checker.conditions import may_be_missing
from porism.geometry.figure.diagram import draw
from porism.geometry.forced.generic import failing_on_a_branch, needed_by_auxiliary, vanishing
from porism.geometry.forced.signs import corner, side
from porism.geometry.forced.walk import problem_facts, unforced
from porism.geometry.language.text import parse_problem
from porism.geometry.problem import Problem
from porism.geometry.proof import Given, Proof, Step
from porism.geometry.rules import load_rules, parse_statement

ONE_OF_TWO = "a b c = triangle; d = on_pline d c a b, eqdistance d a b c"
"""An isosceles trapezium or a parallelogram."""

BISECTORS = "a b c = triangle; e = exterior_bisector b a c; f = on_pline c a e"
ARCS = BISECTORS + "; m = on_circum a b c, on_bline b c"
"""AM bisects the angle BAC, or its supplement: then it is parallel to CF."""


def with_auxiliary(text: str, clause: str, goal: str = "coll a b c") -> Problem:
    return parse_problem(f"{text} | {clause} ? {goal}")


@pytest.mark.parametrize(
    ("text", "condition", "fails"),
    [
        (ONE_OF_TWO, "npara a d b c", True),
        (ONE_OF_TWO, "ncyclic a b c d", True),
        (ONE_OF_TWO, "neqangle a d a b a b b c", True),
        (ONE_OF_TWO, "ncoll a c d", False),
        (ONE_OF_TWO, "nperp a d b c", False),
        (ONE_OF_TWO, "ncoll a b c", False),
        (ONE_OF_TWO + ", npara a d b c", "npara a d b c", False),
        (ARCS, "npara a m c f", True),
        (ARCS, "nperp a m c f", True),
    ],
)
def test_a_condition_is_one_of_the_text_or_fails_in_special_figures_only(
    text: str, condition: str, fails: bool
) -> None:
    asked = parse_statement(condition)
    assert failing_on_a_branch(parse_problem(f"{text} ? coll a b c"), [asked]) == (asked,) * fails


@pytest.mark.parametrize("clause", ["z = intersection_ll a m c f", "z = on_line a m, on_line c f"])
def test_an_auxiliary_point_needs_that_lines_meet(clause: str) -> None:
    (needed, *_) = needed_by_auxiliary(with_auxiliary(ARCS, clause))
    assert needed == parse_statement("npara a m c f")
    assert not list(needed_by_auxiliary(with_auxiliary(BISECTORS, "z = on_line a e, on_line b f")))


@pytest.mark.parametrize(
    ("clause", "missing"),
    [
        ("z = on_line a b, on_tline c a b", False),
        ("z = on_line a e, on_ray c f", True),
        ("z = on_line c f, on_dia a b", True),
    ],
)
def test_a_ray_or_a_circle_may_not_meet_a_line(clause: str, missing: bool) -> None:
    assert may_be_missing(with_auxiliary(BISECTORS, clause).auxiliary[0]) is missing


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("a b c d = ncoll a b c", "x = distseq x a x b c d 1 1 -1"),  # where CD is long enough
        ("a b c d = ncoll a b c", "x = sqeq x a x b c d 1 1 -1"),
        ("c a = segment; b = on_circle c a", "x = on_arc_about c a b"),  # where CA = CB
    ],
)
def test_a_point_may_be_missing_where_others_are_not_as_it_needs(text: str, clause: str) -> None:
    assert may_be_missing(with_auxiliary(text, clause).auxiliary[0])


def test_what_an_auxiliary_point_shows_is_no_fact_of_the_text() -> None:
    """There is one on the circle about KL above P only where P lies between K and L."""
    text = "k l = segment; p = on_line k l"
    problem = with_auxiliary(text, "z = on_tline p k l, on_dia k l", "distseq k p p l k l 1 1 -1")
    (goal,) = problem.goals
    at = draw(problem).coordinates
    reliance = unforced(Proof(problem, goal, (Step(0, goal, Given()),), at), load_rules(), [at])
    assert reliance.left and not reliance.goal


TRAPEZIUM = (
    "a b c = triangle a b c; d = on_pline d c a b, eqdistance d b a c; m = midpoint m a d; "
    "n = midpoint n b c ? coll a d m"
)


def test_a_sign_that_is_zero_on_a_branch_that_was_not_drawn_is_none() -> None:
    """AB ∥ CD and BD = AC: an isosceles trapezium, or a parallelogram, in which M is N."""
    problem = parse_problem(TRAPEZIUM)
    trapezium = {"a": (0, 0), "b": (4, 0), "c": (3, 2), "d": (1, 2), "m": (0.5, 1), "n": (3.5, 1)}
    zero, other = side("b", "c", "m")[0], side("a", "b", "m")[0]
    assert vanishing(problem, (zero, other, corner("m", "a", "d")[0])) == {zero}
    assert problem_facts(problem, [trapezium]).signs.clear(zero)
    facts = problem_facts(problem, [trapezium], {zero})
    assert not facts.signs.clear(zero) and facts.signs.clear(other)
    assert zero not in facts.signs.used
