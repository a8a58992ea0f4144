"""Sides that a text tells by other triangles: forced, or only seen in all figures."""

from __future__ import annotations

import pytest

from porism.geometry.figure.diagram import draw
from porism.geometry.figure.turned import turned_figures
from porism.geometry.forced.sides import told_by
from porism.geometry.forced.walk import problem_facts
from porism.geometry.language import parse_problem

ARC = "m = on_circum a b c, on_bline b c"
FAR = "x = free; w = on_ray n x, rconst n x n 1000; y = shift k w n"
FORCED = {
    "a side of the triangle": f"a b c = triangle; {ARC}, nsameclock b c m b c a",
    "a meaning of the table": "a b c = triangle; i = incenter a b c; j = excenter a b c",
    "either side is seen": f"a b c = triangle; y = free; {ARC}, sameclock b c m b c y",
}
READ = {
    "a sense": "a b c = triangle; n = midpoint b c; k = on_ray a n, rconst a n a 1/100; "
    f"{FAR}; {ARC}, sameclock b c m b c y",
    "among bystanders": "p q r = triangle; a b c = triangle; n = midpoint b c; k = on_ray a n, "
    f"rconst a n a 1/100; {FAR}; {ARC}, sameclock b c m b c y; i = incenter a b c",
    "an angle": "a b c = triangle; k = on_ray a b, rconst a b a 1/100; x = free; "
    f"w = on_ray a x, rconst a x a 1000; u = shift k w a; {ARC}, nsameside m b c a u c",
    "lengths": "a b c = triangle; x y = segment; m = on_circle a b, on_line a c, longer m x m y",
}


def told(text: str) -> list[str]:
    problem = parse_problem(text + " ? coll a b c")
    near = draw(problem, seconds=10, want_goal=False).coordinates
    figures = [near, *turned_figures(problem, near, 24, 0, seconds=10)]
    return [str(s) for s in told_by(problem, problem_facts(problem, figures), figures)]


@pytest.mark.parametrize("text", FORCED.values(), ids=FORCED)
def test_what_is_forced_or_seen_both_ways_is_not_read_off(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize("text", READ.values(), ids=READ)
def test_what_all_figures_show_and_nothing_forces_is_named(text: str) -> None:
    assert told(text)
