"""The 43 rules that AlphaGeometry published (supplementary material of Trinh et al., Nature 625,
2024): each is a theorem here, from its own premises and in its own figure.

Their rules are not ours: many of theirs are linear algebra here, or follow from a few others. What
their list leaves to the figure (points that differ, sides, senses) is written out below after the
premises, as statements that are read off the figure; rules that hold for either sense of two
triangles stand here once for each.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from porism.ddar.engine import saturate
from porism.ddar.traceback import traceback
from porism.geometry.figure.diagram import draw
from porism.geometry.language.text import parse_problem
from porism.geometry.predicates import KINDS
from porism.geometry.problem import Clause, Problem
from porism.geometry.verify import check
from tests.ddar.figures import Places

# number and name: points = premises; conditions that the published list leaves out ? goals
# (in 04 it says that the four points are not on one line; under the premise this is the same)
RULES = """
00 perpendiculars to one line are parallel
    a b c d e f = perp a b c d, perp c d e f, ncoll a b e
    ? para a b e f
01 points equally far from a centre are concyclic
    o a b c d = cong o a o b, cong o b o c, cong o c o d
    ? cyclic a b c d
02 lines that make equal angles with a third are parallel
    a b c d p q = eqangle a b p q c d p q; ncoll a b c
    ? para a b c d
03 points of a circle see a chord under equal angles
    a b p q = cyclic a b p q
    ? eqangle p a p b q a q b
04 points that see a segment under equal angles are concyclic with its ends
    a b p q = eqangle p a p b q a q b, ncoll p a b
    ? cyclic a b p q
05 equal inscribed angles stand on equal chords
    a b c p q r = cyclic a b c p q r, eqangle c a c b r p r q
    ? cong a b p q
06 the midline is parallel to the base
    a b c e f = midp e a b, midp f a c; ncoll a b c
    ? para e f b c
07 parallels cut proportional parts from two lines
    a b c d o = para a b c d, coll o a c, coll o b d; ncoll a b c
    ? eqratio o a o c o b o d; eqratio a o a c b o b d; eqratio c o c a d o d b;
    eqratio o a o c a b c d
08 two pairs of perpendiculars make equal angles
    a b c d e f g h = perp a b c d, perp e f g h, npara a b e f
    ? eqangle a b e f c d g h
09 equal angles add up
    a b c d e f m n p q r u = eqangle a b c d m n p q, eqangle c d e f p q r u
    ? eqangle a b e f m n r u
10 equal ratios multiply
    a b c d e f m n p q r u = eqratio a b c d m n p q, eqratio c d e f p q r u
    ? eqratio a b e f m n r u
11 a point that divides the base as the sides is on the bisector
    a b c d = eqratio d b d c a b a c, coll d b c, ncoll a b c
    ? eqangle a b a d a d a c
12 the bisector divides the base as the sides
    a b c d = eqangle a b a d a d a c, coll d b c, ncoll a b c
    ? eqratio d b d c a b a c
13 an isosceles triangle has equal base angles
    o a b = cong o a o b, ncoll o a b
    ? eqangle o a a b a b o b
14 equal base angles make a triangle isosceles
    o a b = eqangle o a a b a b o b, ncoll o a b
    ? cong o a o b
15 the tangent makes the inscribed angle with a chord
    a b c o x = circle o a b c, perp o a a x
    ? eqangle a x a b c a c b
16 a line that makes the inscribed angle with a chord is the tangent
    a b c o x = circle o a b c, eqangle a x a b c a c b
    ? perp o a a x
17 half the central angle is the inscribed angle
    a b c m o = circle o a b c, midp m b c; diff o m
    ? eqangle a b a c o b o m
18 a central angle equal to the inscribed angle is half of that on the chord
    a b c m o = circle o a b c, coll m b c, eqangle a b a c o b o m
    ? midp m b c
19 the midpoint of the hypotenuse is equally far from the vertices
    a b c m = perp a b b c, midp m a c
    ? cong a m b m
20 the angle in a semicircle is right
    a b c o = circle o a b c, coll o a c
    ? perp a b b c
21 a cyclic trapezoid has equal base angles
    a b c d = cyclic a b c d, para a b c d; ncoll a b c
    ? eqangle a d c d c d c b
22 the perpendicular bisector is equally far from the ends
    a b m o = midp m a b, perp o m a b
    ? cong o a o b
23 two points equally far from the ends span the perpendicular bisector
    a b p q = cong a p b p, cong a q b q; diff p q
    ? perp a b p q
24 a kite inscribed in a circle has two right angles
    a b p q = cong a p b p, cong a q b q, cyclic a b p q; diff p q
    ? perp p a a q
25 diagonals that bisect each other make a parallelogram
    a b c d m = midp m a b, midp m c d; ncoll a b c
    ? para a c b d
26 the diagonals of a parallelogram bisect each other
    a b c d m = midp m a b, para a c b d, para a d b c; ncoll a b c
    ? midp m c d
27 a line that cuts proportional parts is parallel
    a b c d o = eqratio o a a c o b b d, coll o a c, coll o b d, ncoll a b c, sameside a o c b o d
    ? para a b c d
28 parallels through one point are one line
    a b c = para a b a c
    ? coll a b c
29 halves are to wholes as halves to wholes
    a b c d m n = midp m a b, midp n c d
    ? eqratio m a a b n c c d
30 lines that make equal angles with perpendiculars are perpendicular
    a b c d p q u v = eqangle a b p q c d u v, perp p q u v
    ? perp a b c d
31 segments in equal ratios to equal ones are equal
    a b c d p q u v = eqratio a b p q c d u v, cong p q u v
    ? cong a b c d
32 three equal sides, same sense
    a b c p q r = cong a b p q, cong b c q r, cong c a r p, ncoll a b c; sameclock a b c p q r
    ? contri a b c p q r
32 three equal sides, opposite senses
    a b c p q r = cong a b p q, cong b c q r, cong c a r p, ncoll a b c; nsameclock a b c p q r
    ? contrir a b c p q r
33 two equal sides and the angle between, same sense
    a b c p q r = cong a b p q, cong b c q r, eqangle b a b c q p q r, ncoll a b c;
    sameclock a b c p q r
    ? contri a b c p q r
33 two equal sides and the angle between, opposite senses
    a b c p q r = cong a b p q, cong b c q r, eqangle b a b c q r q p, ncoll a b c;
    nsameclock a b c p q r
    ? contrir a b c p q r
34 two equal angles
    a b c p q r = eqangle b a b c q p q r, eqangle c a c b r p r q, ncoll a b c
    ? simtri a b c p q r
35 two equal angles, mirrored
    a b c p q r = eqangle b a b c q r q p, eqangle c a c b r q r p, ncoll a b c
    ? simtrir a b c p q r
36 two equal angles and a side
    a b c p q r = eqangle b a b c q p q r, eqangle c a c b r p r q, ncoll a b c, cong a b p q
    ? contri a b c p q r
37 two equal angles and a side, mirrored
    a b c p q r = eqangle b a b c q r q p, eqangle c a c b r q r p, ncoll a b c, cong a b p q
    ? contrir a b c p q r
38 three proportional sides, same sense
    a b c p q r = eqratio b a b c q p q r, eqratio c a c b r p r q, ncoll a b c;
    sameclock a b c p q r
    ? simtri a b c p q r
38 three proportional sides, opposite senses
    a b c p q r = eqratio b a b c q p q r, eqratio c a c b r p r q, ncoll a b c;
    nsameclock a b c p q r
    ? simtrir a b c p q r
39 two proportional sides and the angle between, same sense
    a b c p q r = eqratio b a b c q p q r, eqangle b a b c q p q r, ncoll a b c;
    sameclock a b c p q r
    ? simtri a b c p q r
39 two proportional sides and the angle between, opposite senses
    a b c p q r = eqratio b a b c q p q r, eqangle b a b c q r q p, ncoll a b c;
    nsameclock a b c p q r
    ? simtrir a b c p q r
40 three proportional sides, one equal, same sense
    a b c p q r = eqratio b a b c q p q r, eqratio c a c b r p r q, ncoll a b c, cong a b p q;
    sameclock a b c p q r
    ? contri a b c p q r
40 three proportional sides, one equal, opposite senses
    a b c p q r = eqratio b a b c q p q r, eqratio c a c b r p r q, ncoll a b c, cong a b p q;
    nsameclock a b c p q r
    ? contrir a b c p q r
41 a line that divides two lines between parallels alike is parallel to them
    a b c d m n = para a b c d, coll m a d, coll n b c, eqratio m a m d n b n c,
    sameside m a d n b c; ncoll a b d
    ? para m n a b
42 three parallels cut proportional parts from two lines
    a b c d m n = para a b c d, coll m a d, coll n b c, para m n a b; ncoll a b d
    ? eqratio m a m d n b n c
"""


def _read(text: str) -> dict[str, str]:
    """Return the statement of each rule by its name; conditions join the premises."""
    found: dict[str, str] = {}
    name = ""
    for line in text.strip().splitlines():
        if not line.startswith(" "):
            name = line
        else:
            found[name] = f"{found.get(name, '')} {line.strip()}".strip()
    for name, statement in found.items():
        premises, goals = statement.split("?")
        found[name] = f"{premises.replace(';', ',')}?{goals}"
    return found


STATEMENTS = _read(RULES)


@cache
def figure_of(name: str) -> tuple[Problem, Places]:
    problem = parse_problem(STATEMENTS[name], name)
    return problem, dict(draw(problem).coordinates)


def test_all_rules_are_here() -> None:
    assert {name[:2] for name in STATEMENTS} == {f"{i:02}" for i in range(43)}


@pytest.mark.parametrize("name", STATEMENTS)
def test_the_rule_is_proved(name: str) -> None:
    problem, places = figure_of(name)
    closure = saturate(problem, places)
    for goal in problem.goals:
        assert closure.holds(goal), f"{goal} is not derived"
        proof = traceback(closure, goal)
        verdict = check(proof)
        assert verdict.accepted, str(verdict)


@pytest.mark.parametrize("name", STATEMENTS)
def test_no_premise_is_read_off_the_figure(name: str) -> None:
    """Where all premises are true but one is not said, the conclusion is not drawn."""
    problem, places = figure_of(name)
    for premise in problem.premises:
        if KINDS[premise.name].figure_only:
            continue
        rest = tuple(p for p in problem.premises if p != premise)
        closure = saturate(replace(problem, clauses=(Clause(problem.points, (), rest),)), places)
        assert not all(map(closure.holds, problem.goals)), f"needs no '{premise}'"
