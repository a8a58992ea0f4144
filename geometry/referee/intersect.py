"""Common points of two loci, and points of one locus.

A circle and a line meet in the roots of a quadratic. Where a point known before is common to
both, it is one root, and the other is rational in it (Vieta): no square root is taken. Two
circles meet where their radical axis meets one of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from porism.geometry.referee.extension import Element
from porism.geometry.referee.figure import Degenerate, Figure, Inapplicable, Vector
from porism.geometry.referee.loci import Curve, Locus, Polynomial, Round, Spot

__all__ = ["Meeting", "meet", "on", "sample"]


@dataclass(frozen=True)
class Meeting:
    """Common points; ``conjugate`` when an automorphism over the figure exchanges them."""

    points: tuple[Vector, ...]
    conjugate: bool = False


def on(locus: Locus, point: Vector, p: int) -> bool:
    """Tell whether a point lies on a locus."""
    z, w = point
    match locus:
        case Spot(place):
            return place == point
        case Round(k, a, b, c):
            return not (k * (z * w % p) + a * z + b * w + c) % p
        case Curve(along):
            return not along([z], [w])[0] % p


def meet(first: Locus, second: Locus, known: Sequence[Vector], figure: Figure) -> Meeting | None:
    """Return the common points of two loci, None where the second adds nothing.

    ``known`` are points that may lie on both. Raises Degenerate for parallel lines and
    concentric circles, NoRoot, and Inapplicable for two curves of which none is a line.
    """
    p = figure.field.p
    if isinstance(second, Spot):
        first, second = second, first
    if isinstance(first, Spot):
        return Meeting((first.place,) if on(second, first.place, p) else ())
    if isinstance(second, Round) and (isinstance(first, Curve) or not second.k):
        first, second = second, first
    if not isinstance(first, Round) or isinstance(second, Spot):
        raise Inapplicable("the common points of two curves beyond lines and circles")
    if first.k and isinstance(second, Round):
        k, m = first.k, second.k
        pairs = ((first.a, second.a), (first.b, second.b), (first.c, second.c))
        a, b, c = ((k * y - m * x) % p for x, y in pairs)
        first, second = Round(0, a, b, c), first
    elif first.k:
        _require_redundant(first, second, figure)
        return None
    if not first.a and not first.b:
        if first.c:
            raise Degenerate("concentric circles")
        return None
    if isinstance(second, Round) and not second.k:
        return _lines(first, second, figure)
    return _on_line(first, second, known, figure)


def _lines(first: Round, second: Round, figure: Figure) -> Meeting | None:
    p = figure.field.p
    area = (first.a * second.b - first.b * second.a) % p
    z = (first.b * second.c - first.c * second.b) % p
    w = (first.c * second.a - first.a * second.c) % p
    if not area:
        if z or w:
            raise Degenerate("parallel lines")
        return None
    return Meeting(((figure.divide(z, area), figure.divide(w, area)),))


def _on_line(
    line: Round, other: Round | Curve, known: Sequence[Vector], figure: Figure
) -> Meeting | None:
    """Common points of a line with a circle or curve."""
    p = figure.field.p
    if not line.b:
        raise Degenerate("a line through a circular point")
    slope, start = figure.divide(-line.a, line.b), figure.divide(-line.c, line.b)
    if isinstance(other, Round):
        k, a, b, c = other.k, other.a, other.b, other.c
        f = [(b * start + c) % p, (k * start + a + b * slope) % p, k * slope % p]
    else:
        f = other.along([0, 1], [start, slope])
    common = [q[0] for q in dict.fromkeys(known) if on(line, q, p) and on(other, q, p)]
    found = _roots(f, common, figure)
    if found is None:
        return None
    roots, conjugate = found
    return Meeting(tuple((z, (slope * z + start) % p) for z in roots), conjugate)


def _require_redundant(circle: Round, curve: Locus, figure: Figure) -> None:
    """Accept a curve that contains the circle (premises are often redundant), else give up."""
    for name in ("first", "second"):
        place = _point_of(circle, figure.random(f"/{name} point of a circle"), figure)
        if not on(curve, place, figure.field.p):
            raise Inapplicable("the common points of a circle and a curve")


def _roots(
    f: Polynomial, known: Sequence[Element], figure: Figure
) -> tuple[list[Element], bool] | None:
    """Return the roots of a polynomial and whether they are conjugate; None for zero.

    ``known`` roots are divided out first. Raises Inapplicable where more than a quadratic
    is left.
    """
    p = figure.field.p
    f = [x % p for x in f]
    while f and not f[-1]:
        f.pop()
    if not f:
        return None
    found: list[Element] = []
    for root in known:
        while len(f) > 1:
            quotient, rest = _divided(f, root, p)
            if rest:
                break
            f = quotient
            found.append(root)
    if len(f) > 3:
        raise Inapplicable(f"an equation of degree {len(f) - 1}")
    conjugate = False
    if len(f) == 2:
        found.append(figure.divide(-f[0], f[1]))
    elif len(f) == 3:
        c, b, a = f
        root, conjugate = figure.roots((b * b - 4 * (a * c % p)) % p)
        found += [figure.divide(sign * root - b, 2 * a) for sign in (1, -1)]
    return list(dict.fromkeys(found)), conjugate and len(found) == 2


def _divided(f: Polynomial, root: Element, p: int) -> tuple[Polynomial, Element]:
    """Divide by (t - root): quotient and remainder (Horner)."""
    rows: Polynomial = [f[-1]]
    for x in reversed(f[:-1]):
        rows.append((rows[-1] * root + x) % p)
    rest = rows.pop()
    return rows[::-1], rest


def _point_of(circle: Round, z: int, figure: Figure) -> Vector:
    return z, figure.divide(-(circle.a * z + circle.c), circle.k * z + circle.b)


def sample(locus: Locus | None, name: str, figure: Figure) -> Meeting:
    """Return a random point of a locus, or of the plane; on a curve all with that abscissa."""
    if isinstance(locus, Spot):
        return Meeting((locus.place,))
    z = figure.random(f"{name} z")
    if locus is None:
        return Meeting(((z, figure.random(f"{name} w")),))
    if isinstance(locus, Round):
        return Meeting((_point_of(locus, z, figure),))
    found = _roots(locus.along([z], [0, 1]), (), figure)
    if found is None:
        raise Degenerate("a curve that is the whole plane")
    return Meeting(tuple((z, w) for w in found[0]), found[1])
