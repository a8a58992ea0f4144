"""What a renaming of points carries over: "similarly", found by matching and checked as such.

One piece of a proof carries over to another under a renaming of points if every step that it tells
becomes a step of the other with the same kind of reason, and everything that it takes from outside
becomes something known there without the other. Steps that stand silently with it are taken with
it or, where what they become is known, from outside. A rule or a sum renamed is a rule or a sum, so
the renamed piece is a proof; whether its side conditions hold, the checker has seen at the steps of
the other piece.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from porism.geometry.predicates import Predicate, canonical
from porism.geometry.proof import ByAlgebra, ByRule, Step
from porism.geometry.renaming import Names, Renamer, moved
from porism.geometry.telling.lines import Lines

__all__ = ["Piece", "exchanged", "renaming_between"]

_MOST_NEW = 6  # points of one statement that are not yet renamed; all their orders are tried
_MOST_TRIED = 12000  # renamings of one statement, for one pair of pieces


@dataclass(frozen=True)
class Piece:
    """Steps told in full, in their order, and those that stand silently with them."""

    told: tuple[int, ...]
    silent: tuple[int, ...]


def renaming_between(one: Piece, other: Piece, steps: Sequence[Step], lines: Lines) -> Names | None:
    """Return a renaming that carries ``one`` over to ``other``; None where none is found.

    ``lines`` are those known when ``other`` is told.
    """
    if len(one.told) != len(other.told) or _kinds(one, steps) != _kinds(other, steps):
        return None
    ways = ((*one.told, *one.silent), one.told)
    found = [_Matcher(one, other, own, steps, lines).find() for own in ways]
    return min((f for f in found if f), key=moved, default=None)


def exchanged(names: Names) -> tuple[tuple[str, str], ...]:
    """Return the pairs of points that a renaming exchanges; none if it is no exchange.

    A point that takes the place of another and is not itself renamed was not spoken of, so the
    other may as well take its place.
    """
    moved = {a: b for a, b in names.items() if a != b}
    mutual = [(a, b) for a, b in moved.items() if moved.get(b) == a]
    one_to_one = len(set(moved.values())) == len(moved)
    if not mutual or not one_to_one or any(names.get(b, a) != a for a, b in moved.items()):
        return ()
    pairs = [
        (a, b) if a in names and (b not in moved or a < b) else (b, a) for a, b in moved.items()
    ]
    return tuple(dict.fromkeys(pairs))


def _kinds(piece: Piece, steps: Sequence[Step]) -> Counter[tuple[str, str]]:
    return Counter((steps[i].statement.name, _reason(steps[i])) for i in piece.told)


def _reason(step: Step) -> str:
    match step.reason:
        case ByRule(rule=rule):
            return rule
        case ByAlgebra(table=table):
            return table
    return ""


def _before(piece: Piece, steps: Sequence[Step]) -> Iterator[Step]:
    """Yield the steps before the end of a piece that do not stand on what it tells."""
    standing = set(piece.told)
    for step in steps[: max(piece.told)]:
        if not standing.isdisjoint(step.premises):
            standing.add(step.id)
        if step.id not in standing:
            yield step


class _Matcher:
    def __init__(
        self,
        one: Piece,
        other: Piece,
        own: Sequence[int],
        steps: Sequence[Step],
        lines: Lines,
    ) -> None:
        self.one, self.other, self.steps, self.lines = one, other, steps, lines
        outside = {p for i in own for p in steps[i].premises} - set(own)
        self.outside = [steps[i].statement for i in sorted(outside)]
        self.known = {canonical(step.statement) for step in _before(other, steps)}
        near = {p for i in (*other.told, *other.silent) for p in steps[i].premises}
        self.near = [steps[i].statement for i in sorted(near)]
        self.renamer = Renamer(_MOST_NEW, _MOST_TRIED)

    def find(self) -> Names | None:
        return next(self._told(list(reversed(self.one.told)), set(self.other.told), {}), None)

    def _told(self, left: list[int], free: set[int], names: Names) -> Iterator[Names]:
        """Yield renamings under which the steps ``left`` become steps of ``free``."""
        if not left:
            yield from self._outside(self.outside, names)
            return
        step, *rest = left
        for candidate in sorted(free, reverse=True):
            there = self.steps[candidate]
            if _reason(there) != _reason(self.steps[step]):
                continue
            for extended in self.renamer.extensions(
                self.steps[step].statement, there.statement, names
            ):
                yield from self._told(rest, free - {candidate}, extended)

    def _outside(self, left: Sequence[Predicate], names: Names) -> Iterator[Names]:
        """Yield extensions under which what is taken from outside is known there, too."""
        if not left:
            if any(a != b for a, b in names.items()):
                yield names
            return
        s = min(left, key=lambda s: sum(p not in names for p in s.points))
        rest = [other for other in left if other is not s]
        if all(p in names for p in s.points):
            renamed = s.rename(names)
            on_line = s.name == "coll" and self.lines.together(renamed.points)
            if on_line or canonical(renamed) in self.known:
                yield from self._outside(rest, names)
            return
        for candidate in self.near:
            for extended in self.renamer.extensions(s, candidate, names):
                yield from self._outside(rest, extended)
