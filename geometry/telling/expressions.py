"""Sums of directions, products of lengths and so on, written as formulas."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import prod

from porism.geometry.equations import Equation, Key
from porism.geometry.predicates import Form, Pair, Predicate, pairs_of
from porism.geometry.telling.model import Atom, Formula, Over
from porism.geometry.telling.notation import Notation, power, product, total
from porism.geometry.words import degrees

__all__ = ["Writer"]

_TWO = Fraction(2)


def _factors(form: Equation, sign: int) -> list[tuple[Formula, Fraction]]:
    """Return the numbers of a product, above the line or (-1) below: one number, then roots."""
    powers = [(prime, sign * q) for prime, q in form.constants if sign * q > 0]
    whole = prod(int(prime) ** int(q) for prime, q in powers if q.denominator == 1)
    roots = [(Formula((str(prime),)), q) for prime, q in powers if q.denominator != 1]
    return roots if whole == 1 else [(Formula((str(whole),)), Fraction(1)), *roots]


class Writer:
    """Writes expressions, every segment with its points in the order that statements have them."""

    def __init__(self, notation: Notation, statements: Iterable[Predicate]) -> None:
        self._notation = notation
        self._order: dict[Pair, Pair] = {}
        for s in statements:
            if len(s.points) % 2 == 0 and s.kind.form not in (Form.POINTS, Form.CENTRE):
                for a, b in zip(s.points[::2], s.points[1::2], strict=True):
                    self._order.setdefault((a, b) if a <= b else (b, a), (a, b))

    def write(self, form: Equation) -> Formula:
        """Write the terms and constants of an equation as an expression."""
        match form.table:
            case "angle":
                return self._angles(form)
            case "ratio":
                return self._product(form)
            case "length":
                return self._sum(form, Fraction(1))
            case "square":
                return self._sum(form, _TWO)
            case "area" | "product":
                raise ValueError(f"no chain is told of the table {form.table}")

    def _segment(self, pair: Key) -> Formula:
        if len(pair) == 4:
            return Formula(("sin ", *self._angle(*pairs_of(pair)).atoms))
        (line,) = pairs_of(pair)
        return self._notation.joined(self._order.get(line, line))

    def _angles(self, form: Equation) -> Formula:
        """Write a sum of directions as a sum of angles between lines, as far as they pair up."""
        ups = {(p, q): c for (p, q), c in form.terms if c > 0}
        downs = {(p, q): -c for (p, q), c in form.terms if c < 0}
        found: dict[Formula, Fraction] = {}

        def add(formula: Formula, count: Fraction) -> None:
            found[formula] = found.get(formula, Fraction(0)) + count

        for down in sorted(downs, key=lambda d: not any(set(d) & set(u) for u in ups)):
            left = downs[down]
            while left and ups:
                up = min(ups, key=lambda u: (len(set(u) & set(down)) != 1, u))
                both = min(left, ups[up])
                add(self._angle(down, up), both)
                left -= both
                ups[up] -= both
                if not ups[up]:
                    del ups[up]
            if left:
                add(Formula(("∠", "(", *self._segment(down).atoms, ", ", "x", ")")), left)
        for up, count in ups.items():
            add(Formula(("∠", "(", "x", ", ", *self._segment(up).atoms, ")")), count)
        constant = sum((q for _, q in form.constants), Fraction(0))
        terms = list(found.items())
        if not terms:
            return Formula((degrees(constant),))
        written = total(terms)
        return Formula((*written.atoms, " + ", degrees(constant))) if constant else written

    def _angle(self, first: Pair, second: Pair) -> Formula:
        one, other = (self._order.get(pair, pair) for pair in (first, second))
        return self._notation.angle(one, other)

    def _product(self, form: Equation) -> Formula:
        """Write a sum of logarithms as a fraction of products."""
        above, below = _factors(form, 1), _factors(form, -1)
        above += [(self._segment(pair), c) for pair, c in form.terms if c > 0]
        below += [(self._segment(pair), -c) for pair, c in form.terms if c < 0]
        return Formula((Over(product(above), product(below)),)) if below else product(above)

    def _sum(self, form: Equation, exponent: Fraction) -> Formula:
        terms = [(power(self._segment(pair), exponent), c) for pair, c in form.terms]
        number = sum((q for _, q in form.constants), Fraction(0))
        if not terms:
            return Formula((str(number),))
        written: tuple[Atom, ...] = total(terms).atoms
        if number:
            written = (*written, " − " if number < 0 else " + ", str(abs(number)))
        return Formula(written)
