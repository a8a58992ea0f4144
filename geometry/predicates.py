"""The one table of predicates: how a statement is written, what it says, what it gives.

A :class:`Predicate` is a statement about named points, for instance
``eqangle a b c d e f g h``. Conventions, stated here once for the whole project:

* an angle is *directed and between lines* (a full angle); its unit is the half-turn, so
  a right angle is 1/2 and angles that differ by a whole number are equal;
* ``d(ab)`` is the direction of line ab in half-turns, counter-clockwise from the x axis, in
  [0, 1); ``∠(ab, cd)`` is ``d(cd) - d(ab)``;
* a ratio constant is a positive rational; a length constant is in the unit of the figure.

A :class:`Kind` is a row of the table. Reading, writing, drawing and proving look at the row and
do not ask for the name. What a figure measures is beside it, in
:mod:`porism.geometry.measure.truth`, for measuring is no part of what a statement says; a kind
without a measure of its own there is measured by its equations.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from functools import lru_cache, partial
from itertools import combinations
from typing import Literal, NamedTuple

from porism.geometry.linear import Equation, Table, balance, equation, logarithm
from porism.geometry.symmetry import (
    ANGLE,
    ANGLE_VALUE,
    ANY_ORDER,
    AREA,
    AREA_RATIO,
    AREAS,
    CHORD,
    CYCLE,
    FIRST_FIXED,
    FIXED,
    LENGTH_VALUE,
    PRODUCTS,
    PROPORTION,
    RATIO_VALUE,
    TRIANGLES,
    TWO_ANGLES,
    TWO_PAIRS,
    Constants,
    Pair,
    Points,
    Symmetry,
    linear,
    outline,
    pairs_of,
)

__all__ = ["KINDS", "Draw", "Form", "Kind", "Pair", "Predicate", "canonical", "pairs_of", "side"]

_MOST_POINTS = 2048  # of a linear form


class Predicate(NamedTuple):  # a tuple: nothing else is made, compared and hashed as often
    """A statement: ``name``, the points it speaks of and its constants.

    ``constants`` holds angles in half-turns, ratios or lengths as plain rationals. The linear
    predicates ``angeq``, ``distmeq``, ``distseq`` and ``sqeq`` list point pairs and one
    coefficient for each pair, then (not for ``distseq`` and ``sqeq``) the constant; ``areaeq``
    lists three points for each coefficient, ``prodeq`` pairs, as many for each.
    """

    name: str
    points: tuple[str, ...]
    constants: tuple[Fraction, ...] = ()

    @property
    def kind(self) -> Kind:
        """The row of the table; raises KeyError for a name that is not a predicate."""
        return KINDS[self.name]

    def __str__(self) -> str:
        """Write the statement in the problem language, angles as ``n/d`` half-turns ``npi/d``."""
        words, kind = [self.name, *self.points, *map(str, self.constants)], KINDS.get(self.name)
        if self.constants and kind is not None and "angle" in (kind.constant, kind.linear):
            words[-1] = f"{self.constants[-1].numerator}pi/{self.constants[-1].denominator}"
        return " ".join(words)

    def rename(self, names: Mapping[str, str]) -> Predicate:
        """Return the statement with every point ``p`` replaced by ``names.get(p, p)``."""
        return Predicate(self.name, tuple([names.get(p, p) for p in self.points]), self.constants)


class Form(Enum):
    """How the points of a statement are read, and so which of them must differ."""

    POINTS = "points of one line, circle or place: more of them say more"
    DISTINCT = "points that all differ"
    CENTRE = "a centre, then points around it"
    CORNER = "an angle by three points, its corner in the middle"
    PAIRS = "lines or segments by two points each"
    LENGTHS = "segments that may have length zero"
    TRIANGLES = "two triangles, corner for corner"
    CORNERS = "two angles by three points each, their corners first"
    AREAS = "triangles by three points each"
    POLYGON = "the corners of a polygon"
    POLYGONS = "the corners of two polygons, half of the points each, the last of them repeated"
    __hash__ = object.__hash__  # a member is equal to itself only; the hash of Enum is slow

    def groups(self, points: Points) -> tuple[Points, ...]:
        """Split the points into the lines, segments, angles or triangles they name."""
        if self in (Form.PAIRS, Form.LENGTHS):
            return tuple(zip(points[::2], points[1::2], strict=True))
        if self in (Form.TRIANGLES, Form.CORNERS, Form.AREAS):
            return tuple(points[k : k + 3] for k in range(0, len(points), 3))
        if self is Form.POLYGONS:
            return (points[: len(points) // 2], points[len(points) // 2 :])
        return (points,)

    @lru_cache(maxsize=32768)
    def lines(self, points: Points) -> tuple[Pair, ...]:
        """Return the pairs of points that must differ for the statement to have a meaning."""
        match self:
            case Form.POINTS | Form.LENGTHS | Form.AREAS | Form.POLYGON | Form.POLYGONS:
                return ()
            case Form.DISTINCT:
                return tuple(combinations(points, 2))
            case Form.CENTRE:
                return tuple((points[0], p) for p in points[1:])
            case Form.CORNER:
                return ((points[0], points[1]), (points[1], points[2]))
            case Form.PAIRS:
                return pairs_of(points)
            case Form.TRIANGLES:
                return tuple((t[i], t[i - 1]) for t in self.groups(points) for i in range(3))
            case Form.CORNERS:
                return tuple((t[0], p) for t in self.groups(points) for p in t[1:])


class Draw(Enum):
    """What a statement shows in a drawing."""

    NOTHING = "nothing"
    LINE = "the segment between the two points furthest apart"
    SEGMENTS = "a segment for each pair"
    GOAL_SEGMENTS = "a segment for each pair, where the statement is the goal"
    CIRCLE = "the circle through the points"
    CIRCLE_ABOUT = "the circle about the first point through the others"


Gives = Callable[[Points, Constants], Sequence[Equation]]


@dataclass(frozen=True)
class Kind:
    """A row of the table.

    ``letters`` are the points in order, one letter each. ``says`` is the sentence, with
    ``{m}`` for a point, ``{ab}`` for a segment or line, ``{ab,cd}`` for the angle between two
    lines, ``{*}`` for the constant, ``{numerator}`` and ``{denominator}`` for its parts.
    ``constant`` says what the constants are: ``""`` none, ``"angle"``, ``"ratio"``,
    ``"length"`` or ``"area"``; linear forms have a table, ``linear``, and coefficients instead.

    ``gives`` builds the equations (see :mod:`porism.geometry.equations`). ``by_one_facet``: each
    of them alone implies the statement; ``together`` numbers as few as say all of
    it, up to half-turns of angles.

    ``figure_only`` marks the statements of order, side and distinctness, which are read off a
    figure and never derived. ``answer`` makes a question of the kind: it names the kind of
    statement that answers it, ``answer_squared`` one that tells the square of the value.
    ``sided``: the first two equations are of signed areas; which holds is for the figure to tell
    (:func:`side`). ``many``: more points may be listed than there are letters, each further one a
    statement of its own. ``mirrored``: two triangles have opposite senses.
    ``also`` are other names in problems, ``construction`` is the construction that places a
    point so, for hints.
    """

    name: str
    letters: str
    says: str
    form: Form
    symmetry: Symmetry
    constant: Literal["", "angle", "ratio", "length", "area"] = ""
    linear: Table | None = None
    gives: Gives | None = None
    by_one_facet: bool = False
    together: tuple[int, ...] = (0,)
    draw: Draw = Draw.NOTHING
    figure_only: bool = False
    answer: str = ""
    answer_squared: str = ""
    sided: bool = False
    many: bool = False
    mirrored: bool = False
    also: tuple[str, ...] = ()
    construction: str = ""

    @property
    def arity(self) -> tuple[int, int]:
        """The fewest and the most points."""
        count = len(self.letters)
        open_ended = self.linear or self.form in (Form.POLYGON, Form.POLYGONS)
        return (count, _MOST_POINTS if open_ended else count)

    @property
    def width(self) -> int:
        """How many points of a linear form have a coefficient of their own; 0: as many each."""
        return {"area": 3, "product": 0}.get(self.linear or "", 2)

    @property
    def is_question(self) -> bool:
        """Whether a value is asked for, and nothing stated."""
        return bool(self.answer)

    @property
    def is_derived(self) -> bool:
        """Whether statements of the kind are proved: not asked, and not read off a figure."""
        return not (self.figure_only or self.is_question)

    @property
    def has_value(self) -> bool:
        """Whether a linear form ends with a constant of its own: angles do, lengths do not."""
        return self.linear in ("angle", "ratio")

    def fits(self, points: int, constants: int) -> bool:
        """Tell whether the counts of points and constants go together."""
        if not self.arity[0] <= points <= self.arity[1]:
            return False
        if not self.linear:
            odd = self.form is Form.POLYGONS and points % 2
            return not odd and constants == bool(self.constant)
        terms = constants - self.has_value
        width = self.width or (points // terms if terms > 0 else 0)
        return terms > 0 and points == terms * width and (width == self.width or width % 2 == 0)


@lru_cache(maxsize=32768)
def canonical(statement: Predicate) -> Predicate:
    """Return the representative of all ways to write the same statement.

    Two statements are the same exactly when their canonical forms are equal.
    """
    kind = KINDS.get(statement.name)
    if kind is None:
        return statement
    points, constants = kind.symmetry.canonical(statement.points, statement.constants)
    return Predicate(statement.name, points, constants)


# --- what the rows give ---------------------------------------------------------------------


def _one(table: Table, **constants: Fraction) -> Gives:
    """One equation between two or four pairs, with a fixed angle if ``turn`` is given."""
    fixed = {1: constants["turn"]} if constants else None
    return lambda points, _: [balance(table, *pairs_of(points), constants=fixed)]


def _coll(points: Points, _: Constants = ()) -> list[Equation]:
    return [balance("angle", x, y) for x, y in combinations(combinations(points, 2), 2)]


def _cyclic(points: Points, _: Constants) -> list[Equation]:
    a, b, c, d = points
    return [  # the chord ab seen from c and d, ac from b and d, ad from b and c
        balance("angle", (c, a), (c, b), (d, a), (d, b)),
        balance("angle", (b, a), (b, c), (d, a), (d, c)),
        balance("angle", (b, a), (b, d), (c, a), (c, d)),
    ]


def _same_length(x: Pair, y: Pair) -> list[Equation]:
    return [balance("ratio", x, y), balance("length", x, y), balance("square", x, y)]


def _midp(points: Points, _: Constants) -> list[Equation]:
    m, a, b = points
    whole, halves, two = (a, b), ((m, a), (m, b)), {2: Fraction(-1)}
    return [
        *_coll((m, a, b)),
        *_same_length(*halves),
        *(balance("ratio", whole, half, constants=two) for half in halves),
        *(equation("length", [(whole, 1), (half, -2)]) for half in halves),
        *(equation("square", [(whole, 1), (half, -4)]) for half in halves),
    ]


def _circle(points: Points, _: Constants) -> list[Equation]:
    o, a, b, c = points
    return [e for x, y in ((a, b), (a, c), (b, c)) for e in _same_length((o, x), (o, y))]


def _triangles(*, mirrored: bool = False, congruent: bool = False) -> Gives:
    def gives(points: Points, _: Constants) -> list[Equation]:
        a, b, c, p, q, r = points
        sides = (((a, b), (p, q)), ((b, c), (q, r)), ((c, a), (r, p)))
        found: list[Equation] = []
        for (x, u), (y, v) in ((sides[2], sides[0]), (sides[0], sides[1]), (sides[1], sides[2])):
            found.append(balance("angle", x, y, *((v, u) if mirrored else (u, v))))
            found.append(balance("ratio", x, y, u, v))
        if congruent:
            for x, u in sides:
                found.extend(_same_length(x, u))
        return found

    return gives


def _size(points: Points, constants: Constants, *, power: int) -> list[Equation]:
    """Of one segment the length, of two their ratio, or with ``power`` 2 its square."""
    (x, *others), q = pairs_of(points), constants[0]
    found = [equation("ratio", [(x, power), *((y, -power) for y in others)], logarithm(q))]
    sizes: dict[Table, Fraction] = {"length": q, "square": q * q} if power == 1 else {"square": q}
    for table, number in sizes.items():
        unit = {} if others else {1: -number}
        found.append(equation(table, [(x, 1), *((y, -number) for y in others)], unit))
    return found


def _linear(table: Table) -> Gives:
    def gives(points: Points, constants: Constants) -> list[Equation]:
        count = len(constants) - (table in ("angle", "ratio"))
        width = len(points) // count
        groups = [points[k * width : k * width + width] for k in range(count)]
        terms: list[tuple[Points, Fraction]] = list(zip(groups, constants, strict=False))
        if table == "area":
            terms = [side for polygon, c in terms for side in outline(polygon, c).items()]
        if table == "angle":
            return [equation(table, terms, {1: -constants[-1]})]
        return [equation(table, terms, logarithm(constants[-1]) if table == "ratio" else None)]

    return gives


def _chord_by_sine(points: Points, _: Constants) -> list[Equation]:
    o, a, b, c = points
    terms = [((b, c), 1), ((o, a), -1), ((a, b, a, c), -1)]
    return [equation("ratio", terms, {2: Fraction(-1)})]


def _law_of_sines(points: Points, _: Constants) -> list[Equation]:
    x, y, z = points
    return [  # bc : ca = sin a : sin b, and round the triangle
        equation("ratio", [((b, c), 1), ((c, a), -1), ((a, b, a, c), -1), ((b, a, b, c), 1)])
        for a, b, c in ((x, y, z), (y, z, x), (z, x, y))
    ]


def _polygons(points: Points, constants: Constants, *, two: bool) -> list[Equation]:
    """Two equations of signed areas, one for each sense, and for triangles one by two sides."""
    p, q = Form.POLYGONS.groups(points) if two else (points, ())
    (c,), found = constants, []
    for sign in (1, -1):
        terms = [*outline(p).items(), *outline(q, -sign * c).items()]
        found.append(equation("area", terms, {} if two else {1: -sign * c}))
    if len(p) == 3:
        keys = [(t[:2], t[::2], (*t[:2], *t[::2])) for t in (p, q) if t]
        logs = [(key, s) for three, s in zip(keys, (1, -1), strict=False) for key in three]
        found.append(equation("ratio", logs, logarithm(c if two else 2 * c)))
    return found


def side(statement: Predicate, facet: int) -> tuple[Predicate, ...]:
    """Return what the figure must show for an equation to follow from a statement about areas.

    Nothing does from the area of a polygon of more corners: the statement itself is no such fact.
    """
    kind, p = statement.kind, statement.points
    if not kind.sided or len(p) > len(kind.letters):
        return (statement,) if kind.sided else ()
    if facet == 2:
        return (Predicate("ncoll", p[:3]),)
    if len(p) == 3:
        return (Predicate("ccw", p if facet == 0 else p[::-1]),)
    return (Predicate("sameclock" if facet == 0 else "nsameclock", p),)


# --- the table ------------------------------------------------------------------------------

# fmt: off
_ROWS = (
    # what the engine derives
    Kind("coll", "abc", "{a}, {b}, {c} are collinear", Form.POINTS, ANY_ORDER,
         gives=_coll, by_one_facet=True, many=True, draw=Draw.LINE, construction="on_line"),
    Kind("cyclic", "abcd", "{a}, {b}, {c}, {d} are concyclic", Form.POINTS, ANY_ORDER,
         gives=_cyclic, by_one_facet=True, many=True, draw=Draw.CIRCLE, construction="on_circum"),
    Kind("para", "abcd", "{ab} ∥ {cd}", Form.PAIRS, TWO_PAIRS,
         gives=_one("angle"), by_one_facet=True, draw=Draw.SEGMENTS, construction="on_pline"),
    Kind("perp", "abcd", "{ab} ⟂ {cd}", Form.PAIRS, TWO_PAIRS,
         gives=_one("angle", turn=Fraction(1, 2)), by_one_facet=True, draw=Draw.SEGMENTS,
         construction="on_tline"),
    Kind("cong", "abcd", "{ab} = {cd}", Form.PAIRS, TWO_PAIRS,
         gives=lambda points, _: _same_length(*pairs_of(points)), by_one_facet=True,
         draw=Draw.GOAL_SEGMENTS, construction="eqdistance"),
    Kind("eqangle", "abcdefgh", "{ab,cd} = {ef,gh}", Form.PAIRS, PROPORTION,
         gives=_one("angle"), by_one_facet=True, draw=Draw.SEGMENTS, also=("eqangle6",),
         construction="on_aline"),
    Kind("eqratio", "abcdefgh", "{ab} : {cd} = {ef} : {gh}", Form.PAIRS, PROPORTION,
         gives=_one("ratio"), by_one_facet=True, also=("eqratio6",)),
    Kind("midp", "mab", "{m} is the midpoint of {ab}", Form.DISTINCT, FIRST_FIXED,
         gives=_midp, draw=Draw.LINE, also=("midpoint",), construction="midpoint"),
    Kind("circle", "oabc", "{o} is the centre of circle {a}{b}{c}", Form.CENTRE, FIRST_FIXED,
         gives=_circle, together=(0, 6), draw=Draw.CIRCLE_ABOUT),
    Kind("simtri", "abcpqr", "△{a}{b}{c} ∼ △{p}{q}{r}", Form.TRIANGLES, TRIANGLES,
         gives=_triangles(), together=(0, 1)),
    Kind("simtrir", "abcpqr", "△{a}{b}{c} ∼ △{p}{q}{r} (mirrored)", Form.TRIANGLES, TRIANGLES,
         gives=_triangles(mirrored=True), together=(0, 1), mirrored=True, also=("simtri2",)),
    Kind("contri", "abcpqr", "△{a}{b}{c} ≅ △{p}{q}{r}", Form.TRIANGLES, TRIANGLES,
         gives=_triangles(congruent=True), together=(0, 1, 6)),
    Kind("contrir", "abcpqr", "△{a}{b}{c} ≅ △{p}{q}{r} (mirrored)", Form.TRIANGLES, TRIANGLES,
         gives=_triangles(mirrored=True, congruent=True), together=(0, 1, 6), mirrored=True,
         also=("contri2",)),
    Kind("aconst", "abcd", "{ab,cd} = {*}", Form.PAIRS, ANGLE_VALUE, "angle",
         gives=lambda p, c: [balance("angle", *pairs_of(p)[::-1], constants={1: -c[0]})],
         by_one_facet=True, draw=Draw.SEGMENTS),
    Kind("rconst", "abcd", "{ab} : {cd} = {numerator} : {denominator}", Form.PAIRS, RATIO_VALUE,
         "ratio", gives=partial(_size, power=1), by_one_facet=True, draw=Draw.SEGMENTS),
    Kind("r2const", "abcd", "{ab}² : {cd}² = {numerator} : {denominator}", Form.PAIRS,
         RATIO_VALUE, "ratio", gives=partial(_size, power=2), by_one_facet=True,
         draw=Draw.SEGMENTS),
    Kind("lconst", "ab", "{ab} = {*}", Form.PAIRS, LENGTH_VALUE, "length",
         gives=partial(_size, power=1), by_one_facet=True, draw=Draw.SEGMENTS),
    Kind("l2const", "ab", "{ab}² = {*}", Form.PAIRS, LENGTH_VALUE, "length",
         gives=partial(_size, power=2), by_one_facet=True, draw=Draw.SEGMENTS),
    Kind("angeq", "ab", "a sum of directions: m·d(ab) + n·d(cd) + … = k, with whole m, n, …",
         Form.PAIRS, linear(whole_turns=True, vanishing=False, product=False),
         linear="angle", gives=_linear("angle"), by_one_facet=True),
    Kind("distmeq", "ab", "a product of powers of lengths: abᵐ · cdⁿ · … = k",
         Form.PAIRS, linear(whole_turns=False, vanishing=False, product=True),
         linear="ratio", gives=_linear("ratio"), by_one_facet=True),
    Kind("distseq", "ab", "a sum of lengths: m·ab + n·cd + … = 0",
         Form.LENGTHS, linear(whole_turns=False, vanishing=True, product=False),
         linear="length", gives=_linear("length"), by_one_facet=True),
    Kind("sqeq", "ab", "a sum of squares: m·ab² + n·cd² + … = 0",
         Form.LENGTHS, linear(whole_turns=False, vanishing=True, product=False),
         linear="square", gives=_linear("square"), by_one_facet=True),
    Kind("prodeq", "ab", "a sum of products of lengths: m·ab·cd·… + n·ef·gh·… + … = 0",
         Form.LENGTHS, PRODUCTS, linear="product", gives=_linear("product"), by_one_facet=True),
    Kind("areaeq", "abc", "a sum of signed areas: m·[abc] + n·[def] + … = 0",
         Form.AREAS, AREAS, linear="area", gives=_linear("area"), by_one_facet=True),
    Kind("areaconst", "abc", "the area of {P} is {*}", Form.POLYGON, AREA, "area",
         gives=lambda p, c: _polygons(p, c, two=False), by_one_facet=True, sided=True),
    Kind("rareaconst", "abcdef", "the areas of {P} and {Q} are {as}", Form.POLYGONS, AREA_RATIO,
         "ratio", gives=lambda p, c: _polygons(p, c, two=True), by_one_facet=True, sided=True),
    Kind("overlap", "ab", "{a} and {b} are the same point", Form.POINTS, ANY_ORDER),
    Kind("chordsine", "oabc", "{bc} = 2·{oa}·sin {ab,ac}", Form.DISTINCT, CHORD,
         gives=_chord_by_sine, by_one_facet=True),
    Kind("sinetri", "abc", "the law of sines in △{a}{b}{c}", Form.DISTINCT, ANY_ORDER,
         gives=_law_of_sines),
    Kind("eqsine", "abcdefgh", "sin {ab,cd} = sin {ef,gh}", Form.PAIRS, TWO_ANGLES,
         gives=lambda p, _: [equation("ratio", [(p[:4], 1), (p[4:], -1)])], by_one_facet=True),
    Kind("sine2", "abcd", "sin² {ab,cd} = {*}", Form.PAIRS, TWO_PAIRS, "ratio",
         gives=lambda p, c: [equation("ratio", [(p, 2)], logarithm(c[0]))], by_one_facet=True),
    # questions: the value is the answer
    Kind("acompute", "abcd", "find {ab,cd}", Form.PAIRS, FIXED, answer="aconst"),
    Kind("rcompute", "abcd", "find {ab} : {cd}", Form.PAIRS, FIXED, answer="rconst",
         answer_squared="r2const"),
    Kind("lcompute", "ab", "find {ab}", Form.PAIRS, FIXED, answer="lconst",
         answer_squared="l2const"),
    Kind("areacompute", "abc", "find the area of {P}", Form.POLYGON, AREA, answer="areaconst"),
    Kind("rareacompute", "abcdef", "find the ratio of the areas of {P} and {Q}", Form.POLYGONS,
         FIXED, answer="rareaconst"),
    # read off the figure
    Kind("diff", "ab", "{a} ≠ {b}", Form.POINTS, ANY_ORDER, figure_only=True, also=("noverlap",)),
    Kind("ncoll", "abc", "{a}, {b}, {c} are not collinear", Form.DISTINCT, ANY_ORDER,
         figure_only=True),
    Kind("npara", "abcd", "{ab} ∦ {cd}", Form.PAIRS, TWO_PAIRS, figure_only=True),
    Kind("nperp", "abcd", "{ab} is not perpendicular to {cd}", Form.PAIRS, TWO_PAIRS,
         figure_only=True),
    Kind("ccw", "abc", "{a}, {b}, {c} stand counter-clockwise", Form.DISTINCT, CYCLE,
         figure_only=True),
    Kind("between", "abc", "{a} lies between {b} and {c}", Form.DISTINCT, FIRST_FIXED,
         figure_only=True),
    Kind("sameclock", "abcpqr", "△{a}{b}{c} and △{p}{q}{r} have the same sense",
         Form.TRIANGLES, FIXED, figure_only=True),
    Kind("nsameclock", "abcpqr", "△{a}{b}{c} and △{p}{q}{r} have opposite senses",
         Form.TRIANGLES, FIXED, figure_only=True),
    Kind("sameside", "abcpqr",
         "the angles {b}{a}{c} and {q}{p}{r} are both less than 90° or both more",
         Form.CORNERS, FIXED, figure_only=True),
    Kind("nsameside", "abcpqr",
         "one of the angles {b}{a}{c} and {q}{p}{r} is less than 90°, one more",
         Form.CORNERS, FIXED, figure_only=True),
    Kind("obtuse_angle", "abc", "∠{a}{b}{c} is obtuse", Form.CORNER, ANGLE, figure_only=True),
    Kind("acute_angle", "abc", "∠{a}{b}{c} is acute", Form.CORNER, ANGLE, figure_only=True),
    Kind("ncyclic", "abcd", "{a}, {b}, {c}, {d} are not concyclic", Form.DISTINCT, ANY_ORDER,
         figure_only=True),
    Kind("neqangle", "abcdefgh", "{ab,cd} ≠ {ef,gh}", Form.PAIRS, PROPORTION, figure_only=True),
    Kind("nconcur", "abcdef",
         "{ab}, {cd} and {ef} do not meet in one point and are not parallel",
         Form.PAIRS, TWO_PAIRS, figure_only=True),
    Kind("longer", "abcd", "{ab} > {cd}", Form.LENGTHS, LENGTH_VALUE, figure_only=True),
)
# fmt: on

KINDS: dict[str, Kind] = {kind.name: kind for kind in _ROWS}
