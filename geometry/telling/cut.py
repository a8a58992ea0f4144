"""A chain that is longer than a reader follows, told in pieces.

A quantity in the middle becomes the end of one chain and the beginning of the next: the shortest
one to write, as it says most of what has been reached.
"""

from __future__ import annotations

from dataclasses import replace
from math import ceil

from porism.geometry.telling.chains import Layout
from porism.geometry.telling.model import Atom, Formula, Name, Over, Power

__all__ = ["MOST_LINKS_READ", "named", "pieces"]

MOST_LINKS_READ = 6
"""Links of a chain that are read in one go."""


def pieces(layout: Layout) -> tuple[Layout, ...]:
    """Return one chain or more, each of :data:`MOST_LINKS_READ` links at most."""
    links = layout.links
    count = ceil(len(links) / MOST_LINKS_READ)
    if count == 1:
        return (layout,)
    first = len(links) - (count - 1) * MOST_LINKS_READ  # what the others cannot take
    places = range(max(first, 2), min(MOST_LINKS_READ, len(links) - 2) + 1)
    middle = len(links) / count
    cut = min(places, key=lambda n: (named(links[n - 1].expression), abs(n - middle)))
    rest = replace(layout, start=links[cut - 1].expression, links=links[cut:])
    return (replace(layout, links=links[:cut]), *pieces(rest))


def named(formula: Formula) -> int:
    """Count the points that a formula names."""
    return sum(map(_names, formula.atoms))


def _names(atom: Atom) -> int:
    match atom:
        case Name():
            return 1
        case Power():
            return named(atom.base)
        case Over():
            return named(atom.above) + named(atom.below)
    return 0
