"""What an auxiliary clause may say: the exact criterion against random trials.

The clauses are made at special figures, points of a grid, where much is true by accident. What
the criterion lets through has to have a solution wherever the other points are moved.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from random import Random

import mpmath
import pytest

from porism.geometry.checker.figures import MeasuredFigure
from porism.geometry.checker.independence import is_independent
from porism.geometry.figure.system import System
from porism.geometry.forms import lines_of
from porism.geometry.measure.truth import residual
from porism.geometry.predicates import KINDS, Predicate, canonical
from porism.geometry.problem import Clause

NAMES = """coll cyclic para perp cong eqangle eqratio midp circle simtri simtrir contri contrir
    overlap distseq sqeq angeq distmeq""".split()
GRID = [(x, y) for x in range(-2, 3) for y in range(-2, 3)]
TRIES = 200  # statements tried for one clause


def statement(random: Random, points: str) -> Predicate:
    kind = KINDS[random.choice(NAMES)]
    if kind.linear is None:
        return Predicate(kind.name, tuple(random.choices(points, k=kind.arity[0])))
    pairs = random.choice((2, 3, 4))
    numbers = [Fraction(random.choice((1, -1, 2, -2))) for _ in range(pairs)]
    if kind.name == "angeq":
        numbers.append(Fraction(random.choice((0, 1)), 2))
    if kind.name == "distmeq":
        numbers.append(Fraction(random.choice((1, 2, 4))))
    return Predicate(kind.name, tuple(random.choices(points, k=2 * pairs)), tuple(numbers))


def says_something(s: Predicate, new: str) -> bool:
    pairs = s.kind.form.groups(s.points) if s.kind.linear else lines_of(s)
    meaningful = canonical(s).points and all(len(set(p)) == len(p) for p in pairs)
    return bool(meaningful) and not set(s.points).isdisjoint(new)


def clauses(seed: int, count: int) -> Iterator[tuple[Clause, Mapping[str, complex]]]:
    """Yield clauses that are true of their figure, with the figure."""
    random = Random(seed)
    for _ in range(count):
        old, new = "abcde"[: random.choice((3, 4, 5))], "xy"[: random.choice((1, 1, 2))]
        places = random.sample(GRID, len(old + new))
        at = {p: complex(*place) for p, place in zip(old + new, places, strict=True)}
        coords = {p: (z.real, z.imag) for p, z in at.items()}
        tried = (statement(random, old + new) for _ in range(TRIES))
        true = [s for s in tried if says_something(s, new) and residual(s, coords) < 1e-12]
        if true:
            yield Clause(tuple(new), (), tuple(true[: random.choice((1, 2, 2, 3))])), at


def can_be_satisfied(clause: Clause, at: Mapping[str, complex], random: Random) -> bool:
    """Move the old points a little, in any direction, and solve for the new ones."""
    old = [p for p in at if p not in clause.points]
    system = System(tuple(at), clause.predicates, 4.0, at)
    for nudge in (1e-3, 1e-4, 1e-5, 1e-6):
        moved = dict(at)
        for p in old:
            moved[p] += complex(random.uniform(-nudge, nudge), random.uniform(-nudge, nudge))
        placed = system.coords(system.polish(system.array(moved), fixed=old, steps=40))
        found = {p: (z.real, z.imag) for p, z in placed.items()}
        if max(residual(s, found) for s in clause.predicates) < 1e-10:
            return True
    return False


@pytest.mark.parametrize("seed", range(3))
def test_what_the_criterion_lets_through_says_nothing_of_the_old_points(seed: int) -> None:
    random, passed, refused = Random(seed), 0, 0
    with mpmath.workdps(40):
        for clause, at in clauses(seed, 120):
            coords = {p: (mpmath.mpf(z.real), mpmath.mpf(z.imag)) for p, z in at.items()}
            figure = MeasuredFigure(coords, mpmath.mpf(10) ** -20, mpmath.mpf(4), "a grid")
            if not is_independent(clause, figure):
                refused += 1
                continue
            passed += 1
            assert can_be_satisfied(clause, at, random), (clause.predicates, at)
    assert passed > 5 and refused > 20


@pytest.mark.parametrize("digits", [20, 30])
@pytest.mark.parametrize("far", [10.0, 1e6, 9e8])
def test_a_point_far_away_blurs_no_gradient(far: float, digits: int) -> None:
    """AX = AY says all of AX² - AY² that two points can; the rest would be BC = DE."""
    places = {"a": (0, 0), "b": (3, 1), "c": (7, 4), "d": (-4, -6), "e": (0, -9), "z": (far, -far)}
    with mpmath.workdps(digits + 10):
        coords = {p: (mpmath.mpf(x), mpmath.mpf(y)) for p, (x, y) in places.items()}
        for name, turn in (("x", 1), ("y", 3)):
            coords[name] = (3 * mpmath.cos(turn), 3 * mpmath.sin(turn))
        size = mpmath.mpf(2 * far)
        figure = MeasuredFigure(coords, mpmath.mpf(10) ** -13, size, "a figure")
        equal = Predicate("cong", tuple("axay"))
        squares = Predicate("sqeq", tuple("axaybcde"), tuple(map(Fraction, (1, -1, 1, -1))))
        assert is_independent(Clause(("x", "y"), (), (equal,)), figure)
        assert is_independent(Clause(("x", "y"), (), (squares,)), figure)
        assert not is_independent(Clause(("x", "y"), (), (equal, squares)), figure)
