"""Circles that a construction draws: what is only for pictures, and so no part of the checker."""

from __future__ import annotations

from porism.geometry.constructions import CONSTRUCTIONS
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Construction

__all__ = ["circles_of"]


def circles_of(construction: Construction) -> dict[Predicate, tuple[str, str]]:
    """Return premises of a construction of the table that are drawn as circles.

    Each with the centre and a point of its circle.
    """
    definition = CONSTRUCTIONS[construction.name]
    names = dict(zip(definition.points, construction.arguments, strict=True))
    centres = {names[letter] for letter in definition.centre}
    found = {}
    for s in construction.premises:
        about = centres & set(s.points[:2]) & set(s.points[2:])
        if s.name == "cong" and len(about) == 1:
            (centre,) = about
            found[s] = centre, next(p for p in s.points if p != centre)
    return found
