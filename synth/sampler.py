"""Random figures: premises and coordinates grow together, one construction at a time.

A sketch begins with a figure from nothing and goes on with random constructions on the points
at hand. Each new point is placed at once, with the recipes and loci of
:mod:`porism.geometry.figure`; what is degenerate there, or close to it, is not proposed.

Source of the idea: Trinh et al., Solving olympiad geometry without human demonstrations,
Nature 625 (2024), section "Synthetic theorems and proofs generation".
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache
from random import Random
from typing import NamedTuple

from porism.geometry.constructions import CONSTRUCTIONS, Definition
from porism.geometry.figure.choices import Choices
from porism.geometry.figure.intersect import meet, sample
from porism.geometry.figure.loci import Circle, Curve, Line, Locus, Spots, loci_of
from porism.geometry.figure.recipes import LOCI, PLACES, SAMPLES, Unplaceable
from porism.geometry.figure.shapes import SHAPES
from porism.geometry.measure import truth
from porism.geometry.measure.plane import circumcentre
from porism.geometry.names import point_name
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Clause, Construction
from porism.synth.weights import BASES, CONSTANTS, HELPING, LOCUS, PLACED, WeightedChoice

__all__ = ["Proposal", "Sketch"]

Places = dict[str, complex]

_APART = 0.04  # new points keep this distance from the others (figures are of unit size)
_REACH = 5.0  # and stay this close to the middle
_MARGIN = 0.03  # sine or ratio by which a construction's conditions must hold
_SHARE_TWO_LOCI = 0.4  # of the steps: a point on two loci
_SHARE_ONE_LOCUS = 0.17  # of the steps: a point on one locus
_HELPING_LOCI = 0.25  # of the proposals meant to help: a point on two loci
_FOCUS = 0.7  # of the arguments of such a proposal: points it is meant for
_SHARE_FREE = 0.1  # of the figures: one more free point


@dataclass(frozen=True)
class Proposal:
    """A clause and the places of its new points."""

    clause: Clause
    places: tuple[complex, ...]


class Sketch:
    """A figure that grows: its clauses, its coordinates, and proposals for what comes next.

    Everything follows from ``seed``.
    """

    def __init__(self, seed: str) -> None:
        """Begin with nothing."""
        self.random = Random(seed)
        self.choices = Choices(seed + "/places", wide=self.random.random() < 0.3)
        self.at: Places = {}
        self.coordinates: dict[str, tuple[float, float]] = {}
        self.clauses: list[Clause] = []
        self.lines: list[list[str]] = []  # three points and more, in the order of their making

    def accept(self, proposal: Proposal) -> None:
        """Make a proposal part of the figure."""
        for name, place in zip(proposal.clause.points, proposal.places, strict=True):
            self.at[name] = place
            self.coordinates[name] = (place.real, place.imag)
        self.clauses.append(proposal.clause)
        for s in proposal.clause.premises:
            if s.name == "coll":
                self._join_line(s.points)

    def _join_line(self, points: Sequence[str]) -> None:
        for line in self.lines:
            if sum(p in line for p in points) >= 2:
                line.extend(p for p in points if p not in line)
                return
        order = list(self.at)
        self.lines.append(sorted(points, key=order.index))

    def begin(self, bases: WeightedChoice[Definition] = BASES) -> None:
        """Put down a figure from nothing, with three points at least."""
        definition = bases.choose(self.random)
        names = self._new(len(definition.new))
        places = SHAPES[definition.name](self.choices)
        while not _apart(places):
            places = SHAPES[definition.name](self.choices)
        self.accept(Proposal(Clause(names, (definition.apply(names),)), places))
        while len(self.at) < 3 or self.random.random() < _SHARE_FREE:
            self._free_point()

    def _free_point(self) -> None:
        (name,) = self._new(1)
        for _ in range(20):
            place = cmath.rect(1.5 * math.sqrt(self.random.random()), self.random.uniform(0, 6.3))
            if self._fits((place,)):
                clause = Clause((name,), (CONSTRUCTIONS["free"].apply((name,)),))
                self.accept(Proposal(clause, (place,)))
                return

    def propose(self, *, helping: bool = False, focus: Sequence[str] = ()) -> Proposal | None:
        """Return a random construction that can be carried out, None if this try gave none.

        ``helping`` asks for the kind of point that helps to prove things about the others, made
        from the points in ``focus`` more often than from the rest.
        """
        draw = self.random.random()
        two, one = (_HELPING_LOCI, 0.0) if helping else (_SHARE_TWO_LOCI, _SHARE_ONE_LOCUS)
        try:
            if draw < two:
                return self._on_loci(2, focus)
            if draw < two + one:
                return self._on_loci(1, focus)
            return self._placed((HELPING if helping else PLACED).choose(self.random), focus)
        except (Unplaceable, ZeroDivisionError, OverflowError, ValueError):
            return None

    def carry_out(self, made: tuple[Construction, ...]) -> Proposal | None:
        """Place the new point of one or two constructions; None where that is not possible.

        They must not fail, or nearly fail, their conditions.
        """
        (x,) = self._new(1)
        if not all(self._hold(construction.conditions) for construction in made):
            return None
        calls = [_Call.of(construction) for construction in made]
        try:
            if len(calls) == 2:
                places = self._common([_loci(call, x, self.at) for call in calls])
            elif calls[0].definition.freedom:
                places = self._sampled(calls[0], x)
            else:
                places = self._places(calls[0], (x,))
            return self._proposal((x,), calls, places)
        except (Unplaceable, ZeroDivisionError, OverflowError, ValueError):
            return None

    def _placed(self, definition: Definition, focus: Sequence[str]) -> Proposal | None:
        """Propose a construction that determines its points."""
        names = self._new(len(definition.new))
        call = self._call(definition, names, focus)
        if call is None:
            return None
        return self._proposal(names, (call,), self._places(call, names))

    def _places(self, call: _Call, names: tuple[str, ...]) -> tuple[complex, ...]:
        """Return where the new points of a construction without freedom are, () for nowhere."""
        name = call.definition.name
        known = [self.at[p] for p in call.arguments if p not in names]
        if name in PLACES:
            return PLACES[name](self.choices, *known)
        if name in LOCI:
            spots = LOCI[name](*known)[0]
            return (self._pick(spots.points),) if isinstance(spots, Spots) else ()
        loci = (_loci_under(premise, names[0], self.at) for premise in call.made().premises)
        return self._common(list(loci))

    def _on_loci(self, count: int, focus: Sequence[str]) -> Proposal | None:
        """Propose a point on one locus or two."""
        names = self._new(1)
        calls: list[_Call] = []
        for _ in range(count):
            call = self._call(LOCUS.choose(self.random), names, focus)
            if call is None or call in calls:
                return None
            calls.append(call)
        if count == 2:
            places = self._common([_loci(call, names[0], self.at) for call in calls])
        else:
            places = self._sampled(calls[0], names[0])
        return self._proposal(names, calls, places)

    def _proposal(
        self, names: tuple[str, ...], calls: Sequence[_Call], places: tuple[complex, ...]
    ) -> Proposal | None:
        """Return a clause with places; None where they do not fit, or order is not as meant."""
        if len(places) != len(names) or not self._fits(places):
            return None
        clause = Clause(names, tuple([call.made() for call in calls]))
        order = [s for s in clause.premises if s.kind.figure_only]
        order += clause.meaning
        if order:
            new = {n: (z.real, z.imag) for n, z in zip(names, places, strict=True)}
            at = {**self.coordinates, **new}
            if not all(truth.holds(s, at) for s in order):
                return None
        return Proposal(clause, places)

    # --- placing ------------------------------------------------------------------------

    def _sampled(self, call: _Call, x: str) -> tuple[complex, ...]:
        """Return a random place on the locus of a construction, () if this try found none."""
        if call.definition.name in SAMPLES:
            known = [self.at[p] for p in call.arguments if p != x]
            return (SAMPLES[call.definition.name](self.choices, *known),)
        loci = _loci(call, x, self.at)
        if not loci:
            return ()
        middle = sum(self.at.values()) / len(self.at)
        size = max(abs(z - middle) for z in self.at.values())
        locus = loci[self.choices.branch(len(loci))]
        for _ in range(4):
            place = sample(locus, self.random, middle, 1.3 * size)
            if place is not None and self._fits((place,)):
                return (place,)
        return ()

    def _common(self, alternatives: Sequence[tuple[Locus, ...]]) -> tuple[complex, ...]:
        """Return one new point common to all the loci, if there is any."""
        if not all(alternatives) or len(alternatives) < 2:
            return ()
        one, other = (loci[self.choices.branch(len(loci))] for loci in alternatives[:2])
        if isinstance(one, Curve) or isinstance(other, Curve):
            return ()  # slow to intersect, and rarely worth it
        found = [z for z in meet(one, other) if self._fits((z,))]
        return (self._pick(found),) if found else ()

    def _pick(self, places: Sequence[complex]) -> complex:
        """Return one of the places where loci meet."""
        return places[self.choices.branch(len(places))]

    def _fits(self, places: Sequence[complex]) -> bool:
        """Tell whether new points are within reach, and apart from all others."""
        known = self.at.values()
        for z in places:
            if not (cmath.isfinite(z) and abs(z) < _REACH):
                return False
            for q in known:
                if abs(z - q) <= _APART:
                    return False
        return _apart(places)

    # --- constructions ------------------------------------------------------------------

    @property
    def next_name(self) -> str:
        """The name of the next new point."""
        return self._new(1)[0]

    def _new(self, count: int) -> tuple[str, ...]:
        """Return names for new points."""
        return _names(len(self.at), count)

    def _call(
        self, definition: Definition, new: tuple[str, ...], focus: Sequence[str]
    ) -> _Call | None:
        """Choose arguments at random; None when the conditions fail, or hold only just."""
        if len(definition.given) > len(self.at):
            return None
        layout = _layout(definition.name)
        known = iter(self.draw_points(len(definition.given), focus))
        fresh = iter(new)
        arguments = tuple([next(fresh if is_new else known) for is_new in layout.is_new])
        if layout.may_repeat and self.random.random() < 0.5:
            arguments = self._repeated(layout, arguments)
        arguments = self._plain_lines(layout, arguments)
        constant: Fraction | None = None
        if definition.constant:
            constant = self.random.choice(CONSTANTS[definition.constant])
        needs = (
            Predicate(need.name, tuple([arguments[k] for k in places]), need.constants)
            for need, places in layout.needs
        )
        return _Call(definition, arguments, constant) if self._hold(needs) else None

    def _hold(self, conditions: Iterable[Predicate]) -> bool:
        """Tell whether the conditions of a construction hold, and by some margin."""
        for condition in conditions:
            if condition.name == "diff" and len(set(condition.points)) == 2:
                continue  # points with different names keep their distance
            if condition.kind.figure_only:
                if not truth.margin(condition, self.coordinates) > _MARGIN:
                    return False
            elif not truth.holds(condition, self.coordinates):
                return False
        return True

    def draw_points(self, count: int, focus: Sequence[str] = ()) -> list[str]:
        """Draw different points, those in ``focus`` more often than the rest."""
        if len(focus) < 2:
            return self.random.sample(list(self.at), count)
        chosen: dict[str, None] = {}
        names = list(self.at)
        while len(chosen) < count:
            near = self.random.random() < _FOCUS
            chosen[self.random.choice(focus if near else names)] = None
            if len(chosen) < count and near and len(chosen) >= len(focus):
                chosen.update(dict.fromkeys(self.random.sample(names, count)))
        return list(chosen)[:count]

    def _plain_lines(self, layout: _Layout, arguments: tuple[str, ...]) -> tuple[str, ...]:
        """Name lines by their first two points, or there would be many ways to say one thing."""
        if not layout.names_line:
            return arguments
        named = list(arguments)
        for i, j in layout.names_line:
            for line in self.lines:
                if named[i] in line and named[j] in line:
                    named[i], named[j] = line[0], line[1]
        return tuple(named) if len(set(named)) == len(set(arguments)) else arguments

    def _repeated(self, layout: _Layout, arguments: tuple[str, ...]) -> tuple[str, ...]:
        """Let two arguments that may be equal be equal: a perpendicular to ab at a, and so on."""
        first, second = self.random.choice(layout.may_repeat)
        repeated = list(arguments)
        repeated[second] = arguments[first]
        return tuple(repeated)


def _apart(places: Sequence[complex]) -> bool:
    return all(abs(p - q) > _APART for i, p in enumerate(places) for q in places[:i])


class _Call(NamedTuple):
    """A construction that is not made yet: a third of those chosen find no place for their point.

    Where a recipe places the point, what the construction asserts is not asked for before.
    """

    definition: Definition
    arguments: tuple[str, ...]
    constant: Fraction | None

    @classmethod
    def of(cls, made: Construction) -> _Call:
        """Return the call of a construction that is made."""
        constant = made.constants[0] if made.constants else None
        return cls(CONSTRUCTIONS[made.name], made.arguments, constant)

    def made(self) -> Construction:
        """Return the construction with all that it asserts."""
        return self.definition.apply(self.arguments, self.constant)


@dataclass(frozen=True)
class _Layout:
    """Where the letters of a construction stand among its arguments.

    ``names_line`` and ``may_repeat`` have pairs of places, ``needs`` the places of the points of
    each condition.
    """

    is_new: tuple[bool, ...]
    names_line: tuple[tuple[int, int], ...]
    may_repeat: tuple[tuple[int, int], ...]
    needs: tuple[tuple[Predicate, tuple[int, ...]], ...]


@cache
def _layout(name: str) -> _Layout:
    definition = CONSTRUCTIONS[name]
    place = {letter: k for k, letter in enumerate(definition.points)}
    return _Layout(
        tuple(p in definition.new for p in definition.points),
        tuple((place[p], place[q]) for p, q in definition.names_line),
        tuple((place[p], place[q]) for p, q in definition.may_repeat),
        tuple((need, tuple(place[p] for p in need.points)) for need in definition.needs),
    )


@lru_cache(maxsize=1024)
def _names(start: int, count: int) -> tuple[str, ...]:
    return tuple(point_name(k) for k in range(start, start + count))


def _loci(call: _Call, x: str, at: Places) -> tuple[Locus, ...]:
    """Return the loci a construction leaves for its point; none when it does not confine it."""
    name = call.definition.name
    if name in LOCI and call.constant is None:
        return LOCI[name](*[at[p] for p in call.arguments if p != x])
    for premise in call.made().premises:
        found = _loci_under(premise, x, at)
        if found:
            return found
    return ()


def _loci_under(premise: Predicate, x: str, at: Places) -> tuple[Locus, ...]:
    """Return the loci that a premise leaves for a point; none when it does not confine it."""
    return _quick(premise, x, at) or loci_of(premise, x, at) or ()


def _quick(premise: Predicate, x: str, at: Places) -> tuple[Locus, ...] | None:
    """The locus under the commonest premises, without the detour by way of equations."""
    others = [at[p] for p in premise.points if p != x]
    if len(others) != 3:
        return None
    if premise.name == "cyclic":
        centre = circumcentre(*others)
        return (Circle(centre, abs(others[0] - centre)),)
    if premise.name not in ("para", "perp", "cong"):
        return None
    a, b, c = others if x in premise.points[:2] else (others[2], others[0], others[1])
    if premise.name == "cong":
        return (Circle(a, abs(c - b)),)
    direction = (c - b) / abs(c - b)
    return (Line(a, direction if premise.name == "para" else 1j * direction),)
