"""What a closed figure knows, as lists: the statements that a shorter proof may use.

The journal of a closure has one reason for each fact, and its tables imply far more than the
journal lists. Here are all statements of the simple kinds that hold: the figure says which are
worth asking for, the closure whether they do.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations, permutations

from porism.ddar.closure import Closure
from porism.ddar.numeric import NumericFigure
from porism.geometry.measure.order_facts import MARGINS
from porism.geometry.predicates import Predicate, canonical

__all__ = ["LISTED", "Universe", "writings"]

LISTED = (
    *("coll", "cyclic", "para", "perp", "cong", "overlap"),
    *("midp", "simtri", "simtrir", "contri", "contrir"),
)
"""The kinds of which every statement that holds is listed."""

_MOST_OF_A_KIND = 600  # a crowded figure has more; what is left out is only not tried
_CLEAR = 1e-5  # ten times what the checker wants of a condition
_APART = frozenset(("diff", "ncoll", "ncyclic"))
_NEAR = 1e-7  # how near the numbers of two pairs or triangles are before the closure is asked


_Shaped = tuple[tuple[str, ...], float, float]  # a triangle with the ratios of its sides


class Universe:
    """The statements of the kinds :data:`LISTED` that hold in ``closure``, in canonical form."""

    def __init__(self, closure: Closure) -> None:
        """List what holds in ``closure``, which must not change while this is used."""
        self.closure = closure
        self.numbers = NumericFigure(closure.coordinates)
        self._known: dict[Predicate, bool] = {}
        self.of_kind: dict[str, tuple[Predicate, ...]] = {}
        for kind, found in self._listed():
            kept = [s for s in found if self.holds(s)][:_MOST_OF_A_KIND]
            self.of_kind[kind] = tuple(dict.fromkeys(map(canonical, kept)))

    def holds(self, statement: Predicate) -> bool:
        """Tell whether a statement is known: meant by its points, and in the closure."""
        key = canonical(statement)
        if key not in self._known:
            self._known[key] = self.numbers.holds(key) and self.closure.holds(key)
        return self._known[key]

    def clear(self, condition: Predicate) -> bool:
        """Tell whether the figure shows a condition clearly."""
        if condition.name in _APART and len(set(condition.points)) < len(condition.points):
            return False
        return bool(MARGINS[condition.name](condition, self.closure.coordinates) > _CLEAR)

    def _listed(self) -> Iterator[tuple[str, Iterable[Predicate]]]:
        points = self.closure.points
        apart = self.numbers.apart
        yield "coll", (Predicate("coll", t) for t in combinations(points, 3))
        yield "cyclic", (Predicate("cyclic", t) for t in combinations(points, 4))
        pairs = [p for p in combinations(points, 2) if apart(*p)]
        angles, lengths = self.numbers.values["angle"], self.numbers.values["length"]
        directions = _close(pairs, lambda p: angles[p], turn=1.0)
        yield "para", (self._two("para", p, q) for p, q in directions if self._lines_differ(p, q))
        yield "overlap", (Predicate("overlap", p) for p in combinations(points, 2) if not apart(*p))
        right = _close(pairs, lambda p: angles[p], turn=1.0, apart=0.5)
        # right angles at a point first, if there are too many
        at_a_point_first = sorted(right, key=lambda two: len({*two[0], *two[1]}))
        yield "perp", (self._two("perp", p, q) for p, q in at_a_point_first)
        yield "cong", (self._two("cong", p, q) for p, q in _close(pairs, lambda p: lengths[p]))
        yield (
            "midp",
            (
                Predicate("midp", (m, a, b))
                for t in self.of_kind["coll"]
                for m, a, b in ((t.points[i], *t.points[:i], *t.points[i + 1 :]) for i in range(3))
                if apart(m, a) and abs(lengths[m, a] - lengths[m, b]) < _NEAR
            ),
        )
        triangles = list(self._similar())
        for name in ("simtri", "simtrir"):
            yield name, (Predicate(name, t) for kind, t in triangles if kind == name)
        for name, alike in (("contri", "simtri"), ("contrir", "simtrir")):
            yield (
                name,
                (
                    Predicate(name, s.points)
                    for s in self.of_kind[alike]
                    if self.holds(Predicate("cong", (*s.points[:2], *s.points[3:5])))
                ),
            )

    def _two(self, name: str, p: tuple[str, str], q: tuple[str, str]) -> Predicate:
        return Predicate(name, (*p, *q))

    def _lines_differ(self, p: tuple[str, str], q: tuple[str, str]) -> bool:
        four = tuple(dict.fromkeys((*p, *q)))
        if len(four) == 3:  # one line, unless two names of one point make it two
            return not all(self.numbers.apart(*pair) for pair in combinations(four, 2))
        return len(four) == 4 and not self.numbers.holds(Predicate("coll", four[:3]))

    def _similar(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield pairs of triangles, corner for corner, that the figure shows to be similar."""
        lengths, places = self.numbers.values["length"], self.closure.coordinates
        shapes: dict[tuple[int, int], list[tuple[tuple[str, ...], float, float]]] = defaultdict(
            list
        )
        for three in combinations(self.closure.points, 3):
            if not all(self.numbers.apart(*p) for p in combinations(three, 2)):
                continue
            if self.numbers.holds(Predicate("coll", three)):
                continue
            for a, b, c in permutations(three):
                first, second, third = lengths[a, b], lengths[b, c], lengths[c, a]
                if first < second * (1 - _NEAR) or second < third * (1 - _NEAR):
                    continue
                x, y = first / third, second / third
                cell = round(math.log(x) * 1e4), round(math.log(y) * 1e4)
                shapes[cell].append(((a, b, c), x, y))
        for (i, j), group in shapes.items():
            around = [
                g for k in (i, i + 1) for m in (j - 1, j, j + 1) for g in shapes.get((k, m), ())
            ]
            for one, x, y in group:
                for other, u, v in around:
                    if set(one) == set(other) or abs(x - u) > _NEAR * x or abs(y - v) > _NEAR * y:
                        continue
                    turned = _sense(places, one) * _sense(places, other) < 0
                    yield ("simtrir" if turned else "simtri"), (*one, *other)


def _sense(places: object, t: tuple[str, ...]) -> float:
    (ax, ay), (bx, by), (cx, cy) = (places[p] for p in t)  # type: ignore[index]
    return float((bx - ax) * (cy - ay) - (by - ay) * (cx - ax))


def _close(
    pairs: list[tuple[str, str]],
    value: Callable[[tuple[str, str]], float],
    *,
    turn: float = 0.0,
    apart: float = 0.0,
) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    """Yield the pairs of pairs whose values differ by ``apart``, modulo ``turn`` if it is given."""
    for p, q in combinations(pairs, 2):
        gap = abs(value(p) - value(q)) - apart
        if abs(gap) < _NEAR or (turn and abs(abs(gap) - turn) < _NEAR):
            yield p, q


def writings(statement: Predicate) -> Iterator[tuple[str, ...]]:
    """Yield the orders of points in which a statement of a listed kind may be written."""
    p = statement.points
    match statement.name:
        case "coll" | "cyclic" | "overlap":
            yield from permutations(p)
        case "para" | "perp" | "cong":
            for a, b, c, d in (p, (*p[2:], *p[:2])):
                yield from ((a, b, c, d), (b, a, c, d), (a, b, d, c), (b, a, d, c))
        case "midp":
            yield from (p, (p[0], p[2], p[1]))
        case _:
            for i, j, k in permutations(range(3)):
                yield (p[i], p[j], p[k], p[3 + i], p[3 + j], p[3 + k])
                yield (p[3 + i], p[3 + j], p[3 + k], p[i], p[j], p[k])
