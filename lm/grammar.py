"""Which word may come next in an auxiliary clause: the grammar of the language, word by word.

A clause introduces the next unused points, names a construction that makes as many, gives its
arguments, and perhaps names a second construction if the point is still free on a line or circle:

    f on_line a b on_tline c a d ;

Only least writings (:mod:`porism.lm.order`) are let through, so no two lines of a beam differ in
the order of arguments alone. Constructions with constants and figures from nothing are left out: a
search has no use for them. Words let through are a promise, not the law: :func:`complete` gives
the clause to the real parser.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations

from porism.geometry.constructions import CONSTRUCTIONS, Definition, definitions
from porism.geometry.errors import ParseError
from porism.geometry.language.sense import never_holds, zero_segment
from porism.geometry.names import point_name
from porism.geometry.problem import Clause
from porism.lm.order import is_least
from porism.lm.text import END, SYNONYMS, read_clause

__all__ = ["Partial", "allowed", "complete"]


@dataclass(frozen=True)
class Partial:
    """The beginning of a clause: how many points there are before it, and its words so far."""

    known: int
    words: tuple[str, ...] = ()

    def then(self, word: str) -> Partial:
        """Return the beginning with one more word."""
        return Partial(self.known, (*self.words, word))

    @property
    def ended(self) -> bool:
        """Whether the clause has come to its end."""
        return self.words[-1:] == (END,)


def _offered(definition: Definition) -> bool:
    return (
        bool(definition.given)
        and not definition.constant
        and definition.name not in SYNONYMS
        and definition.origin != "ours"
    )


def _is_locus(definition: Definition) -> bool:
    return len(definition.new) == 1 and definition.free == definition.new


_ONES = tuple(sorted((d for d in definitions() if _offered(d)), key=lambda d: d.name))
_LOCI = tuple(d for d in _ONES if _is_locus(d))


@cache
def _apart(name: str) -> tuple[tuple[int, int], ...]:
    """Return the pairs of given arguments that cannot be the same point."""
    definition = CONSTRUCTIONS[name]
    applied = definition.apply(definition.points)
    said = (*applied.conditions, *applied.premises)
    pairs = []
    for (i, p), (j, q) in combinations(enumerate(definition.given), 2):
        if any(never_holds(s.rename({q: p})) for s in said) or any(
            zero_segment(s.rename({q: p})) for s in said
        ):
            pairs.append((i, j))
    return tuple(pairs)


@lru_cache(maxsize=1 << 14)
def allowed(partial: Partial) -> tuple[str, ...]:
    """Return the words that may come next; none after the end."""
    words, known = partial.words, partial.known
    if partial.ended:
        return ()
    new = 0
    while new < len(words) and words[new] not in CONSTRUCTIONS:
        new += 1
    if new == len(words):
        return _first_words(known, new)
    start = max(k for k, w in enumerate(words) if w in CONSTRUCTIONS)
    definition = CONSTRUCTIONS[words[start]]
    given = tuple(_number(w) for w in words[start + 1 :])
    if len(given) < len(definition.given):
        again = start > new and words[new] == definition.name
        above = tuple(_number(w) for w in words[new + 1 : start]) if again else ()
        return tuple(point_name(k) for k in _arguments(definition, given, known, above))
    if start == new == 1 and _is_locus(definition):
        return (*_second_calls(definition, given, known), END)
    return (END,)


def _second_calls(definition: Definition, given: tuple[int, ...], known: int) -> list[str]:
    """The second constructions: by name after the first, or the same with later arguments."""
    later = [d.name for d in _LOCI if d.name > definition.name and _completable(d, (), known)]
    again = [definition.name] if _completable(definition, (), known, given) else []
    return [*again, *later]


def _first_words(known: int, new: int) -> tuple[str, ...]:
    names = tuple(d.name for d in _ONES if len(d.new) == new and _completable(d, (), known))
    longer = any(len(d.new) > new and _completable(d, (), known) for d in _ONES)
    return (*((point_name(known + new),) if longer else ()), *names)


@lru_cache(maxsize=1 << 14)
def _arguments(
    definition: Definition, given: tuple[int, ...], known: int, above: tuple[int, ...]
) -> tuple[int, ...]:
    """The next arguments of the least writings that come after ``above``."""
    return tuple(
        k
        for k in range(known)
        if _may_follow(definition, given, k, above)
        and _completable(definition, (*given, k), known, above)
    )


def _may_follow(
    definition: Definition, given: tuple[int, ...], k: int, above: tuple[int, ...]
) -> bool:
    place, more = len(given), (*given, k)
    if more < above[: place + 1] or not is_least(definition.name, more):
        return False
    return not any(j == place and given[i] == k for i, j in _apart(definition.name))


@lru_cache(maxsize=1 << 16)
def _completable(
    definition: Definition, given: tuple[int, ...], known: int, above: tuple[int, ...] = ()
) -> bool:
    """Whether some least writing after ``above`` begins with ``given``."""
    if len(given) == len(definition.given):
        return given > above and _makes_sense(definition, _pattern(given))
    return any(
        _may_follow(definition, given, k, above)
        and _completable(definition, (*given, k), known, above)
        for k in range(known)
    )


def _pattern(given: tuple[int, ...]) -> tuple[int, ...]:
    """Which arguments are equal: each as the place of its first occurrence."""
    return tuple(given.index(k) for k in given)


@cache
def _makes_sense(definition: Definition, pattern: tuple[int, ...]) -> bool:
    old, new = iter(pattern), iter(range(len(definition.new)))
    points = tuple(
        f"x{next(new)}" if p in definition.new else point_name(next(old)) for p in definition.points
    )
    applied = definition.apply(points)
    return not any(
        zero_segment(s) or never_holds(s) for s in (*applied.conditions, *applied.premises)
    )


@lru_cache(maxsize=1 << 12)
def _number(name: str) -> int:
    """The inverse of :func:`porism.lm.text.point_name`."""
    return ord(name[0]) - ord("a") + 26 * int(name[1:] or 0)


def complete(partial: Partial) -> Clause | None:
    """Return the clause that ``partial`` spells, or None if the language does not have it."""
    try:
        return read_clause(partial.words, [point_name(k) for k in range(partial.known)])
    except ParseError:
        return None
