"""Figures for the checker: refined to many digits, shaken a little, and drawn afresh.

The checker (:class:`porism.geometry.checker.figures.Evidence`) measures what it is given here and
believes none of it; this module only has to supply figures that differ from the proof's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random
from typing import Literal

from porism.geometry.errors import FigureError, InputError, RefutedError
from porism.geometry.figure.diagram import Diagram, draw, draw_fresh
from porism.geometry.figure.double_place import DOUBLE_PLACE, is_at_double_place
from porism.geometry.figure.parting import NUDGES, is_more_special, nudged
from porism.geometry.figure.precise import refine
from porism.geometry.figure.system import System, equations_meant
from porism.geometry.measure.tolerances import ENTERED
from porism.geometry.measure.vectors import Places
from porism.geometry.problem import Coordinates, Problem

__all__ = ["DrawnFigures"]

Kind = Literal["constructed", "solved"]
_KINDS: tuple[Kind, ...] = ("constructed", "solved")
_ALWAYS = 30  # digits of a figure of which nothing is wrong
_BATCH = 3  # figures that are drawn at once
_MOST_BATCHES = 16  # drawing may fail each time, and has to end
_MOST_BLUNT = 12  # figures in vain: with many contacts each takes seconds, and none can be had
_NEXT_BATCH = 1_000_003  # between the seeds of batches, so that seeds nearby share no figure


@dataclass(frozen=True)
class DrawnFigures:
    """The standard evidence; everything random is drawn from ``seed``."""

    seed: int = 0

    def refined(self, problem: Problem, coordinates: Coordinates, digits: int) -> Places:
        """Return the figure of the premises near ``coordinates``; raise FigureError.

        Raises InputError where it can be had to fewer digits but not to so many, as with some
        contacts: that is no defect of a proof.
        """
        try:
            return refine(problem, coordinates, digits)
        except FigureError as error:
            if is_at_double_place(equations_meant(problem), coordinates):
                raise FigureError(f"{error}; {DOUBLE_PLACE}") from None
            if digits <= _ALWAYS:
                raise
        refine(problem, coordinates, _ALWAYS)
        raise InputError(
            f"the figure of the proof can be had to {_ALWAYS} digits but not to {digits}; "
            "ask for fewer"
        )

    def given(self, problem: Problem, digits: int) -> Places:
        """Return the figure near the places of the text; raise FigureError where there is none."""
        return refine(problem, draw(replace(problem, goals=())).coordinates, digits)

    def nearby(self, problem: Problem, coordinates: Coordinates, digits: int) -> Places | None:
        """Nudge every point at random and let the premises pull the figure together again.

        The figure has the order and the sides of the given one but none of its accidents.
        """
        random = Random(f"nearby {self.seed}")
        start = {name: complex(*place) for name, place in coordinates.items()}
        size = _size(coordinates)
        system = System(tuple(start), equations_meant(problem), size)
        for nudge in NUDGES:
            moved = nudged(start, nudge * size, random)
            x = system.polish(system.array(moved), steps=30)
            if not system.error(x) < ENTERED:
                continue
            placed = {name: (z.real, z.imag) for name, z in system.coords(x).items()}
            try:
                found = refine(problem, placed, digits)
            except FigureError:
                continue
            if not is_more_special(found, coordinates):
                return found
        return None

    def fresh(self, problem: Problem, coordinates: Coordinates, digits: int) -> Iterator[Places]:
        """Draw the premises alone: a figure must not be chosen for making the goal true.

        Figures made from nothing take turns with solutions from strongly shaken places of the
        given points, which meet a rare configuration (this order on each of six lines) again.
        """
        premises = replace(problem, goals=())
        in_vain = 0  # batches one after the other that brought no figure
        blunt = 0  # figures that were drawn, and could not be refined, before the first that could
        for batch in range(_MOST_BATCHES):
            kind = _KINDS[batch % len(_KINDS)]
            seed = self.seed + batch * _NEXT_BATCH
            drawn = _drawn(premises, coordinates, kind, seed)
            in_vain = 0 if drawn else in_vain + 1
            if in_vain == len(_KINDS):
                return
            for diagram in drawn:
                if blunt == _MOST_BLUNT:
                    return
                try:
                    found = refine(problem, diagram.coordinates, digits)
                except FigureError:
                    blunt += 1
                    continue
                blunt = -_BATCH * _MOST_BATCHES  # some are, so others are tried
                if not is_more_special(found, coordinates):
                    yield found


def _drawn(premises: Problem, coordinates: Coordinates, kind: Kind, seed: int) -> list[Diagram]:
    try:
        return draw_fresh(premises, Diagram(coordinates, kind=kind), _BATCH, seed)
    except (FigureError, RefutedError):
        return []


def _size(coordinates: Coordinates) -> float:
    xs, ys = zip(*coordinates.values(), strict=True)
    return float(max(max(xs) - min(xs), max(ys) - min(ys)))
