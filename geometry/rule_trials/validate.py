"""Trying rules out on random figures: a rule that is false shows it soon.

Points are thrown at random and moved until the premises hold; figures in which a condition
fails or two points of a line coincide are thrown away; in the rest the conclusion must hold.
A rule with a ``choice`` claims one of finitely many alternatives, so its conclusion must hold in
a fair share of the figures only, and the checker tests it in every figure of a proof.

Doubles take a number for another that is close to it, so the conclusions are measured in the first
figures to many digits as well.

Letters may stand for the same point. :func:`identifications` lists the ways; a rule must be
true under each of them, which is where rules written for different points go wrong.

Trying proves nothing. It is a test of the catalogue and a service to those who write rules.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from random import Random

import mpmath
import numpy as np
import numpy.typing as npt

from porism.geometry.errors import FigureError
from porism.geometry.figure.precise import refine
from porism.geometry.figure.system import System
from porism.geometry.forms import is_trivial, lines_of
from porism.geometry.measure.truth import holds, residual
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Clause, Coordinates, Problem
from porism.geometry.rules import Instance, Rule, instance

__all__ = [
    "FAIR_SHARE",
    "HOPELESS",
    "Counterexample",
    "identifications",
    "sample",
    "senses",
    "validate_rule",
]

FAIR_SHARE = 0.05
"""In how large a part of the figures the conclusion of a rule with a choice must hold."""

HOPELESS = 60
"""Attempts without a single figure after which there is none."""

_ATTEMPTS = 40  # for each figure that is wanted
_EXACT = 1e-10  # residual of premises
_TRUE = 1e-4  # residual of a conclusion that holds; at a point of tangency the root of _EXACT
_PRECISE = 2  # figures in which the conclusions are measured to so many digits
_DIGITS, _FINE = 60, 1e-25
_NEARBY = 2  # every so many starts one lies near a figure found: few others may arrive
_MOVED = 0.5  # how far its coordinates are moved; enough to change sides and senses
_STEPS = 20  # of minimising; what has not arrived by then seldom does
_CLOSE = 0.02  # points nearer than this (the figure has size 1) make figures degenerate


@dataclass(frozen=True)
class Counterexample:
    """A figure in which premises and conditions hold and ``conclusion`` does not.

    ``substitution`` says which letters stood for the same point. For a rule with a choice it is
    one figure of too many.
    """

    rule: str
    conclusion: Predicate
    coordinates: Coordinates
    substitution: Mapping[str, str]


def validate_rule(
    rule: Rule,
    figures: int = 100,
    seed: int = 0,
    *,
    substitution: Mapping[str, str] | None = None,
    patience: int = HOPELESS,
    deadline: float = math.inf,
) -> Counterexample | None:
    """Test a rule on random figures; return a figure in which it fails, or None.

    ``substitution`` (letter to letter) identifies letters; by default all are different. After
    ``patience`` attempts without a single figure there is none (twice ``figures``, if more).
    Raises ValueError when it makes a line of one point, FigureError when no figure satisfies
    premises and conditions, TimeoutError after ``deadline``, a time of :func:`time.monotonic`.
    """
    names = dict(substitution or {letter: letter for letter in rule.letters})
    wanted = instance(rule, names)
    points = tuple(dict.fromkeys(names.values()))
    failed: list[Counterexample] = []
    count = 0
    for coords in sample(wanted, points, figures, seed, patience, deadline):
        count += 1
        for conclusion in wanted.conclusions:
            exact = count <= _PRECISE and not rule.choice
            if not _shows(conclusion, wanted, coords, exact):
                failed.append(Counterexample(rule.id, conclusion, coords, names))
                break
        if failed and not rule.choice:
            return failed[0]
    if not count:
        raise FigureError(f"no figure satisfies premises and conditions of rule {rule.id}")
    return failed[0] if len(failed) > (1 - FAIR_SHARE) * count else None


def _shows(conclusion: Predicate, wanted: Instance, coords: Coordinates, exact: bool) -> bool:
    """Tell whether a conclusion holds in a figure; where it seems to, to many digits if asked."""
    if not residual(conclusion, coords) < _TRUE:
        return False
    if not exact:
        return True
    text = Problem("rule", (Clause(tuple(coords), (), wanted.premises),))
    try:
        places = refine(text, coords, _DIGITS)
    except FigureError:
        return True  # at a point of tangency no digits are gained
    with mpmath.workdps(_DIGITS):
        return bool(residual(conclusion, places) < _FINE)


def sample(
    wanted: Instance,
    points: tuple[str, ...],
    count: int,
    seed: int,
    patience: int = HOPELESS,
    deadline: float = math.inf,
) -> Iterator[Coordinates]:
    """Yield up to ``count`` random figures of premises and conditions, without degeneracies.

    Starts are random places, and in turn with them figures found before with all points moved:
    where angles make up the premises, one random start in fifty arrives.
    """
    patience = max(patience, 2 * count)
    systems = [System(points, premises) for premises in _solvable(wanted.premises)]
    statements = (*wanted.premises, *wanted.conditions, *wanted.conclusions)
    lines = [pair for s in statements for pair in lines_of(s)]
    lines += [(s.points[0], s.points[1]) for s in wanted.conditions if s.name == "diff"]
    merged = {frozenset(s.points) for s in wanted.premises if s.name == "overlap"}
    apart = [
        (i, j)
        for (i, a), (j, b) in combinations(enumerate(points), 2)
        if frozenset((a, b)) not in merged
    ]
    pairs = np.array(apart, dtype=np.intp).reshape(-1, 2)
    random = Random(f"{seed}")
    found: list[npt.NDArray[np.float64]] = []
    for attempt in range(max(patience, count * _ATTEMPTS)):
        if len(found) == count or (not found and attempt >= patience):
            return
        if time.monotonic() > deadline:
            raise TimeoutError
        system = random.choice(systems)
        start = np.array([random.uniform(-0.5, 0.5) for _ in range(2 * len(points))])
        if found and attempt % _NEARBY == 0:
            start = random.choice(found) + 2 * _MOVED * start
        x = system.minimise(start, steps=_STEPS, spread=0.1, pairs=pairs) if system.rows else start
        x = system.polish(x, steps=30)
        coords = {name: (z.real, z.imag) for name, z in system.coords(x).items()}
        if _is_good(wanted, coords, lines):
            found.append(x)
            yield coords


def senses(premises: tuple[Predicate, ...]) -> int:
    """Return in how many ways the equal sines among premises can be read as angles."""
    return int(2 ** sum(s.name == "eqsine" for s in premises))


def _solvable(premises: tuple[Predicate, ...]) -> list[tuple[Predicate, ...]]:
    """Say equal sines by angles: they are equal in one sense or in the other."""
    found: list[tuple[Predicate, ...]] = [()]
    for s in premises:
        options = [s]
        if s.name == "eqsine":
            first, (a, b, c, d) = s.points[:4], s.points[4:]
            turned = (*first, c, d, a, b)
            options = [Predicate("eqangle", points) for points in (s.points, turned)]
        found = [(*known, option) for known in found for option in options]
    return found


def _is_good(wanted: Instance, coords: Coordinates, lines: list[tuple[str, str]]) -> bool:
    if not all(residual(s, coords) < _EXACT for s in wanted.premises):
        return False
    if max(abs(v) for place in coords.values() for v in place) > 20:
        return False
    for a, b in lines:
        (ax, ay), (bx, by) = coords[a], coords[b]
        if abs(ax - bx) + abs(ay - by) < _CLOSE:
            return False
    return all(holds(s, coords) for s in wanted.conditions)


def identifications(rule: Rule, merges: int = 1) -> Iterator[dict[str, str]]:
    """Yield the ways to let up to ``merges`` letters stand for the point of another letter.

    Left out are ways that make a line of one point, and those whose conclusions say nothing.
    """
    letters = rule.letters

    def extend(at: int, names: dict[str, str], left: int) -> Iterator[dict[str, str]]:
        if at == len(letters):
            if left < merges:
                yield names
            return
        letter = letters[at]
        yield from extend(at + 1, {**names, letter: letter}, left)
        if left:
            for other in dict.fromkeys(names.values()):
                yield from extend(at + 1, {**names, letter: other}, left - 1)

    for names in extend(0, {}, merges):
        try:
            wanted = instance(rule, names)
        except ValueError:
            continue
        if not all(is_trivial(s) for s in wanted.conclusions):
            yield names
