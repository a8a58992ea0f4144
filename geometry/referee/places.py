"""Constructions whose name says more than their premises, or that place several points at once.

``PLACES`` maps a construction to a function of the figure and the known arguments, in the order
of the construction; it returns the new points in that order. ``LINES`` does the same for the
locus of one new point. Constructions without an entry follow from their premises.

Inner and outer bisectors, the four circles that touch the sides of a triangle, inner and outer
common tangents are told apart by the signs of lengths, chosen once for each length of the
figure (:meth:`Figure.length`): the figure that is meant, all lengths positive, is among the
branches, and an incentre and an excentre of one triangle belong together in all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from porism.geometry.problem import Construction
from porism.geometry.referee.extension import Element
from porism.geometry.referee.figure import Degenerate, Figure, Vector
from porism.geometry.referee.intersect import meet
from porism.geometry.referee.loci import Round, line_towards

__all__ = ["LINES", "PLACES"]

Place = Callable[[Figure, Sequence[str], Construction], "tuple[Vector, ...]"]
Line = Callable[[Figure, Sequence[str], Construction], Round]


def _sum(figure: Figure, *parts: tuple[Element, Vector]) -> Vector:
    """Return the weighted sum of places."""
    p = figure.field.p
    z: Element = 0
    w: Element = 0
    for c, (x, y) in parts:
        z, w = z + c * x, w + c * y
    return z % p, w % p


def _mean(figure: Figure, *places: Vector) -> Vector:
    return _weighted(figure, *((1, q) for q in places))


def _weighted(figure: Figure, *parts: tuple[Element, Vector]) -> Vector:
    """Return the centre of mass."""
    scale = figure.divide(1, sum((c for c, _ in parts), start=0))
    return _sum(figure, *((c * scale, q) for c, q in parts))


def _places(figure: Figure, names: Sequence[str]) -> list[Vector]:
    return [figure.at[q] for q in names]


def _foot(figure: Figure, q: Vector, a: Vector, b: Vector) -> Vector:
    p = figure.field.p
    u, v = _sum(figure, (1, b), (-1, a)), _sum(figure, (1, q), (-1, a))
    t = figure.divide(v[0] * u[1] + v[1] * u[0], 2 * (u[0] * u[1] % p))
    return _sum(figure, (1, a), (t, u))


def _circumcentre(figure: Figure, a: Vector, b: Vector, c: Vector) -> Vector:
    p = figure.field.p
    (x, y), (u, v) = _sum(figure, (1, b), (-1, a)), _sum(figure, (1, c), (-1, a))
    first, second, area = x * y % p, u * v % p, (x * v - y * u) % p
    z = figure.divide(first * u - second * x, -area)
    w = figure.divide(first * v - second * y, area)
    return (a[0] + z) % p, (a[1] + w) % p


def _line(a: Vector, b: Vector, p: int) -> Round:
    z, w = (b[0] - a[0]) % p, (b[1] - a[1]) % p
    if not z and not w:
        raise Degenerate("a line through one point")
    return Round(0, w, -z % p, (z * a[1] - w * a[0]) % p)


def _cross_point(figure: Figure, first: Round, second: Round) -> Vector:
    found = meet(first, second, (), figure)
    if found is None:
        raise Degenerate("two lines are one")
    return found.points[0]


def _moved(figure: Figure, start: Vector, by: Vector, half_turns: Fraction) -> Vector:
    """Return start + by, the vector turned counter-clockwise."""
    turn = figure.field.rotation(half_turns)
    back = figure.field.rotation(-half_turns)
    p = figure.field.p
    return (start[0] + turn * by[0]) % p, (start[1] + back * by[1]) % p


# --- single points --------------------------------------------------------------------------


def _midpoint(figure: Figure, known: Sequence[str], _: Construction) -> tuple[Vector, ...]:
    return (_mean(figure, *_places(figure, known)),)


def _mirror(figure: Figure, known: Sequence[str], _: Construction) -> tuple[Vector, ...]:
    a, b = _places(figure, known)
    return (_sum(figure, (2, b), (-1, a)),)


def _reflect(figure: Figure, known: Sequence[str], _: Construction) -> tuple[Vector, ...]:
    a, b, c = _places(figure, known)
    return (_sum(figure, (2, _foot(figure, a, b, c)), (-1, a)),)


def _foot_of(figure: Figure, known: Sequence[str], _: Construction) -> tuple[Vector, ...]:
    return (_foot(figure, *_places(figure, known)),)


def _circle(figure: Figure, known: Sequence[str], _: Construction) -> tuple[Vector, ...]:
    return (_circumcentre(figure, *_places(figure, known)),)


def _orthocentre(figure: Figure, known: Sequence[str], _: Construction) -> tuple[Vector, ...]:
    a, b, c = _places(figure, known)
    return (_sum(figure, (1, a), (1, b), (1, c), (-2, _circumcentre(figure, a, b, c))),)


def _sides(figure: Figure, known: Sequence[str]) -> tuple[Element, Element, Element]:
    a, b, c = known
    return figure.length(b, c), figure.length(c, a), figure.length(a, b)


def _incentre(figure: Figure, known: Sequence[str], _: Construction) -> tuple[Vector, ...]:
    return (_weighted(figure, *zip(_sides(figure, known), _places(figure, known), strict=True)),)


def _excentre(figure: Figure, known: Sequence[str], _: Construction) -> tuple[Vector, ...]:
    p, q, r = _sides(figure, known)
    return (_weighted(figure, *zip((-p, q, r), _places(figure, known), strict=True)),)


def _shift(figure: Figure, known: Sequence[str], _: Construction) -> tuple[Vector, ...]:
    b, c, d = _places(figure, known)
    return (_sum(figure, (1, b), (1, c), (-1, d)),)


def _parallelogram(figure: Figure, known: Sequence[str], _: Construction) -> tuple[Vector, ...]:
    a, b, c = _places(figure, known)
    return (_sum(figure, (1, a), (-1, b), (1, c)),)


def _right(half_turns: Fraction) -> Place:
    def place(figure: Figure, known: Sequence[str], _: Construction) -> tuple[Vector, ...]:
        a, b = known
        return (_moved(figure, figure.at[a], figure.vector(a, b), half_turns),)

    return place


def _equilateral(figure: Figure, known: Sequence[str], _: Construction) -> tuple[Vector, ...]:
    b, c = known
    turn = Fraction(1 - 2 * figure.choices.pick(2), 3)
    return (_moved(figure, figure.at[b], figure.vector(b, c), turn),)


def _isosceles_trapezium(
    figure: Figure, known: Sequence[str], _: Construction
) -> tuple[Vector, ...]:
    """The reflection of c in the perpendicular bisector of ab: a + b - c', c' mirrored in ab."""
    a, b, c = _places(figure, known)
    mirrored = _sum(figure, (2, _foot(figure, c, a, b)), (-1, c))
    return (_sum(figure, (1, a), (1, b), (-1, mirrored)),)


# --- several points -------------------------------------------------------------------------


def _contacts(centre: Place) -> Place:
    def place(figure: Figure, known: Sequence[str], call: Construction) -> tuple[Vector, ...]:
        (i,) = centre(figure, known, call)
        a, b, c = _places(figure, known)
        return _foot(figure, i, b, c), _foot(figure, i, c, a), _foot(figure, i, a, b), i

    return place


def _centroid(figure: Figure, known: Sequence[str], _: Construction) -> tuple[Vector, ...]:
    a, b, c = _places(figure, known)
    middles = (_mean(figure, b, c), _mean(figure, c, a), _mean(figure, a, b))
    return (*middles, _mean(figure, a, b, c))


def _nine_points(figure: Figure, known: Sequence[str], _: Construction) -> tuple[Vector, ...]:
    a, b, c = _places(figure, known)
    x, y, z = _mean(figure, b, c), _mean(figure, c, a), _mean(figure, a, b)
    return x, y, z, _circumcentre(figure, x, y, z)


def _square(figure: Figure, known: Sequence[str], _: Construction) -> tuple[Vector, ...]:
    a, b = known
    side = figure.vector(a, b)
    return tuple(_moved(figure, figure.at[q], side, Fraction(1, 2)) for q in (b, a))


def _trisegment(figure: Figure, known: Sequence[str], _: Construction) -> tuple[Vector, ...]:
    a, b = _places(figure, known)
    return _mean(figure, a, a, b), _mean(figure, a, b, b)


def _tangents(figure: Figure, known: Sequence[str], _: Construction) -> tuple[Vector, ...]:
    """The circle about o meets the circle with diameter ao."""
    a, o, b = known
    p = figure.field.p
    (z, w), (u, v) = figure.at[a], figure.at[o]
    rim = Round(1, -v % p, -u % p, (u * v - figure.square(o, b)) % p)
    product = (z * v + w * u) * figure.field.half
    diameter = Round(
        1, -(w + v) * figure.field.half % p, -(z + u) * figure.field.half % p, product % p
    )
    found = meet(rim, diameter, (), figure)
    if found is None or len(found.points) < 2:
        raise Degenerate("the tangents from a point on the circle")
    first = figure.choices.pick(2, found.conjugate)
    return found.points[first], found.points[1 - first]


def _common_tangents(count: int, inner: bool) -> Place:
    """With n normal to the tangent, of length 1: n·(w - o) = r - s, or r + s inside."""

    def place(figure: Figure, known: Sequence[str], _: Construction) -> tuple[Vector, ...]:
        o, a, w, b = known
        p = figure.field.p
        r, s = figure.length(o, a), figure.length(w, b)
        if inner:
            s = -s % p
        axis = figure.vector(o, w)
        # z of the normal satisfies w(axis) z² - 2 (r - s) z + z(axis) = 0
        root = figure.root(((r - s) * (r - s) - axis[0] * axis[1]) % p)
        found: list[Vector] = []
        for sign in (1, -1):
            z = figure.divide(r - s + sign * root, axis[1])
            normal = (z, figure.divide(1, z))
            found += [_sum(figure, (1, figure.at[o]), (r, normal))]
            found += [_sum(figure, (1, figure.at[w]), (s, normal))]
        return tuple(found[:count])

    return place


def _equal_parts(figure: Figure, known: Sequence[str], call: Construction) -> tuple[Vector, ...]:
    """z on bc is the midpoint of x on ab and y on ac: x = a + m(b-a), y = a + n(c-a), m + n = 2."""
    a, b, c = _places(figure, known)
    m = figure.random(f"{call.arguments[0]} on {known[0]}{known[1]}")
    x = _sum(figure, (1 - m, a), (m, b))
    y = _sum(figure, (m - 1, a), (2 - m, c))
    return x, y, _mean(figure, x, y)


def _touching(figure: Figure, known: Sequence[str], _: Construction) -> tuple[Vector, ...]:
    """Circle touching ca, cb and the circle about o through a.

    Its centre is c + t m with m the sum of the unit vectors from c to a and b; the distance of
    m from the side ca is h with h² = |m|² - (1 + cosine)², and |c + t m - o| = R - t h.
    """
    a, b, c, o = known
    p, half = figure.field.p, figure.field.half
    u, v = figure.vector(c, a), figure.vector(c, b)
    x, y = (figure.divide(1, figure.length(c, q)) for q in (a, b))
    m = _sum(figure, (x, u), (y, v))
    cosine = (u[0] * v[1] + u[1] * v[0]) * half % p * (x * y % p) % p
    h = figure.root_of_square((1 - cosine * cosine) % p)
    radius, away = figure.length(o, a), figure.vector(o, c)
    # t² (|m|² - h²) + 2 t (m·away + R h) + |away|² - R² = 0
    first = (m[0] * m[1] - h * h) % p
    second = ((m[0] * away[1] + m[1] * away[0]) * half + radius * h) % p
    third = (away[0] * away[1] - radius * radius) % p
    if third:
        t = figure.divide(figure.root((second * second - first * third) % p) - second, first)
    else:  # c is on the circle: t = 0 is no circle
        t = figure.divide(-2 * second, first)
    i = _sum(figure, (1, figure.at[c]), (t, m))
    touching = [_foot(figure, i, figure.at[q], figure.at[c]) for q in (a, b)]
    # from o towards i, as the distance of the centres is R - r
    contact = figure.divide(radius, radius - t * h)
    return *touching, _sum(figure, (1 - contact, figure.at[o]), (contact, i)), i


def _e5128(figure: Figure, known: Sequence[str], _: Construction) -> tuple[Vector, ...]:
    """y is the midpoint of ab, x the second point of dy on the circle about c."""
    a, b, c, d = known
    p = figure.field.p
    y = _mean(figure, figure.at[a], figure.at[b])
    z, w = figure.at[c]
    rim = Round(1, -w % p, -z % p, (z * w - figure.square(b, c)) % p)
    found = meet(_line(figure.at[d], y, p), rim, (figure.at[d],), figure)
    rest = [q for q in found.points if q != figure.at[d]] if found else []
    if not found or not rest:
        raise Degenerate("a line that touches the circle")
    return rest[figure.choices.pick(len(rest), found.conjugate)], y


def _copy(mirrored: bool) -> Place:
    """Two corners of a congruent triangle whose first is given: q at a random direction."""

    def place(figure: Figure, known: Sequence[str], call: Construction) -> tuple[Vector, ...]:
        a, b, c, p = known
        turn = figure.random(f"{call.arguments[0]} turned")
        back = figure.divide(1, turn)
        found = []
        for q in (b, c):
            z, w = figure.vector(a, q)
            if mirrored:
                z, w = w, z
            found.append(_sum(figure, (1, figure.at[p]), (1, (turn * z, back * w))))
        return tuple(found)

    return place


def _trisect(figure: Figure, known: Sequence[str], _: Construction) -> tuple[Vector, ...]:
    """Lines from b whose directions are those of ba, turned by a third of the angle abc."""
    a, b, c = known
    p = figure.field.p
    u, v = figure.vector(b, a), figure.vector(b, c)
    first = figure.divide(u[0], u[1])
    third = figure.cube_root(figure.divide(v[0] * u[1] % p, v[1] * u[0] % p))
    base = _line(figure.at[a], figure.at[c], p)
    lines = (line_towards(figure.at[b], first * turn % p, p) for turn in (third, third * third))
    return tuple(_cross_point(figure, base, line) for line in lines)


PLACES: dict[str, Place] = {
    "midpoint": _midpoint,
    "mirror": _mirror,
    "reflect": _reflect,
    "foot": _foot_of,
    "circle": _circle,
    "circumcenter": _circle,
    "orthocenter": _orthocentre,
    "incenter": _incentre,
    "excenter": _excentre,
    "shift": _shift,
    "parallelogram": _parallelogram,
    "psquare": _right(Fraction(1, 2)),
    "nsquare": _right(Fraction(-1, 2)),
    "eq_triangle": _equilateral,
    "iso_trapezoid2": _isosceles_trapezium,
    "incenter2": _contacts(_incentre),
    "excenter2": _contacts(_excentre),
    "centroid": _centroid,
    "ninepoints": _nine_points,
    "square": _square,
    "trisegment": _trisegment,
    "tangent": _tangents,
    "cc_tangent0": _common_tangents(2, inner=False),
    "cc_tangent": _common_tangents(4, inner=False),
    "cc_itangent": _common_tangents(4, inner=True),
    "3peq": _equal_parts,
    "2l1c": _touching,
    "e5128": _e5128,
    "contri": _copy(mirrored=False),
    "contrir": _copy(mirrored=True),
    "trisect": _trisect,
}


def _inner_bisector(figure: Figure, known: Sequence[str], _: Construction) -> Round:
    """The sum of the unit vectors u, v has the direction of u·v as complex numbers."""
    a, b, c = known
    u, v = figure.vector(b, a), figure.vector(b, c)
    size = figure.length(b, a) * figure.length(b, c)
    turn = figure.divide(u[0] * v[0], size)
    return line_towards(figure.at[b], turn, figure.field.p)


def _outer_bisector(figure: Figure, known: Sequence[str], call: Construction) -> Round:
    """Perpendicular to the inner one: of the opposite direction as a quotient z/z̄."""
    inner = _inner_bisector(figure, known, call)
    return line_towards(figure.at[known[1]], inner.b, figure.field.p)


def _side_bisector(figure: Figure, known: Sequence[str], _: Construction) -> Round:
    """One line, though it is said twice: by equal lengths and by equal angles."""
    a, b = known
    u = figure.vector(a, b)
    across = figure.divide(-u[0] % figure.field.p, u[1])
    return line_towards(_mean(figure, figure.at[a], figure.at[b]), across, figure.field.p)


LINES: dict[str, Line] = {
    "on_bline": _side_bisector,
    "angle_bisector": _inner_bisector,
    "exterior_bisector": _outer_bisector,
}
