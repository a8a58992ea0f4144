"""Sums of products of two lengths: which a closed figure holds, and how they are justified.

Products that the ratio table knows to be equal are one unknown. Equations between them come from
segments that are put together, multiplied by any other segment, from midpoints, and from squares:

    B between A and C
    --------------------------- for any X, Y
    AB·XY + BC·XY = AC·XY

So Ptolemy's theorem or a sum of inverse lengths is proved where similar triangles bring each of its
products to a part of one segment times another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING

from porism.ddar.sums import Relation, Sum, Writer, combination, write_sum
from porism.geometry.equations import Key, equation, facets
from porism.geometry.forms import is_trivial
from porism.geometry.predicates import Pair, Predicate, pairs_of

if TYPE_CHECKING:
    from porism.ddar.closure import Closure

__all__ = ["Products"]

_NEAR = 1e-9  # relative: what a drawing shows as equal
_MOST_POINTS = (
    14  # of a figure whose products are compared: their number grows with the fourth power
)
_ROUNDS = 2  # of equations that share a product with those before
_MOST_RELATIONS = 1500

Product = Key
"""Two pairs of points, in order."""


class Products:
    """The products of two lengths of one closed figure."""

    def __init__(self, closure: Closure) -> None:
        self.closure = closure
        self.at = {p: complex(*z) for p, z in closure.coordinates.items()}
        self.segments = [
            (a, b) for a, b in combinations(sorted(self.at), 2) if abs(self.at[a] - self.at[b]) > 0
        ]
        self.size = max((self.length(s) for s in self.segments), default=1.0)
        self.segments = [s for s in self.segments if self.length(s) > _NEAR * self.size]
        self.chosen: dict[Product, Product] = {}
        self.like: dict[int, list[Product]] = defaultdict(list)

    def length(self, pair: Pair) -> float:
        """Return a length in the drawing."""
        return abs(self.at[pair[0]] - self.at[pair[1]])

    # --- equal products -----------------------------------------------------------------

    def representative(self, p: Product) -> Product:
        """Return the first product that is known to be equal to this one, maybe itself."""
        if p not in self.chosen:
            first, second = pairs_of(p)
            value = self.length(first) * self.length(second) / self.size**2
            place = round(value / (10 * _NEAR))
            near = [q for k in (place - 1, place, place + 1) for q in self.like[k]]
            known = next((q for q in near if self.equal(p, q)), None)
            if known is None:
                self.like[place].append(p)
            self.chosen[p] = p if known is None else known
        return self.chosen[p]

    def equal(self, p: Product, q: Product) -> bool:
        """Tell whether two products are known to be equal."""
        statement = _proportion(p, q)
        return is_trivial(statement) or self.closure.holds(statement)

    # --- sums ---------------------------------------------------------------------------

    def reason(self, goal: Predicate) -> Sum | None:
        """Return the goal as a sum of relations; only products of two lengths are tried."""
        (target,) = facets(goal)
        if len(self.at) > _MOST_POINTS or any(len(key) != 4 for key, _ in target.terms):
            return None
        if any(a not in self.at for key, _ in target.terms for a in key):
            return None
        active: set[Key | int] = {self.representative(key) for key, _ in target.terms}
        relations: list[Relation] = []
        waiting = list(self.relations())
        rows = []
        for _ in range(_ROUNDS):
            left = []
            for relation in waiting:
                row = self.by_classes(relation)
                if active & row.keys() and len(relations) < _MOST_RELATIONS:
                    relations.append(relation)
                    rows.append(row)
                else:
                    left.append(relation)
            waiting = left
            active |= {key for row in rows for key in row}
            found = combination(self.classes(target.terms), rows)
            if found is not None:
                parts = [(relations[k], c) for k, c in sorted(found.items())]
                return Sum(goal, 0, (*parts, *self.bridges(target.terms, parts)))
        return None

    def classes(self, terms: Sequence[tuple[Key, Fraction]]) -> dict[Key | int, Fraction]:
        """Add up the coefficients of equal products."""
        sums: dict[Key | int, Fraction] = {}
        for key, c in terms:
            chosen = self.representative(key)
            sums[chosen] = sums.get(chosen, Fraction(0)) + c
        return {key: c for key, c in sums.items() if c}

    def by_classes(self, relation: Relation) -> dict[Key | int, Fraction]:
        """Return the equation of a relation between classes of equal products."""
        return self.classes(relation.equation.terms)

    def bridges(
        self,
        target: Sequence[tuple[Key, Fraction]],
        parts: Sequence[tuple[Relation, Fraction]],
    ) -> Iterator[tuple[Relation, Fraction]]:
        """Yield the equal products by which the sum of the parts becomes the target."""
        terms = [(key, c) for key, c in target]
        terms += [(key, -c * part) for r, part in parts for key, c in r.equation.terms]
        for key, c in equation("product", terms).terms:
            chosen = self.representative(key)
            if key != chosen:
                proportion = _proportion(key, chosen)
                a, b, x, y, u, v, g, h = proportion.points
                statement = Predicate(
                    "prodeq", (a, b, g, h, x, y, u, v), (Fraction(1), Fraction(-1))
                )
                letters = tuple(zip("abcdefgh", proportion.points, strict=True))
                yield Relation(statement, 0, "products_of_a_proportion", letters), c

    def relations(self) -> Iterator[Relation]:
        """Yield what rules say of sums of products."""
        one = Fraction(1)
        for a, b, c in self.between():
            for x, y in self.segments:
                points = (a, b, x, y, b, c, x, y, a, c, x, y)
                letters = (("a", a), ("b", b), ("c", c), ("x", x), ("y", y))
                said = Predicate("prodeq", points, (one, one, -one))
                yield Relation(said, 0, "product_of_parts", letters)
        for a, b, c, d in self.quadrangles():
            said = Predicate("prodeq", (a, b, c, d, b, c, a, d, a, c, b, d), (one, one, -one))
            yield Relation(said, 0, "ptolemy", tuple(zip("abcd", (a, b, c, d), strict=True)))
        for p, q in combinations(self.segments, 2):
            if len({*p, *q}) == 4 and self.across(p, q):
                (a, b), (c, d) = p, q
                four = (a, c, a, c, b, d, b, d, a, d, a, d, b, c, b, c)
                said = Predicate("prodeq", four, (one, one, -one, -one))
                yield _of_perpendiculars(said, (a, b, c, d))
        for p, q in combinations(self.segments, 2):
            if len({*p, *q}) == 3 and self.across(p, q):
                (corner,) = set(p) & set(q)
                (b,), (d,) = set(p) - {corner}, set(q) - {corner}
                three = (corner, d, corner, d, b, corner, b, corner, b, d, b, d)
                said = Predicate("prodeq", three, (one, one, -one))
                yield _of_perpendiculars(said, (corner, b, corner, d))

    def between(self) -> Iterator[tuple[str, str, str]]:
        """Yield points a, b, c of known lines with b drawn between the others."""
        for triple in combinations(sorted(self.at), 3):
            ends = max(combinations(triple, 2), key=self.length)
            (b,) = set(triple) - set(ends)
            a, c = ends
            off = self.length((a, b)) + self.length((b, c)) - self.length((a, c))
            apart = min(self.length((a, b)), self.length((b, c))) > 1e-6 * self.size
            if apart and off < 1e-9 * self.size and self.closure.holds(Predicate("coll", triple)):
                yield a, b, c

    def quadrangles(self) -> Iterator[tuple[str, str, str, str]]:
        """Yield points of known circles, four at a time, in the order in which they are drawn."""
        for four in combinations(sorted(self.at), 4):
            a, *others = four
            for c in others:
                b, d = (p for p in others if p != c)
                crossing = self.separates((a, c), b, d) and self.separates((b, d), a, c)
                if crossing and self.closure.holds(Predicate("cyclic", four)):
                    yield a, b, c, d

    def separates(self, line: Pair, p: str, q: str) -> bool:
        """Tell whether two points are drawn on opposite sides of a line, clearly."""
        a, along = self.at[line[0]], self.at[line[1]] - self.at[line[0]]
        sides = [(along.conjugate() * (self.at[x] - a)).imag for x in (p, q)]
        return min(sides) < -1e-6 * self.size**2 and max(sides) > 1e-6 * self.size**2

    def across(self, p: Pair, q: Pair) -> bool:
        """Tell whether two segments are known to be perpendicular."""
        u, v = self.at[p[1]] - self.at[p[0]], self.at[q[1]] - self.at[q[0]]
        drawn = abs((u.conjugate() * v).real) < _NEAR * self.size**2
        return drawn and self.closure.holds(Predicate("perp", (*p, *q)))

    # --- proofs -------------------------------------------------------------------------

    def write(self, writer: Writer, found: Sum, before: int) -> int:
        """Write the steps of a sum; return the id of the last."""
        return write_sum(writer, found, before, lambda said: writer.prove(said, before))


def _of_perpendiculars(said: Predicate, lines: tuple[str, ...]) -> Relation:
    return Relation(said, 0, "products_of_perpendiculars", tuple(zip("abcd", lines, strict=True)))


def _proportion(p: Product, q: Product) -> Predicate:
    """Return the statement that two products are equal, as a proportion."""
    (a, b), (c, d) = pairs_of(p)
    (x, y), (u, v) = pairs_of(q)
    return Predicate("eqratio", (a, b, x, y, u, v, c, d))
