"""What is meant is drawn: constructions beyond their premises, given places, several goals."""

from __future__ import annotations

import pytest

from porism.geometry.constructions import CONSTRUCTIONS, Definition, definitions
from porism.geometry.errors import FigureError, RefutedError
from porism.geometry.figure.diagram import draw, draw_fresh
from porism.geometry.language import parse_problem
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
    assert p.meaning and all(KINDS[s.name].figure_only for s in p.meaning)
    drawn = [draw(p, seed=seed) for seed in SEEDS]
    drawn += draw_fresh(p, drawn[0], 6, seed=1)
    assert all(is_meant(p, diagram.coordinates) for diagram in drawn)


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
    with pytest.raises(RefutedError, match="false in the figure given: distseq") as caught:
        draw(problem(beyond), seed=seed)
    assert caught.value.diagram is not None
    assert caught.value.diagram.coordinates["c"] == (7.0, 0.0)
    inside = problem(beyond.replace("7_0", "3_0"))
    assert draw(inside, seed=seed).coordinates["c"] == (3.0, 0.0)


def test_places_that_are_no_figure_are_told() -> None:
    p = problem("a@0_0 = ; b@4_0 = ; c@0_3 = ; d@3.5_3.5 = cong d b d c, coll d b c")
    with pytest.raises(FigureError, match=r"coordinates given are no figure .* 'coll d b c'"):
        draw(p)


# --- several goals ----------------------------------------------------------------------------


def test_goals_are_judged_one_by_one() -> None:
    p = problem("a b c = triangle; m = midpoint b c ? cong m b m c; cong a b a c; coll b m c")
    diagram = draw(p)
    assert diagram.failing == (p.goals[1],)
    assert diagram.remarks[0].startswith("the goal fails in all")
    assert diagram.remarks[0].endswith(": cong a b a c")
    with pytest.raises(RefutedError) as caught:
        draw(problem("a b c = triangle; m = midpoint b c ? cong a b a c; perp a b a c"))
    assert "cong a b a c" in str(caught.value) and "perp a b a c" in str(caught.value)


def test_goals_that_hold_in_different_figures_do_not_spoil_the_others() -> None:
    p = problem("a b = segment; c = on_line c a b; m = midpoint a b ? between c a b; between a c b;"
                " cong m a m b")  # fmt: skip
    diagram = draw(p)
    assert len(diagram.failing) == 1 and "other goals hold" in diagram.remarks[0]
    assert p.goals[2] not in diagram.failing
