"""The parts a figure is made from: loci, orders of construction, the system of premises."""

from __future__ import annotations

import cmath
import itertools
import math
from fractions import Fraction
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from porism.geometry.figure.choices import Choices
from porism.geometry.figure.construction_order import peel
from porism.geometry.figure.intersect import agree, common, contains, independent, meet, sample
from porism.geometry.figure.loci import Circle, Curve, Line, Locus, Spots, loci_of
from porism.geometry.figure.plan import make_plan
from porism.geometry.figure.quality import score
from porism.geometry.figure.shapes import SHAPES
from porism.geometry.figure.system import System, rows_of
from porism.geometry.language.text import parse_problem
from porism.geometry.measure.truth import residual
from porism.geometry.predicates import Predicate

PREMISES = """
coll x a b
cyclic x a b c
para x a b c
para a x b x
perp x a b c
perp x a x b
cong x a b c
cong x a x b
eqangle x a a b c d c b
eqangle a x a b d c d x
eqangle x a x b c a c d
eqangle b a b x b x b c
eqratio x a b c d a d b
eqratio x a x b d a d c
eqratio x a b c d a x d
midp x a b
midp a x b
circle x a b c
simtri a b c d b x
simtrir a b c d b x
aconst x a b c 1/5
aconst x a x b 1/5
rconst x a b c 2/3
rconst x a x b 2/3
r2const x a x b 2
lconst x a 2
l2const x a 2
angeq x a x b x c 1 1 1 1/3
distmeq x a x b 1 1 3/2
distseq x a x b c d 1 1 -2
sqeq x a x b a c 1 -1 1/4
sqeq x a x b a c 1 1 -3
overlap x a
""".strip().split("\n")


def statement(text: str) -> Predicate:
    name, *words = text.split()
    numbers = tuple(Fraction(w) for w in words if w.lstrip("-")[0].isdigit())
    return Predicate(name, tuple(w for w in words if not w.lstrip("-")[0].isdigit()), numbers)


def known(seed: int) -> dict[str, complex]:
    rng = Random(seed)
    return {
        p: cmath.rect(1.0 + 0.4 * rng.random(), k * math.pi / 2 + rng.random())
        for k, p in enumerate("abcd")
    }


def coordinates(at: dict[str, complex]) -> dict[str, tuple[float, float]]:
    return {p: (z.real, z.imag) for p, z in at.items()}


# --- loci -----------------------------------------------------------------------------------


@pytest.mark.parametrize("text", PREMISES)
def test_points_of_a_locus_satisfy_the_premise(text: str) -> None:
    s = statement(text)
    tried = 0
    for seed in range(12):
        at = known(seed)
        for locus in loci_of(s, "x", at) or ():
            z = sample(locus, Random(seed), 0j, 2.0)
            if z is None or (min(abs(z - p) for p in at.values()) < 0.05 and s.name != "overlap"):
                continue
            tried += 1
            assert residual(s, coordinates(at | {"x": z})) < 1e-9, (text, locus)
            assert contains(locus, z, 1e-6)
    assert tried >= 4


def test_alternatives_are_all_there() -> None:
    both = loci_of(statement("eqangle b a b x b x b c"), "x", known(1))
    assert both is not None and len(both) == 2
    first, second = both
    assert isinstance(first, Line) and isinstance(second, Line)
    assert abs((first.direction.conjugate() * second.direction).real) < 1e-12


def test_premises_that_say_nothing_about_a_point() -> None:
    at = known(0)
    assert loci_of(statement("coll a b c"), "x", at) is None
    assert loci_of(statement("ncoll x a b"), "x", at) is None
    assert loci_of(statement("simtri x a b x c d"), "x", at) is None
    with pytest.raises(KeyError):
        loci_of(statement("coll x a y"), "x", at)


def test_premises_that_nothing_satisfies() -> None:
    at = {"a": 0j, "b": 1 + 0j, "c": 5 + 0j}
    assert loci_of(statement("distseq x a b c 1 1"), "x", at) == ()


LOCI: list[Locus] = [
    Line(0.2 + 0.1j, cmath.rect(1, 0.4)),
    Line(0.1 + 0.3j, cmath.rect(1, 2.0)),
    Line(-2 + 0j, cmath.rect(1, 0.1), ray=True),
    Circle(0.3j, 1.1),
    Circle(0.5 + 0j, 0.9),
    Curve(lambda z: math.tanh(abs(z - 0.5) + abs(z + 0.5) - 2.0), (0.5 + 0j, -0.5 + 0j)),
]


@pytest.mark.parametrize("one", range(len(LOCI)))
@pytest.mark.parametrize("other", range(len(LOCI)))
def test_common_points_lie_on_both(one: int, other: int) -> None:
    found = meet(LOCI[one], LOCI[other])
    if one == other or one == 5 == other:
        assert not found
        return
    kinds = {type(LOCI[one]), type(LOCI[other])}
    assert len(found) == (1 if kinds == {Line} else 2 if not {one, other} & {2} else len(found))
    assert found
    for z in found:
        assert contains(LOCI[one], z, 1e-8) and contains(LOCI[other], z, 1e-8)


def test_loci_that_do_not_meet() -> None:
    assert meet(Circle(0j, 1.0), Circle(5 + 0j, 1.0)) == []
    assert meet(Circle(0j, 1.0), Circle(0j, 2.0)) == []
    assert meet(Circle(0j, 1.0), Line(2j, 1 + 0j)) == []
    assert meet(Line(0j, 1 + 0j), Line(1j, 1 + 0j)) == []
    assert meet(Circle(0j, 1.0), Line(1j, 1 + 0j)) == [1j]
    assert meet(Spots((0j, 1 + 0j)), Line(0.5j, 1j)) == [0j]


def test_redundant_premises_agree() -> None:
    at = known(3)
    premises = ["cong x a x b", "eqangle a x a b b a b x", "coll x c d"]  # isosceles, twice
    alternatives = [loci_of(statement(t), "x", at) or () for t in premises]
    found = common(alternatives, Choices("0"), rough=False)
    assert found is not None and len(found) == 1
    decided = independent(alternatives, Choices("0"))
    assert decided is not None and agree(found[0], decided[1]) == len(decided[1])
    assert common(alternatives[:2], Choices("0"), rough=False) is None
    contrary = [*alternatives, (Spots((7 + 7j,)),)]
    assert common(contrary, Choices("0"), rough=False) == []
    assert common(contrary, Choices("0"), rough=True) == [7 + 7j]


# --- order of construction --------------------------------------------------------------------


def test_peeling_finds_the_order_of_a_construction() -> None:
    premises = [
        statement(t)
        for t in (
            "perp h a b c",
            "perp h b c a",
            "perp h c a b",  # redundant by one
            "coll d a h",
            "coll d b c",
            "cong o a o b",
            "cong o b o c",
            "cong o e o a",
            "coll e a d",
        )
    ]
    groups = peel(list("eohdcba"), premises)
    order = [points[0] for points, _ in groups]
    assert all(len(points) == 1 for points, _ in groups)
    assert order.index("h") > max(order.index(p) for p in "abc")
    assert order.index("e") > order.index("o") and order.index("e") > order.index("d")
    assert sum(len(mine) for _, mine in groups) == len(premises)


def test_a_knot_is_left_whole() -> None:
    pairs = [(p, q) for i, p in enumerate("abcdefg") for q in "abcdefg"[:i]]
    premises = [Predicate("cong", (*one, *two)) for one, two in itertools.pairwise(pairs)]
    groups = peel(list("abcdefg"), premises)
    assert len(groups[0][0]) > 1


def test_constructions_keep_the_order_of_the_text() -> None:
    p = parse_problem(
        "a b c = triangle a b c; d = midpoint d b c, on_line d a c; e = free e", need_goal=False
    )
    plan = make_plan(p)
    assert [step.points for step in plan.steps] == [("a", "b", "c"), ("d",), ("e",)]
    assert plan.steps[1].text == "d = midpoint d b c, on_line d a c"


# --- the system of premises -------------------------------------------------------------------


def every_premise() -> System:
    statements = [statement(t) for t in PREMISES if t != "overlap x a"]
    return System([*"abcdx"], statements)


@given(st.integers(0, 10_000))
def test_derivatives_are_right(seed: int) -> None:
    system = every_premise()
    at = known(seed) | {"x": cmath.rect(0.5, seed)}
    x = system.array(at)
    r, jacobian = system.evaluate(x)
    direction = np.array([math.sin(3.7 * k + seed) for k in range(x.size)])
    step = 1e-6
    ahead, behind = (system.evaluate(x + s * direction)[0] for s in (step, -step))
    slope = (ahead - behind) / (2 * step)
    smooth = np.abs(ahead - behind) < 1.0  # angles jump by a half-turn
    scaled = np.array([row.kind in ("length", "square") for row in system.rows])
    # sums are divided by their size, whose own change is left out on purpose
    checked = smooth & ~scaled
    assert np.allclose((jacobian @ direction)[checked], slope[checked], atol=1e-4)
    assert r.shape == (len(system.rows),) and jacobian.shape == (len(system.rows), x.size)


def test_rows_and_residuals_speak_of_the_same_figures() -> None:
    for text in PREMISES:
        s = statement(text)
        system = System([*"abcdx"], [s])
        at = known(5)
        (locus, *_) = loci_of(s, "x", at) or (None,)
        assert locus is not None
        z = sample(locus, Random(4), 0j, 2.0)
        assert z is not None
        assert system.error(system.array(at | {"x": z})) < 1e-8, text
        if text != "overlap x a":
            off = at | {"x": z + 0.1 + 0.05j}
            assert system.error(system.array(off)) > 1e-4, text


def test_polishing_restores_a_disturbed_figure_and_keeps_fixed_points() -> None:
    p = parse_problem(
        "a b c = triangle a b c; h = orthocenter h a b c; m = midpoint m a h", need_goal=False
    )
    system = System(p.points, p.premises)
    at = {"a": 0.1 + 1j, "b": -1 - 0.4j, "c": 0.9 - 0.5j, "h": 0.1 - 0.2j, "m": 0.1 + 0.4j}
    x = system.array(at)
    assert system.error(x) > 1e-3
    solved = system.polish(x, fixed=("a", "b", "c"))
    assert system.error(solved) < 1e-13
    assert all(system.coords(solved)[p] == at[p] for p in "abc")
    assert system.polish(x, fixed=p.points) is x


def test_figure_statements_and_questions_have_no_rows() -> None:
    for text in ("diff a b", "sameclock a b c a b x", "acompute a b c d"):
        assert rows_of(statement(text)) == ()


def test_equations_avoid_short_segments() -> None:
    near = {"a": 0j, "b": 1 + 0j, "c": 1 + 0j}
    (row,) = rows_of(statement("coll a b c"), near)
    assert ("b", "c") not in {pair for pair, _ in row.terms}


# --- shapes, choices, looks ---------------------------------------------------------------------


@pytest.mark.parametrize("name", SHAPES)
def test_shapes_are_far_from_degenerate(name: str) -> None:
    for seed in range(30):
        for wide in (False, True):
            points = SHAPES[name](Choices(f"{name}/{seed}", (), wide))
            distances = [abs(p - q) for i, p in enumerate(points) for q in points[:i]]
            assert min(distances, default=1.0) > 0.15
            assert max((abs(p) for p in points), default=0.0) < 3.0


def test_choices_follow_the_script_then_chance() -> None:
    first = Choices("s", (1, 0, 2))
    assert [first.branch(n) for n in (2, 1, 2, 3)] == [1, 0, 0, 2]
    assert first.taken == [1, 0, 2] and first.offered == [2, 2, 3]
    again, other = Choices("s", first.taken), Choices("t", first.taken)
    assert first.uniform(0, 1) == again.uniform(0, 1) != other.uniform(0, 1)
    assert Choices("s", (5,)).branch(2) in (0, 1)


def test_clear_figures_score_better() -> None:
    clear = {"a": 0j, "b": 1 + 0j, "c": 0.4 + 0.9j, "d": 0.7 + 0.1j}
    assert score(clear) > score(clear | {"d": 0.99 + 0.02j})  # nearly b
    assert score(clear) > score(clear | {"d": 0.5 + 0.004j})  # nearly on ab
    assert score(clear) > score(clear | {"d": 40 + 3j})  # far away
    assert score(clear) > score(clear | {"d": 1 + 0j})  # the same as b
    assert score({"a": 0j, "b": 1j}) == 0.0
