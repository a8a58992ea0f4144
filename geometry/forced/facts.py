"""What statements say of the signs of a figure.

Each equation below is a theorem of elementary geometry about areas and scalar products; the
comment beside it says which. Lines and circles are sets of points, joined as statements come in.

>>> from porism.geometry.predicates import Predicate
>>> at = {"a": (0.0, 0.0), "b": (1.0, 0.0), "c": (3.0, 0.0)}
>>> known = Facts("abc", [at])
>>> known.learn(Predicate("between", ("b", "a", "c")))
>>> known.settles(Predicate("acute_angle", ("b", "a", "c")))
True
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from fractions import Fraction
from itertools import combinations, permutations, product

from porism.geometry.forced.implied import Bisectors, implied_equations, implied_statements
from porism.geometry.forced.orders import ORDERS
from porism.geometry.forced.signs import OFF, Sign, Signs, Term, corner, side
from porism.geometry.predicates import Pair, Predicate, canonical, pairs_of
from porism.geometry.problem import Coordinates

__all__ = ["Facts"]

_HALF = Fraction(1, 2)
_MOST_ON_CIRCLE = 8  # points of one circle that are put in relation, by fours

Points = frozenset[str]


class Facts:
    """Signs that are forced by what has been learnt.

    Everything that is learnt must hold in all ``figures``, and wherever the text does; ``zero`` are
    signs that are none.
    """

    def __init__(
        self, points: Sequence[str], figures: Sequence[Coordinates], zero: Collection[Sign] = ()
    ) -> None:
        self.signs = Signs(points, figures, zero)
        self._lines: list[Points] = []
        self._circles: list[Points] = []
        self._centres: dict[str, list[Points]] = {}
        self.perpendicular: list[tuple[Pair, Pair]] = []
        self._angles: dict[tuple[Points, Fraction], Pair] = {}
        self._equal: set[frozenset[Points]] = set()
        self._literal: set[Predicate] = set()
        self._ordered: set[tuple[str, ...]] = set()
        self.bisectors: Bisectors = {}
        self._crossing: list[tuple[Pair, Pair]] = []
        self._said: set[Predicate] = set()  # implied statements that have been learnt
        self._implied = 0  # equations that were there when implications were last used
        self._learn: dict[str, Callable[[Predicate], None]] = {
            "coll": lambda s: self._on_line(frozenset(s.points)),
            "para": self._para,
            "perp": self._perp,
            "cong": self._cong,
            "circle": self._circle,
            "cyclic": lambda s: self._on_circle(frozenset(s.points)),
            "midp": self._midp,
            "eqangle": self._eqangle,
            "aconst": self._aconst,
            "rconst": self._rconst,
            "simtri": self._similar,
            "simtrir": self._similar,
            "contri": self._similar,
            "contrir": self._similar,
            "overlap": self._overlap,
            "npara": self._npara,
        }

    # --- asking -----------------------------------------------------------------------------

    def settles(self, statement: Predicate) -> bool:
        """Tell whether a statement of order is forced."""
        if canonical(statement) in self._literal:
            return True
        if statement.name not in ORDERS:
            return False
        if statement.name == "between" and not self._known_on_line(statement.points):
            return False
        return self.forces(*ORDERS[statement.name](statement.points))

    def forces(self, terms: list[Term], constant: int) -> bool:
        """Tell whether the product of signs is forced to be (-1) to the power ``constant``."""
        if self.signs.value(terms) == constant:
            return True
        while self._imply():
            if self.signs.value(terms) == constant:
                return True
        return False

    def _known_on_line(self, points: Sequence[str]) -> bool:
        three = set(points)
        while not three <= self.line(*points[:2]):
            if not self._imply():
                return False
        return True

    def settles_angle(self, statement: Predicate) -> bool:
        """Tell whether an angle that is known up to right angles is forced to be this one.

        The tangent of an angle changes its sign when a right angle is added.
        """
        while self._imply():
            pass
        if statement.name == "perp" and self._crosses(statement):
            return True  # the other half is parallel
        if statement.name in ("coll", "para", "perp"):
            return self._knows(statement)
        if statement.name == "aconst":
            found = self.tangent(statement.points)
            value = statement.constants[0] % 1
            return bool(found) and self.signs.value(found) == int(value > _HALF)
        if statement.name == "eqangle":
            return any(self.signs.value(terms) == 0 for terms in self._tangents(statement))
        return False

    def _knows(self, s: Predicate) -> bool:
        """Tell whether lines are known to be one, or perpendicular."""
        if s.name == "coll":
            return set(s.points) <= self.line(*s.points[:2])
        lines = {self.line(*pair) for pair in pairs_of(s.points)}
        if s.name == "para":
            return len(lines) == 1
        return self._is_among(lines, self.perpendicular)

    def _crosses(self, s: Predicate) -> bool:
        """Tell whether lines meet: as the text needs it, or with points on either side of one."""
        one, other = (self.line(*pair) for pair in pairs_of(s.points))
        if self._is_among({one, other}, self._crossing):
            return True
        return any(
            self.signs.value([side(x, y, p), side(x, y, q)]) == 1
            for first, second in ((one, other), (other, one))
            for p, q in combinations(sorted(first), 2)
            for x, y in combinations(sorted(second), 2)
        )

    def _is_among(self, lines: set[Points], known: Sequence[tuple[Pair, Pair]]) -> bool:
        return any({self.line(*pair) for pair in pairs} == lines for pairs in known)

    def middle(self, three: Points) -> str:
        """Return which of three points of a line is forced to lie between the others, or none."""
        for p in sorted(three):
            if self.settles(Predicate("between", (p, *sorted(three - {p})))):
                return p
        return ""

    @property
    def lines(self) -> tuple[Points, ...]:
        """Points of one line, three or more each."""
        return tuple(self._lines)

    @property
    def circles(self) -> Iterator[tuple[str, Points]]:
        """Points of one circle, with its centre, or none."""
        yield from (("", circle) for circle in self._circles)
        yield from ((o, circle) for o, about in self._centres.items() for circle in about)

    @property
    def curves(self) -> tuple[Points, ...]:
        """Points of one line or circle, three or more each."""
        return (*self._lines, *(circle for _, circle in self.circles))

    # --- learning ---------------------------------------------------------------------------

    def learn(self, statement: Predicate) -> None:
        """Take note of a statement that holds in every configuration."""
        if statement.name in ORDERS:
            self._literal.add(canonical(statement))
            if statement.name == "between":
                self._on_line(frozenset(statement.points))
            self.signs.add(*ORDERS[statement.name](statement.points))
        elif statement.name == "longer":
            self._literal.add(canonical(statement))
            self._longer(statement.points)
        elif statement.name in self._learn:
            self._learn[statement.name](statement)

    def fix_sense(self, a: str, b: str, c: str, clockwise: bool) -> None:
        """Take a triangle to go round this way; of two mirror images either will do."""
        self.signs.add([side(a, b, c)], int(clockwise))

    def _imply(self) -> bool:
        """Use what is not linear. Was there anything new?"""
        if self._implied == self.signs.count:
            return False
        self._implied = self.signs.count
        for statement in list(implied_statements(self)):
            if statement not in self._said:
                self._said.add(statement)
                self.learn(statement)
        for terms, constant in list(implied_equations(self)):
            self.signs.add(terms, constant)
        return self.signs.count > self._implied

    def _on_line(self, points: Points) -> None:
        """Areas over one line, and the order of its points."""
        merged = points
        while True:
            near = [line for line in self._lines if self._share(line, merged)]
            joined = merged.union(*near)
            if joined == merged and len(near) < 2:
                break
            self._lines = [line for line in self._lines if line not in near]
            merged = joined
        self._lines = [line for line in self._lines if line != merged] + [merged]
        others = [p for p in (*self.signs.points, OFF) if p not in merged]
        for three in combinations(sorted(merged), 3):
            if three in self._ordered:
                continue
            self._ordered.add(three)
            # the product of the three signs is minus: exactly one point is in the middle
            self.signs.add([corner(p, *(q for q in three if q != p)) for p in three], 1)
            for v, a, b in (
                (three[0], *three[1:]),
                (three[1], *three[::2]),
                (three[2], *three[:2]),
            ):
                for x in others:
                    # with the same apex, areas are as the signed segments
                    self.signs.add([side(v, a, x), side(v, b, x), corner(v, a, b)])
                    if x != OFF:
                        self.signs.add([corner(v, a, x), corner(v, b, x), corner(v, a, b)])
        for v, a, b in permutations(sorted(merged), 3):
            equal = frozenset((frozenset((v, a)), frozenset((v, b))))
            if a < b and equal in self._equal and self.signs.apart(a, b):
                self.signs.add([corner(v, a, b)], 1)

    def _share(self, one: Points, other: Points) -> bool:
        both = sorted(one & other)
        return any(self.signs.apart(a, b) for a, b in combinations(both, 2))

    def line(self, a: str, b: str) -> Points:
        """Return the points that are known to be on the line of two."""
        pair = frozenset((a, b))
        return next((line for line in self._lines if pair <= line), pair)

    def _para(self, s: Predicate) -> None:
        one, other = (self.line(*pair) for pair in pairs_of(s.points))
        if one & other:
            self._on_line(one | other)
            return
        for first, second in ((one, other), (other, one)):
            for a, b in combinations(sorted(first), 2):
                c, *rest = sorted(second)
                for d in rest:  # equal distances from the line ab, on the same side
                    self.signs.add([side(a, b, c), side(a, b, d)])

    def _perp(self, s: Predicate) -> None:
        lines = [self.line(*pair) for pair in pairs_of(s.points)]
        for first, second in (lines, lines[::-1]):
            for p, x in combinations(sorted(first), 2):
                for y, z in permutations(sorted(second), 2):
                    # (p - y)(z - y) = (x - y)(z - y), as p - x is perpendicular to z - y
                    if p == z or x == z:
                        rest = x if p == z else p
                        if rest != y:
                            self.signs.add([corner(y, rest, z)])
                    elif y not in (p, x):
                        self.signs.add([corner(y, p, z), corner(y, x, z)])

        new = pairs_of(s.points)
        for old in self.perpendicular:  # two lines and their perpendiculars make equal angles
            for one, two in (new, new[::-1]):
                self._eqangle(Predicate("eqangle", (*old[0], *one, *old[1], *two)))
                for three, four in (old, old[::-1]):
                    if self.line(*two) == self.line(*four):  # perpendicular to one line
                        self._para(Predicate("para", (*one, *three)))
        self.perpendicular.append((new[0], new[1]))

    def _npara(self, s: Predicate) -> None:
        one, other = pairs_of(s.points)
        self._crossing.append((one, other))

    def _cong(self, s: Predicate) -> None:
        one, other = (frozenset(pair) for pair in pairs_of(s.points))
        self._equal.add(frozenset((one, other)))
        if len(one & other) != 1:
            return
        (v,), (a, b) = one & other, sorted(one ^ other)
        if not self.signs.apart(a, b):
            return
        if {v, a, b} <= self.line(a, b):
            self.signs.add([corner(v, a, b)], 1)  # v is the midpoint
        else:  # the angles at the base are acute
            self.signs.add([corner(a, v, b)])
            self.signs.add([corner(b, v, a)])
        self._about(v, frozenset((a, b)))

    def _about(self, o: str, points: Points) -> None:
        """Points on a circle about o."""
        circles = self._centres.setdefault(o, [])
        near = [c for c in circles if c & points]
        joined = points.union(*near)
        self._centres[o] = [c for c in circles if c not in near] + [joined]
        if len(near) == 1 and joined == near[0]:
            return
        for three in combinations(sorted(joined), 3):
            for c in three:
                a, b = (p for p in three if p != c)
                # the inscribed angle is acute where c is on the side of the centre
                self.signs.add([corner(c, a, b), side(a, b, o), side(a, b, c)])
        if len(joined) > 3:
            self._on_circle(joined)

    def _circle(self, s: Predicate) -> None:
        o, *rim = s.points
        for a, b in combinations(rim, 2):
            self._cong(Predicate("cong", (o, a, o, b)))

    def _on_circle(self, points: Points) -> None:
        near = [c for c in self._circles if len(c & points) > 2]
        joined = points.union(*near)
        self._circles = [c for c in self._circles if c not in near] + [joined]
        for a, b, c, d in combinations(sorted(joined)[:_MOST_ON_CIRCLE], 4):
            # four points in convex position: an even number of their triangles go clockwise
            self.signs.add([side(a, b, c), side(a, b, d), side(a, c, d), side(b, c, d)])
            for p, q in combinations((a, b, c, d), 2):
                x, y = (r for r in (a, b, c, d) if r not in (p, q))
                # inscribed angles over pq are equal on one side, supplementary on two
                self.signs.add([corner(x, p, q), corner(y, p, q), side(p, q, x), side(p, q, y)])

    def _midp(self, s: Predicate) -> None:
        m, a, b = s.points
        self._on_line(frozenset(s.points))
        self._cong(Predicate("cong", (m, a, m, b)))

    def tangent(self, points: Sequence[str]) -> list[Term]:
        """Return signs whose product is that of the tangent of the angle between two lines."""
        one, other = (self.line(*pair) for pair in pairs_of(tuple(points)))
        for v in sorted(one & other):
            x = next((p for p in sorted(one) if self.signs.apart(p, v)), "")
            y = next((p for p in sorted(other) if self.signs.apart(p, v)), "")
            if x and y:
                return [side(v, x, y), corner(v, x, y)]
        return []

    def _tangents(self, s: Predicate) -> Iterator[list[Term]]:
        """Equal angles have equal tangents, whichever lines of a proportion are put together."""
        first, second, third, fourth = pairs_of(s.points)
        for p, q, r, t in ((first, second, third, fourth), (first, third, second, fourth)):
            one, other = self.tangent((*p, *q)), self.tangent((*r, *t))
            if one and other:
                yield [*one, *other]

    def _eqangle(self, s: Predicate) -> None:
        for terms in list(self._tangents(s)):
            self.signs.add(terms)
        first, second, third, fourth = (self.line(*pair) for pair in pairs_of(s.points))
        if second == third:
            self._bisector(first, second, fourth)
        if first == fourth:
            self._bisector(third, first, second)

    def _bisector(self, one: Points, middle: Points, other: Points) -> None:
        """A line that bisects the angle of two others, or its supplement."""
        for v in sorted(one & middle & other):
            for a, m, b in product(*(sorted(line - {v}) for line in (one, middle, other))):
                known = self.bisectors.setdefault((v, frozenset((one, other))), {})
                known.setdefault(m, (a, b))
                # sin 2t = 2 sin t cos t, and a right angle more outside
                self.signs.add([corner(v, m, b), side(a, v, m), side(a, v, b)])
                self.signs.add([corner(v, m, a), side(b, v, m), side(b, v, a)])

    def _aconst(self, s: Predicate) -> None:
        terms, value = self.tangent(s.points), s.constants[0] % 1
        base, turned = pairs_of(s.points)
        same = self._angles.setdefault((frozenset(base), value), turned)
        if same != turned:  # the same angle with the same line
            self._para(Predicate("para", (*same, *turned)))
        if value in (0, _HALF):
            (self._perp if value else self._para)(s)
        elif terms:
            self.signs.add(terms, int(value > _HALF))

    def _rconst(self, s: Predicate) -> None:
        one, other = pairs_of(s.points)
        if s.constants[0] == 1:
            self._cong(Predicate("cong", s.points))
        elif s.constants[0] < 1:
            self._longer((*other, *one))
        else:
            self._longer((*one, *other))

    def _longer(self, points: Sequence[str]) -> None:
        """Of two segments from one point the shorter ends at an acute angle or in between."""
        one, other = (frozenset(pair) for pair in pairs_of(tuple(points)))
        if len(one & other) != 1:
            return
        (v,), (a,), (b,) = one & other, other - one, one - other
        self.signs.add([corner(b, v, a)])  # the angle opposite the shorter side is acute
        if {v, a, b} <= self.line(a, b):
            self.signs.add([corner(a, v, b), corner(v, a, b)], 1)

    def _similar(self, s: Predicate) -> None:
        first, second = s.points[:3], s.points[3:]
        self.signs.add([side(*first), side(*second)], int(s.kind.mirrored))
        for k in range(3):
            one, other = (corner(t[k], t[k - 1], t[k - 2]) for t in (first, second))
            self.signs.add([one, other])

    def _overlap(self, s: Predicate) -> None:
        x, y = s.points
        for p, q in permutations([p for p in self.signs.points if p not in (x, y)], 2):
            if p < q:
                self.signs.add([side(x, p, q), side(y, p, q)])
                self.signs.add([corner(x, p, q), corner(y, p, q)])
            self.signs.add([corner(p, x, q), corner(p, y, q)])
