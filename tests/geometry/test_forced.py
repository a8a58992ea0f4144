"""What a text forces of order: exactly so much, in figures that are not pleasant at all.

``TRUE`` are sums of parts that make a whole in every figure of their text, ``FALSE`` are such that
hold in every figure that somebody would draw. None of the latter may count as forced.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import islice

import numpy as np
import pytest

from porism.geometry.figure.denied import denying
from porism.geometry.figure.dialled import dials
from porism.geometry.figure.passing import passing
from porism.geometry.figure.turned import turned_figures
from porism.geometry.forced import facts as forced_facts
from porism.geometry.forced.facts import Facts
from porism.geometry.forced.signs import OFF, Sign, Signs
from porism.geometry.forced.walk import is_forced
from porism.geometry.language.reader import read_problems
from porism.geometry.language.text import parse_problem
from porism.geometry.measure.truth import holds
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Coordinates, Problem
from tests.geometry.corpora import ROOT

TRUE = {
    "midpoint": "a b = segment; m = midpoint a b ? distseq a m m b a b 1 1 -1",
    "reflection in a point": "a b = segment; c = mirror a b ? distseq a b b c a c 1 1 -1",
    "two reflections": "a b = segment; c = mirror a b; d = mirror b c ? distseq a b b d a d 1 1 -1",
    "third of a segment": "a b = segment; x y = trisegment a b ? distseq a x x b a b 1 1 -1",
    "beyond an end": "a b = segment; c = on_opline b a ? distseq a b b c a c 1 1 -1",
    "on a segment": "a b = segment; c = between_bound a b ? distseq a c c b a b 1 1 -1",
    "on a ray, nearer": "a b = segment; c = on_ray a b, rconst a b a c 3 "
    "? distseq a c c b a b 1 1 -1",
    "on a ray, farther": "a b = segment; c = on_ray a b, longer a c a b "
    "? distseq a b b c a c 1 1 -1",
    "altitude of a right angle": "a b c = r_triangle; h = foot a b c ? distseq b h h c b c 1 1 -1",
    "altitude of an acute triangle": "a b c = acute_triangle; h = foot a b c "
    "? distseq b h h c b c 1 1 -1",
    "altitude to a base": "a b c = iso_triangle; h = foot a b c ? distseq b h h c b c 1 1 -1",
    "parallelogram": "a b c = triangle; d = parallelogram a b c; p = on_line a c, on_line b d "
    "? distseq a p p c a c 1 1 -1",
    "rectangle": "a b c d = rectangle; p = on_line a c, on_line b d ? distseq a p p c a c 1 1 -1",
    "square": "a b c d = isquare; p = on_line a c, on_line b d ? distseq b p p d b d 1 1 -1",
    "trapezium": "a b c d = trapezoid; p = on_line a c, on_line b d ? distseq a p p c a c 1 1 -1",
    "touching point of the incircle": "a b c = triangle; i = incenter a b c; x = foot i b c "
    "? distseq b x x c b c 1 1 -1",
    "touching point of an excircle": "a b c = triangle; i = excenter a b c; x = foot i b c "
    "? distseq b x x c b c 1 1 -1",
    "excircle beyond a side": "a b c = triangle; i = excenter a b c; y = foot i a b "
    "? distseq a b b y a y 1 1 -1",
    "incentre and excentre": "a b c = triangle; i = incenter a b c; g = excenter a b c "
    "? distseq a i i g a g 1 1 -1",
    "bisector": "a b c = triangle; d = angle_bisector b a c, on_line b c "
    "? distseq b d d c b c 1 1 -1",
    "incentre on its cevian": "a b c = triangle; i = incenter a b c; d = on_line a i, on_line b c "
    "? distseq a i i d a d 1 1 -1",
    "medians": "a b c = triangle; d = midpoint b c; e = midpoint c a; g = on_line a d, on_line b e "
    "? distseq a g g d a d 1 1 -1",
    "cevians": "a b c = triangle; d = between_bound b c; e = between_bound c a; "
    "p = on_line a d, on_line b e ? distseq a p p d a d 1 1 -1",
    "Pasch": "a b c = triangle; d = between_bound b c; p = between_bound a d; "
    "e = on_line b p, on_line a c ? distseq a e e c a c 1 1 -1",
    "orthocentre of an acute triangle": "a b c = acute_triangle; h = orthocenter a b c; "
    "d = foot a b c ? distseq a h h d a d 1 1 -1",
    "opposite rays": "a b = segment; x = s_angle a b 210; y = s_angle a b 30 "
    "? distseq x b b y x y 1 1 -1",
    "a point of a tangent is outside": "o t = segment; p = on_tline t t o; a = on_circle o t; "
    "b = on_line a p, on_circle o t ? acute_angle a p b",
    "from the incentre": "a b c = triangle; i = incenter a b c ? obtuse_angle b i c",
    "from an excentre": "a b c = triangle; i = excenter a b c ? acute_angle a i b",
    "outside a part": "c a b = between; d = on_opline a b; e = between_bound c b "
    "? acute_angle c d e",
    "foot on a diameter": "o a = segment; b = mirror a o; c = on_circle o a; h = foot c a b "
    "? distseq a h h b a b 1 1 -1",
}

FALSE = {
    "a ray": "a b = segment; d = mirror a b; c = on_ray a b ? distseq a c c d a d 1 1 -1",
    "beyond": "a b = segment; d = mirror a b; c = on_opline b a ? distseq b c c d b d 1 1 -1",
    "a line": "a b = segment; d = mirror a b; e = mirror b a; c = on_line a b "
    "? distseq e c c d e d 1 1 -1",
    "half of a ray": "a b = segment; c = on_ray a b; m = midpoint a c ? distseq a m m b a b 1 1 -1",
    "half of a segment": "c a b = between; m = midpoint a b ? distseq a c c m a m 1 1 -1",
    "a segment four times": "c a b = between; e = mirror a c; f = mirror a e "
    "? distseq a b b f a f 1 1 -1",
    "a foot": "a b c = triangle; h = foot a b c ? distseq b h h c b c 1 1 -1",
    "a foot on a leg": "a b c = iso_triangle; h = foot b a c ? distseq a h h c a c 1 1 -1",
    "one to two": "a b c = triangle12; h = foot b a c ? distseq a h h c a c 1 1 -1",
    "median and foot": "a b c = acute_triangle; h = foot a b c; m = midpoint b c "
    "? distseq b h h m b m 1 1 -1",
    "bisector and foot": "a b c = r_triangle; d = angle_bisector b a c, on_line b c; "
    "h = foot a b c ? distseq b h h d b d 1 1 -1",
    "bisector and median": "a b c = triangle; d = angle_bisector b a c, on_line b c; "
    "m = midpoint b c ? distseq b d d m b m 1 1 -1",
    "the wider side": "a b c d = rectangle; e = on_line a b, on_tline d a c "
    "? distseq a e e b a b 1 1 -1",
    "feet on a diagonal": "a b c d = rectangle; e = foot b a c; f = foot d a c "
    "? distseq a f f e a e 1 1 -1",
    "half a diagonal": "a b c d = rectangle; h = foot d a c; m = midpoint a c "
    "? distseq a h h m a m 1 1 -1",
    "bisector of a rectangle": "a b c d = rectangle; e = angle_bisector d a b, on_line c d "
    "? distseq d e e c d c 1 1 -1",
    "legs of a trapezium": "a b c d = trapezoid; p = on_line a d, on_line b c "
    "? distseq p d d a p a 1 1 -1",
    "even legs": "a b c d = eq_trapezoid; p = on_line a d, on_line b c "
    "? distseq p d d a p a 1 1 -1",
    "foot on a base": "a b c d = eq_trapezoid; h = foot d a b ? distseq a h h b a b 1 1 -1",
    "a right trapezium": "a b c d = r_trapezoid; h = foot c a b ? distseq a h h b a b 1 1 -1",
    "diagonals": "a b c d = quadrangle; p = on_line a c, on_line b d ? distseq a p p c a c 1 1 -1",
    "diagonals and equal sides": "a b c d = eq_quadrangle; p = on_line a c, on_line b d "
    "? distseq a p p c a c 1 1 -1",
    "equal diagonals": "a b c d = eqdia_quadrangle; p = on_line a c, on_line b d "
    "? distseq a p p c a c 1 1 -1",
    "a pentagon": "a b c d e = pentagon; p = on_line a c, on_line b d ? distseq a p p c a c 1 1 -1",
    "a diameter": "o a b c = test_r20; h = foot b a c ? distseq o h h c o c 1 1 -1",
    "two chords": "a b c d m = test_r25; h = foot c a b ? distseq m h h b m b 1 1 -1",
    "chords": "o a = segment; b = on_circle o a; c = on_circle o a; d = on_circle o a; "
    "p = on_line a c, on_line b d ? distseq a p p c a c 1 1 -1",
    "thirty degrees": "a b = segment; x = s_angle a b 30; h = foot x a b "
    "? distseq b h h a b a 1 1 -1",
    "orthocentre": "a b c = triangle; h = orthocenter a b c; d = foot a b c "
    "? distseq a h h d a d 1 1 -1",
    "circumcentre": "a b c = triangle; o = circumcenter a b c; d = on_line a o, on_line b c "
    "? distseq a o o d a d 1 1 -1",
    "a rare order": "a b x = triangle; k = on_ray a b, rconst a b a k 1/64; l = mirror k a; "
    "p = foot x k l ? distseq k p p l k l 1 1 -1",
    "a rarer one": "a b x = triangle; k = on_ray a b, rconst a b a k 1/1000; l = mirror k a; "
    "p = foot x k l ? distseq k p p l k l 1 1 -1",
}


def drawn(problem: Problem, count: int = 8) -> list[Coordinates]:
    """Figures of a text, oriented so that the first three points are as they come."""
    here = {p: (float(k), float(k * k)) for k, p in enumerate(problem.points)}
    figures = turned_figures(problem, here, count, 0, seconds=5.0)
    assert len(figures) == count
    return figures


def known(problem: Problem, figures: list[Coordinates]) -> Facts:
    found = Facts(problem.points, figures)
    for statement in (*problem.premises, *problem.meaning):
        found.learn(statement)
    return found


@pytest.mark.parametrize("text", TRUE.values(), ids=TRUE)
def test_an_order_of_every_figure_is_forced(text: str) -> None:
    problem = parse_problem(text, "true")
    assert is_forced(problem.goals[0], known(problem, drawn(problem)))


@pytest.mark.parametrize("text", FALSE.values(), ids=FALSE)
def test_an_order_of_pleasant_figures_is_not_forced(text: str) -> None:
    problem = parse_problem(text, "false")
    figures = drawn(problem)
    assert not is_forced(problem.goals[0], known(problem, figures))
    assert not known(problem, figures).signs.contradicted


@pytest.mark.parametrize("text", FALSE.values(), ids=FALSE)
def test_and_is_denied_in_some_figure(text: str) -> None:
    """The middle point of the sum is elsewhere in a figure that is looked for."""
    problem = parse_problem(text, "false")
    a, b, _, c = problem.goals[0].points[:4]
    order = Predicate("between", (b, a, c))
    turning = dials(problem, drawn(problem, 1)[0], 0, seconds=5.0)
    (found,) = denying(turning, order, 1)
    assert not holds(order, found) and not holds(problem.goals[0], found, 1e-3)
    assert all(holds(s, found, 1e-8) for s in (*problem.premises, *problem.meaning))


def test_no_figure_denies_what_is_forced() -> None:
    problem = parse_problem(TRUE["bisector"], "true")
    order = Predicate("between", ("d", "b", "c"))
    assert not denying(dials(problem, drawn(problem, 1)[0], 0, seconds=5.0), order, 1)


def test_points_of_a_circle_pass_each_other() -> None:
    """They are met on either side of each other, an arc of one degree included."""
    text = "o a = segment; x = s_angle a o 1, on_circle o a; b = on_circle o a ? cong o a o b"
    problem = parse_problem(text, "arc")
    inside = Predicate("nsameclock", ("a", "x", "b", "a", "x", "o"))
    turning = dials(problem, drawn(problem, 1)[0], 0, seconds=5.0)
    met = [holds(inside, at) for at in passing(turning, ())]
    assert any(met) and not all(met)


class Watched(Signs):
    """Signs that look at every equation in all figures."""

    figures: list[Coordinates]
    wrong: list[object]

    def __init__(
        self, points: tuple[str, ...], figures: list[Coordinates], zero: Collection[Sign] = ()
    ) -> None:
        super().__init__(points, figures, zero)
        self.figures, self.wrong = figures, []

    def add(self, terms: Iterable[tuple[Sign, int]], constant: int = 0) -> bool:
        terms = list(terms)
        if all(self.clear(sign) and OFF not in sign for sign, _ in terms):
            product = np.ones(len(self.figures))
            for sign, odd in terms:
                product *= np.array([_sign(sign, at) for at in self.figures]) * (-1) ** odd
            if (product != (-1) ** constant).any():
                self.wrong.append(terms)
        return super().add(terms, constant)


def _sign(sign: Sign, at: Coordinates) -> float:
    corners = [complex(*at[p]) for p in sign if p != "<"]
    first, second = corners[1] - corners[0], corners[2] - corners[0]
    turn = first.conjugate() * second
    return float(np.sign(turn.real if sign[0] == "<" else turn.imag))


@pytest.mark.parametrize("name", ["textbook", "classics"])
def test_every_equation_of_signs_is_true(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forced_facts, "Signs", Watched)
    begun = 0
    for problem in islice(read_problems(ROOT / "problems" / f"{name}.txt"), 0, None, 4):
        if any(clause.coordinates for clause in problem.clauses):
            continue
        found = known(problem, drawn(problem, 6))
        assert isinstance(found.signs, Watched)
        assert not found.signs.wrong and not found.signs.contradicted, problem.name
        begun += 1
    assert begun > 10


def test_a_wrong_equation_would_be_seen() -> None:
    problem = parse_problem(FALSE["diagonals"], "any")
    signs = Watched(problem.points, drawn(problem))
    signs.add([(("a", "b", "c"), 0), (("b", "c", "d"), 0)])
    assert signs.wrong


@pytest.mark.parametrize(
    "text",
    [
        "a b c d = rectangle, longer a d a b ? perp a b b c",
        "a b = segment; c = on_ray a b, longer a c a b; d = on_ray a b, longer a d a c "
        "? coll a c d",
        "a b c d = trapezoid, longer c d a b ? para a b c d",
    ],
)
def test_a_text_is_drawn_though_its_figure_is_not_the_usual_one(text: str) -> None:
    assert drawn(parse_problem(text, "drawn"), 2)
