from __future__ import annotations

import cmath
import math
from fractions import Fraction

import mpmath
import pytest
from hypothesis import given
from hypothesis import strategies as st

from porism.geometry.equations import TABLES, independent_facets
from porism.geometry.measure import truth
from porism.geometry.measure.tolerances import MARGIN
from porism.geometry.measure.truth import components, holds, margin, residual, value
from porism.geometry.predicates import KINDS, Predicate

Points = dict[str, tuple[float, float]]

# One figure for all tables. Points by where they are:
FIGURE: Points = {
    # a right triangle, its midpoints and circle
    "a": (0.0, 0.0),
    "b": (4.0, 0.0),
    "c": (0.0, 3.0),
    "m": (2.0, 1.5),  # midpoint of bc and centre of abc
    "k": (2.0, 0.0),  # midpoint of ab
    "d": (4.0, 3.0),  # completes the rectangle a b d c
    # on line ab, beyond b
    "e": (6.0, 0.0),
    # the triangle a b c turned by a right angle, moved and doubled; then its mirror image
    "p": (10.0, 0.0),
    "q": (10.0, 8.0),
    "r": (4.0, 0.0),
    "s": (16.0, 0.0),
    # abc moved, and mirrored
    "u": (1.0, 7.0),
    "v": (5.0, 7.0),
    "w": (1.0, 10.0),
    "z": (1.0, 4.0),
    # half of a square, for angles of 45 degrees
    "f": (3.0, 3.0),
    # the same place as c
    "c'": (0.0, 3.0),
}

TRUE = """
coll a b e                coll a k b             coll c c' d
cyclic a b c d            cyclic d c b a
para a b c d              para b a c d           para a b k e
perp a b a c              perp c d d b
cong a b c d              cong m a m d
eqangle a b a c c d c a   eqangle a b b c d c c b
eqratio a b a k e a a'3 a'x
midp k a b                midp m b c
circle m a b c            circle m a b d
simtri a b c p q r        simtri a b c u v w
simtrir a b c p q s       simtrir a b c u v z
contri a b c u v w        contri a b c d c b
contrir a b c u v z
aconst a b a c 1/2        aconst a b a f 1/4     aconst a f a b 3/4    aconst b a a f 1/4
rconst a b a c 4/3        rconst a c a b 3/4
r2const a b a c 16/9
lconst a c 3              lconst b c 5
l2const b c 25            l2const m a 25/4
angeq a b a c -1 1 1/2    angeq a f a b 2 0 1/2
distmeq a b a c 1 -1 4/3  distmeq a b a c 1 1 12
distseq a k k b a b 1 1 -1
sqeq a b a c b c 1 1 -1
prodeq a b a b a c a c b c b c 1 1 -1            prodeq a c b d a b c d a d b c 1 1 -1
areaeq a b m a m c 1 -1   areaeq a b c c b d 1 -1 areaeq a b e 1
areaconst a b c 6         areaconst a b d c 12
rareaconst a b m a b c 1/2                       rareaconst a b d c a b c c 2
overlap c c'
acompute a b a c          rcompute a b a c       lcompute b c
areacompute a b c         rareacompute a b c a b d
diff a b
ncoll a b c               ncoll a b c d
npara a b a c
nperp a b b c
ccw a b c                 ccw b c a
between k a b             between b a e
sameclock a b c p q r     sameclock a b c a b d
nsameclock a b c u v z
sameside k a b b e a      sameside a b k b a c
nsameside a b k b e a
obtuse_angle a k b
acute_angle a b c
longer a b a c
ncyclic a b c e
eqsine a b a f a c a f    eqsine a f a b b a a f
sine2 a b a f 1/2         sine2 a b a c 1
sinetri a b c             sinetri a b d
chordsine m a b c         chordsine m c a b
neqangle a b a c a b a f
nconcur a b a c b c       nconcur a b c d a d
""".split("\n")

FALSE = """
coll a b c
cyclic a b c e            cyclic a k b e
para a b a c              para a b c c'
perp a b b c              perp c c' a b
cong a b a c              cong a b c c'
eqangle a b b c a c c b
eqratio a b a c a c a b
midp k a c                midp b a e             midp a c c'
circle k a b c
simtri a b c u v z        simtri a b c b a c
simtrir a b c u v w
contri a b c p q r
contrir a b c u v w       contrir a b c p q s
aconst a b a f 3/4        aconst a b a c 1/3
rconst a b a c 3/4
r2const a b a c 4/3
lconst a c 4
l2const b c 5
angeq a b a c -1 1 1/3
distmeq a b a c 1 -1 3/4
distseq a k k b a b 1 1 1
sqeq a b a c b c 1 1 1
prodeq a b a b a c a c b c b c 1 1 1             prodeq a b c d a d b c 1 -1
areaeq a b m a m c 1 1    areaeq a b c 1         areaeq a b c a b d 2 -1
areaconst a b c 12        areaconst a b e 1
rareaconst a b m a b c 1  rareaconst a b d c a b c c 1
overlap a b
acompute a b c c'         rcompute c c' a b      lcompute c c'
areacompute a b e         rareacompute a b c a b e
diff c c'
ncoll a b e               ncoll a k b e
npara a b c d
nperp a b a c             nperp c c' a b
ccw a c b                 ccw a k b
between a k b             between m a b          between a a b
sameclock a b c u v z     sameclock a b e a b c
nsameclock a b c a b d    nsameclock a b e a b c
sameside k a b e a b
nsameside k a b b e a     nsameside a b c k a b
obtuse_angle k a b        obtuse_angle a b c     obtuse_angle b a c
acute_angle a k b         acute_angle b a c
longer a c a b            longer a b c d
ncyclic a b c d
eqsine a b a f a b a c    eqsine a b a f a b c c'
sine2 a b a f 1/3         sine2 a b c c' 1
sinetri b c c'
chordsine k a b c         chordsine m a b e
neqangle a b a c c d c a
nconcur a b a c a f       nconcur a b c d e k
""".split("\n")


def statement(text: str) -> Predicate:
    name, *words = text.split()
    numbers = tuple(Fraction(w) for w in words if w.lstrip("-")[0].isdigit())
    return Predicate(name, tuple(w for w in words if not w.lstrip("-")[0].isdigit()), numbers)


def table(rows: list[str]) -> list[Predicate]:
    found: list[Predicate] = []
    for row in rows:
        words: list[str] = []
        for word in row.split():
            if word in KINDS and words:
                found.append(statement(" ".join(words)))
                words = []
            words.append(word)
        if words:
            found.append(statement(" ".join(words)))
    return [s for s in found if set(s.points) <= set(FIGURE)]


@pytest.mark.parametrize("s", table(TRUE), ids=str)
def test_true_statements_hold(s: Predicate) -> None:
    assert residual(s, FIGURE) <= 1e-14
    assert holds(s, FIGURE)


@pytest.mark.parametrize("s", table(FALSE), ids=str)
def test_false_statements_do_not(s: Predicate) -> None:
    assert residual(s, FIGURE) > 0
    assert not holds(s, FIGURE)
    assert not holds(s, FIGURE, tolerance=1e-3)


def test_the_tables_know_every_predicate() -> None:
    eqratio = Predicate("eqratio", ("a", "b", "a", "k", "c", "d", "k", "b"))
    assert holds(eqratio, FIGURE)
    named = {s.name for s in table(TRUE)} | {"eqratio"}
    assert named == set(KINDS)
    assert {s.name for s in table(FALSE)} == set(KINDS)


def test_angles_are_between_lines() -> None:
    assert holds(statement("aconst a b a f 1/4"), FIGURE)
    assert holds(statement("aconst b a a f 5/4"), FIGURE)
    assert holds(statement("aconst b a f a -3/4"), FIGURE)


def test_four_points_of_a_line_are_on_no_circle() -> None:
    assert residual(statement("cyclic a k b e"), FIGURE) == math.inf


def test_coincident_points_have_no_direction_and_no_ratio() -> None:
    for text in ("para a b c c'", "perp a b c c'", "cong a b c c'", "rconst a b c c' 1"):
        assert residual(statement(text), FIGURE) == math.inf
    assert residual(statement("coll c c' b"), FIGURE) == 0.0


def test_values() -> None:
    assert value(statement("acompute a b a f"), FIGURE) == pytest.approx(1 / 4)
    assert value(statement("acompute a f a b"), FIGURE) == pytest.approx(3 / 4)
    assert value(statement("rcompute a b a c"), FIGURE) == pytest.approx(4 / 3)
    assert value(statement("lcompute b c"), FIGURE) == pytest.approx(5)
    assert value(statement("areacompute a c d b"), FIGURE) == pytest.approx(12)
    assert value(statement("rareacompute a b m a b c"), FIGURE) == pytest.approx(1 / 2)
    with pytest.raises(ValueError, match="two of its points coincide"):
        value(statement("rcompute a b c c'"), FIGURE)
    with pytest.raises(ValueError, match="not a question"):
        value(statement("para a b a c"), FIGURE)


def test_a_margin_belongs_to_figure_statements_only() -> None:
    assert margin(statement("longer a b a c"), FIGURE) == pytest.approx(1 / 7)
    with pytest.raises(KeyError):
        margin(statement("coll a b c"), FIGURE)
    barely = {"a": (0.0, 0.0), "b": (1.0, 0.0), "c": (2.0, MARGIN / 10)}
    assert not holds(statement("ncoll a b c"), barely)
    assert not holds(statement("coll a b c"), barely)


def test_residuals_read_as_radians_and_relative_errors() -> None:
    small = 1e-6
    at = {"a": (0.0, 0.0), "b": (2.0, 0.0), "c": (2.0, 2.0 * small), "d": (0.0, 3.0 * (1 + small))}
    at["e"] = (3.0, 0.0)
    assert residual(statement("para a b a c"), at) == pytest.approx(small, rel=1e-3)
    assert residual(statement("perp a c a d"), at) == pytest.approx(small, rel=1e-3)
    assert residual(statement("aconst a b a c 0"), at) == pytest.approx(small, rel=1e-3)
    assert residual(statement("cong a d a e"), at) == pytest.approx(small, rel=1e-3)


def test_high_precision_goes_through() -> None:
    with mpmath.workdps(50):
        root = mpmath.sqrt(3)
        at = {"a": (mpmath.mpf(0), mpmath.mpf(0)), "b": (mpmath.mpf(2), mpmath.mpf(0))}
        at |= {"c": (mpmath.mpf(1), root), "d": (mpmath.mpf(1), root / 3), "e": (1 + root, root)}
        for text in (
            "cong a b a c",
            "aconst a b a c 1/3",
            "circle d a b c",
            "eqangle a b a d a d a c",
            "angeq a b a c -1 1 1/3",
            "distmeq d a a b 2 -2 1/3",
            "distseq a b a c 1 -1",
            "simtri a b d b c d",
            "rconst a b d c 2",
        ):
            expected = text != "rconst a b d c 2"
            assert (residual(statement(text), at) < mpmath.mpf(10) ** -48) == expected
        assert abs(value(statement("acompute a b a c"), at) - mpmath.mpf(1) / 3) < 1e-48


# --- invariance -----------------------------------------------------------------------------


def has_unit(s: Predicate) -> bool:
    """Does it speak of lengths in the unit of the figure?"""
    product = s.name == "distmeq" and sum(s.constants[:-1]) != 0
    return product or s.name in ("lconst", "l2const", "areaconst")


def has_axis(s: Predicate) -> bool:
    """Does it speak of directions against the x axis?"""
    return s.name == "angeq" and sum(s.constants[:-1]) != 0


JUMP = {"cyclic", "ncyclic", "sinetri", "eqsine", "chordsine"}  # infinite for points of a line
SENSE = {"aconst", "angeq", "acompute", "ccw"}  # change their sign in a mirror
ALL = [s for s in table(TRUE) + table(FALSE) if not has_axis(s)]


def moved(coords: Points, scale: complex, shift: complex, mirror: bool = False) -> Points:
    turned = {n: complex(*p) for n, p in coords.items()}
    if mirror:
        turned = {n: z.conjugate() for n, z in turned.items()}
    turned = {n: scale * z + shift for n, z in turned.items()}
    return {n: (z.real, z.imag) for n, z in turned.items()}


turns = st.floats(0, 2 * math.pi)
shifts = st.complex_numbers(max_magnitude=30, allow_nan=False, allow_infinity=False)
places = st.lists(
    st.tuples(st.floats(-5, 5), st.floats(-5, 5)), min_size=len(FIGURE), max_size=len(FIGURE)
)


@given(turns, shifts)
def test_truth_does_not_depend_on_the_frame(turn: float, shift: complex) -> None:
    at = moved(FIGURE, cmath.rect(1.0, turn), shift)
    at["c'"] = at["c"]
    for s in ALL:
        assert holds(s, at) == holds(s, FIGURE), s


@given(turns, shifts, st.floats(0.01, 100))
def test_truth_does_not_depend_on_the_scale(turn: float, shift: complex, scale: float) -> None:
    at = moved(FIGURE, cmath.rect(scale, turn), shift * scale)
    at["c'"] = at["c"]
    for s in ALL:
        if not has_unit(s):
            assert holds(s, at) == holds(s, FIGURE), s


def test_truth_does_not_depend_on_the_sense() -> None:
    at = moved(FIGURE, 1 + 0j, 0j, mirror=True)
    for s in ALL:
        if s.name not in SENSE:
            assert holds(s, at) == holds(s, FIGURE), s


@given(places, turns, st.floats(0.1, 10))
def test_residuals_are_relative(
    drawn: list[tuple[float, float]], turn: float, scale: float
) -> None:
    coords = dict(zip(FIGURE, drawn, strict=True))
    lengths = [math.dist(p, q) for i, p in enumerate(drawn) for q in drawn[:i]]
    if min(lengths) < 0.1:
        return
    at = moved(coords, cmath.rect(scale, turn), 3 - 2j)
    for s in ALL:
        if has_unit(s) or s.name in JUMP:
            continue
        before, after = residual(s, coords), residual(s, at)
        if s.name == "angeq":  # a whole number of half-turns more or less
            assert math.sin(before) ** 2 == pytest.approx(math.sin(after) ** 2, abs=1e-7)
        else:
            assert before == pytest.approx(after, abs=1e-7), s


@pytest.mark.parametrize("digits", [0, 40])
def test_sines_of_points_of_a_line_say_nothing_whatever_is_rounded(digits: int) -> None:
    """What is left over by rounding is a number, and may look like a sine."""
    said = ("sinetri a b e", "eqsine a b c d k e p r", "chordsine a k b e", "chordsine a k c c'")
    for shift in (0.0, 1e-16, -3e-16, 5e-17):
        for s in map(statement, said):
            with mpmath.workdps(digits or 15):
                number = mpmath.mpf if digits else float
                at = {p: (number(x) / 3, number(y) / 3) for p, (x, y) in FIGURE.items()}
                for name in ("e", "d", "r", "c'"):  # as near as no line is to another one
                    at[name] = (at[name][0], at[name][1] + shift)
                assert not holds(s, at), s


def test_components_are_signed_and_smooth() -> None:
    for s in table(TRUE):
        parts = components(s, FIGURE)
        assert all(abs(p) < 1e-14 for p in parts)
    above = FIGURE | {"e": (6.0, 0.1)}
    below = FIGURE | {"e": (6.0, -0.1)}
    (up,) = components(statement("coll a b e"), above)
    (down,) = components(statement("coll a b e"), below)
    assert up == pytest.approx(-down) and up > 0


def test_equations_measure_what_the_formulas_measure() -> None:
    """A kind without a formula of its own is measured by its equations; those with one agree."""
    compared = set()
    for expected, rows in ((True, TRUE), (False, FALSE)):
        for s in table(rows):
            equations = independent_facets(s)
            pairs = all(
                e.table in TABLES and len(key) == 2 for e in equations for key, _ in e.terms
            )
            if s.kind.by_one_facet and pairs:
                off = max(map(abs, truth._by_equations(s, FIGURE)))
                if math.isfinite(off) and math.isfinite(residual(s, FIGURE)):
                    assert (off < 1e-9) == expected, (s, off)
                    compared.add(s.name)
    assert len(compared) > 15
