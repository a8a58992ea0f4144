"""The signs that decide a rule with a choice hold for its conclusion, and fail for the other."""

from __future__ import annotations

import cmath
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

import pytest

from porism.geometry.figure.diagram import draw
from porism.geometry.forced.choices import settles_choice
from porism.geometry.forced.signs import OFF, Signs, Term, corner, side
from porism.geometry.forced.walk import problem_facts
from porism.geometry.language import parse_problem
from porism.geometry.measure.truth import holds
from porism.geometry.predicates import pairs_of
from porism.geometry.problem import Coordinates
from porism.geometry.rules import load_rules

Places = dict[str, complex]


@dataclass
class Seen:
    """What one figure shows, as if all of it were forced."""

    at: Places
    signs: Signs

    def tangent(self, points: tuple[str, ...]) -> list[Term]:
        (a, b), (c, d) = pairs_of(points)
        shared = {a, b} & {c, d}
        if len(shared) != 1:
            return []
        (v,) = shared
        (x,), (y,) = {a, b} - shared, {c, d} - shared
        return [side(v, x, y), corner(v, x, y)]

    def forces(self, terms: list[Term], constant: int) -> bool:
        minus = 0
        for sign, odd in terms:
            assert OFF not in sign
            mark, *three = sign if sign[0] == "<" else ("", *sign)
            a, b, c = (self.at[p] for p in three)
            turn = (b - a).conjugate() * (c - a)
            minus ^= odd ^ int((turn.real if mark else turn.imag) < 0)
        return minus == constant


def on(p: complex, q: complex, part: float) -> complex:
    return p + part * (q - p)


def meet(a: complex, b: complex, c: complex, d: complex) -> complex:
    def cross(u: complex, v: complex) -> float:
        return (u.conjugate() * v).imag

    return a + (b - a) * (cross(c - a, d - c) / cross(b - a, d - c))


def cevians(random: Random, sign: int) -> Places:
    a, b, c = (complex(random.gauss(0, 1), random.gauss(0, 1)) for _ in range(3))
    first, second = (random.choice((-1, 1)) * random.uniform(0.3, 3) for _ in range(2))
    ratios = first, second, sign / (first * second)  # BD : DC, CE : EA, AF : FB
    d, e, f = (
        on(p, q, r / (1 + r)) for (p, q), r in zip(((b, c), (c, a), (a, b)), ratios, strict=True)
    )
    return {"a": a, "b": b, "c": c, "d": d, "e": e, "f": f, "p": meet(a, d, b, e)}


def chords(random: Random, _: int) -> Places:
    a, c, p, r, width = (random.uniform(0, 7) for _ in range(5))
    width = random.choice((-1, 1)) * width
    angles = {"a": a, "b": a + width, "c": c, "p": p, "q": p + random.choice((-1, 1)) * width}
    return {name: cmath.rect(1, angle) for name, angle in {**angles, "r": r}.items()}


def sines(random: Random, sign: int) -> Places:
    v, w, x = (complex(random.gauss(0, 1), random.gauss(0, 1)) for _ in range(3))
    angle = random.uniform(-3, 3)
    y = w + (x - w) * cmath.rect(random.choice((-1, 1)) * random.uniform(0.5, 2), sign * angle)
    at = {"v": v, "a": v + 1, "b": v + cmath.rect(random.choice((-1, 1)), angle)}
    return {**at, "w": w, "x": x, "y": y}


def line_and_circle(random: Random, sign: int) -> Places:
    o, x, p = (complex(random.gauss(0, 1), random.gauss(0, 1)) for _ in range(3))
    if sign > 0:
        return {"o": o, "x": x, "p": p, "y": x}
    way = (p - x) / abs(p - x)
    foot = x + way * ((way.conjugate() * (o - x)).real)
    return {"o": o, "x": x, "p": p, "y": 2 * foot - x}


def two_circles(random: Random, sign: int) -> Places:
    o, w, x = (complex(random.gauss(0, 1), random.gauss(0, 1)) for _ in range(3))
    way = (w - o) / abs(w - o)
    return {"o": o, "w": w, "x": x, "y": x if sign > 0 else o + way**2 * (x - o).conjugate()}


RULES = {
    "ceva_converse": (cevians, "abcdefp"),
    "menelaus_converse": (cevians, "abcdefp"),
    "equal_chords_converse": (chords, "abcpqr"),
    "equal_sines_converse": (sines, "vavbwxwy"),
    "same_point_line_circle": (line_and_circle, "oxpy"),
    "same_point_circles": (two_circles, "owxy"),
}


def substitution(rule: str, names: str) -> Mapping[str, str]:
    if rule == "equal_sines_converse":
        return dict(zip("abcdefgh", names, strict=True))
    return {letter: letter for letter in names}


@pytest.mark.parametrize("rule", RULES)
def test_the_signs_say_which_conclusion_it_is(rule: str) -> None:
    make, names = RULES[rule]
    random = Random(rule)
    letters = substitution(rule, names)
    (conclusion,) = load_rules()[rule].conclusions
    said = conclusion.rename(letters)
    seen = {True: 0, False: 0}
    for number in range(400):
        at = make(random, 1 if number % 2 else -1)
        coords = {p: (z.real, z.imag) for p, z in at.items()}
        true = holds(said, coords, 1e-7)
        decided = settles_choice(rule, letters, Seen(at, Signs(tuple(at), [coords])))
        assert decided is true, (number, coords)
        seen[true] += 1
    assert min(seen.values()) > 50


CEVA = (
    "a b c = ncoll a b c; d = coll d b c{}; e = coll e c a{}; f = coll f a b{}, "
    "distmeq b d d c c e e a a f f b 1 -1 1 -1 1 -1 1; p = coll p a d, coll p b e ? coll c p f"
)
BETWEEN = (", between d b c", ", between e c a", ", between f a b")


@pytest.mark.parametrize("between", [BETWEEN, ("", "", ""), (*BETWEEN[:2], "")])
def test_what_a_text_says_of_order_decides_the_converse_of_ceva(
    between: tuple[str, str, str],
) -> None:
    problem = parse_problem(CEVA.format(*between))
    figure: Coordinates = draw(problem).coordinates
    facts = problem_facts(problem, [figure])
    letters = {p: p for p in "abcdefp"}
    assert settles_choice("ceva_converse", letters, facts) is all(between)


def test_every_rule_with_a_choice_of_two_is_decided() -> None:
    """Of points on an arc no sign tells which of the two they are."""
    choosing = {rule.id for rule in load_rules().values() if rule.choice}
    assert choosing - set(RULES) == {"same_point_line_arc"}
