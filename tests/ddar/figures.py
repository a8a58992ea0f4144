"""Problems for the engine's tests: real ones with their figures, and random ones."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import combinations
from random import Random

from porism.ddar.numeric import NumericFigure
from porism.geometry.constructions import CONSTRUCTIONS
from porism.geometry.errors import FigureError, ParseError
from porism.geometry.figure.diagram import draw
from porism.geometry.language.reader import read_problems
from porism.geometry.language.text import parse_problem
from porism.geometry.predicates import Pair, Predicate
from porism.geometry.problem import Problem
from tests.geometry.corpora import ROOT

Places = dict[str, tuple[float, float]]

OWN = ("classics.txt", "imo_ag_30.txt", "competition_numeric.txt", "textbook.txt")


@lru_cache(maxsize=1)
def own_problems() -> dict[str, Problem]:
    """Return the problems of ``problems/`` by name."""
    found = [p for file in OWN for p in read_problems(ROOT / "problems" / file)]
    return {p.name: p for p in reversed(found)}


def small_problems(most: int) -> list[str]:
    """Return the names of our own problems with at most so many points."""
    return sorted(name for name, p in own_problems().items() if len(p.points) <= most)


@cache
def figure_of(name: str) -> Places:
    """Draw one of our own problems."""
    return dict(draw(own_problems()[name]).coordinates)


# --- random problems ----------------------------------------------------------------------------

_SHAPES = (
    "triangle iso_triangle r_triangle ieq_triangle risos triangle12 quadrangle trapezoid "
    "eq_trapezoid r_trapezoid rectangle isquare eq_quadrangle eqdia_quadrangle segment"
).split()
_ODD = {"e5128", "2l1c", "cc_tangent", "s_angle"}  # they need what random points do not satisfy
_LATER = [n for n, d in CONSTRUCTIONS.items() if d.published and d.given and n not in _ODD]
_LOCI = [n for n in _LATER if len(CONSTRUCTIONS[n].free) == len(CONSTRUCTIONS[n].new) == 1]


def random_text(seed: int, most: int) -> str:
    """Write a problem without a goal: a shape, then constructions up to ``most`` points."""
    random = Random(seed)
    points: list[str] = []
    clauses: list[str] = []

    def call(name: str, new: list[str]) -> str:
        definition = CONSTRUCTIONS[name]
        given = random.sample(points, len(definition.given))
        place = dict(zip(definition.new, new, strict=True))
        place |= dict(zip(definition.given, given, strict=True))
        return f"{name} {' '.join(place[p] for p in definition.points)}"

    name = random.choice(_SHAPES)
    while len(points) < most:
        definition = CONSTRUCTIONS[name]
        fits = len(points) + len(definition.new) <= most
        if fits and len(definition.given) <= len(points):
            new = [chr(ord("a") + len(points) + i) for i in range(len(definition.new))]
            calls = [call(name, new)]
            other = random.choice(_LOCI)
            if name in _LOCI and random.random() < 0.6:
                if len(CONSTRUCTIONS[other].given) <= len(points):
                    calls.append(call(other, new))
            clauses.append(f"{' '.join(new)} = {', '.join(calls)}")
            points += new
        name = random.choice(_LATER)
    return "; ".join(clauses)


def drawn(text: str) -> tuple[Problem, Places] | None:
    """Read and draw a problem without a goal; None where it has no figure."""
    try:
        problem = parse_problem(text, need_goal=False)
        return problem, dict(draw(problem, want_goal=False, seconds=2.0).coordinates)
    except (FigureError, ParseError):
        return None


def true_statements(figure: NumericFigure) -> Iterator[Predicate]:
    """Yield what is true in a figure: points on lines and circles, equations of two or four pairs.

    Equal angles and ratios w - x = y - z are found as equal sums w + z = x + y.
    """
    points = figure.points
    for name, count in (("coll", 3), ("cyclic", 4)):
        yield from _true(figure, (Predicate(name, c) for c in combinations(points, count)))
    pairs = [pair for pair in combinations(points, 2) if figure.apart(*pair)]
    for x, y in combinations(pairs, 2):
        yield from _true(figure, (Predicate(name, x + y) for name in ("para", "perp", "cong")))
    for w, z, x, y in _equal_sums(figure, pairs, "angle"):
        yield from _true(figure, [Predicate("eqangle", w + x + y + z)])
    for w, z, x, y in _equal_sums(figure, pairs, "ratio"):
        yield from _true(figure, [Predicate("eqratio", w + x + y + z)])


def _true(
    figure: NumericFigure, statements: Iterator[Predicate] | list[Predicate]
) -> Iterator[Predicate]:
    return (s for s in statements if figure.holds(s))


def _equal_sums(figure: NumericFigure, pairs: list[Pair], table: str) -> Iterator[list[Pair]]:
    values = figure.values["angle" if table == "angle" else "ratio"]
    sums = []
    for i, x in enumerate(pairs):
        for y in pairs[i:]:
            total = values[x] + values[y]
            sums.append((total % 1 if table == "angle" else total, [x, y]))
    sums.sort()
    if table == "angle":  # what is just below a half-turn is next to zero
        sums += [(total + 1, both) for total, both in sums if total < 1e-6]
    for i, (total, first) in enumerate(sums):
        for other, second in sums[i + 1 :]:
            if other - total > 1e-7:
                break
            yield first + second
