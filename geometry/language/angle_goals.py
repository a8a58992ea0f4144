"""Goals about angles between rays, ``Angle(A, B, C) = Angle(D, E, F)``, as a person means them.

Our angles are between lines, directed, and known up to half-turns. Two angles between rays are
equal where those between the lines are, taken in the same sense if the triangles have the same
sense, and in opposite senses else. Which of the two it is shows in figures of the problem; it
becomes a goal of its own unless the text forces it, exactly.
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import islice

from porism.geometry.errors import FigureError, RefutedError
from porism.geometry.figure.diagram import draw
from porism.geometry.forced.walk import problem_facts
from porism.geometry.language.goals import read_goals
from porism.geometry.language.plain_goals import Corner
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Coordinates, Problem

__all__ = ["Senses", "goals_about"]

_FIGURES = 8
_SECONDS = 2.0  # for each of them
_NEAR = 1e-7  # radians: two angles are equal, or one is flat


def goals_about(problem: Problem, text: str) -> tuple[Predicate, ...]:
    """Read goals about the points of a problem. Raises ParseError for what is not understood."""
    return read_goals(text, problem.points, problem.dialect, Senses(problem, _drawn(problem)))


def _drawn(problem: Problem) -> Iterator[Coordinates]:
    for seed in range(_FIGURES):
        try:
            yield draw(problem, seed=seed, seconds=_SECONDS, want_goal=False).coordinates
        except (FigureError, RefutedError):
            return


class Senses:
    """Compares the senses of angles in figures of a problem, drawn if they are asked for."""

    def __init__(self, problem: Problem, figures: Iterable[Coordinates]) -> None:
        self._problem, self._drawn = problem, figures

    @cached_property
    def _figures(self) -> list[Coordinates]:
        return list(islice(self._drawn, _FIGURES))

    def alike(self, one: Corner, other: Corner) -> bool | None:
        """Tell whether two angles have the same sense, where they are equal in size if anywhere.

        None where they are flat.
        """
        found: bool | None = None
        for number, at in enumerate(self._figures):
            first, second = _turn(one, at), _turn(other, at)
            flat = any(min(abs(t), math.pi - abs(t)) < _NEAR for t in (first, second))
            alike = None if flat else (first > 0) == (second > 0)
            if abs(abs(first) - abs(second)) < _NEAR:
                return alike
            if number == 0:
                found = alike
        return found

    def forced(self, order: Predicate) -> bool:
        """Tell whether the text forces an order."""
        if not self._figures:
            return False
        return problem_facts(self._problem, self._figures).settles(order)


def _turn(corner: Corner, at: Coordinates) -> float:
    a, v, b = (complex(*at[p]) for p in corner)
    return cmath.phase((b - v) * (a - v).conjugate())
