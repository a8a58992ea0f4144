"""Clauses cut down to the premises a proof uses, and split at the points the goal needs.

A proof that uses one premise of a midpoint does not need the midpoint, only a point of the line:
the theorem is stated for that. What then remains is put in two parts, after "Traceback and
dependency difference" of Trinh et al., Nature 625 (2024): the points from which the points of
the goal are constructed make the statement; all others are auxiliary.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from porism.geometry.constructions import CONSTRUCTIONS
from porism.geometry.predicates import Predicate, canonical, pairs_of
from porism.geometry.problem import Clause, Construction, Problem

__all__ = ["locus_for", "prune_premises"]

_FREE_SHAPES = {1: "free", 2: "segment", 3: "triangle", 4: "quadrangle", 5: "pentagon"}
_SHAPELESS = frozenset(_FREE_SHAPES.values())


def prune_premises(
    clauses: Iterable[Clause], goal: Predicate, needed: Iterable[Predicate]
) -> Problem:
    """Return the problem in which the ``needed`` premises are given and not much else.

    ``clauses`` give all needed premises. Every premise of the result is one of theirs, or
    follows from one by definition.
    """
    wanted = {canonical(s) for s in needed}
    pieces = [piece for clause in clauses for piece in _weaker(clause, wanted)]
    stated, used = _parts(pieces, goal, wanted)
    mentioned = {p for k in used for p in _given(pieces[k])} | set(goal.points)
    apart = [_taken_apart(piece, wanted, mentioned) for piece in pieces]
    if any(len(group) > 1 for group in apart):
        pieces = [weak for group in apart for piece in group for weak in _weaker(piece, wanted)]
        stated, used = _parts(pieces, goal, wanted)
    statement = [piece for k, piece in enumerate(pieces) if k in stated]
    auxiliary = [piece for k, piece in enumerate(pieces) if k in used and k not in stated]
    return Problem("synthetic", tuple(_gathered(statement)), (goal,), tuple(auxiliary))


def _parts(
    pieces: Sequence[Clause], goal: Predicate, wanted: set[Predicate]
) -> tuple[set[int], set[int]]:
    """Which clauses the goal speaks of, and which are used at all."""
    maker = {p: k for k, piece in enumerate(pieces) for p in piece.points}
    suppliers = {
        k for k, piece in enumerate(pieces) if any(canonical(s) in wanted for s in piece.premises)
    }
    stated = _ancestors(pieces, maker, {maker[p] for p in goal.points})
    return stated, _ancestors(pieces, maker, stated | suppliers)


def _given(clause: Clause) -> set[str]:
    return {p for c in clause.constructions for p in c.arguments} - set(clause.points)


def _ancestors(clauses: Sequence[Clause], maker: dict[str, int], start: set[int]) -> set[int]:
    found: set[int] = set()
    pending = list(start)
    while pending:
        k = pending.pop()
        if k not in found:
            found.add(k)
            pending.extend(maker[p] for c in clauses[k].constructions for p in c.arguments)
    return found


def _gathered(clauses: list[Clause]) -> Iterator[Clause]:
    """Put free points together: three of them are a triangle."""
    free = [c.points[0] for c in clauses if c.constructions[0].name == "free"]
    while free:
        count = min(len(free), max(_FREE_SHAPES))
        names, free = tuple(free[:count]), free[count:]
        yield Clause(names, (CONSTRUCTIONS[_FREE_SHAPES[count]].apply(names),))
    yield from (c for c in clauses if c.constructions[0].name != "free")


@lru_cache(maxsize=256)  # most figures have points of the same names
def _free(point: str) -> Clause:
    return Clause((point,), (CONSTRUCTIONS["free"].apply((point,)),))


def _weaker(clause: Clause, wanted: set[Predicate]) -> list[Clause]:
    """The clause with no more than is wanted, free points one by one."""
    used = [(c, [s for s in c.premises if canonical(s) in wanted]) for c in clause.constructions]
    used = [(c, premises) for c, premises in used if premises]
    if not used:
        return [_free(p) for p in clause.points]
    if len(clause.points) > 1:
        return [clause]
    (x,) = clause.points
    kept: list[Construction] = []
    for construction, premises in used:
        definition = CONSTRUCTIONS[construction.name]
        if len(premises) == 1 and len(construction.premises) > 1 and not definition.free:
            kept.append(locus_for(premises[0], x) or construction)
        else:
            kept.append(construction)
    weaker = Clause((x,), tuple(kept))
    return [clause if weaker == clause else weaker]  # which knows its premises by now


def _taken_apart(clause: Clause, wanted: set[Predicate], mentioned: set[str]) -> list[Clause]:
    """A clause some of whose points nobody mentions, point by point; as it is if that fails."""
    definition = CONSTRUCTIONS[clause.constructions[0].name]
    if not definition.parts or set(clause.points) <= mentioned:
        return [clause]
    names = dict(zip(definition.points, clause.constructions[0].arguments, strict=True))
    pieces = []
    for text in definition.parts:
        x, _, calls = text.partition(" = ")
        made = []
        for call in calls.split(", "):
            construction, *known = call.split()
            arguments = tuple(names[p] for p in (x, *known))
            made.append(CONSTRUCTIONS[construction].apply(arguments))
        pieces.append(Clause((names[x],), tuple(made)))
    lost = {canonical(s) for s in clause.premises} & wanted
    lost -= {canonical(s) for piece in pieces for s in piece.premises}
    return [clause] if lost else pieces


def locus_for(premise: Predicate, x: str) -> Construction | None:
    """Return the construction that demands of ``x`` the premise alone, if there is one."""
    found = _locus(premise, x)
    if found is None:
        return None
    name, known = found
    if x in known or len(set(known)) < len(known) - 1:
        return None
    made = CONSTRUCTIONS[name].apply((x, *known))
    return made if canonical(premise) in map(canonical, made.premises) else None


def _locus(premise: Predicate, x: str) -> tuple[str, tuple[str, ...]] | None:
    name, points = premise.name, premise.points
    others = tuple(p for p in points if p != x)
    if name == "coll" and len(others) == 2:
        return "on_line", others
    if name == "cyclic" and len(others) == 3:
        return "on_circum", others
    if name in ("cong", "para", "perp"):
        first, second = pairs_of(points)
        if x not in first:
            first, second = second, first
        if x not in first:
            return None
        (a,) = (p for p in first if p != x)
        if x in second:
            (b,) = (p for p in second if p != x)
            return {"cong": "on_bline", "para": "on_line", "perp": "on_dia"}[name], (a, b)
        if a in second and name == "para":
            return None  # a point of a line, in other words; not to be said as a parallel
        if a in second and name == "cong":
            (b,) = (p for p in second if p != a)
            return "on_circle", (a, b)
        return {"cong": "eqdistance", "para": "on_pline", "perp": "on_tline"}[name], (a, *second)
    if name == "eqangle":
        return _bisector(premise, x)
    return None


def _bisector(premise: Predicate, x: str) -> tuple[str, tuple[str, ...]] | None:
    """``eqangle b a b x b x b c`` in any of its forms."""
    w, y, z, v = pairs_of(premise.points)
    for ends, middle in (((w, v), (y, z)), ((y, z), (w, v))):
        if middle[0] != middle[1] or x not in middle[0]:
            continue
        (b,) = (p for p in middle[0] if p != x)
        sides = [p for pair in ends if b in pair for p in pair if p != b]
        if len(sides) == 2 and x not in sides:
            return "angle_bisector", (sides[0], b, sides[1])
    return None
