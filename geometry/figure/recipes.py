"""Recipes keyed by construction: where its premises leave a choice that its name settles.

``PLACES`` make all new points at once from the known arguments; ``LOCI`` give the locus of
the one new point, as alternatives; ``SAMPLES`` pick a well-placed point where a construction
stands alone. Constructions without an entry follow from their premises
(:mod:`porism.geometry.figure.loci`). Known arguments come in the order of the construction.

The orientation conventions are those of AlphaGeometry's published definitions: ``square``,
``psquare`` turn counter-clockwise, ``nsquare`` clockwise; ``excenter`` is opposite to a.
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Callable
from functools import partial

from porism.geometry.figure.anywhere import direction, on_line_anywhere
from porism.geometry.figure.choices import Choices
from porism.geometry.figure.intersect import meet
from porism.geometry.figure.loci import Circle, Line, Locus, Spots, bisector, line
from porism.geometry.measure.plane import circumcentre, cross, dot, foot

__all__ = ["LOCI", "PLACES", "SAMPLES", "Unplaceable"]

Place = Callable[..., tuple[complex, ...]]
Loci = Callable[..., tuple[Locus, ...]]
Sample = Callable[..., complex]


class Unplaceable(Exception):
    """A construction that has no solution for the points at hand (these random values)."""


# --- all new points at once -----------------------------------------------------------------


def _incentre(a: complex, b: complex, c: complex) -> complex:
    p, q, r = abs(b - c), abs(c - a), abs(a - b)
    return (p * a + q * b + r * c) / (p + q + r)


def _excentre(a: complex, b: complex, c: complex) -> complex:
    p, q, r = abs(b - c), abs(c - a), abs(a - b)
    return (-p * a + q * b + r * c) / (-p + q + r)


def _contacts(i: complex, a: complex, b: complex, c: complex) -> tuple[complex, ...]:
    return foot(i, b, c), foot(i, c, a), foot(i, a, b), i


def _incentre_contacts(_: Choices, a: complex, b: complex, c: complex) -> tuple[complex, ...]:
    return _contacts(_incentre(a, b, c), a, b, c)


def _excentre_contacts(_: Choices, a: complex, b: complex, c: complex) -> tuple[complex, ...]:
    return _contacts(_excentre(a, b, c), a, b, c)


def _centroid(_: Choices, a: complex, b: complex, c: complex) -> tuple[complex, ...]:
    return (b + c) / 2, (c + a) / 2, (a + b) / 2, (a + b + c) / 3


def _nine_points(_: Choices, a: complex, b: complex, c: complex) -> tuple[complex, ...]:
    x, y, z = (b + c) / 2, (c + a) / 2, (a + b) / 2
    return x, y, z, circumcentre(x, y, z)


def _square(_: Choices, a: complex, b: complex) -> tuple[complex, ...]:
    side = 1j * (b - a)
    return b + side, a + side


def _tangent(choices: Choices, a: complex, o: complex, b: complex) -> tuple[complex, ...]:
    r, d = abs(b - o), abs(a - o)
    if d <= r:
        raise Unplaceable("the point is inside the circle")
    towards = (a - o) / d * r
    half = cmath.rect(1.0, math.acos(r / d))
    found = (o + towards * half, o + towards / half)
    return found if choices.branch(2) == 0 else found[::-1]


def _common_tangents(
    o: complex, a: complex, w: complex, b: complex, inner: bool
) -> tuple[tuple[complex, complex], tuple[complex, complex]]:
    """Points of contact on either circle: n is normal to the tangent, n.(w-o) is r -+ s."""
    r, s, axis = abs(a - o), abs(b - w), w - o
    if inner:
        s = -s
    cosine = (r - s) / abs(axis)
    if abs(cosine) >= 1:
        raise Unplaceable("the circles have no such common tangents")
    along = axis / abs(axis)
    up = along * cmath.rect(1.0, math.acos(cosine))
    down = along * cmath.rect(1.0, -math.acos(cosine))
    return (o + r * up, w + s * up), (o + r * down, w + s * down)


def _tangents(
    choices: Choices, o: complex, a: complex, w: complex, b: complex, *, inner: bool
) -> tuple[complex, ...]:
    """Both tangents, either of them first, the point on the circle about o before the other."""
    pairs = _common_tangents(o, a, w, b, inner=inner)
    first = choices.branch(2)
    return (*pairs[first], *pairs[1 - first])


def _outer_tangent(
    choices: Choices, o: complex, a: complex, w: complex, b: complex
) -> tuple[complex, ...]:
    return _tangents(choices, o, a, w, b, inner=False)[:2]


def _only(found: list[complex]) -> complex:
    if not found:
        raise Unplaceable("two lines or circles do not meet")
    return found[0]


def _trisect(_: Choices, a: complex, b: complex, c: complex) -> tuple[complex, ...]:
    u, v = (a - b) / abs(a - b), (c - b) / abs(c - b)
    third = cmath.phase(v / u) / 3
    base = line(a, c)
    x, y = (_only(meet(Line(b, u * cmath.rect(1.0, k * third)), base)) for k in (1, 2))
    return x, y


def _trisegment(_: Choices, a: complex, b: complex) -> tuple[complex, ...]:
    return (2 * a + b) / 3, (a + 2 * b) / 3


def _equal_parts(choices: Choices, a: complex, b: complex, c: complex) -> tuple[complex, ...]:
    """z on bc is the midpoint of x on ab and y on ac."""
    if choices.anywhere:
        z = on_line_anywhere(choices, b, c)
    else:
        t = choices.uniform(0.2, 0.8) if choices.branch(2) == 0 else choices.uniform(1.2, 1.6)
        z = b + t * (c - b)
    y = _only(meet(Line(2 * z - a, line(a, b).direction), line(a, c)))
    return 2 * z - y, y, z


def _touching(
    choices: Choices, a: complex, b: complex, c: complex, o: complex
) -> tuple[complex, ...]:
    """Circle touching ca, cb and, from within, the circle about o through a.

    Its centre is c + s m on the bisector, its radius k s: |c + s m - o| = R - k s.
    """
    u, v = (a - c) / abs(a - c), (b - c) / abs(b - c)
    m = (u + v) / abs(u + v)
    k, radius = abs(cross(u, m)), abs(a - o)
    p, q, r = 1 - k * k, dot(c - o, m) + radius * k, abs(c - o) ** 2 - radius**2
    square = q * q - p * r
    if square <= 0:
        raise Unplaceable("no circle touches the two lines and the circle")
    roots = [s for s in ((-q + math.sqrt(square)) / p, (-q - math.sqrt(square)) / p) if s > 1e-9]
    if not roots:
        raise Unplaceable("no circle touches the two lines and the circle")
    i = c + m * roots[choices.branch(len(roots))]
    return foot(i, a, c), foot(i, b, c), o + (i - o) / abs(i - o) * radius, i


def _e5128(_: Choices, a: complex, b: complex, c: complex, d: complex) -> tuple[complex, ...]:
    y = (a + b) / 2
    found = meet(line(d, y), Circle(c, abs(b - c)))
    if not found:
        raise Unplaceable("line and circle do not meet")
    return max(found, key=lambda z: abs(z - d)), y


def _turn(choices: Choices) -> complex:
    return direction(choices) if choices.anywhere else cmath.rect(1.0, choices.uniform(0.3, 6.0))


def _copy(choices: Choices, a: complex, b: complex, c: complex, p: complex) -> tuple[complex, ...]:
    turn = _turn(choices)
    return p + turn * (b - a), p + turn * (c - a)


def _mirrored_copy(
    choices: Choices, a: complex, b: complex, c: complex, p: complex
) -> tuple[complex, ...]:
    turn = _turn(choices)
    return p + turn * (b - a).conjugate(), p + turn * (c - a).conjugate()


PLACES: dict[str, Place] = {
    "incenter2": _incentre_contacts,
    "excenter2": _excentre_contacts,
    "centroid": _centroid,
    "ninepoints": _nine_points,
    "square": _square,
    "tangent": _tangent,
    "cc_tangent0": _outer_tangent,
    "cc_tangent": partial(_tangents, inner=False),
    "cc_itangent": partial(_tangents, inner=True),
    "trisect": _trisect,
    "trisegment": _trisegment,
    "3peq": _equal_parts,
    "2l1c": _touching,
    "e5128": _e5128,
    "contri": _copy,
    "contrir": _mirrored_copy,
}


# --- the locus of one new point -------------------------------------------------------------


def _at(z: complex) -> tuple[Locus, ...]:
    return (Spots((z,)),)


def _towards(a: complex, b: complex) -> complex:
    return (b - a) / abs(b - a)


def _inner_bisector(a: complex, b: complex, c: complex) -> tuple[Locus, ...]:
    u, v = _towards(b, a), _towards(b, c)
    # a right angle and more: the sum of unit vectors, else their quotient, is well-conditioned
    direction = u + v if abs(u + v) > 1 else -1j * (u - v)
    if dot(direction, u) < 0:
        direction = -direction
    return (Line(b, direction / abs(direction)),)


def _outer_bisector(a: complex, b: complex, c: complex) -> tuple[Locus, ...]:
    (inner,) = _inner_bisector(a, b, c)
    assert isinstance(inner, Line)
    return (Line(b, 1j * inner.direction),)


def _mirror_ray(a: complex, b: complex, c: complex) -> tuple[Locus, ...]:
    u, v = _towards(b, a), _towards(b, c)
    return (Line(b, v * v / u, ray=True),)


def _turned_ray(a: complex, b: complex, half_turns: float) -> tuple[Locus, ...]:
    return (Line(b, _towards(b, a) * cmath.rect(1.0, math.pi * half_turns), ray=True),)


def _reflection(a: complex, b: complex, c: complex) -> complex:
    return 2 * foot(a, b, c) - a


def _orthocentre(a: complex, b: complex, c: complex) -> complex:
    return a + b + c - 2 * circumcentre(a, b, c)


LOCI: dict[str, Loci] = {
    "midpoint": lambda a, b: _at((a + b) / 2),
    "mirror": lambda a, b: _at(2 * b - a),
    "reflect": lambda a, b, c: _at(_reflection(a, b, c)),
    "foot": lambda a, b, c: _at(foot(a, b, c)),
    "circle": lambda a, b, c: _at(circumcentre(a, b, c)),
    "circumcenter": lambda a, b, c: _at(circumcentre(a, b, c)),
    "incenter": lambda a, b, c: _at(_incentre(a, b, c)),
    "excenter": lambda a, b, c: _at(_excentre(a, b, c)),
    "orthocenter": lambda a, b, c: _at(_orthocentre(a, b, c)),
    "eq_triangle": lambda b, c: (
        Spots(tuple(b + (c - b) * cmath.rect(1.0, k * math.pi / 3) for k in (1, -1))),
    ),
    "psquare": lambda a, b: _at(a + 1j * (b - a)),
    "nsquare": lambda a, b: _at(a - 1j * (b - a)),
    "shift": lambda b, c, d: _at(c + b - d),
    "parallelogram": lambda a, b, c: _at(a + c - b),
    "iso_trapezoid2": lambda a, b, c: _at(_reflection(c, (a + b) / 2, (a + b) / 2 + 1j * (b - a))),
    "on_bline": lambda a, b: (bisector(a, b),),
    "iso_triangle_vertex": lambda b, c: (bisector(b, c),),
    "iso_triangle_vertex_angle": lambda b, c: (bisector(b, c),),
    "on_line": lambda a, b: (line(a, b),),
    "on_opline": lambda a, b: (Line(a, _towards(b, a), ray=True),),
    "on_ray": lambda a, b: (Line(a, _towards(a, b), ray=True),),
    "on_arc_about": lambda o, a, _: (Circle(o, abs(a - o)),),
    "between_bound": lambda a, b: (line(a, b),),
    "on_circle": lambda o, a: (Circle(o, abs(a - o)),),
    "angle_bisector": _inner_bisector,
    "exterior_bisector": _outer_bisector,
    "angle_mirror": _mirror_ray,
    "s_angle": _turned_ray,
}


# --- a pleasant point where nothing else is demanded ----------------------------------------


def _on_segment_or_beyond(choices: Choices, a: complex, b: complex) -> complex:
    if choices.branch(2) == 0:
        t = choices.uniform(0.25, 0.75)
    else:
        t = choices.random.choice((choices.uniform(1.25, 1.7), choices.uniform(-0.7, -0.25)))
    return a + t * (b - a)


def _on_segment(choices: Choices, a: complex, b: complex) -> complex:
    return a + choices.uniform(0.2, 0.8) * (b - a)


def _beyond(choices: Choices, a: complex, b: complex) -> complex:
    return a - choices.uniform(0.25, 0.7) * (b - a)


def _on_ray(choices: Choices, a: complex, b: complex) -> complex:
    t = choices.uniform(0.25, 0.75) if choices.branch(2) == 0 else choices.uniform(1.25, 1.7)
    return a + t * (b - a)


def _on_inner_bisector(choices: Choices, a: complex, b: complex, c: complex) -> complex:
    (ray,) = _inner_bisector(a, b, c)
    assert isinstance(ray, Line)
    return b + ray.direction * choices.uniform(0.5, 1.0) * (abs(a - b) + abs(c - b)) / 2


SAMPLES: dict[str, Sample] = {
    "on_line": _on_segment_or_beyond,
    "on_opline": _beyond,
    "on_ray": _on_ray,
    "between_bound": _on_segment,
    "angle_bisector": _on_inner_bisector,
}
