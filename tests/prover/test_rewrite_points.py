"""Proofs are told with the points that a person would introduce, and without idle ones."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache

import pytest

from porism.ddar.closure import Limits
from porism.ddar.engine import saturate
from porism.ddar.numeric import NumericFigure
from porism.ddar.traceback import traceback
from porism.geometry.figure.diagram import draw
from porism.geometry.language import parse_problem
from porism.geometry.predicates import Predicate
from porism.geometry.proof import ByAlgebra, Proof
from porism.geometry.rules import load_rules
from porism.geometry.telling.tell import tell
from porism.geometry.telling.text import render_text
from porism.geometry.verify import check
from porism.prover.rewrite.known_points import with_known_points
from porism.prover.rewrite.other_points import (
    with_chords_completed,
    with_chords_halved,
    with_other_names,
)
from porism.prover.rewrite.rewrite import Bounds, told_better
from porism.prover.rewrite.universe import Universe
from porism.prover.rewrite.write import numbered_anew
from tests.prover.rewriting import proofs_of, rules_of, universe


def with_last_clause_auxiliary(text: str) -> Universe:
    problem = parse_problem(text)
    figure = replace(problem, clauses=problem.clauses[:-1], auxiliary=problem.clauses[-1:])
    return Universe(saturate(figure, draw(problem).coordinates, Limits()))


@pytest.mark.parametrize(
    ("found", "welcome"),
    [
        ("on_bline x a b, on_bline x b c", "circumcenter x a b c"),
        ("on_line x a b, on_bline x a b", "midpoint x a b"),
        ("on_line x b c, on_dia x a b", "foot x a b c"),
        ("on_line x a m, on_tline x h b c", None),
    ],
)
def test_a_point_is_introduced_as_what_a_reader_calls_it(found: str, welcome: str | None) -> None:
    known = with_last_clause_auxiliary(
        f"a b c = triangle; h = foot a b c; m = midpoint b c; x = {found} ? coll h b c"
    )
    said = [
        f"{c.name} {' '.join(c.arguments)}"
        for problem, _ in with_other_names(known)
        for c in problem.auxiliary[0].constructions
    ]
    assert said == ([] if welcome is None else [welcome])


def test_the_chords_that_a_figure_draws_are_halved() -> None:
    known = universe(
        "o a b = iso_triangle; c = on_circle o a; d = on_circle o a; x = on_line a b ? coll x a b"
    )
    ((problem, places),) = with_chords_halved(known)
    (clause,) = problem.auxiliary
    assert [c.name for c in clause.constructions] == ["midpoint"] and "x1" in places
    assert clause.constructions[0].arguments == ("x1", "a", "b")


def test_a_line_that_is_spoken_of_meets_a_circle_again() -> None:
    known = universe(
        "a b c = triangle; d = on_circum d a b c; e = free; f = on_pline f a d e ? para a f d e"
    )
    ((problem, places),) = with_chords_completed(known)
    lines, circles = zip(*(clause.constructions for clause in problem.auxiliary), strict=True)
    assert {c.arguments[1:] for c in lines} == {("d", "e"), ("a", "f")}
    assert {c.arguments[1:] for c in circles} == {("a", "b", "c")}
    figure = NumericFigure(places)
    for clause in problem.auxiliary:
        assert all(map(figure.holds, clause.premises))


def test_chords_have_no_second_end_to_be_named() -> None:
    known = universe("a b c = triangle; d = on_pline d a b c, on_circum d a b c ? para a d b c")
    assert list(with_chords_completed(known)) == []


def test_a_choice_of_the_figure_goes_where_lines_are_made_chords() -> None:
    (found,) = proofs_of("imo_2018_p1")
    assert "equal_sines_converse" in rules_of(found)
    ((proof, verdict),) = told_better({found.goal: (found, check(found))}, Bounds()).values()
    text = " ".join(render_text(tell(proof, verdict)).split())
    assert "second intersections of the circle ABC with the lines FD and GE" in text
    assert not any(load_rules()[rule].choice for rule in rules_of(proof))
    assert verdict.accepted


def test_chords_that_leave_the_choice_to_the_figure_are_not_told() -> None:
    found = proofs_of("japanese_theorem")
    better = told_better({p.goal: (p, check(p)) for p in found}, Bounds())
    assert len(better) == 2
    for proof, _ in better.values():
        assert not proof.problem.auxiliary
        reasons = [s.reason for s in proof.steps]
        sums = [t for r in reasons if isinstance(r, ByAlgebra) for t in r.terms]
        assert all(t.coefficient.denominator == 1 for t in sums)  # no half of an angle


def test_a_point_that_only_names_a_line_is_not_introduced() -> None:
    (found,) = proofs_of("imo_1995_p1")
    ((proof, verdict),) = told_better({found.goal: (found, check(found))}, Bounds()).values()
    assert verdict.accepted
    assert "radical_axis" in rules_of(proof)  # with the midpoint of XY this was found
    assert not proof.problem.auxiliary


def test_auxiliary_points_are_numbered_anew() -> None:
    proof = with_last_clause_auxiliary("a b c = triangle; x7 = midpoint a b ? coll x7 a b")
    goal = Predicate("coll", ("x7", "a", "b"))
    (found,) = numbered_anew([traceback(proof.closure, goal)])
    assert found.problem.auxiliary_points == ("x1",) and "x7" not in found.coordinates
    assert str(found.steps[-1].statement) == "coll x1 a b"


TWO_POINTS = (
    "a b p = triangle a b p; i = incenter i a b p; t = on_aline t p a p b i; "
    "d = on_aline d a p i b p, on_aline d p t p b a; u = on_aline u p b p a i; "
    "c = on_aline c b p i a p, on_aline c p u p a b; "
    "o = angle_bisector o a d p, angle_bisector o p c b | "
    "x1 = on_line x1 a i, on_line x1 b c; x2 = on_line x2 a d, on_line x2 p t ? cong o a o b"
)
"""The circumcentre of ABP does as well as these two points: it is O."""


@cache
def found_with_two_points() -> Proof:
    problem = parse_problem(TWO_POINTS)
    (goal,) = problem.goals
    for seed in range(20):  # the goal holds in some configurations only
        closure = saturate(problem, draw(problem, seed=seed).coordinates, Limits())
        if closure.holds(goal):
            return traceback(closure, goal)
    raise AssertionError("no figure in which the goal holds")


def test_a_point_that_everybody_knows_does_what_two_others_do() -> None:
    found = found_with_two_points()
    known = with_known_points([found], load_rules(), Limits())
    problem, places = known[0]
    (clause,) = problem.auxiliary
    (made,) = clause.constructions
    assert (made.name, set(made.arguments[1:])) == ("circumcenter", set("abp"))
    assert math.dist(places[made.arguments[0]], places["o"]) < 1e-6
    # none is where one was that it takes the place of
    for other, at in known:
        gone = set(found.problem.auxiliary_points) - set(other.points)
        new = at[other.auxiliary[-1].points[0]]
        assert all(math.dist(new, found.coordinates[p]) > 1e-6 for p in gone)


def test_a_proof_is_told_with_the_point_that_everybody_knows() -> None:
    found = found_with_two_points()
    ((proof, verdict),) = told_better({found.goal: (found, check(found))}, Bounds()).values()
    assert verdict.accepted
    text = " ".join(render_text(tell(proof, verdict)).split())
    assert "Let X₁ be the circumcentre of the triangle ABP." in text
    assert "This is shown like Claim 1" in text
