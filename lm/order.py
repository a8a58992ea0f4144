"""One way to write what can be written in several: the order of a construction's arguments.

``midpoint x a b`` and ``midpoint x b a`` say the same. The symmetries of a construction are read
off what it gives: a permutation of its given points that leaves the set of its statements as it
is. Of all equal writings the one with the earliest points first is taken, so that the network
has one thing to learn and a beam holds no two names for one point.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache, lru_cache
from itertools import permutations

from porism.geometry.constructions import CONSTRUCTIONS, Definition
from porism.geometry.predicates import canonical

__all__ = ["base_symmetries", "is_least", "ordered", "symmetries"]

Permutation = tuple[int, ...]

_ANY = Fraction(1, 7)  # a constant that no angle or ratio equals by symmetry
_MOST = 7  # given points of which all permutations are tried


def _keeping(definition: Definition, letters: tuple[str, ...]) -> tuple[Permutation, ...]:
    """The permutations of ``letters`` under which the definition gives the same."""
    constant = _ANY if definition.constant else None
    gives = definition.apply(definition.points, constant).premises
    wanted = {canonical(s) for s in gives}
    kept = []
    for images in permutations(range(len(letters))):
        names = {p: letters[i] for p, i in zip(letters, images, strict=True)}
        if {canonical(s.rename(names)) for s in gives} == wanted:
            kept.append(images)
    return tuple(kept)


@cache
def symmetries(name: str) -> tuple[Permutation, ...]:
    """Return the permutations of the given points of construction ``name`` that change nothing.

    A permutation lists for each place where its point comes from; the identity is first.
    """
    definition = CONSTRUCTIONS[name]
    given = definition.given
    if not given or len(given) > _MOST:
        return (tuple(range(len(given))),)
    if definition.alike == given:
        return tuple(permutations(range(len(given))))
    return tuple(
        images
        for images in _keeping(definition, given)
        if all(images[k] == k for k, p in enumerate(given) if p in definition.own_place)
    )


@cache
def base_symmetries(name: str) -> tuple[Permutation, ...]:
    """Return the permutations of the new points of a figure from nothing that change nothing."""
    definition = CONSTRUCTIONS[name]
    if definition.given or len(definition.new) > _MOST:
        return (tuple(range(len(definition.new))),)
    return _keeping(definition, definition.new)


@lru_cache(maxsize=1 << 16)
def ordered(name: str, given: tuple[int, ...]) -> tuple[int, ...]:
    """Return the least of the equal writings of ``given``, the numbers of the given points."""
    return min(tuple(given[i] for i in images) for images in symmetries(name))


def is_least(name: str, given: tuple[int, ...]) -> bool:
    """Tell whether ``given``, perhaps only the first few arguments, can begin a least writing."""
    for images in symmetries(name):
        for place, source in enumerate(images[: len(given)]):
            if source >= len(given) or given[source] > given[place]:
                break
            if given[source] < given[place]:
                return False
    return True
