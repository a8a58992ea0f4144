"""Clauses taken apart for telling: what makes their points, what they lie on, what is demanded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from porism.geometry.constructions import CONSTRUCTIONS
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Clause, Construction
from porism.geometry.telling.phrases import Language

__all__ = [
    "Circles",
    "Parts",
    "circles_by_name",
    "in_known_words",
    "made_by",
    "parts_of",
    "separated",
]


Circles = Mapping[tuple[str, str], tuple[str, tuple[str, ...]]]
"""For a centre and a point of the circle: the locus that a reader knows it as, and its points."""

_CIRCUMCENTRES = {"circle", "circumcenter"}


@dataclass(frozen=True)
class Parts:
    """A clause taken apart: what makes its points, what they lie on, what is demanded besides."""

    clause: Clause
    makes: tuple[Construction, ...]
    loci: tuple[Construction, ...]
    demands: tuple[Predicate, ...]


def made_by(construction: Construction) -> tuple[str, ...]:
    """Return the points that a construction makes."""
    definition = CONSTRUCTIONS[construction.name]
    put = zip(definition.points, construction.arguments, strict=True)
    return tuple(point for letter, point in put if letter in definition.new)


def parts_of(clause: Clause, language: Language) -> Parts:
    """Take a clause apart by how a language can tell its constructions."""
    makes: list[Construction] = []
    loci: list[Construction] = []
    demands: list[Predicate] = []
    for c in clause.constructions:
        if language.has("on", c.name):
            loci.append(c)
        elif language.has("constructions", c.name):
            makes.append(c)
        elif c.name != "free":
            demands += (*c.premises, *c.meaning)
    for s in clause.predicates:
        locus = _locus(s, clause.points)
        if locus is None:
            demands.append(s)
        else:
            loci.append(locus)
    return Parts(clause, *_midpoint(makes, loci), tuple(demands))


def circles_by_name(clauses: Iterable[Clause]) -> Circles:
    """Return the circles whose centres are introduced as circumcentres, or as midpoints.

    The circle about the circumcentre of ABC through A is the circle ABC, and the one about the
    midpoint of AB through A the circle with diameter AB.
    """
    found: dict[tuple[str, str], tuple[str, tuple[str, ...]]] = {}
    for c in (c for clause in clauses for c in clause.constructions):
        if c.name in _CIRCUMCENTRES or c.name == "midpoint":
            centre, *rim = c.arguments
            named = "on_dia" if c.name == "midpoint" else "on_circum", tuple(rim)
            found.update({(centre, p): named for p in rim if (centre, p) not in found})
    return found


def in_known_words(parts: Parts, circles: Circles) -> Parts:
    """Say a clause with the circles that a reader knows, two lines as their intersection."""
    loci = tuple(_as_known(c, circles) for c in parts.loci)
    makes, clause = parts.makes, parts.clause
    if len(makes) == 1 and makes[0].name == "intersection_lc" and not loci:
        x, a, o, b = makes[0].arguments
        if (o, b) in circles:
            line = CONSTRUCTIONS["on_line"].apply((x, b, a))
            round_one = CONSTRUCTIONS["on_circle"].apply((x, o, b))
            makes, loci = (), (line, _as_known(round_one, circles))
    alone = len(clause.points) == 1 and not makes and not parts.demands
    if alone and [c.name for c in loci] == ["on_line", "on_line"]:
        (x, *one), (_, *other) = (c.arguments for c in loci)
        makes, loci = (CONSTRUCTIONS["intersection_ll"].apply((x, *one, *other)),), ()
    return Parts(clause, makes, loci, parts.demands)


def _as_known(c: Construction, circles: Circles) -> Construction:
    if c.name != "on_circle" or c.arguments[1:] not in circles:
        return c
    x, o, a = c.arguments
    name, rim = circles[o, a]
    return CONSTRUCTIONS[name].apply((x, *rim))


def separated(clause: Clause) -> tuple[Clause, ...]:
    """Split a clause whose points have constructions of their own.

    The clauses say together what the one says. Points that one construction makes stay together,
    and a clause stays as it is where a point is made by none, or needs another one of the clause.
    """
    own = set(clause.points)
    made = {c: set(made_by(c)) for c in clause.constructions}
    alone = all(own & set(c.arguments) <= points for c, points in made.items())
    if not alone or own != set().union(*made.values()):
        return (clause,)
    found: list[Clause] = []
    said = list(clause.predicates)
    while own:
        together = _together(next(p for p in clause.points if p in own), made)
        own -= together
        constructions = tuple(c for c in clause.constructions if made[c] <= together)
        predicates = tuple(s for s in said if not own & set(s.points))
        said = [s for s in said if s not in predicates]
        points = tuple(p for p in clause.points if p in together)
        found.append(Clause(points, constructions, predicates))
    return tuple(found)


def _together(point: str, made: Mapping[Construction, set[str]]) -> set[str]:
    """Return the points that constructions make together with one, itself included."""
    found, before = {point}, set[str]()
    while found != before:
        before = found
        found = found.union(*(points for points in made.values() if points & found))
    return found


def _midpoint(
    makes: Sequence[Construction], loci: Sequence[Construction]
) -> tuple[tuple[Construction, ...], tuple[Construction, ...]]:
    """Read a line and the perpendicular bisector of two of its points as their midpoint."""
    names = sorted(c.name for c in loci)
    if names == ["on_bline", "on_line"] and not makes:
        one, other = loci
        if set(one.arguments) == set(other.arguments):
            return (CONSTRUCTIONS["midpoint"].apply(one.arguments),), ()
    return tuple(makes), tuple(loci)


def _locus(s: Predicate, new: Sequence[str]) -> Construction | None:
    """Read a demand of one new point as the construction that puts it on a locus."""
    if len(new) != 1 or s.points.count(new[0]) not in (1, 2):
        return None
    (x,), p = new, s.points
    found: tuple[str, ...] | None = None
    match s.name:
        case "coll" if p.count(x) == 1:
            found = ("on_line", *(q for q in p if q != x))
        case "cyclic" if p.count(x) == 1:
            found = ("on_circum", *(q for q in p if q != x))
        case "para" | "perp" if p.count(x) == 1:
            mine, other = (p[:2], p[2:]) if x in p[:2] else (p[2:], p[:2])
            through = mine[1] if mine[0] == x else mine[0]
            found = ("on_pline" if s.name == "para" else "on_tline", through, *other)
        case "cong" if p.count(x) == 2 and x in p[:2] and x in p[2:]:
            a, b = (q for q in p if q != x)
            found = ("on_bline", a, b)
        case "cong" if p.count(x) == 1:
            mine, other = (p[:2], p[2:]) if x in p[:2] else (p[2:], p[:2])
            centre = mine[1] if mine[0] == x else mine[0]
            if centre in other:
                (rim,) = set(other) - {centre}
                found = ("on_circle", centre, rim)
    if found is None or len(set(found[1:])) != len(found) - 1:
        return None
    return CONSTRUCTIONS[found[0]].apply((x, *found[1:]))
