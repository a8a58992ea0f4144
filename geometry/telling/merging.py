"""Links of a chain that a reader takes in one."""

from __future__ import annotations

from porism.geometry.predicates import Predicate
from porism.geometry.telling.chains import Layout, Link
from porism.geometry.telling.outline import Outline

__all__ = ["merged"]

_TRIANGLES = {"simtri", "simtrir", "contri", "contrir"}


def merged(layout: Layout, outline: Outline, *, angles: bool) -> Layout:
    """Return the chain with neighbouring links told as one, where nobody needs a step between.

    Those are links that need no reason, links with the same reason (not two angles of one pair of
    triangles: that is hard to see), and equal lengths put into a product one after the other.
    """
    found: list[Link] = []
    for link in layout.links:
        if found and _told_as_one(found[-1], link, outline, angles):
            before = found.pop()
            cited = tuple(dict.fromkeys((*before.steps, *link.steps)))
            link = Link(link.expression, cited, (*before.parts, *link.parts))
        found.append(link)
    return Layout(layout.start, tuple(found), layout.factor)


def _told_as_one(one: Link, other: Link, outline: Outline, angles: bool) -> bool:
    first, second = (_reasons(link, outline) for link in (one, other))
    if not first or not second:
        return True
    names = {s.name for s in first | second}
    if not angles and names == {"cong"}:
        return True
    return first == second and not (angles and names & _TRIANGLES)


def _reasons(link: Link, outline: Outline) -> set[Predicate]:
    return {outline.proof.steps[g].statement for i in link.steps for g in outline.reasons(i)}
