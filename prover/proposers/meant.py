"""What a candidate is called where its point is: constructions mean a side that loci do not have.

The core lists lines and knows nothing of rays: it calls both bisectors of an angle
``angle_bisector``, and a point of the mirrored line ``angle_mirror`` on whichever side it is. The
checker measures what a construction means, and would refuse the proof.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from porism.geometry.constructions import CONSTRUCTIONS
from porism.geometry.measure.truth import holds
from porism.prover.proposers.base import Call, Candidate, Place

__all__ = ["as_placed"]

_INSTEAD: Mapping[str, Callable[..., Call]] = {
    "angle_bisector": lambda x, a, b, c: ("exterior_bisector", (x, a, b, c)),
    "angle_mirror": lambda x, a, b, c: ("on_aline", (x, b, c, c, b, a)),
}
"""By construction another one with the same equations, for the other side."""


def as_placed(candidates: Sequence[Candidate], known: Mapping[str, Place]) -> list[Candidate]:
    """Return the candidates by constructions that mean the side on which their points are.

    ``known`` is where the points are that they stand on.
    """
    at = dict(known)
    for candidate in candidates:
        at.update(zip(candidate.points, candidate.places, strict=True))
    return [
        replace(c, constructions=tuple(_as_placed(call, at) for call in c.constructions))
        for c in candidates
    ]


def _as_placed(call: Call, at: Mapping[str, Place]) -> Call:
    if call[0] not in _INSTEAD or _is_meant(call, at):
        return call
    other = _INSTEAD[call[0]](*call[1])
    return other if _is_meant(other, at) else call


def _is_meant(call: Call, at: Mapping[str, Place]) -> bool:
    name, points = call
    return all(holds(s, at) for s in CONSTRUCTIONS[name].apply(points).meaning)
