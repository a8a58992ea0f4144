"""Statements of the kinds that users reported, each with the verdict that mathematics gives it.

The letters are those of the list of reports; those that the other tests have in more detail are
tried where there is time (``exhaustive``).
"""

from __future__ import annotations

import pytest

from porism.geometry.language import parse_problem
from porism.prover.options import SolveOptions
from porism.prover.solve import solve

QUICK = SolveOptions(budget=30, threads=1, proposer="none", rewrite=False)
EXPECTED = {"P": "proved", "C": "proved_for_configuration", "R": "refuted", "O": "open"}

QUICKLY = """
A P   a b = segment; c = between_bound a b; d = between_bound a c ? distseq a b a d d b 1 -1 -1
B R   a@0_0 = ; b@4_0 = ; c@6_0 = coll c a b ? distseq a b a c c b 1 -1 -1
C R   a b c = triangle; d = midpoint a b; e = midpoint a c ? para d e b c; cong d e b c
D 5/12   a b = segment; c = s_angle a b c 75 ? acompute a b b c
H P   a b c d = isquare; o = on_line a c, on_line b d ? between o a c
H O   a b c = triangle; h = foot a b c ? between h b c
S C   a b = segment; c = on_line a b ? distseq a b a c c b 1 -1 -1
"""

SLOWLY = """
A C   a b = segment; c = on_ray a b ? distseq a b a c c b 1 -1 -1
A R   a b c = triangle; m = midpoint b c; g = between_bound a m ? rconst a g a m 2/3
A P   a b = ; c = coll c a b, obtuse_angle a c b ? distseq a b a c c b 1 -1 -1
B C   a@0_0 = ; b@4_0 = ; c@1_0 = coll c a b ? distseq a b a c c b 1 -1 -1
B P   a@0_0 b@4_0 c@0_3 = r_triangle; d = midpoint b c ? cong d a d b
B R   a@0_0 = ; b@3_0 = ; c@0_4 = perp a c a b ? cong a b a c
C R   a b c = triangle; d = parallelogram a b c d ? cong a b c d; perp a c b d; para a b c d
C P   a b c = r_triangle; m = midpoint b c ? cong m a m b; perp a b a c
D 1/3   a b c = cong a b b c, cong b c c a ? acompute a b b c
D 1/4   a b c = perp a b b c, cong a b b c ? acompute b a a c
D 13/18   a b = segment; c = s_angle a b c 130 ? acompute a b b c
D 1/2   a b c d = isquare; o = on_line a c, on_line b d ? acompute a o o b
E P   a b c = iso_triangle a b c ? eqangle a b b c b c c a
E R   a b c = triangle; d = angle_bisector d b a c ? eqangle a b a d a c a d
E R   a b c = triangle; o = circle a b c ? eqangle o a o b c a c b
F 5/4   a b c d = isquare; m = midpoint a b ? rcompute c m a b
F 2   a b c = perp a b b c, cong a b b c ? rcompute a c a b
G P   a b c = ncoll a b c; d = between d b c, perp a d b c ? perp a d b c
G P   a b = ; c = obtuse_angle a b c, cong b a b c ? eqangle a b a c c a c b
H P   a b c = r_triangle; h = foot a b c ? between h b c
H P   a b c = triangle; i = incenter a b c; e = excenter a b c ? between i a e
H P   a b c = triangle; m = midpoint a b; n = midpoint m b; p = midpoint n b ? between n a p
J P   a b c d = trapezoid a b c d; o = on_line a c, on_line b d ? eqarea a o d b o c
J R   a b c = triangle; d = on_line b c; e = on_line e a d, on_pline e b a c ? eqarea a b c a b d
L P   a b c = triangle; m = midpoint b c; n = midpoint b m ? rconst b n b c 1/4
M 1/360   a b = segment; c = s_angle a b c 0.5 ? acompute a b b c
M 3/2   a b = segment; c = lconst c a 3/2 ? lcompute a c
M 4   a b c = triangle; d = midpoint a b; e = midpoint a c ? rareacompute a b c a d e
Q P   a b c = triangle; d = on_line b c, on_circle a b, on_bline a c ? cong d a d c
R R   a b c = triangle; d = foot a b c; e = intersection_lc b a c ? overlap e c
R R   o w a = triangle; b = intersection_cc o w a ? overlap a b
R P   o w a = triangle; b = intersection_cc o w a ? perp a b o w
S R   a b = segment; c = eq_triangle c a b; d = eq_triangle d a b ? overlap c d
S C   a b c = triangle; d = eq_triangle d a b; e = eq_triangle e a c ? cong d c b e
S C   a b c d = isquare; e = eq_triangle e a b ? acompute d e e c
"""


def check(row: str) -> None:
    _, wanted, text = row.split(maxsplit=2)
    outcome = solve(parse_problem(text), QUICK)
    if wanted in EXPECTED:
        assert outcome.status == EXPECTED[wanted], outcome.message
    else:
        assert (outcome.status, [str(a) for a in outcome.answers]) == ("proved", [wanted])


@pytest.mark.parametrize("row", QUICKLY.split("\n")[1:-1])
def test_a_sibling_of_a_report_has_its_verdict(row: str) -> None:
    check(row)


@pytest.mark.exhaustive
@pytest.mark.parametrize("row", SLOWLY.split("\n")[1:-1])
def test_more_siblings_of_reports_have_their_verdicts(row: str) -> None:
    check(row)
