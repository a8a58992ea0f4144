"""Does a statement hold in a figure? Scale-free residuals for every predicate.

A figure is a mapping from point names to ``(x, y)``; the numbers may be floats or
:class:`mpmath.mpf`, and the answer then has the precision of its input. Nothing here knows
how a figure was made or why a statement should hold: the functions only measure.

Residuals are relative and unchanged by moving, turning, mirroring (where the statement is)
and scaling the figure. For small errors they read: radians for angles and directions,
relative error for lengths and ratios. A statement about the direction or the ratio of a pair
of points that coincide is undefined; its residual is infinite and it never holds.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial
from itertools import pairwise

from porism.geometry.equations import Equation, independent_facets
from porism.geometry.measure.order_facts import MARGINS
from porism.geometry.measure.tolerances import MARGIN, ON_LINE
from porism.geometry.measure.vectors import (
    INFINITY,
    Number,
    Places,
    constant,
    cosine_between,
    cross,
    extent,
    flatness,
    half_turns,
    log,
    minus,
    nearest,
    pi_like,
    relative,
    root,
    roundness,
    sine,
    sine_between,
    square,
    turn,
    unit,
    vectors,
)
from porism.geometry.predicates import KINDS, Predicate

__all__ = ["components", "holds", "margin", "opening", "residual", "value"]


_FLAT = 1e-12  # an area below this share of the outline's square is none


def residual(predicate: Predicate, coords: Places) -> Number:
    """Return how far ``predicate`` is from true in the figure: 0 is exact, always >= 0.

    Figure-only statements give 0 when they hold by ``MARGIN``, else how much is missing.
    Raises KeyError for an unknown point or predicate.
    """
    measure = _COMPONENTS.get(predicate.name)
    if measure is None and predicate.kind.figure_only:
        return max(MARGIN - margin(predicate, coords), 0.0)
    parts = measure(predicate, coords) if measure else components(predicate, coords)
    return abs(parts[0]) if len(parts) == 1 else root(sum(part * part for part in parts))


def holds(predicate: Predicate, coords: Places, tolerance: float = 1e-9) -> bool:
    """Tell whether ``predicate`` holds in the figure.

    ``tolerance`` bounds the residual of an equation; figure-only statements ignore it and
    must hold by ``MARGIN`` (:mod:`porism.geometry.measure.tolerances`). Questions hold where their
    value is defined.
    """
    if predicate.kind.figure_only:
        return bool(margin(predicate, coords) > MARGIN)
    return bool(residual(predicate, coords) <= tolerance)


def value(predicate: Predicate, coords: Places) -> Number:
    """Return the answer to a question: an angle (half-turns in [0, 1)), a ratio, a length, an area.

    Raises ValueError for another predicate and where a pair of points coincides.
    """
    if not predicate.kind.is_question:
        raise ValueError(f"{predicate.name} is not a question")
    asked = KINDS[predicate.kind.answer]
    if asked.sided:
        groups = asked.form.groups(predicate.points)
        sizes = [abs(_area(p, coords)) for p in groups]
        if not all(x > _FLAT * _area_norm(p, coords) for x, p in zip(sizes, groups, strict=True)):
            raise ValueError(f"{predicate} is undefined: a polygon has no area")
        return sizes[0] if len(sizes) == 1 else sizes[0] / sizes[1]
    sides = vectors(predicate, coords)
    if not all(square(u) for u in sides):
        raise ValueError(f"{predicate} is undefined: two of its points coincide")
    match asked.constant:
        case "angle":
            return half_turns(turn(*sides)) % 1
        case "ratio":
            return root(square(sides[0]) / square(sides[1]))
        case _:
            return root(square(sides[0]))


def opening(angle: Predicate, coords: Places) -> Number | None:
    """Return the angle between the rays of ``… a b b c`` (half-turns in [0, 1]).

    None where its two lines do not share exactly one point: then only the angle between lines has
    a meaning. Raises ValueError where a pair of points coincides.
    """
    first, second = angle.points[:2], angle.points[2:]
    shared = set(first) & set(second)
    if len(shared) != 1:
        return None
    (vertex,) = shared
    u, v = (
        minus(coords[q], coords[vertex]) for pair in (first, second) for q in pair if q != vertex
    )
    if not (square(u) and square(v)):
        raise ValueError(f"{angle} is undefined: two of its points coincide")
    return abs(half_turns(turn(u, v)))


def components(predicate: Predicate, coords: Places) -> list[Number]:
    """Return signed residuals, smooth near a true figure, all zero when the statement holds.

    Empty for figure-only statements. This is the form an iterative solver wants. A kind without
    a measure of its own here is measured by its equations.
    """
    if predicate.kind.figure_only:
        return []
    if predicate.kind.is_question:
        return _question(predicate, coords)
    return _COMPONENTS.get(predicate.name, _by_equations)(predicate, coords)


def margin(predicate: Predicate, coords: Places) -> Number:
    """Return how clearly a figure-only statement holds: positive when true, -1 to 1.

    Raises KeyError for a predicate that is not figure-only.
    """
    return MARGINS[predicate.name](predicate, coords)


# --- equations ------------------------------------------------------------------------------


def _coll(s: Predicate, coords: Places) -> list[Number]:
    a, b, c = (coords[p] for p in s.points)
    return [flatness(a, b, c)]


def _cyclic(s: Predicate, coords: Places) -> list[Number]:
    return [roundness(*(coords[p] for p in s.points))]


def _para(s: Predicate, coords: Places) -> list[Number]:
    return [sine_between(*vectors(s, coords))]


def _perp(s: Predicate, coords: Places) -> list[Number]:
    return [cosine_between(*vectors(s, coords))]


def _eqangle(s: Predicate, coords: Places) -> list[Number]:
    u, v, w, z = vectors(s, coords)
    norm = square(u) * square(v) * square(w) * square(z)
    return [sine(turn(turn(u, v), turn(w, z)), norm)]


def _eqsine(s: Predicate, coords: Places) -> list[Number]:
    u, v, w, z = vectors(s, coords)
    first, second = abs(sine_between(u, v)), abs(sine_between(w, z))
    # the sines of parallel lines are rounding alone, and may look equal
    return [relative(first, second) if min(first, second) > ON_LINE else INFINITY]


def _sine2(s: Predicate, coords: Places) -> list[Number]:
    u, v = vectors(s, coords)
    found = sine_between(u, v)
    return [found * found - constant(s.constants[0], found)]


def _chordsine(s: Predicate, coords: Places) -> list[Number]:
    o, a, b, c = (coords[p] for p in s.points)
    found = abs(sine_between(minus(b, a), minus(c, a)))
    if not ON_LINE < found < INFINITY:
        return [INFINITY]
    return [relative(root(square(minus(c, b))), 2 * root(square(minus(a, o))) * found)]


def _sinetri(s: Predicate, coords: Places) -> list[Number]:
    """The law of sines holds in every triangle, and says nothing of three points of a line."""
    flat = abs(flatness(*(coords[p] for p in s.points))) < MARGIN
    return [INFINITY if flat else 0.0]


def _aconst(s: Predicate, coords: Places) -> list[Number]:
    u, v = vectors(s, coords)
    rest = turn(unit(s.constants[0], u[0]), turn(u, v))
    return [sine(rest, square(u) * square(v))]


def _angeq(s: Predicate, coords: Places) -> list[Number]:
    sides = vectors(s, coords)
    if not all(square(u) for u in sides):
        return [INFINITY]
    like = sides[0][0]
    total = -constant(s.constants[-1], like)
    for u, c in zip(sides, s.constants, strict=False):
        total += constant(c, like) * (half_turns(u) % 1)
    return [(total - nearest(total)) * pi_like(total)]


def _cong(s: Predicate, coords: Places) -> list[Number]:
    u, v = vectors(s, coords)
    return [relative(square(u), square(v))]


def _eqratio(s: Predicate, coords: Places) -> list[Number]:
    u, v, w, z = (square(x) for x in vectors(s, coords))
    return [relative(u * z, v * w)]


def _size(s: Predicate, coords: Places, *, power: int) -> list[Number]:
    """Of one segment the length, of two their ratio, to a power that is the constant."""
    u, *others = vectors(s, coords)
    wanted = constant(s.constants[0] ** (2 // power), u[0])
    return [relative(square(u), wanted * square(others[0]) if others else wanted)]


def _distmeq(s: Predicate, coords: Places) -> list[Number]:
    squares = [square(u) for u in vectors(s, coords)]
    if not all(squares) or s.constants[-1] <= 0:
        return [INFINITY]
    like = squares[0]
    total = -log(constant(s.constants[-1], like))
    for x, c in zip(squares, s.constants, strict=False):
        total += constant(c, like) * log(x) / 2
    return [total]


def _sum_of_lengths(s: Predicate, coords: Places) -> list[Number]:
    return _sum(s.constants, [root(square(u)) for u in vectors(s, coords)])


def _sum_of_squares(s: Predicate, coords: Places) -> list[Number]:
    return _sum(s.constants, [square(u) for u in vectors(s, coords)])


def _sum(coefficients: tuple[Fraction, ...], sizes: list[Number]) -> list[Number]:
    terms = [constant(c, x) * x for c, x in zip(coefficients, sizes, strict=True)]
    norm = sum(abs(t) for t in terms)
    return [sum(terms) / norm if norm else INFINITY]


def _midp(s: Predicate, coords: Places) -> list[Number]:
    m, a, b = (coords[p] for p in s.points)
    norm = root(square(minus(a, b)))
    if not norm:
        return [INFINITY]
    return [(2 * m[i] - a[i] - b[i]) / norm for i in (0, 1)]


def _circle(s: Predicate, coords: Places) -> list[Number]:
    o, *rim = (coords[p] for p in s.points)
    a, b, c = (square(minus(p, o)) for p in rim)
    return [relative(a, b), relative(b, c)]


def _similar(s: Predicate, coords: Places) -> list[Number]:
    """With complex numbers: (b-a)(r-p) = (q-p)(c-a), the first triangle mirrored for …r."""
    a, b, c, p, q, r = (coords[x] for x in s.points)
    u, v, w, z = minus(b, a), minus(c, a), minus(q, p), minus(r, p)
    if s.kind.mirrored:
        u, v = (u[0], -u[1]), (v[0], -v[1])
    left = (u[0] * z[0] - u[1] * z[1], u[0] * z[1] + u[1] * z[0])
    right = (w[0] * v[0] - w[1] * v[1], w[0] * v[1] + w[1] * v[0])
    norm = root(square(left)) + root(square(right))
    if not norm:
        return [INFINITY]
    return [(left[i] - right[i]) / norm for i in (0, 1)]


def _congruent(s: Predicate, coords: Places) -> list[Number]:
    a, b, _, p, q, _ = (coords[x] for x in s.points)
    return [*_similar(s, coords), relative(square(minus(b, a)), square(minus(q, p)))]


def _overlap(s: Predicate, coords: Places) -> list[Number]:
    p, q = (coords[x] for x in s.points)
    apart = minus(p, q)
    size = extent(coords)
    return [apart[i] / size if size else 0.0 for i in (0, 1)]


def _question(s: Predicate, coords: Places) -> list[Number]:
    try:
        value(s, coords)
    except ValueError:
        return [INFINITY]
    return []


def _area(corners: tuple[str, ...], coords: Places) -> Number:
    """Return the signed area, in the unit of the figure; corners are seen from the first one."""
    spokes = [minus(coords[p], coords[corners[0]]) for p in corners[1:]]
    return sum(cross(u, v) for u, v in pairwise(spokes)) / 2


def _area_norm(corners: tuple[str, ...], coords: Places) -> Number:
    """Return what an area is large or small against: the square of the outline."""
    sides = zip(corners, (*corners[1:], corners[0]), strict=True)
    outline = sum(root(square(minus(coords[a], coords[b]))) for a, b in sides)
    return outline * outline / 16


def _area_constant(s: Predicate, coords: Places) -> list[Number]:
    found = abs(_area(s.points, coords))
    return [relative(found, constant(s.constants[0], found)) if found else INFINITY]


def _areas_in_ratio(s: Predicate, coords: Places) -> list[Number]:
    groups = s.kind.form.groups(s.points)
    first, second = (abs(_area(p, coords)) for p in groups)
    norm = sum(_area_norm(p, coords) for p in groups)
    return [(first - constant(s.constants[0], first) * second) / norm if norm else INFINITY]


def _sum_of_areas(s: Predicate, coords: Places) -> list[Number]:
    groups = s.kind.form.groups(s.points)
    parts = [
        (constant(c, coords[p[0]][0]), _area(p, coords), _area_norm(p, coords))
        for p, c in zip(groups, s.constants, strict=True)
    ]
    norm = sum(abs(c) * size for c, _, size in parts)
    return [sum(c * area for c, area, _ in parts) / norm if norm else INFINITY]


def _sum_of_products(s: Predicate, coords: Places) -> list[Number]:
    sides = [root(square(u)) for u in vectors(s, coords)]
    width = len(sides) // len(s.constants)
    products = []
    for k in range(0, len(sides), width):
        product = sides[k]
        for side in sides[k + 1 : k + width]:
            product = product * side
        products.append(product)
    return _sum(s.constants, products)


def _by_equations(s: Predicate, coords: Places) -> list[Number]:
    """One residual for each equation that it takes to say the statement."""
    return [_off(e, coords) for e in independent_facets(s)] or [INFINITY]


def _off(e: Equation, coords: Places) -> Number:
    """How far an equation between pairs of points is from true: radians, or relative error."""
    sides = [(minus(coords[key[1]], coords[key[0]]), c) for key, c in e.terms]
    if any(len(key) != 2 for key, _ in e.terms) or not all(square(u) for u, _ in sides):
        return INFINITY
    like = sides[0][0][0] if sides else 0.0
    if e.table == "angle":
        total = sum(constant(c, like) * half_turns(u) for u, c in sides)
        total += sum(constant(q, like) for _, q in e.constants)
        return (total - nearest(total)) * pi_like(total)
    if e.table == "ratio":
        total = sum(constant(c, like) * log(square(u)) / 2 for u, c in sides)
        return total + sum(
            constant(q, like) * log(constant(Fraction(p), like)) for p, q in e.constants
        )
    power = 1 if e.table == "length" else 2
    terms = [constant(c, like) * root(square(u)) ** power for u, c in sides]
    terms += [constant(q, like) for _, q in e.constants]
    return sum(terms) / sum(abs(t) for t in terms)


_COMPONENTS: dict[str, Callable[[Predicate, Places], list[Number]]] = {
    "coll": _coll,
    "cyclic": _cyclic,
    "para": _para,
    "perp": _perp,
    "cong": _cong,
    "eqangle": _eqangle,
    "eqratio": _eqratio,
    "chordsine": _chordsine,
    "eqsine": _eqsine,
    "sine2": _sine2,
    "sinetri": _sinetri,
    "midp": _midp,
    "circle": _circle,
    "simtri": _similar,
    "simtrir": _similar,
    "contri": _congruent,
    "contrir": _congruent,
    "aconst": _aconst,
    "rconst": partial(_size, power=1),
    "r2const": partial(_size, power=2),
    "lconst": partial(_size, power=1),
    "l2const": partial(_size, power=2),
    "angeq": _angeq,
    "distmeq": _distmeq,
    "distseq": _sum_of_lengths,
    "sqeq": _sum_of_squares,
    "prodeq": _sum_of_products,
    "areaeq": _sum_of_areas,
    "areaconst": _area_constant,
    "rareaconst": _areas_in_ratio,
    "overlap": _overlap,
}
