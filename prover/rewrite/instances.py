"""All uses of a rule among the statements of a universe.

A rule is matched like a conjunctive query: its premises and its conclusion are patterns over the
lists of the universe, joined one after the other, the one with the fewest open letters first.
Statements of kinds that are not listed (equal angles, proportions) and conditions bind nothing;
they are asked for as soon as their letters are bound.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, combinations, permutations
from operator import itemgetter

from porism.ddar.numeric import is_symmetry
from porism.geometry.forms import empty_pairs, is_trivial
from porism.geometry.predicates import Predicate, canonical
from porism.geometry.rule import Rule
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


@dataclass(frozen=True)
class _Level:
    """A pattern of a join: ``places`` are bound before, ``asked`` can be asked for after it.

    ``in_order`` are letters that may be exchanged, and so have to stand in one order.
    """

    pattern: Predicate
    places: tuple[int, ...]
    asked: tuple[_Pattern, ...]
    in_order: tuple[tuple[str, str], ...]


class _Pattern:
    """A pattern with the quick way to put points for its letters."""

    def __init__(self, statement: Predicate) -> None:
        self.statement = statement
        self.put: Callable[[Mapping[str, str]], tuple[str, ...]] = itemgetter(*statement.points)


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
            tuple[str, tuple[int, ...]], dict[tuple[str, ...], list[tuple[str, ...]]]
        ] = {}
        self._said: dict[tuple[str, tuple[str, ...]], Predicate | None] = {}
        self._one: dict[Predicate, Predicate] = {}
        self._theorem = False

    def substitutions(self, rule: Rule) -> Iterator[dict[str, str]]:
        """Yield points for the letters of ``rule``, once for each use of it.

        Rules with a letter that no listed statement binds have none, and so have most about sums
        of lengths, squares or products, of which the journal has all that matter.
        """
        patterns = [*rule.premises, *rule.conclusions]
        if rule.free or len(rule.conclusions) != 1 or rule.id in _ONLY_IN_THE_JOURNAL:
            return
        if any(p.kind.linear for p in patterns) and rule.id not in _OF_A_SUM:
            return
        listed = [p for p in patterns if p.name in self._written]
        if {x for p in patterns for x in p.points} - {x for p in listed for x in p.points}:
            return
        asked = [*(p for p in patterns if p.name not in self._written), *rule.conditions]
        self._theorem = rule.id in load_theorems()
        compiled = [_Pattern(p) for p in patterns]
        seen: set[tuple[Predicate | None, ...]] = set()
        for found in self._join(self._ordered(listed, asked, exchanges(rule)), 0, {}):
            *premises, conclusion = [self._meant(p, found) for p in compiled]
            key = (conclusion, *sorted(set(premises), key=id))
            if key not in seen:
                seen.add(key)
                yield dict(found)
            if len(seen) >= _MOST:
                return

    def _ordered(
        self,
        listed: list[Predicate],
        asked: list[Predicate],
        exchanged: Iterable[tuple[str, str]],
    ) -> list[_Level]:
        """Put the patterns in the order in which they are joined, each with what it settles."""
        levels: list[_Level] = []
        bound: set[str] = set()
        pairs = list(exchanged)
        while listed:
            pattern = min(listed, key=lambda p: self._open(p, bound))
            listed = [p for p in listed if p is not pattern]
            places = tuple(i for i, x in enumerate(pattern.points) if x in bound)
            bound |= set(pattern.points)
            ready = [p for p in asked if bound.issuperset(p.points)]
            asked = [p for p in asked if not bound.issuperset(p.points)]
            in_order = [pair for pair in pairs if bound.issuperset(pair)]
            pairs = [pair for pair in pairs if not bound.issuperset(pair)]
            levels.append(_Level(pattern, places, tuple(map(_Pattern, ready)), tuple(in_order)))
        return levels

    def _join(
        self, levels: list[_Level], depth: int, bound: dict[str, str]
    ) -> Iterator[dict[str, str]]:
        if depth == len(levels):
            yield bound
            return
        level = levels[depth]
        letters = level.pattern.points
        repeated = len(set(letters)) < len(letters)
        for points in self._matches(level, bound):
            longer = {**bound, **dict(zip(letters, points, strict=True))}
            if repeated and any(longer[x] != p for x, p in zip(letters, points, strict=True)):
                continue
            if all([longer[a] <= longer[b] for a, b in level.in_order]) and all(
                self._meant(p, longer) is not None for p in level.asked
            ):
                yield from self._join(levels, depth + 1, longer)

    def _open(self, pattern: Predicate, bound: Collection[str]) -> tuple[int, int]:
        free = len({x for x in pattern.points if x not in bound})
        return free, len(self._written[pattern.name])

    def _matches(self, level: _Level, bound: Mapping[str, str]) -> Iterable[tuple[str, ...]]:
        pattern, places = level.pattern, level.places
        key = (pattern.name, places)
        if key not in self._index:
            table: dict[tuple[str, ...], list[tuple[str, ...]]] = defaultdict(list)
            for points in self._written[pattern.name]:
                table[tuple([points[i] for i in places])].append(points)
            self._index[key] = dict(table)
        wanted = tuple([bound[pattern.points[i]] for i in places])
        listed = self._index[key].get(wanted, ())
        if pattern.name not in _MAY_SAY_NOTHING:
            return listed
        return chain(listed, self._empty(pattern, bound))

    def _empty(self, pattern: Predicate, bound: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
        """Yield the points with which a pattern says nothing, as far as its letters are bound."""
        points = [bound.get(x, "") for x in pattern.points]
        match pattern.name:
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

    def _meant(self, pattern: _Pattern, bound: Mapping[str, str]) -> Predicate | None:
        """Return the statement that a pattern becomes, None where it is not known to be true.

        Equal statements are one object, and all that say nothing are one.
        """
        said = pattern.statement
        key = said.name, pattern.put(bound)
        if key not in self._said:
            self._said[key] = self._found(Predicate(*key, said.constants))
        return self._said[key]

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
