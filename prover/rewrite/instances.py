"""All uses of a rule among the statements of a universe.

A rule is matched like a conjunctive query: its premises and its conclusion are patterns over the
lists of the universe, joined one after the other, the one with the fewest open letters first.
Statements of kinds that are not listed (equal angles, proportions) and conditions bind nothing;
they are asked for as soon as their letters are bound.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import chain, combinations, permutations
from operator import itemgetter

from porism.ddar.numeric import is_symmetry
from porism.geometry.equations import facets
from porism.geometry.forms import empty_pairs, is_trivial
from porism.geometry.predicates import Predicate, canonical
from porism.geometry.rule import Instance, Rule
from porism.geometry.rules import load_theorems
from porism.prover.rewrite.universe import Universe, writings

__all__ = ["RuleMatcher"]

_NOTHING = Predicate("", ())
_MOST = 2000  # instances of one rule; more is a rule for which the figure is no guide
_ONLY_IN_THE_JOURNAL = frozenset(("same_circle", "radical_axes", "division", "division_of_whole"))
"""Rules with very many uses, most of which say the same or what a reader sees without them."""


_OF_A_SUM = frozenset(("ceva_converse", "menelaus_converse", "angle_at_radius", "angle_at_centre"))
"""Rules about a product of lengths or a sum of angles that are tried all the same: the engine takes
longer ways."""

_MAY_SAY_NOTHING = frozenset(("cong", "coll", "cyclic"))
"""Kinds of which a rule is also matched with statements that are true by the names alone."""


_OF_FOUR = frozenset(("eqangle", "eqratio"))


_Row = tuple[str, ...]
"""Points put for the letters that a join has bound, in the order in which it bound them."""

_Said = dict[tuple[str, ...], Predicate | None]
"""What is known of the statements of one kind, by their points; see :meth:`RuleMatcher._meant`."""


class _Pattern:
    """A pattern with the quick way to put points for its letters; ``said`` is what was asked."""

    def __init__(self, statement: Predicate, order: Sequence[str], said: _Said) -> None:
        self.statement, self.said = statement, said
        places = [order.index(x) for x in statement.points]
        self.put: Callable[[_Row], tuple[str, ...]] = itemgetter(*places)

    def with_points(self, points: tuple[str, ...]) -> Predicate:
        """Return the statement that the pattern is with points put for its letters."""
        return Predicate(self.statement.name, points, self.statement.constants)


@dataclass(frozen=True)
class _Level:
    """A pattern of a join, whose letters are bound before it or by it.

    ``before`` are its letters as places of the row that is there, None for those that it binds;
    ``matches`` has what it may add to the row, by the points that it has of it. ``asked`` can be
    asked for after it. ``in_order`` are places of the row whose points may be exchanged, and so
    have to stand in one order.
    """

    pattern: Predicate
    before: tuple[int | None, ...]
    fresh: _Fresh
    matches: Mapping[tuple[str, ...], Sequence[_Row]]
    asked: tuple[_Pattern, ...]
    in_order: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class _Fresh:
    """The places of a statement that a pattern binds; two of a pair in ``same`` are one letter."""

    places: tuple[int, ...]
    same: tuple[tuple[int, int], ...]

    def of(self, points: tuple[str, ...]) -> _Row | None:
        """Return what the points of a statement add to a row, None where two of them differ."""
        if any(points[i] != points[j] for i, j in self.same):
            return None
        return tuple([points[i] for i in self.places])


class RuleMatcher:
    """Finds the substitutions under which a rule can be used."""

    def __init__(self, universe: Universe) -> None:
        """Match against the lists of ``universe``."""
        self._universe = universe
        self._written: dict[str, list[tuple[str, ...]]] = {
            kind: [w for s in found for w in writings(s)]
            for kind, found in universe.of_kind.items()
        }
        self._index: dict[
            tuple[str, tuple[int, ...], _Fresh], dict[tuple[str, ...], list[_Row]]
        ] = {}
        self._said: dict[tuple[str, tuple[Fraction, ...]], _Said] = defaultdict(dict)
        self._one: dict[Predicate, Predicate] = {}
        self._theorem = False

    def uses(self, rule: Rule) -> Iterator[tuple[dict[str, str], Instance]]:
        """Yield points for the letters of ``rule``, and what it says of them, once for each use.

        Rules with a letter that no listed statement binds have none, and so have most about sums
        of lengths, squares or products, of which the journal has all that matter, and those about
        sines, which the figure has no numbers of. A use that concludes nothing is none.
        """
        patterns = [*rule.premises, *rule.conclusions]
        if rule.free or len(rule.conclusions) != 1 or rule.id in _ONLY_IN_THE_JOURNAL:
            return
        if any(p.kind.linear for p in patterns) and rule.id not in _OF_A_SUM:
            return
        if any(len(key) != 2 for p in patterns for e in facets(p) for key, _ in e.terms):
            return
        listed = [p for p in patterns if p.name in self._written]
        if {x for p in patterns for x in p.points} - {x for p in listed for x in p.points}:
            return
        asked = [*(p for p in patterns if p.name not in self._written), *rule.conditions]
        self._theorem = rule.id in load_theorems()
        order, levels = self._ordered(listed, asked, exchanges(rule))
        compiled = [self._pattern(p, order) for p in patterns]
        conditions = [self._pattern(p, order) for p in rule.conditions]
        seen: set[tuple[Predicate | None, ...]] = set()
        for row in self._rows(levels):
            meant = [self._meant(p, row) for p in compiled]
            *premises, conclusion = meant
            key = (conclusion, *sorted(set(premises), key=id))
            if key not in seen:
                seen.add(key)
                if conclusion is not _NOTHING:
                    *said, last = [
                        p.with_points(p.put(row))
                        for p, m in zip(compiled, meant, strict=True)
                        if m is not _NOTHING
                    ]
                    shown = tuple([p.with_points(p.put(row)) for p in conditions])
                    yield dict(zip(order, row, strict=True)), Instance(tuple(said), shown, (last,))
            if len(seen) >= _MOST:
                return

    def _ordered(
        self,
        listed: list[Predicate],
        asked: list[Predicate],
        exchanged: Iterable[tuple[str, str]],
    ) -> tuple[list[str], list[_Level]]:
        """Put the patterns in the order in which they are joined, each with what it settles.

        The letters come with them, in the order in which they are bound.
        """
        levels: list[_Level] = []
        order: list[str] = []
        pairs = list(exchanged)
        while listed:
            pattern = min(listed, key=lambda p: self._open(p, order))
            listed = [p for p in listed if p is not pattern]
            letters = pattern.points
            before = tuple(order.index(x) if x in order else None for x in letters)
            first = {x: letters.index(x) for x in letters if x not in order}
            same = tuple(
                (first[x], i) for i, x in enumerate(letters) if x in first and first[x] != i
            )
            fresh = _Fresh(tuple(first.values()), same)
            order += first
            ready = [p for p in asked if set(order).issuperset(p.points)]
            asked = [p for p in asked if not set(order).issuperset(p.points)]
            settled = [pair for pair in pairs if set(order).issuperset(pair)]
            pairs = [pair for pair in pairs if not set(order).issuperset(pair)]
            levels.append(
                _Level(
                    *(pattern, before, fresh, self._matches(pattern, before, fresh)),
                    tuple(self._pattern(p, order) for p in ready),
                    tuple((order.index(a), order.index(b)) for a, b in settled),
                )
            )
        return order, levels

    def _pattern(self, statement: Predicate, order: Sequence[str]) -> _Pattern:
        return _Pattern(statement, order, self._said[statement.name, statement.constants])

    def _rows(self, levels: Sequence[_Level]) -> Iterator[_Row]:
        """Yield the rows of a join, depth first."""
        open_rows = [self._longer(levels[0], ())]
        while open_rows:
            row = next(open_rows[-1], None)
            if row is None:
                open_rows.pop()
            elif len(open_rows) == len(levels):
                yield row
            else:
                open_rows.append(self._longer(levels[len(open_rows)], row))

    def _longer(self, level: _Level, row: _Row) -> Iterator[_Row]:
        """Yield the rows that one more pattern makes of a row."""
        known = tuple([row[i] for i in level.before if i is not None])
        found: Iterable[_Row] = level.matches.get(known, ())
        if level.pattern.name in _MAY_SAY_NOTHING:
            empty = map(level.fresh.of, self._empty(level, row))
            found = chain(found, (added for added in empty if added is not None))
        for added in found:
            longer = row + added
            if any([longer[i] > longer[j] for i, j in level.in_order]):
                continue
            for pattern in level.asked:
                if self._meant(pattern, longer) is None:
                    break
            else:
                yield longer

    def _open(self, pattern: Predicate, bound: Collection[str]) -> tuple[int, int]:
        free = len({x for x in pattern.points if x not in bound})
        return free, len(self._written[pattern.name])

    def _matches(
        self, pattern: Predicate, before: Sequence[int | None], fresh: _Fresh
    ) -> Mapping[tuple[str, ...], Sequence[_Row]]:
        """Return what the listed statements add to rows, by the points that these have of them."""
        places = tuple(i for i, place in enumerate(before) if place is not None)
        key = pattern.name, places, fresh
        if key not in self._index:
            table: dict[tuple[str, ...], list[_Row]] = defaultdict(list)
            for points in self._written[pattern.name]:
                added = fresh.of(points)
                if added is not None:
                    table[tuple([points[i] for i in places])].append(added)
            self._index[key] = dict(table)
        return self._index[key]

    def _empty(self, level: _Level, row: _Row) -> Iterator[tuple[str, ...]]:
        """Yield the points with which a pattern says nothing, as far as its letters are bound."""
        points = [row[i] if i is not None else "" for i in level.before]
        match level.pattern.name:
            case "cong" if all(points[:2]):
                for x, y in permutations(points[:2]):
                    if points[2] in ("", x) and points[3] in ("", y):
                        yield (*points[:2], x, y)
            case "cong" if all(points[2:]):
                for x, y in permutations(points[2:]):
                    if points[0] in ("", x) and points[1] in ("", y):
                        yield (x, y, *points[2:])
            case "coll" | "cyclic" if not self._theorem:  # no theorem is named for a special case
                open_places = [i for i, p in enumerate(points) if not p]
                if not open_places and len(set(points)) < len(points):
                    yield tuple(points)
                if len(open_places) == 1:
                    for p in dict.fromkeys(q for q in points if q):
                        yield tuple(q or p for q in points)

    def _meant(self, pattern: _Pattern, row: _Row) -> Predicate | None:
        """Return the statement that a pattern becomes, None where it is not known to be true.

        Equal statements are one object, and all that say nothing are one.
        """
        points, said = pattern.put(row), pattern.said
        if points not in said:
            said[points] = self._found(pattern.with_points(points))
        return said[points]

    def _found(self, statement: Predicate) -> Predicate | None:
        if statement.kind.figure_only:
            return _NOTHING if self._universe.clear(statement) else None
        if statement.name in _OF_FOUR:
            if not self._universe.numbers.may_hold(statement):
                return None
            if _cancels(statement.points):
                return _NOTHING
        elif empty_pairs(statement):
            return None
        elif is_trivial(statement):
            return _NOTHING
        if not self._universe.holds(statement):
            return None
        found = canonical(statement)
        return self._one.setdefault(found, found)


def _cancels(points: tuple[str, ...]) -> bool:
    """Tell whether w - x = y - z says nothing: the pairs are the same two by two."""
    w, x, y, z = (frozenset(points[i : i + 2]) for i in range(0, 8, 2))
    return (w == x and y == z) or (w == y and x == z)


@lru_cache(maxsize=1024)
def exchanges(rule: Rule) -> tuple[tuple[str, str], ...]:
    """Return pairs of letters that may be exchanged without changing what the rule says."""
    part = (rule.premises, rule.conditions, rule.conclusions)
    profile = {
        x: Counter((i, s.name) for i, p in enumerate(part) for s in p if x in s.points)
        for x in rule.letters
    }
    return tuple(
        (a, b)
        for a, b in combinations(rule.letters, 2)
        if profile[a] == profile[b] and is_symmetry(rule, {a: b, b: a})
    )
