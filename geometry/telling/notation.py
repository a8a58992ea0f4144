"""Statements and quantities as formulas: the signs of the field, the words of a language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from porism.geometry.predicates import KINDS, Form, Pair, Predicate
from porism.geometry.telling.model import Atom, Formula, Name, Power, Text
from porism.geometry.telling.phrases import Language, Value, fields_of, fill
from porism.geometry.words import degrees, display_names, square_root

__all__ = [
    "Notation",
    "answer_formula",
    "from_one_point",
    "names_of",
    "power",
    "product",
    "total",
    "with_common_side",
]

_POLYGONS = (Form.POLYGON, Form.POLYGONS)
_NAME = re.compile(
    r"(?P<base>[^\W\d_]('*))_?(?P<below>\d{1,3}|[^\W\d_A-Z]{1,2}\d?)?(?P<primes>'*)$"
)


def names_of(points: Iterable[str]) -> dict[str, Name]:
    """Return how each point is shown: a capital, and what follows it as a subscript.

    >>> names_of(["a", "m_b", "x12"])["x12"]
    Name(point='x12', base='X', below='12')
    """
    shown = display_names(points)
    found = {point: _name(point, text) for point, text in shown.items()}
    looks = Counter((name.base, name.below) for name in found.values())
    # ``a1`` and ``a_1`` would both be A with a 1 below: two points of one name in the text.
    return {
        point: name if looks[name.base, name.below] == 1 else Name(point, shown[point])
        for point, name in found.items()
    }


def _name(point: str, shown: str) -> Name:
    match = _NAME.match(shown)
    if match is None or (match["below"] and not shown[:1].isupper()):
        return Name(point, shown)
    return Name(point, match["base"] + match["primes"], match["below"] or "")


def total(terms: Iterable[tuple[Formula, Fraction]]) -> Formula:
    """Write a sum, what is added first; ``0`` when there is nothing."""
    atoms: list[Atom] = []
    for formula, c in sorted(terms, key=lambda term: term[1] < 0):
        if not atoms:
            atoms += ["−"] if c < 0 else []
        else:
            atoms.append(" − " if c < 0 else " + ")
        if abs(c) != 1:
            atoms += [str(abs(c)), "·"]
        atoms += formula.atoms
    return Formula(tuple(atoms) or ("0",))


def power(base: Formula, exponent: Fraction) -> Formula:
    """Write a power; one with the exponent 1 is its base."""
    return base if exponent == 1 else Formula((Power(base, exponent),))


def product(factors: Iterable[tuple[Formula, Fraction]], number: Fraction | int = 1) -> Formula:
    """Write a product of powers with positive exponents, after a factor that is not 1."""
    atoms: list[Atom] = [] if number == 1 else [str(number)]
    for base, exponent in factors:
        atoms += [" · "] * bool(atoms)
        atoms += power(base, exponent).atoms
    return Formula(tuple(atoms) or ("1",))


def answer_formula(goal: Predicate, answer: Fraction) -> Formula:
    """Write the answer to a question as a person does."""
    if goal.kind.constant == "angle":
        return Formula((degrees(answer),))
    squared = goal.name in {kind.answer_squared for kind in KINDS.values() if kind.is_question}
    return Formula((square_root(answer) if squared else str(answer),))


def with_common_side(s: Predicate) -> Predicate:
    """Say of a proportion with a common term that two lengths are equal, and so of triangles."""
    if s.name == "eqratio":
        a, b, c, d = (s.points[k : k + 2] for k in range(0, len(s.points), 2))
        for one, other, rest in ((a, b, (c, d)), (b, d, (a, c)), (a, c, (b, d)), (c, d, (a, b))):
            if set(one) == set(other) and set(rest[0]) != set(rest[1]):
                return Predicate("cong", (*rest[0], *rest[1]))
    if s.name in _CONGRUENT:
        p, q = s.points[:3], s.points[3:]
        if any({p[i], p[j]} == {q[i], q[j]} for i, j in ((0, 1), (1, 2), (2, 0))):
            return Predicate(_CONGRUENT[s.name], s.points)
    return s


def _through_one_point(s: Predicate) -> Predicate:
    """Say of parallels through one point that they are one line: three points on it."""
    points = tuple(dict.fromkeys(s.points))
    return Predicate("coll", points) if s.name == "para" and len(points) == 3 else s


def from_one_point(s: Predicate) -> Predicate:
    """Write equal lengths with the point that both have in the same place: MB = MC."""
    if s.name != "cong":
        return s
    a, b, c, d = s.points
    return Predicate("cong", (a, b, d, c)) if a == d or b == c else s


_CONGRUENT = {"simtri": "contri", "simtrir": "contrir"}


class Notation:
    """Writes statements about the points of one problem in one language."""

    def __init__(self, points: Iterable[str], language: Language) -> None:
        self.names = names_of(points)
        self.language = language

    def name(self, point: str) -> Name:
        """Return how a point is shown, one that the problem does not have as it is."""
        return self.names.get(point) or Name(point, point)

    def point(self, point: str) -> Formula:
        """Write a point."""
        return Formula((self.name(point),))

    def joined(self, points: Iterable[str]) -> Formula:
        """Write points side by side: a segment, a line, a triangle, a circle."""
        return Formula(tuple(map(self.name, points)))

    def angle(self, first: Pair, second: Pair) -> Formula:
        """Write the angle from one line to another, by three points where they share one."""
        shared = set(first) & set(second)
        if len(shared) == 1 and first[0] != first[1] and second[0] != second[1]:
            (vertex,) = shared
            (a,), (b,) = set(first) - shared, set(second) - shared
            return Formula(("∠", *map(self.name, (a, vertex, b))))
        one, other = self.joined(first), self.joined(second)
        return Formula(("∠", "(", *one.atoms, ", ", *other.atoms, ")"))

    def listed(self, points: Iterable[str]) -> Text:
        """Write points as a list of the language."""
        return self.language.listed([self.point(p) for p in points])

    def statement(
        self, s: Predicate, section: str = "statements", *, as_written: bool = False
    ) -> Text:
        """Say a statement, as a part of a sentence.

        Points of a line or circle are said in alphabetical order, unless ``as_written``.

        ``section`` is ``so`` for what follows, ``since`` for a reason: languages that order words
        differently there have phrases of their own.
        """
        s = with_common_side(_through_one_point(s if as_written else from_one_point(s)))
        if s.kind.linear:
            if not self.language.has(section, "linear"):
                return (self._linear(s),)
            return self.language.say(section, "linear", {"formula": self._linear(s)})
        name = "equal_areas" if s.name == "rareaconst" and s.constants[0] == 1 else s.name
        known = self.language.has(section, name)
        phrase = self.language.phrase(section if known else "statements", name)
        if s.kind.many:
            order = s.points if as_written else sorted(s.points)
            points = [self.point(p) for p in order]
            return fill(phrase, {"points": self.language.listed(points, last="comma")})
        if s.kind.form in _POLYGONS:
            polygons = map(dict.fromkeys, s.kind.form.groups(s.points))
            named = dict(zip("PQ", map(self.joined, polygons), strict=False))
            return self.filled(phrase, (), (), s.constants, "ratio", named)
        return self.filled(phrase, s.kind.letters, s.points, s.constants, s.kind.constant)

    def filled(
        self,
        phrase: str,
        letters: Iterable[str],
        points: Iterable[str],
        constants: tuple[Fraction, ...] = (),
        constant: str = "angle",
        extra: Mapping[str, Value] | None = None,
    ) -> Text:
        """Fill a phrase about ``letters`` with the points put for them, and with ``extra``."""
        values = {**self.fields(phrase, letters, points), **(extra or {})}
        if constants:
            value = constants[0]
            values["*"] = Formula((degrees(value) if constant == "angle" else str(value),))
            values["numerator"] = str(value.numerator)
            values["denominator"] = str(value.denominator)
        return fill(phrase, values)

    def fields(
        self, phrase: str, letters: Iterable[str], points: Iterable[str]
    ) -> dict[str, Value]:
        """Return what stands for the fields of a phrase about ``letters``, as in ``{ab,cd}``."""
        put = dict(zip(letters, points, strict=True))
        found = ((field, self._field(field, put)) for field in fields_of(phrase))
        return {field: formula for field, formula in found if formula is not None}

    def _field(self, field: str, put: Mapping[str, str]) -> Formula | None:
        """Write a field such as ``a``, ``ab``, ``abc`` or ``ab,cd``; None where it is another."""
        lines = field.split(",")
        if not all(line and set(line) <= set(put) for line in lines):
            return None
        if len(lines) == 2 and all(len(line) == 2 for line in lines):
            a, b, c, d = (put[letter] for line in lines for letter in line)
            return self.angle((a, b), (c, d))
        return self.joined(put[letter] for letter in field) if len(lines) == 1 else None

    def area(self, polygon: Iterable[str]) -> Formula:
        """Write the signed area of a polygon."""
        return Formula(("[", *self.joined(polygon).atoms, "]"))

    def lengths(self, points: Sequence[str]) -> Formula:
        """Write a product of lengths."""
        factors: dict[Formula, Fraction] = {}
        for pair in zip(points[::2], points[1::2], strict=True):
            segment = self.joined(pair)
            factors[segment] = factors.get(segment, Fraction(0)) + 1
        return product(factors.items())

    def _terms(self, s: Predicate) -> list[tuple[Formula, Fraction]]:
        """Return the terms of a sum of areas or of products."""
        width = len(s.points) // len(s.constants)
        groups = [s.points[k : k + width] for k in range(0, len(s.points), width)]
        write = self.area if s.kind.linear == "area" else self.lengths
        return [(write(group), c) for group, c in zip(groups, s.constants, strict=True)]

    def _multiple(self, s: Predicate) -> Formula | None:
        """Write a sum of directions as a multiple of an angle, and a constant, if it is one."""
        if len(s.constants) != 5 or s.constants[0] + s.constants[1]:
            return None
        _, x, y, z, rest = s.constants
        if y + z or not (x and y):
            return None
        (a, b, c, d, e, f, g, h), sides = s.points, []
        for (p, q), factor in ((((a, b), (c, d)), x), (((e, f), (g, h)), y)):
            written = self.angle(p, q) if factor > 0 else self.angle(q, p)
            sides.append(total([(written, abs(factor))]))
        more = (" + ", degrees(rest % 1)) if rest % 1 else ()
        return Formula((*sides[0].atoms, " = ", *sides[1].atoms, *more))

    def _linear(self, s: Predicate) -> Formula:
        if s.kind.linear in ("area", "product"):
            found = self._terms(s)
            left = total([(f, c) for f, c in found if c > 0])
            right = total([(f, -c) for f, c in found if c < 0])
            return Formula((*left.atoms, " = ", *right.atoms))
        if s.kind.linear == "angle" and (multiple := self._multiple(s)) is not None:
            return multiple
        # as written, not collected: equal segments of a product may well stand twice
        pairs = zip(s.points[::2], s.points[1::2], s.constants, strict=False)
        terms = [(self.joined((a, b)), c) for a, b, c in pairs if a != b]
        if s.kind.linear == "angle":
            angles = [(Formula(("∠", "(", "x", ", ", *f.atoms, ")")), c) for f, c in terms]
            return Formula((*total(angles).atoms, " = ", degrees(s.constants[-1])))
        if s.kind.linear == "ratio":
            k = s.constants[-1]
            left = product(((f, c) for f, c in terms if c > 0), k.denominator)
            right = product(((f, -c) for f, c in terms if c < 0), k.numerator)
            return Formula((*left.atoms, " = ", *right.atoms))
        if s.kind.linear == "square":
            terms = [(power(f, Fraction(2)), c) for f, c in terms]
        left = total([(f, c) for f, c in terms if c > 0])
        right = total([(f, -c) for f, c in terms if c < 0])
        return Formula((*left.atoms, " = ", *right.atoms))
