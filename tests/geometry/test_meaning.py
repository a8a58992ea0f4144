"""What is meant is drawn: constructions beyond their premises, given places, several goals."""

from __future__ import annotations

import math

import pytest

from porism.geometry.constructions import CONSTRUCTIONS, Definition, definitions
from porism.geometry.errors import FigureError, RefutedError
from porism.geometry.figure.diagram import draw, draw_fresh
from porism.geometry.language import parse_problem, parse_problems, to_text
from porism.geometry.measure.truth import holds
from porism.geometry.predicates import KINDS
from porism.geometry.problem import Problem

SEEDS = range(5)


def problem(text: str) -> Problem:
    return parse_problem(text, need_goal=False)


def is_meant(p: Problem, at: object) -> bool:
    return all(holds(s, at) for s in p.meaning)  # type: ignore[arg-type]


# --- constructions ----------------------------------------------------------------------------


def meant(definition: Definition) -> Problem:
    """A clause with this construction, on points that are anywhere unless more is needed."""
    before = {
        "2l1c": "a c = segment a c; o = on_bline o a c; b = on_circle b o a",
        "e5128": "a b = segment a b; c = on_tline c b a b; d = on_circle d c b",
        "on_arc_about": "o a = segment o a; b = on_circle b o a",
    }.get(definition.name)
    given = definition.given
    if before is None:
        before = "; ".join(f"{p} = free {p}" for p in given)
    words = [definition.name, *definition.points]
    if definition.constant:
        words.append("230" if definition.constant == "angle" else "2")
    clause = f"{' '.join(definition.new)} = {' '.join(words)}"
    return problem(f"{before}; {clause}" if given else clause)


@pytest.mark.parametrize("definition", [d for d in definitions() if d.means], ids=lambda d: d.name)
def test_figures_show_what_a_construction_means(definition: Definition) -> None:
    p = meant(definition)
    assert all(s.kind.figure_only for s in p.meaning)
    said = [s for made in p.clauses[-1].constructions for s in made.meaning]
    drawn = [draw(p, seed=seed) for seed in SEEDS]
    drawn += draw_fresh(p, drawn[0], 6, seed=1)
    assert all(is_meant(p, diagram.coordinates) for diagram in drawn)
    assert said and all(holds(s, d.coordinates, 1e-8) for s in said for d in drawn)


def test_the_sense_of_an_angle_follows_its_measure() -> None:
    angle = CONSTRUCTIONS["s_angle"]
    degrees = {60: "ccw b a x", 300: "ccw b x a", -60: "ccw b x a", 420: "ccw b a x"}
    for value, text in degrees.items():
        made = problem(f"a b = segment; x = s_angle a b x {value}").meaning
        assert [str(s) for s in made] == [text], angle.says
    assert [str(s) for s in problem("a b = segment; x = s_angle a b x 180").meaning] == [
        "obtuse_angle a b x"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "o w a = triangle; d = midpoint o w; e = midpoint o w; x = intersection_cc o w a"
        " ? overlap x a",
        "a b c = triangle; d = midpoint a b; e = midpoint a b; x = intersection_lc c a b"
        " ? overlap x b",
        "a b c = triangle; m = midpoint b c; n = midpoint b c;"
        " x = on_circle x a b, on_line x b c ? overlap x b",
        "a b c = triangle; m = midpoint b c; n = midpoint b c; x = mirror x a m ? overlap x a",
    ],
)
def test_a_coincidence_that_is_not_forced_is_not_drawn(text: str) -> None:
    p = problem(text)
    for seed in SEEDS:
        with pytest.raises(RefutedError):
            draw(p, seed=seed)
        at = draw(p, seed=seed, want_goal=False)
        assert len(at.overlaps) == 1


def test_where_the_two_points_are_one_there_is_no_other() -> None:
    p = problem("o a = segment; t = lc_tangent t a o; x = intersection_lc x t o a")
    with pytest.raises(FigureError):
        draw(p)


# --- places that are given --------------------------------------------------------------------


@pytest.mark.parametrize("seed", SEEDS)
def test_a_figure_that_is_given_is_kept(seed: int) -> None:
    beyond = "a@0_0 = ; b@5_0 = ; c@7_0 = coll c a b ? distseq a b b c a c 1 -1 -1"
    with pytest.raises(RefutedError, match=r"figure given: AB = BC \+ AC") as caught:
        draw(problem(beyond), seed=seed)
    assert caught.value.diagram is not None
    assert caught.value.diagram.coordinates["c"] == (7.0, 0.0)
    inside = problem(beyond.replace("7_0", "3_0"))
    assert draw(inside, seed=seed).coordinates["c"] == (3.0, 0.0)


def test_where_a_goal_would_hold_is_told() -> None:
    text = "a@0_0 = ; b@5_0 = ; c@7_0 = coll c a b ? distseq a b b c a c 1 -1 -1"
    with pytest.raises(RefutedError, match="true in another figure, in which C lies between A and"):
        draw(problem(text))
    root = math.sqrt(3)
    text = (
        f"b@{-root}_-1 = ; c@{root}_-1 = ; a@0_2 = cong a b b c, cong b c c a; "
        f"p@{-root}_1 = cyclic p a b c ? distseq p a p b p c 1 -1 -1"
    )
    with pytest.raises(
        RefutedError, match="true in another figure, in which BC separates A from P"
    ):
        draw(problem(text))
    with pytest.raises(RefutedError) as caught:
        draw(problem("a@0_0 = ; b@5_0 = ; c@1_2 = ? perp a b a c"))
    assert "another figure" not in str(caught.value)


def test_places_that_are_no_figure_are_told() -> None:
    p = problem("a@0_0 = ; b@4_0 = ; c@0_3 = ; d@3.5_3.5 = cong d b d c, coll d b c")
    with pytest.raises(
        FigureError, match=r"coordinates given are no figure .* false that .*D, B, C"
    ):
        draw(p)


# --- several goals ----------------------------------------------------------------------------


def test_goals_are_judged_one_by_one() -> None:
    p = problem("a b c = triangle; m = midpoint b c ? cong m b m c; cong a b a c; coll b m c")
    diagram = draw(p)
    assert diagram.failing == (p.goals[1],)
    assert diagram.remarks[0].startswith("the goal fails in all")
    assert diagram.remarks[0].endswith(": AB = AC")
    with pytest.raises(RefutedError) as caught:
        draw(problem("a b c = triangle; m = midpoint b c ? cong a b a c; perp a b a c"))
    assert "AB = AC" in str(caught.value) and "AB ⟂ AC" in str(caught.value)


def test_goals_that_hold_in_different_figures_do_not_spoil_the_others() -> None:
    p = problem("a b = segment; c = on_line c a b; m = midpoint a b ? between c a b; between a c b;"
                " cong m a m b")  # fmt: skip
    diagram = draw(p)
    assert len(diagram.failing) == 1 and "other goals hold" in diagram.remarks[0]
    assert p.goals[2] not in diagram.failing


# --- order among the premises -------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "a b c = ncoll a b c; p = between p b c ? coll p b c",
        "a b c = ncoll a b c; p = between b p c; q = between p q a ? coll a p q",
        "a b c = ncoll a b c; d = coll d b c, neqangle a b a d a d a c ? coll b c d",
        "a b c = acute_angle a b c, acute_angle b c a, acute_angle c a b ? cong a b a b",
        "a b c d = sameclock a b c a c d, sameclock b c d b d a, cyclic a b c d ? cyclic a c b d",
        "a b c d = cyclic a b c d, nsameclock a b c a b d ? cyclic a c b d",
        "a b c = ; d = coll d a b, obtuse_angle a d b, longer a d d b ? coll a b d",
        "a b c = ; d = npara a b c d, nperp a b c d, ncyclic a b c d, diff a d ? cong a b a b",
        "a b c d = ; e = coll a b e, coll c d e, sameside e a b e c d ? coll a b e",
        "a b c d = ; e = coll a b e, coll c d e, nsameside e a b e c d ? coll a b e",
        "a b c d e f = nconcur a b c d e f, ccw a b c, ccw d e f ? cong a b a b",
        "a b c = triangle; p = on_line p b c, between p b c ? coll p b c",
        "a b c = triangle; p = free p, sameclock a b p a b c, sameclock b c p a b c,"
        " sameclock c a p a b c ? cong a b a b",
        "a b c = triangle, acute_angle a b c, acute_angle b c a, acute_angle c a b,"
        " lessthan a b a c ? cong a b a b",
        "a b c = triangle; o = circle a b c; p = on_circle o a, sameclock p b c a b c;"
        " q = on_circle o a, sameclock q b c a b c, longer q b p b ? cyclic a b c p",
    ],
)
def test_order_statements_are_premises(text: str) -> None:
    p = problem(text.replace("? cong a b a b", ""))
    order = [s for s in p.premises if KINDS[s.name].figure_only]
    assert order
    drawn = [draw(p, seed=seed) for seed in SEEDS]
    drawn += draw_fresh(p, drawn[0], 3, seed=1)
    assert all(holds(s, d.coordinates) for s in p.premises for d in drawn)
    again = parse_problem(to_text(p), need_goal=False)
    assert again.premises == p.premises and again.clauses == p.clauses


def test_many_order_statements_are_no_lottery() -> None:
    clauses = ["a b = segment a b"]
    last = ("a", "b")
    for k in range(12):
        clauses.append(f"p{k} = on_line p{k} {last[0]} {last[1]}, between p{k} {last[0]} {last[1]}")
        clauses.append(f"q{k} = free q{k}")
        last = (f"p{k}", f"q{k}")
    p = problem("; ".join(clauses))
    assert draw(p, want_goal=False).attempts < 100


def test_order_that_cannot_be_is_told() -> None:
    p = problem("a b c = triangle; p = on_line p b c, between p b c, between b p c")
    with pytest.raises(FigureError, match=r"'between . . c' fails"):
        draw(p)


# --- more than two loci ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "a b c = triangle; d = on_line d a b, on_circle d c a, on_circle d b a",
        "a b c d e = pentagon; p = on_line p a c, on_line p b d, on_line p c e",
        "a b c d = quadrangle; p = on_bline p a b, on_bline p b c, on_bline p c d",
    ],
)
def test_a_point_on_three_loci_bends_the_figure(text: str) -> None:
    p = problem(text)
    at = draw(p).coordinates
    assert all(holds(s, at) for s in (*p.premises, *p.meaning))


def test_three_loci_without_a_common_point_are_an_error_of_their_own() -> None:
    text = "one\na b c = triangle; x = on_line b c, on_line c a, on_circum a b c ? coll x b c\n"
    text += "two\na b c = triangle; h = orthocenter a b c ? perp a h b c\n"
    one, two = parse_problems(text)
    with pytest.raises(FigureError):
        draw(problem("a b c = triangle; i = incenter i a b c, on_line i b c, on_circum i a b c"))
    assert one.premises and not draw(two).overlaps
