"""The loci on which clauses put points, and how it is told that two of them meet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from porism.geometry.constructions import CONSTRUCTIONS
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Construction
from porism.geometry.telling.clauses import Parts
from porism.geometry.telling.lines import Lines

__all__ = ["Meetings", "any_round", "loci_alone", "only"]

_THROUGH = {
    "on_line": "a b",
    "on_opline": "a b",
    "on_pline": "a",
    "on_tline": "a",
    "lc_tangent": "a",
    "angle_bisector": "b",
    "exterior_bisector": "b",
    "angle_mirror": "b",
    "on_circle": "a",
    "on_circum": "a b c",
    "on_dia": "a b",
}
"""Letters of given points that a locus passes through."""

_ROUND = {"on_circle", "eqdistance", "on_circum", "on_dia", "on_arc"}


def only(parts: Parts) -> Construction | None:
    """Return the one construction that a clause consists of."""
    found = (*parts.makes, *parts.loci)
    return found[0] if len(found) == 1 and not parts.demands else None


def loci_alone(parts: Parts) -> int:
    """Return on how many loci a clause puts its one point; 0 where it says more than that."""
    alone = len(parts.clause.points) == 1 and not parts.makes and not parts.demands
    return len(parts.loci) if alone else 0


def any_round(loci: Iterable[Construction]) -> bool:
    """Tell whether a circle is among the loci, so that they may meet twice."""
    return any(c.name in _ROUND for c in loci)


class Meetings:
    """Where loci meet, by what the premises say of lines and circles."""

    def __init__(self, premises: Sequence[Predicate], points: Iterable[str]) -> None:
        """Know collinear and concyclic points and equal lengths of ``premises``.

        ``points`` are those of the problem, in the order in which they are introduced.
        """
        self._order = {p: i for i, p in enumerate(points)}
        self._lines = Lines(premises, {})
        self._concyclic = [s for s in premises if s.name == "cyclic"]
        self._equal = [s.points for s in premises if s.name == "cong"]

    def key(self, parts: Parts) -> str:
        """Return how it is told that a point lies on two loci; nothing where it does not."""
        return self.key_of_two(parts) if loci_alone(parts) == 2 else ""

    def key_of_two(self, parts: Parts) -> str:
        """Return how it is told that the first two loci of a clause meet."""
        if not any_round(parts.loci[:2]):
            return "meet"
        return "meet_some" if self.shared(parts) is None else "meet_second"

    def shared(self, parts: Parts) -> str | None:
        """Return the point introduced before in which the two loci meet that define another."""
        first = min(self._order[p] for p in parts.clause.points)
        one, other = (self._through(c) for c in parts.loci[:2])
        both = sorted(p for p in one & other if self._order[p] < first)
        return both[0] if len(both) == 1 else None

    def _through(self, locus: Construction) -> set[str]:
        put = dict(zip(CONSTRUCTIONS[locus.name].points, locus.arguments, strict=True))
        found = {put[letter] for letter in _THROUGH.get(locus.name, "").split()}
        if locus.name == "on_line":
            a, b = locus.arguments[1:]
            found |= set(self._lines.of((a, b)))
        if locus.name == "on_circle":
            centre, rim = locus.arguments[1:]
            found |= self._as_far(centre, rim)
        if locus.name == "on_circum":
            found = found.union(*(s.points for s in self._concyclic if found <= set(s.points)))
        return found

    def _as_far(self, centre: str, rim: str) -> set[str]:
        """Return the points that are said to be as far from a centre as ``rim`` is."""
        found, before = {rim}, set[str]()
        while found != before:
            before = set(found)
            for a, b, c, d in self._equal:
                ends = {a, b} - {centre}, {c, d} - {centre}
                if all(len(one) == 1 for one in ends) and found & (ends[0] | ends[1]):
                    found |= ends[0] | ends[1]
        return found
