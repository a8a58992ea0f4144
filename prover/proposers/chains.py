"""Constructions that the language model proposes, one after another, in the figure of a state.

A construction that cannot be drawn is passed over, and one that says of a point that is there
already what is known of it. One that says something else of it is kept: a point defined again by
what is not known of it may decide a problem (:mod:`porism.prover.proposers.doubles`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from math import dist
from typing import TYPE_CHECKING

from porism.geometry.errors import ParseError
from porism.geometry.figure.build import Dead, Limits, build
from porism.geometry.figure.choices import Choices
from porism.geometry.figure.plan import make_plan
from porism.geometry.language.text import parse_clause
from porism.geometry.measure.truth import holds
from porism.geometry.problem import Clause, Problem
from porism.prover.proposers.base import Call, Candidate, Place, State
from porism.prover.proposers.incidence import fresh_name, intersection_points

if TYPE_CHECKING:
    from porism.lm.decode import Proposal

__all__ = ["Chains", "placed"]

_FAMILY = "lm"
_TRIES = 4  # branches or random positions of a point
_LIMITS = Limits(reach=60.0, overlap=True)
_SAME, _NEAR = 1e-6, 1e-3  # relative distances below which points are one, or too near
_DIGITS = 5  # of the size of the figure, by which places are looked up


class Chains:
    """Chains of constructions, each with the places of its points in the figure of a state."""

    def __init__(self, state: State, seed: int) -> None:
        self.state = state
        self.seed = seed
        self.size = _size(state.coordinates)
        self._drawn: dict[tuple[str, ...], tuple[Candidate, ...]] = {(): ()}

    def accept(self, clauses: tuple[str, ...]) -> bool:
        """Draw the last clause of a chain whose beginning has been accepted."""
        before = self._drawn[clauses[:-1]]
        coordinates = dict(self.state.coordinates)
        for candidate in before:
            coordinates.update(zip(candidate.points, candidate.places, strict=True))
        try:
            clause = parse_clause(clauses[-1], coordinates)
        except ParseError:
            return False
        places = placed(clause, coordinates, self.seed)
        if places is None:
            return False
        twins = self._twins(clause, places, coordinates)
        if twins is None or (twins and self._is_known(clause, twins)):
            return False
        calls = tuple((c.name, c.arguments) for c in clause.constructions)
        shown = _renamed(calls, twins) if twins else self._shown(clause.points, places, calls)
        made = Candidate(clause.points, calls, places, families=(_FAMILY,), coincidences=shown)
        self._drawn[clauses] = (*before, made)
        return True

    def candidate(self, proposal: Proposal) -> Candidate:
        """Return what an accepted chain adds, its last construction after the others."""
        *before, last = self._drawn[proposal.clauses]
        return replace(last, score=proposal.log_probability, prerequisites=tuple(before))

    def _twins(
        self, clause: Clause, places: Sequence[Place], coordinates: Mapping[str, Place]
    ) -> dict[str, str] | None:
        """The points at whose places new ones are; None where these are too near to be of use.

        No double stands on the point that it doubles, or on one that a chain has made.
        """
        twins: dict[str, str] = {}
        old = self.state.coordinates.keys()
        given = {p for c in clause.constructions for p in c.arguments} - set(clause.points)
        there = dict(coordinates)
        for point, place in zip(clause.points, places, strict=True):
            for other, at in there.items():
                apart = dist(place, at) / self.size
                if apart <= _SAME and other in old - given and given <= old:
                    twins[point] = other
                elif apart <= _NEAR:
                    return None
            there[point] = place
        return twins

    def _is_known(self, clause: Clause, twins: Mapping[str, str]) -> bool:
        """Tell whether a clause defines points of the figure again, by what is known of them."""
        if len(twins) < len(clause.points):
            return False
        names = dict(twins)
        said = [statement.rename(names) for statement in clause.premises]
        return all(self.state.closure.holds(s) for s in said if not s.kind.figure_only)

    def _shown(
        self, points: Sequence[str], places: Sequence[Place], calls: Sequence[Call]
    ) -> tuple[Call, ...]:
        """What the figure shows of a new point, and its constructions do not say."""
        if len(points) != 1:
            return ()
        found = self._coincidences.get(self._cell(places[0]), {})
        shown = _renamed(found, {self._new: points[0]})
        return tuple(call for call in shown if call not in calls)

    @cached_property
    def _new(self) -> str:
        return fresh_name(self.state.points)

    @cached_property
    def _coincidences(self) -> dict[Place, dict[Call, None]]:
        """By place, the loci on which a point there lies without being made so."""
        state = self.state
        found: dict[Place, dict[Call, None]] = {}
        listed = intersection_points(state.coordinates, since=state.since, seed=self.seed)
        for candidate in listed:
            if candidate.coincidences:
                said = found.setdefault(self._cell(candidate.places[0]), {})
                said.update(dict.fromkeys(candidate.coincidences))
        return found

    def _cell(self, place: Place) -> Place:
        x, y = place
        return round(x / self.size, _DIGITS), round(y / self.size, _DIGITS)


def placed(clause: Clause, coordinates: Mapping[str, Place], seed: int) -> tuple[Place, ...] | None:
    """Return where the new points of a clause are in a figure, or None where they cannot be.

    They may be where other points are.
    """
    known = {p: complex(*at) for p, at in coordinates.items()}
    before = tuple(Clause((p,)) for p in known)
    plan = make_plan(Problem("", (*before, clause)), known)
    for number in range(_TRIES):
        try:
            at = build(plan, Choices(f"{seed}/{number}"), _LIMITS)
        except Dead:
            continue
        places = tuple((at[p].real, at[p].imag) for p in clause.points)
        figure = {**coordinates, **dict(zip(clause.points, places, strict=True))}
        if all(holds(condition, figure) for condition in clause.conditions):
            return places
    return None


def _size(coordinates: Mapping[str, Place]) -> float:
    return max(dist(p, q) for p in coordinates.values() for q in coordinates.values())


def _renamed(calls: Iterable[Call], names: Mapping[str, str]) -> tuple[Call, ...]:
    return tuple((name, tuple(names.get(p, p) for p in points)) for name, points in calls)
