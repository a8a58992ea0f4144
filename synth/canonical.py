"""One form for all problems that differ in names and in the order of their premises.

Points are numbered by colour refinement over the statements they occur in (the method of
Weisfeiler and Leman, 1968), ties being broken by trying each (McKay, Practical graph
isomorphism, 1981); of all numberings that are left the one with the smallest text wins. So two
problems have the same canonical text exactly when a renaming turns the premises and the goal of
one into those of the other. The auxiliary part does not count: it is not the problem.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from porism.geometry import symmetry
from porism.geometry.names import point_name
from porism.geometry.predicates import Predicate, canonical, pairs_of
from porism.geometry.problem import Problem

__all__ = ["Canonical", "canonical_form", "canonically_named", "fingerprint"]

Colours = dict[str, int]
Role = tuple[object, ...]
Structure = Sequence[tuple[str, Role]]  # of each statement what it is, and its points

_MOST_LEAVES = 64  # numberings tried; a figure with more symmetries keeps the best of these


def fingerprint(text: str) -> str:
    """Return the identity of a canonical text: its SHA-256, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


class Canonical(NamedTuple):
    """The canonical text of a problem, and the number each point of the statement has in it."""

    text: str
    number: Mapping[str, int]


def canonical_form(problem: Problem) -> Canonical:
    """Return the premises and goals of the statement with canonical names, sorted."""
    points = [p for clause in problem.clauses for p in clause.points]
    premises = dict.fromkeys(s for clause in problem.clauses for s in clause.premises)
    goals = dict.fromkeys(problem.goals)
    structure = [(repr(("given", s.name, _constants(s))), _parts(s)) for s in premises]
    structure += [(repr(("goal", s.name, _constants(s))), _parts(s)) for s in goals]
    best: tuple[str, Colours] | None = None
    for colours in islice(_leaves(dict.fromkeys(points, 0), structure), _MOST_LEAVES):
        order = sorted(points, key=colours.__getitem__)
        names = {p: f"p{k:02d}" for k, p in enumerate(order)}
        text = " ? ".join(
            "; ".join(sorted(str(canonical(s.rename(names))) for s in part))
            for part in (premises, goals)
        )
        if best is None or text < best[0]:
            best = text, {p: k for k, p in enumerate(order)}
    assert best is not None
    return Canonical(f"{len(points)} points; {best[0]}", best[1])


def canonically_named(problem: Problem, number: Mapping[str, int]) -> Problem:
    """Order the clauses canonically and name the points in the order of their introduction."""
    clauses = list(problem.clauses)
    ordered = []
    known: set[str] = set()
    while clauses:
        ready = [
            c
            for c in clauses
            if all(p in known or p in c.points for k in c.constructions for p in k.arguments)
        ]
        first = min(ready, key=lambda c: min(number[p] for p in c.points))
        clauses.remove(first)
        known.update(first.points)
        ordered.append(first)
    problem = replace(problem, clauses=tuple(ordered))
    return problem.rename({p: point_name(k) for k, p in enumerate(problem.points)})


# --- numbering ------------------------------------------------------------------------------


def _leaves(colours: Colours, structure: Structure) -> Iterator[Colours]:
    colours = _refined(colours, structure)
    cells: dict[int, list[str]] = {}
    for point, colour in colours.items():
        cells.setdefault(colour, []).append(point)
    open_cells = [c for c in sorted(cells) if len(cells[c]) > 1]
    if not open_cells:
        yield colours
        return
    cell = min(open_cells, key=lambda c: (len(cells[c]), c))
    if _interchangeable(cells[cell], structure):
        # points that no statement mentions: any order will do
        yield from _leaves({**colours, cells[cell][0]: -1}, structure)
        return
    for point in cells[cell]:
        yield from _leaves({**colours, point: -1}, structure)


def _interchangeable(points: Sequence[str], structure: Structure) -> bool:
    mentioned = {p for _, parts in structure for p in _points(parts)}
    return not mentioned & set(points)


def _refined(colours: Colours, structure: Structure) -> Colours:
    """Refine until stable; colours are ranks, so that names play no part."""
    count = len(set(colours.values()))
    while True:
        roles: dict[str, list[str]] = {p: [] for p in colours}
        for head, parts in structure:
            coloured, places = _seen(parts, colours)
            shape = f"{head} {coloured}"
            for point, place in places:
                roles[point].append(f"{shape} {place}")
        keys = {p: (colours[p], tuple(sorted(roles[p]))) for p in colours}
        ranks = {key: rank for rank, key in enumerate(sorted(set(keys.values())))}
        colours = {p: ranks[key] for p, key in keys.items()}
        if len(ranks) == count:
            return colours
        count = len(ranks)


# A statement is taken apart into nested tuples in which order does not matter.


def _parts(s: Predicate) -> Role:
    """Nest the points in tuples whose order is forgotten: equal statements have equal ones."""
    p = s.points
    match s.kind.symmetry:
        case symmetry.ANY_ORDER:
            return p
        case symmetry.ANGLE:
            return ((p[1],), ((p[0], p[2]),))
        case symmetry.FIRST_FIXED:
            return ((p[0],), tuple((q, q) for q in p[1:]))
        case symmetry.TRIANGLES:
            return tuple(zip(p[:3], p[3:], strict=True))
        case symmetry.PROPORTION:
            w, x, y, z = pairs_of(p)
            return ((w, z), (x, y))
    return pairs_of(p) if len(p) % 2 == 0 else p


def _constants(s: Predicate) -> tuple[str, ...]:
    """Write the constants as far as they do not depend on the order of the points."""
    match s.kind.symmetry:
        case symmetry.ANGLE_VALUE:
            return tuple(str(min(c % 1, -c % 1)) for c in s.constants)
        case symmetry.RATIO_VALUE:
            return tuple(str(min(c, 1 / c)) for c in s.constants)
    return tuple(sorted(map(str, s.constants)))


def _seen(
    parts: Role, colours: Colours
) -> tuple[tuple[object, ...], list[tuple[str, tuple[object, ...]]]]:
    """Colour the parts, in an order that forgets theirs; say of each point what is around it.

    That is the colours of its neighbours, nearest first.
    """
    coloured: list[object] = []
    places: list[tuple[str, tuple[object, ...]]] = []
    for part in parts:
        if isinstance(part, str):
            coloured.append(colours[part])
            places.append((part, ()))
        else:
            assert isinstance(part, tuple)
            around, within = _seen(part, colours)
            coloured.append(around)
            places += [(point, (inner, around)) for point, inner in within]
    coloured.sort(key=repr)
    return tuple(coloured), places


def _points(parts: object) -> Iterator[str]:
    if isinstance(parts, str):
        yield parts
    else:
        assert isinstance(parts, tuple)
        for part in parts:
            yield from _points(part)
