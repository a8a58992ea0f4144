"""Links of a chain that a reader takes in one."""

from __future__ import annotations

from porism.geometry.predicates import Predicate
from porism.geometry.telling.chains import Layout, Link
from porism.geometry.telling.cut import named
from porism.geometry.telling.model import Formula
from porism.geometry.telling.outline import Outline

__all__ = ["merged"]

_TRIANGLES = {"simtri", "simtrir", "contri", "contrir"}


def merged(layout: Layout, outline: Outline, *, angles: bool) -> Layout:
    """Return the chain with neighbouring links told as one, where nobody needs a step between.

    Those are links that need no reason, links with the same reason (not two angles of one pair of
    triangles: that is hard to see), equal lengths put into a product one after the other, and a
    length brought in only for an equal one to go out with it.
    """
    found: list[Link] = []
    for link in layout.links:
        before = found[-2].expression if len(found) > 1 else layout.start
        if found and (
            _told_as_one(found[-1], link, outline, angles)
            or (not angles and _detour(before, found[-1], link, outline))
        ):
            last = found.pop()
            cited = tuple(dict.fromkeys((*last.steps, *link.steps)))
            link = Link(link.expression, cited, (*last.parts, *link.parts))
        found.append(link)
    return Layout(layout.start, tuple(found), layout.factor)


def _detour(before: Formula, one: Link, other: Link, outline: Outline) -> bool:
    """Tell whether the first of two links makes longer what the second makes shorter.

    One of them has to put equal lengths for each other: AB / BC = AB · DE / (BC · FG) = AB / CH.
    """
    longer = named(one.expression) > max(named(before), named(other.expression))
    kinds = [{s.name for s in _reasons(link, outline)} for link in (one, other)]
    return longer and {"cong"} in kinds and max(map(len, kinds)) == 1


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
