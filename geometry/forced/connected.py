"""Texts whose figures are one connected family, on which a goal is a single analytic function.

Let a text place its points one after the other, each freely, on a line or circle, or where two
such curves meet that have a rational common point. The figures are then given by free numbers, from
a connected set M: places of free points, places on lines and rays, angles on circles. If only
such *lengths* are needed besides (for bisectors, the centres of a triangle) as are positive all
over M, every coordinate is a quotient of functions that are real analytic on M, and so is what is
left over of a goal that is an equation between coordinates. An accepted proof shows that the goal
holds in an open set of figures, those close to its own. What vanishes there vanishes on all of M,
since M is connected; so the goal holds in every figure of the text.

M may have more figures than the text allows (order and side only exclude some), not fewer. So the
figure of the proof has to be one of M, in which the curves of each point do cross
(:func:`crossing`): where two lines are parallel all over M, there are other figures, in which they
are one. A set
with codimension two, such as two free points at one place, does not disconnect M. Where the text
is as true of mirror images, M need only have one of the two.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

import mpmath

from porism.geometry.checker.figures import MeasuredFigure
from porism.geometry.checker.independence import is_independent
from porism.geometry.constructions import CONSTRUCTIONS
from porism.geometry.errors import FigureError
from porism.geometry.figure.precise import refine
from porism.geometry.figure.traits import is_handed
from porism.geometry.measure.tolerances import EXACT
from porism.geometry.problem import Clause, Construction, Coordinates, Problem

__all__ = ["crossing", "is_connected"]

_FREE = frozenset(("free", "segment", "triangle", "acute_triangle", "quadrangle", "pentagon"))
"""Shapes of free points: any two coincide in a set with codimension two."""

_TURNED = frozenset(("iso_triangle", "iso_triangle0", "triangle12"))
"""Two free points, and one that is turned about the first of them, by an angle."""

_MIRRORED = frozenset(("r_triangle", "ieq_triangle", "risos", "rectangle", "isquare"))
"""Shapes whose mirror image is no turned one: connected if either will do."""

_LINES: Mapping[str, str] = {
    "on_line": "a b",
    "on_opline": "a b",
    "on_ray": "a b",
    "between_bound": "a b",
    "on_pline": "a",
    "on_pline0": "a",
    "on_tline": "a",
    "lc_tangent": "a",
    "on_bline": "",
    "angle_mirror": "b",
    "on_aline": "a",
    "s_angle": "b",
    "aconst": "c",
    "angle_bisector": "b",
    "exterior_bisector": "b",
}
"""Constructions of a line, and which of their given points are on it."""

_CIRCLES: Mapping[str, str] = {
    "on_circle": "a",
    "eqdistance": "",
    "on_circum": "a b c",
    "on_arc": "a b c",
    "on_arc_about": "a b",
    "on_dia": "a b",
    "on_semicircle": "a b",
}
"""Constructions of a circle, and which of their given points are on it."""

_RATIONAL = frozenset(
    (
        "midpoint",
        "mirror",
        "reflect",
        "foot",
        "circle",
        "circumcenter",
        "orthocenter",
        "centroid",
        "ninepoints",
        "parallelogram",
        "shift",
        "nsquare",
        "psquare",
        "square",
        "trisegment",
        "iso_trapezoid2",
        "intersection_ll",
        "intersection_lp",
        "intersection_lt",
        "intersection_pp",
        "intersection_tt",
        "intersection_lc",
        "intersection_cc",
        "incenter",
        "excenter",
        "incenter2",
        "excenter2",
    )
)
"""Constructions of one figure, by rational operations and the lengths below."""

_LENGTHS: Mapping[str, str] = {
    "angle_bisector": "a b, b c",
    "exterior_bisector": "a b, b c",
    "incenter": "a b, b c, c a",
    "excenter": "a b, b c, c a",
    "incenter2": "a b, b c, c a",
    "excenter2": "a b, b c, c a",
}
"""Lengths that a construction needs."""

_POSITIVE: Mapping[str, tuple[str, str]] = {
    "midpoint": ("a b", "x a, x b"),
    "mirror": ("a b", "x a, x b"),
    "on_ray": ("a b", "x a"),
    "on_opline": ("a b", "x a"),
    "between_bound": ("a b", "x a, x b"),
    "on_bline": ("a b", "x a, x b"),
    "s_angle": ("a b", "x a, x b"),
    "on_circle": ("o a", "x o"),
    "on_arc_about": ("o a", "x o"),
    "eqdistance": ("b c", "x a"),
    "nsquare": ("a b", "x a, x b"),
    "psquare": ("a b", "x a, x b"),
}
"""With a length that is positive on M, others are: fixed or positive multiples of it."""

_PASSING = frozenset(("on_bline", "s_angle"))
"""Constructions of a line of which that is so only where the place on it is a free number.

Where the line is met with another, the point may pass through infinity. There the distance
continues as its negative, while the point comes back from the other end.
"""

_APEX: Mapping[str, str] = {"foot": "x a"}
"""Heights of the first triangle, which is nowhere flat."""

Pair = frozenset[str]

_DIGITS = 30  # in which it is told whether curves cross


def is_connected(problem: Problem) -> bool:
    """Tell whether the figures of a text, less its auxiliary points, are such a family.

    No is no proof that they are not. The goals have to be equations between coordinates: such of
    parts of angles are none, nor are those of areas, which are positive.
    """
    if any(goal.kind.linear == "area" or goal.kind.sided for goal in problem.goals):
        return False
    if any(c.denominator > 1 for g in problem.goals if g.kind.linear for c in g.constants[:-1]):
        return False
    handed = any(map(is_handed, (*problem.premises, *problem.meaning, *problem.goals)))
    positive: set[Pair] = set()
    free: list[str] = []
    for number, clause in enumerate(problem.clauses):
        if any(not p.kind.figure_only or p.name == "between" for p in clause.predicates):
            return False
        if not _is_placed(clause, positive, first=number == 0, handed=handed):
            return False
        if _is_shape(clause):
            free += clause.points
            positive |= {frozenset(two) for two in combinations(free, 2)}
        for construction in clause.constructions:
            if construction.name not in _PASSING or len(clause.constructions) == 1:
                positive |= set(_gained(construction, positive))
            if not handed and _has_corners(construction, problem.clauses[0]):
                positive |= _pairs(_APEX.get(construction.name, ""), construction)
        if not handed:
            positive |= set(_of_convex(clause, problem.clauses))
    return True


def crossing(problem: Problem, near: Coordinates) -> bool:
    """Tell whether the two curves that a point is placed on cross there, in the figure near."""
    try:
        at = refine(problem, near, _DIGITS)
    except FigureError:
        return False
    with mpmath.workdps(_DIGITS):
        xs, ys = zip(*at.values(), strict=True)
        size = max(max(xs) - min(xs), max(ys) - min(ys))
        figure = MeasuredFigure(at, EXACT, size, "the figure of the proof")
        return all(is_independent(c, figure) for c in problem.clauses if len(c.constructions) == 2)


def _is_shape(clause: Clause) -> bool:
    names = {c.name for c in clause.constructions}
    return not names or bool(names & (_FREE | _TURNED | _MIRRORED))


def _is_placed(clause: Clause, positive: set[Pair], *, first: bool, handed: bool) -> bool:
    """Tell whether free numbers and positive lengths determine the points of a clause."""
    made = clause.constructions
    for construction in made:
        needed = _pairs(_LENGTHS.get(construction.name, ""), construction)
        if not needed <= positive:
            return False
    names = [c.name for c in made]
    if len(made) > 2 or not names:
        return not names
    if len(made) == 1:
        (name,) = names
        if name in _TURNED:
            return first
        if name in _MIRRORED:
            return first and not handed
        return name in _FREE or name in _LINES or name in _CIRCLES or name in _RATIONAL
    if not all(name in _LINES or name in _CIRCLES for name in names):
        return False
    one, other = map(_on, made)
    if all(name in _LINES for name in names):
        return not one & other  # else it is that point, or anywhere where they are one line
    return len(one & other) == 1  # the second common point is rational in the first


def _on(construction: Construction) -> set[str]:
    """Return given points of a line or circle."""
    name = construction.name
    letters = _LINES.get(name, _CIRCLES.get(name, "")).split()
    return {_letters(construction)[letter] for letter in letters}


def _gained(construction: Construction, positive: set[Pair]) -> Iterator[Pair]:
    """Yield pairs of points whose distance is positive since that of others is."""
    known, gained = _POSITIVE.get(construction.name, ("", ""))
    if known and _pairs(known, construction) <= positive:
        yield from _pairs(gained, construction)


def _has_corners(construction: Construction, first: Clause) -> bool:
    """Tell whether a construction starts from all corners of the triangle of the first clause."""
    return len(first.points) == 3 and set(construction.arguments[1:]) == set(first.points)


def _of_convex(clause: Clause, clauses: Sequence[Clause]) -> Iterator[Pair]:
    """Yield pairs of corners of a convex quadrilateral whose circle is that of the first triangle.

    X lies between two corners, so it is inside the circle, and a line from the third corner
    through X meets the circle again in a point that is none of the corners. X has to be given by a
    free number, its place on the segment: where a line through it is turned instead, it comes to
    the segment again with the lengths negative.
    """
    made = {c.name: _letters(c) for c in clause.constructions}
    if made.keys() != {"on_line", "on_circum"} or len(clauses[0].points) != 3:
        return
    line, circle = made["on_line"], made["on_circum"]
    corners = {circle[p] for p in "abc"}
    (*start,) = {line["a"], line["b"]} & corners
    if corners != set(clauses[0].points) or len(start) != 1:
        return
    inside = {
        at["x"]
        for other in clauses
        if len(other.constructions) == 1
        for at in (_letters(c) for c in other.constructions if c.name == "between_bound")
        if {at["a"], at["b"]} == corners - set(start)
    }
    if inside & {line["a"], line["b"]}:
        yield from (frozenset((circle["x"], p)) for p in corners)


def _pairs(text: str, construction: Construction) -> set[Pair]:
    at = _letters(construction)
    pairs: Sequence[list[str]] = [two.split() for two in text.split(",") if two.strip()]
    return {frozenset(at[letter] for letter in two) for two in pairs}


def _letters(construction: Construction) -> Mapping[str, str]:
    """Return the points of a construction by the letters of the table."""
    row = CONSTRUCTIONS[construction.name]
    return dict(zip(row.points, construction.arguments, strict=False))
