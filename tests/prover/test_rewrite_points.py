"""Proofs are told with the points that a person would introduce, and without idle ones."""

from __future__ import annotations

from dataclasses import replace

import pytest

from porism.ddar.closure import Limits
from porism.ddar.engine import saturate
from porism.ddar.numeric import NumericFigure
from porism.ddar.traceback import traceback
from porism.geometry.figure.diagram import draw
from porism.geometry.language import parse_problem
from porism.geometry.predicates import Predicate
from porism.geometry.proof import ByAlgebra
from porism.geometry.rules import load_rules
from porism.geometry.telling.tell import tell
from porism.geometry.telling.text import render_text
from porism.geometry.verify import check
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
