"""The one table of predicates: name, arguments, symmetry, sentence.

A :class:`Predicate` is a statement about named points, for instance
``eqangle a b c d e f g h``. Conventions, stated here once for the whole project:

* an angle is *directed and between lines* (a full angle); its unit is the half-turn, so
  a right angle is 1/2 and angles that differ by a whole number are equal;
* ``d(ab)`` is the direction of line ab in half-turns, counter-clockwise from the x axis, in
  [0, 1); ``∠(ab, cd)`` is ``d(cd) - d(ab)``;
* a ratio constant is a positive rational; a length constant is in the unit of the figure.

What a predicate says as a linear equation is in :mod:`porism.geometry.equations`; whether it holds
in a figure is in :mod:`porism.geometry.measure.truth`. This module knows neither.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations

__all__ = ["KINDS", "Kind", "Predicate", "canonical", "pairs_of"]

Pair = tuple[str, str]


@dataclass(frozen=True, order=True)
class Predicate:
    """A statement: ``name``, the points it speaks of and its constants.

    ``constants`` holds angles in half-turns, ratios or lengths as plain rationals. The linear
    predicates ``angeq``, ``distmeq``, ``distseq`` and ``sqeq`` list point pairs and one
    coefficient for each pair, then (not for ``distseq`` and ``sqeq``) the constant.
    """

    name: str
    points: tuple[str, ...]
    constants: tuple[Fraction, ...] = ()

    def __str__(self) -> str:
        """Write the statement in the problem language, angles as ``n/d`` half-turns ``npi/d``."""
        words = [self.name, *self.points]
        kind = KINDS.get(self.name)
        for position, value in enumerate(self.constants):
            is_angle = kind is not None and kind.constant == "angle"
            last_of_angeq = self.name == "angeq" and position == len(self.constants) - 1
            words.append(_angle_text(value) if is_angle or last_of_angeq else str(value))
        return " ".join(words)

    def rename(self, names: dict[str, str]) -> Predicate:
        """Return the statement with every point ``p`` replaced by ``names.get(p, p)``."""
        return Predicate(self.name, tuple(names.get(p, p) for p in self.points), self.constants)


def _angle_text(value: Fraction) -> str:
    return f"{value.numerator}pi/{value.denominator}"


@dataclass(frozen=True)
class Kind:
    """A row of the table.

    ``arity`` is the number of points, ``(fewest, most)``; ``constant`` says what the constants
    are: ``""`` none, ``"angle"``, ``"ratio"``, ``"length"``, or ``"linear"`` for coefficient
    lists. ``figure_only`` marks the statements of order, side and distinctness, which are read
    off a figure and never derived. ``sentence`` uses ``{0}``, ``{1}``… for points and ``{c}``
    for the constant.
    """

    name: str
    arity: tuple[int, int]
    constant: str
    sentence: str
    canonical: Callable[[Predicate], Predicate]
    figure_only: bool = False


def pairs_of(points: tuple[str, ...]) -> tuple[Pair, ...]:
    """Split ``(a, b, c, d)`` into ``((a, b), (c, d))`` with each pair in alphabetical order."""
    return tuple(
        (a, b) if a <= b else (b, a) for a, b in zip(points[::2], points[1::2], strict=True)
    )


def canonical(statement: Predicate) -> Predicate:
    """Return the representative of all ways to write the same statement.

    Two statements are the same exactly when their canonical forms are equal.
    """
    kind = KINDS.get(statement.name)
    return statement if kind is None else kind.canonical(statement)


# --- symmetries -----------------------------------------------------------------------------


def _flat(pairs: tuple[Pair, ...] | list[Pair]) -> tuple[str, ...]:
    return tuple(p for pair in pairs for p in pair)


def _fixed(s: Predicate) -> Predicate:
    return s


def _any_order(s: Predicate) -> Predicate:
    return Predicate(s.name, tuple(sorted(s.points)), s.constants)


def _cycle(s: Predicate) -> Predicate:
    start = s.points.index(min(s.points))
    return Predicate(s.name, (*s.points[start:], *s.points[:start]), s.constants)


def _first_fixed(s: Predicate) -> Predicate:
    return Predicate(s.name, (s.points[0], *sorted(s.points[1:])), s.constants)


def _two_pairs(s: Predicate) -> Predicate:
    return Predicate(s.name, _flat(sorted(pairs_of(s.points))), s.constants)


def _proportion(s: Predicate) -> Predicate:
    """Order four pairs w, x, y, z of w - x = y - z; only {{w, z}, {x, y}} matters."""
    w, x, y, z = pairs_of(s.points)
    (w, z), (x, y) = sorted([tuple(sorted((w, z))), tuple(sorted((x, y)))])
    return Predicate(s.name, _flat([w, x, y, z]), s.constants)


def _angle_constant(s: Predicate) -> Predicate:
    first, second = pairs_of(s.points)
    value = s.constants[0] % 1
    if second < first:
        first, second, value = second, first, -value % 1
    return Predicate(s.name, (*first, *second), (value,))


def _ratio_constant(s: Predicate) -> Predicate:
    first, second = pairs_of(s.points)
    value = s.constants[0]
    if second < first:
        first, second, value = second, first, 1 / value
    return Predicate(s.name, (*first, *second), (value,))


def _length_constant(s: Predicate) -> Predicate:
    return Predicate(s.name, pairs_of(s.points)[0], s.constants)


def _two_triangles(s: Predicate) -> Predicate:
    first, second = s.points[:3], s.points[3:]
    best = min(
        (*(one[i] for i in order), *(other[i] for i in order))
        for one, other in ((first, second), (second, first))
        for order in permutations(range(3))
    )
    return Predicate(s.name, best, s.constants)


def _chord(s: Predicate) -> Predicate:
    o, a, b, c = s.points
    return Predicate(s.name, (o, a, *sorted((b, c))), s.constants)


def _two_angles(s: Predicate) -> Predicate:
    """Sort two angles between lines, each without regard to sense."""
    pairs = pairs_of(s.points)
    angles = sorted([tuple(sorted(pairs[:2])), tuple(sorted(pairs[2:]))])
    return Predicate(s.name, _flat([line for both in angles for line in both]), s.constants)


def _linear(s: Predicate) -> Predicate:
    """Collect equal pairs, drop zeros (zero lengths too), make the first coefficient positive."""
    pairs = pairs_of(s.points)
    sums: dict[Pair, Fraction] = {}
    for pair, coefficient in zip(pairs, s.constants[: len(pairs)], strict=True):
        if pair[0] != pair[1] or s.name not in ("distseq", "sqeq"):
            sums[pair] = sums.get(pair, Fraction(0)) + coefficient
    kept = sorted((pair, c) for pair, c in sums.items() if c)
    rest = s.constants[len(pairs) :]
    if kept and s.name in ("distseq", "sqeq"):
        lead = kept[0][1]
        kept = [(pair, c / lead) for pair, c in kept]
    if s.name == "angeq" and kept and kept[0][1] < 0:
        kept, rest = [(pair, -c) for pair, c in kept], tuple(-r for r in rest)
    if s.name == "angeq" and all(c.denominator == 1 for _, c in kept):
        rest = tuple(r % 1 for r in rest)
    if s.name == "distmeq" and kept and kept[0][1] < 0:
        kept, rest = [(pair, -c) for pair, c in kept], tuple(1 / r for r in rest)
    return Predicate(s.name, _flat([p for p, _ in kept]), (*(c for _, c in kept), *rest))


_ROWS = (
    # what the engine derives
    Kind("coll", (3, 3), "", "{0}, {1}, {2} are collinear", _any_order),
    Kind("cyclic", (4, 4), "", "{0}, {1}, {2}, {3} are concyclic", _any_order),
    Kind("para", (4, 4), "", "{0}{1} ∥ {2}{3}", _two_pairs),
    Kind("perp", (4, 4), "", "{0}{1} ⟂ {2}{3}", _two_pairs),
    Kind("cong", (4, 4), "", "{0}{1} = {2}{3}", _two_pairs),
    Kind("eqangle", (8, 8), "", "∠({0}{1}, {2}{3}) = ∠({4}{5}, {6}{7})", _proportion),
    Kind("eqratio", (8, 8), "", "{0}{1} : {2}{3} = {4}{5} : {6}{7}", _proportion),
    Kind("midp", (3, 3), "", "{0} is the midpoint of {1}{2}", _first_fixed),
    Kind("circle", (4, 4), "", "{0} is the centre of circle {1}{2}{3}", _first_fixed),
    Kind("simtri", (6, 6), "", "△{0}{1}{2} ∼ △{3}{4}{5}", _two_triangles),
    Kind("simtrir", (6, 6), "", "△{0}{1}{2} ∼ △{3}{4}{5} (mirrored)", _two_triangles),
    Kind("contri", (6, 6), "", "△{0}{1}{2} ≅ △{3}{4}{5}", _two_triangles),
    Kind("contrir", (6, 6), "", "△{0}{1}{2} ≅ △{3}{4}{5} (mirrored)", _two_triangles),
    Kind("aconst", (4, 4), "angle", "∠({0}{1}, {2}{3}) = {c}", _angle_constant),
    Kind("rconst", (4, 4), "ratio", "{0}{1} : {2}{3} = {c}", _ratio_constant),
    Kind("r2const", (4, 4), "ratio", "{0}{1}² : {2}{3}² = {c}", _ratio_constant),
    Kind("lconst", (2, 2), "length", "{0}{1} = {c}", _length_constant),
    Kind("l2const", (2, 2), "length", "{0}{1}² = {c}", _length_constant),
    Kind("angeq", (2, 1024), "linear", "{linear}", _linear),
    Kind("distmeq", (2, 1024), "linear", "{linear}", _linear),
    Kind("distseq", (2, 1024), "linear", "{linear}", _linear),
    Kind("sqeq", (2, 1024), "linear", "{linear}", _linear),
    Kind("overlap", (2, 2), "", "{0} and {1} are the same point", _any_order),
    Kind("chordsine", (4, 4), "", "{2}{3} = 2·{0}{1}·sin ∠{2}{1}{3}", _chord),
    Kind("sinetri", (3, 3), "", "the law of sines in △{0}{1}{2}", _any_order),
    Kind("eqsine", (8, 8), "", "sin ∠({0}{1}, {2}{3}) = sin ∠({4}{5}, {6}{7})", _two_angles),
    Kind("sine2", (4, 4), "ratio", "sin² ∠({0}{1}, {2}{3}) = {c}", _two_pairs),
    # questions: the value is the answer
    Kind("acompute", (4, 4), "", "find ∠({0}{1}, {2}{3})", _fixed),
    Kind("rcompute", (4, 4), "", "find {0}{1} : {2}{3}", _fixed),
    # read off the figure
    Kind("diff", (2, 2), "", "{0} ≠ {1}", _any_order, True),
    Kind("ncoll", (3, 3), "", "{0}, {1}, {2} are not collinear", _any_order, True),
    Kind("npara", (4, 4), "", "{0}{1} ∦ {2}{3}", _two_pairs, True),
    Kind("nperp", (4, 4), "", "{0}{1} is not perpendicular to {2}{3}", _two_pairs, True),
    Kind("ccw", (3, 3), "", "{0}, {1}, {2} stand counter-clockwise", _cycle, True),
    Kind("between", (3, 3), "", "{0} lies between {1} and {2}", _first_fixed, True),
    Kind("sameclock", (6, 6), "", "△{0}{1}{2} and △{3}{4}{5} have the same sense", _fixed, True),
    Kind("nsameclock", (6, 6), "", "△{0}{1}{2} and △{3}{4}{5} have opposite senses", _fixed, True),
    Kind("sameside", (6, 6), "", "{0} splits {1}{2} as {3} splits {4}{5}", _fixed, True),
    Kind("nsameside", (6, 6), "", "{0} splits {1}{2} as {3} does not {4}{5}", _fixed, True),
    Kind("obtuse_angle", (3, 3), "", "∠{0}{1}{2} is obtuse", _fixed, True),
    Kind("acute_angle", (3, 3), "", "∠{0}{1}{2} is acute", _fixed, True),
    Kind("ncyclic", (4, 4), "", "{0}, {1}, {2}, {3} are not concyclic", _any_order, True),
    Kind(
        "neqangle",
        (8, 8),
        "",
        "∠({0}{1}, {2}{3}) ≠ ∠({4}{5}, {6}{7})",
        _proportion,
        True,
    ),
    Kind(
        "nconcur",
        (6, 6),
        "",
        "{0}{1}, {2}{3} and {4}{5} do not meet in one point and are not parallel",
        _two_pairs,
        True,
    ),
    Kind("longer", (4, 4), "", "{0}{1} > {2}{3}", _fixed, True),
)

KINDS: dict[str, Kind] = {kind.name: kind for kind in _ROWS}
