"""Areas: which of their equations a closed figure holds, and how they are justified.

Relations between signed areas that a rule gives at once: points on a line, parallels, midpoints.
If these do not suffice, ratios of two triangles that have an angle in common (or supplementary
ones) and whose sides about it are in a known ratio:

    ∠A = ∠P    AB·AC : PQ·PR = q
    ----------------------------- the sines are equal; multiplying ratios
          [ABC] : [PQR] = q
"""

from __future__ import annotations

import cmath
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, permutations, product
from typing import TYPE_CHECKING

from porism.ddar.sums import Relation, Sum, Writer, add_up, write_sum
from porism.geometry.forms import is_trivial
from porism.geometry.predicates import Predicate
from porism.geometry.proof import ByAlgebra, Term

if TYPE_CHECKING:
    from porism.ddar.closure import Closure

__all__ = ["Areas"]

_NEAR = 1e-9  # relative to the figure: what a drawing shows as zero
_MOST_POINTS = 16  # of a figure whose areas are added; relations grow with the third power
_MOST_RATIOS = 400  # pairs of triangles of which a ratio is asked for
_SHORT = 2  # relations of a sum that is told rather than sines
_LARGEST = 60  # denominator of a ratio that is tried
_SINES = {
    "sine_90": (Fraction(1, 2), Fraction(1)),
    "sine_30": (Fraction(1, 6), Fraction(1, 4)),
    "sine_150": (Fraction(5, 6), Fraction(1, 4)),
    "sine_45": (Fraction(1, 4), Fraction(1, 2)),
    "sine_135": (Fraction(3, 4), Fraction(1, 2)),
    "sine_60": (Fraction(1, 3), Fraction(3, 4)),
    "sine_120": (Fraction(2, 3), Fraction(3, 4)),
}
"""Rules that know a sine: the angle in half-turns, the square of the sine."""

Triangle = tuple[str, str, str]


class Areas:
    """The areas of one closed figure."""

    def __init__(self, closure: Closure) -> None:
        self.closure = closure
        self.at = {p: complex(*z) for p, z in closure.coordinates.items()}
        xs = [abs(z - w) for z, w in combinations(self.at.values(), 2)]
        self.size = max(xs, default=1.0)

    # --- what holds ---------------------------------------------------------------------

    def reason(self, goal: Predicate) -> Sum | None:
        """Return the goal as a sum of relations, a single one if it is known at once."""
        relations = list(self.at_once()) if len(self.at) <= _MOST_POINTS else []
        found = add_up(goal, relations)
        if found is not None and len(found.parts) <= _SHORT:
            return found
        if goal.kind.sided and self.known(goal):
            return Sum(goal, 2, ())
        return found or add_up(goal, [*relations, *self.ratios()] if relations else [])

    def area(self, t: tuple[str, ...]) -> float:
        """Return the signed area of a triangle in the drawing."""
        a, b, c = (self.at[p] for p in t)
        return ((b - a).conjugate() * (c - a)).imag / 2

    def flat(self, t: tuple[str, ...]) -> bool:
        """Tell whether three points are drawn on one line."""
        return abs(self.area(t)) < _NEAR * self.size**2

    def at_once(self) -> Iterator[Relation]:
        """Yield the relations of points on a line, midpoints and parallels."""
        points, holds = tuple(self.at), self.closure.holds
        one, minus = Fraction(1), Fraction(-1)
        for t in combinations(points, 3):
            if self.flat(t) and holds(Predicate("coll", t)):
                statement = Predicate("areaeq", t, (one,))
                yield _by_rule("area_of_a_line", "abc", t, statement)
        for m, a, b in self.midpoints():
            for x in points:
                if x not in (m, a, b) and not self.flat((x, a, b)):
                    statement = Predicate("areaeq", (x, a, m, x, m, b), (one, minus))
                    yield _by_rule("area_halved", "mabx", (m, a, b, x), statement)
        pairs = list(combinations(points, 2))
        for (a, b), (c, d) in combinations(pairs, 2):
            if len({a, b, c, d}) < 4 or self.flat((a, b, c)) or not self.parallel(a, b, c, d):
                continue
            if holds(Predicate("para", (a, b, c, d))):
                statement = Predicate("areaeq", (a, b, c, a, b, d), (one, minus))
                yield _by_rule("area_between_parallels", "abcd", (a, b, c, d), statement)
                yield from self.seen(a, b, c, d)

    def seen(self, a: str, b: str, c: str, d: str) -> Iterator[Relation]:
        """Yield what a point sees of two opposite sides of a parallelogram."""
        if abs(self.at[a] + self.at[c] - self.at[b] - self.at[d]) > _NEAR * self.size:
            c, d = d, c
        if abs(self.at[a] + self.at[c] - self.at[b] - self.at[d]) > _NEAR * self.size:
            return
        if self.closure.holds(Predicate("para", (a, d, b, c))):
            for x in self.at:
                if x not in (a, b, c, d):
                    constants = (Fraction(1), Fraction(1), Fraction(-1))
                    statement = Predicate("areaeq", (x, a, b, x, c, d, a, b, c), constants)
                    letters = (a, b, c, d, x)
                    yield _by_rule("area_in_parallelogram", "abcdx", letters, statement)

    def midpoints(self) -> Iterator[Triangle]:
        """Yield points with the ends of the segments that they are known to halve."""
        for a, b in combinations(self.at, 2):
            middle = (self.at[a] + self.at[b]) / 2
            for m in self.at:
                near = abs(self.at[m] - middle) < _NEAR * self.size
                if near and m not in (a, b) and self.closure.holds(Predicate("midp", (m, a, b))):
                    yield m, a, b

    def parallel(self, a: str, b: str, c: str, d: str) -> bool:
        """Tell whether two lines are drawn parallel."""
        u, v = self.at[b] - self.at[a], self.at[d] - self.at[c]
        return abs((u.conjugate() * v).imag) < _NEAR * self.size**2

    # --- ratios of two triangles --------------------------------------------------------

    def known(self, statement: Predicate) -> bool:
        """Tell whether an area or a ratio of triangles follows from one corner of each."""
        if len(statement.points) > len(statement.kind.letters):
            return False
        return next(self.ways(statement), None) is not None

    def ratios(self) -> Iterator[Relation]:
        """Yield the known ratios of triangles that look simple."""
        triangles = [t for t in combinations(self.at, 3) if not self.flat(t)]
        tried = 0
        for t, u in combinations(triangles, 2):
            value = self.area(t) / self.area(u)
            ratio = Fraction(abs(value)).limit_denominator(_LARGEST)
            if not ratio or abs(abs(value) - ratio) > 1e-8 * abs(value):
                continue
            statement = Predicate("rareaconst", (*t, *u), (ratio,))
            tried += 1
            if tried > _MOST_RATIOS:
                return
            if self.known(statement):
                yield Relation(statement, 0 if value > 0 else 1)

    def ways(self, statement: Predicate) -> Iterator[tuple[tuple[str, ...], Predicate, str]]:
        """Yield the corners to begin with, what is known of the angles, and of the sides.

        The corners are those of both triangles in order, the angle a statement from which a rule
        concludes the sine.
        """
        (q,) = statement.constants
        first, second = statement.points[:3], statement.points[3:]
        if not second:
            for a, b, c in _cycles(first):
                for rule, (turn, square) in _SINES.items():
                    angle = Predicate("aconst", (a, b, a, c), (turn,))
                    if turn == Fraction(1, 2):
                        angle = Predicate("perp", (a, b, a, c))
                    if not self.looks(a, b, c, float(turn)) or not self.closure.holds(angle):
                        continue
                    sides = _sides(((a, b), (a, c)), (), (2 * q) ** 2 / square, 2)
                    if self.closure.holds(sides):
                        yield (a, b, c), angle, rule
            return
        for (a, b, c), (x, y, z) in product(_cycles(first), permutations(second)):
            angle = Predicate("eqangle", (a, b, a, c, x, y, x, z))
            if is_trivial(angle) or not self.same_angle((a, b, c), (x, y, z)):
                continue
            sides = _sides(((a, b), (a, c)), ((x, y), (x, z)), q, 1)
            if self.closure.holds(angle) and (not sides.points or self.closure.holds(sides)):
                yield (a, b, c, x, y, z), angle, "equal_sines"

    def looks(self, a: str, b: str, c: str, turn: float) -> bool:
        """Tell whether the full angle from ab to ac is drawn so large."""
        u, v = self.at[b] - self.at[a], self.at[c] - self.at[a]
        w = u.conjugate() * v * cmath.exp(-1j * cmath.pi * turn)
        return abs(w.imag) < 1e-8 * abs(w)

    def same_angle(self, t: Triangle, u: Triangle) -> bool:
        """Tell whether two corners are drawn with equal full angles."""
        a, b, c = (self.at[p] for p in t)
        x, y, z = (self.at[p] for p in u)
        w = (b - a) * (c - a).conjugate() * (y - x).conjugate() * (z - x)
        return abs(w.imag) < 1e-8 * abs(w)

    # --- proofs -------------------------------------------------------------------------

    def write(self, writer: Writer, found: Sum, before: int) -> int:
        """Write the steps of a sum; return the id of the last."""
        if not found.parts:
            return self.write_ratio(writer, found.goal, before)
        return write_sum(writer, found, before, lambda said: self.write_ratio(writer, said, before))

    def write_ratio(self, writer: Writer, statement: Predicate, before: int) -> int:
        """Write why an area or a ratio of triangles is known."""
        corners, angle, rule = next(self.ways(statement))
        (q,) = statement.constants
        a, b, c, *others = corners
        if others:
            x, y, z = others
            sides = _sides(((a, b), (a, c)), ((x, y), (x, z)), q, 1)
            letters, sine = "abcdefgh", Predicate("eqsine", angle.points)
            weight = Fraction(1)
        else:
            square = _SINES[rule][1]
            sides = _sides(((a, b), (a, c)), (), (2 * q) ** 2 / square, 2)
            letters, sine = "abcd", Predicate("sine2", angle.points, (square,))
            weight = Fraction(1, 2)
        number = writer.prove_by_rule(
            sine, rule, dict(zip(letters, angle.points, strict=True)), before
        )
        terms = [Term(number, 0, weight)]
        if sides.points:
            terms.append(Term(writer.prove(sides, before), 0, weight))
        said = Predicate(statement.name, corners, statement.constants)
        return writer.add(said, ByAlgebra("ratio", 2, tuple(terms)))


def _cycles(t: tuple[str, ...]) -> Iterator[Triangle]:
    a, b, c = t
    yield a, b, c
    yield b, c, a
    yield c, a, b


def _by_rule(rule: str, letters: str, points: tuple[str, ...], statement: Predicate) -> Relation:
    return Relation(statement, 0, rule, tuple(zip(letters, points, strict=True)))


def _sides(
    above: tuple[tuple[str, str], ...], below: tuple[tuple[str, str], ...], q: Fraction, power: int
) -> Predicate:
    """Return the statement that a product of lengths over another is q; empty where all cancel."""
    powers: Counter[tuple[str, str]] = Counter()
    for pairs, sign in ((above, power), (below, -power)):
        for a, b in pairs:
            powers[(a, b) if a < b else (b, a)] += sign
    kept = [(pair, Fraction(c)) for pair, c in powers.items() if c]
    points = tuple(p for pair, _ in kept for p in pair)
    return Predicate("distmeq", points, (*(c for _, c in kept), q))
