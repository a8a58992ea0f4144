"""The engine told slowly: deduction on a figure in plain Python. Read this before the core.

The idea, in four sentences. Much of geometry is linear: a statement such as ``para a b c d`` or
``eqratio …`` is an equation between directions, logarithms of lengths, lengths or squares of
lengths, and what follows from such equations by adding them is found by elimination
(:class:`LinearTable`), exactly, over the rationals. What is not linear is in the rule catalogue
(``geometry/rules.txt``), the only statement of the rules. A drawn figure says what is worth
trying: a rule is tried only on points for which premises, conditions and conclusions are
numerically true (:func:`candidates`). A candidate whose premises follow from the tables becomes a
fact, its conclusions enter the tables, and so on until nothing changes
(:class:`ReferenceClosure`).

    problem ──facets──▶ tables ◀──conclusions── rules
                          │                       ▲
                          └──"does this follow?"──┘       candidates ◀── figure

Three things are no rules of the catalogue, being definitions:

* any one equation of ``coll`` or ``cyclic`` gives the statement, and so its other equations;
* a fixed ratio of two lengths known to one of the tables of lengths is told to the others;
* directions count modulo a half-turn; the whole number of half-turns of an angle equation is
  read off the figure once and then added like any constant (see
  :mod:`porism.geometry.measure.turns`).

What it does not do: no proofs (only the rule and the points of each fact), no warm start, no
deadline, no speed. It is for figures of ten points, as documentation and as the oracle of the
core's tests. Sources: Chou, Gao and Zhang, *A deductive database approach to automated geometry
theorem proving and discovering* (2000), for the closure; Trinh et al., *Solving olympiad geometry
without human demonstrations* (2024), for the tables; the figure as a guide is from both.

Where the core differs on purpose; any other difference is a bug in one of the two:

1. The core counts in a prime field and asks fingerprints; this module has exact rationals.
2. The core has matchers for most rules of the catalogue (``tests/ddar/test_rules_match.py``
   lists the others); this module tries every rule, but none about sines, which the core leaves
   out as well unless told otherwise.
3. The core skips triangles with an angle below 1e-5 and lists a circle when it passes through
   four places; here the conditions of each rule say what must be apart, by
   :data:`porism.geometry.measure.tolerances.MARGIN`. In crowded figures the core
   leaves candidates out.
4. The core passes ratios on up to a bound and with primes up to 131.
5. The core does not write down what its tables imply already; counts of facts differ.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import combinations

from porism.ddar.numeric import TOLERANCE, NumericFigure, is_symmetry
from porism.geometry.equations import (
    TABLES,
    Equation,
    Key,
    Table,
    defining_facets,
    facets,
)
from porism.geometry.forms import is_trivial, lines_of
from porism.geometry.linear import prime_powers
from porism.geometry.predicates import Pair, Predicate, canonical
from porism.geometry.problem import Coordinates, Problem
from porism.geometry.rules import Rule, engine_rules, instance

__all__ = ["LinearTable", "ReferenceClosure", "ReferenceFact", "candidates", "reference_closure"]

Variable = Key | int  # the value of a pair of points, or the number of a constant unit
Row = dict[Variable, Fraction]  # sum of coefficient * variable

ENTERED = 1e-6  # of an equation that enters a table: rounding makes no premise false
POWER: Mapping[Table, int] = {"ratio": 1, "length": 1, "square": 2}  # of a length, by table


# --- exact: what follows by adding equations -----------------------------------------------------


class LinearTable:
    """Equations ``row = 0``, kept solved: each pivot is a sum of variables that are no pivots.

    Constants (whole numbers as keys) stand in rows and are never solved for.
    """

    def __init__(self) -> None:
        self.solved: dict[Variable, Row] = {}

    def reduce(self, row: Row) -> Row:
        """Replace every pivot by what it is equal to. Empty: the equation follows."""
        result: Row = {}
        for variable, factor in row.items():
            for v, c in self.solved.get(variable, {variable: Fraction(1)}).items():
                result[v] = result.get(v, Fraction(0)) + factor * c
        return {v: c for v, c in result.items() if c}

    def add(self, row: Row) -> bool:
        """Add ``row = 0``; return whether it was news."""
        rest = self.reduce(row)
        pivot = next((v for v in rest if not isinstance(v, int)), None)
        if pivot is None:
            return False
        lead = rest.pop(pivot)
        self.solved[pivot] = {v: -c / lead for v, c in rest.items()}
        for other, known in self.solved.items():
            if pivot in known:
                self.solved[other] = self.reduce(known)
        return True


# --- numerical: what is worth trying -------------------------------------------------------------


@dataclass(frozen=True)
class _Plan:
    """How to look for candidates of a rule: an order of its letters and the tests on the way.

    ``tests[i]``, ``apart[i]`` and ``after[i]`` can be asked as soon as letter ``i`` has a point:
    statements that must be true, letters that must be elsewhere, and letters with which letter
    ``i`` may be exchanged without changing the rule, so that one order is enough.
    """

    letters: tuple[str, ...]
    tests: tuple[tuple[Predicate, ...], ...]
    apart: tuple[tuple[str, ...], ...]
    after: tuple[tuple[str, ...], ...]


@lru_cache(maxsize=256)
def _plan(rule: Rule) -> _Plan:
    statements = (*rule.premises, *rule.conditions, *rule.conclusions)
    order: list[str] = []
    while len(order) < len(rule.letters):  # next the letter that completes most statements
        rest = [letter for letter in rule.letters if letter not in order]
        order.append(max(rest, key=lambda x: sum(set(s.points) <= {*order, x} for s in statements)))

    pairs = [sorted(pair, key=order.index) for s in statements for pair in lines_of(s)]
    return _Plan(
        tuple(order),
        tuple(
            tuple(s for s in statements if max(map(order.index, s.points)) == i)
            for i in range(len(order))
        ),
        tuple(tuple({first for first, second in pairs if second == x}) for x in order),
        tuple(
            tuple(x for x in order[:i] if is_symmetry(rule, {x: letter, letter: x}))
            for i, letter in enumerate(order)
        ),
    )


def _speaks_of_sines(rule: Rule) -> bool:
    equations = (e for s in (*rule.premises, *rule.conclusions) for e in facets(s))
    return any(len(key) != 2 for e in equations for key, _ in e.terms)


def candidates(rule: Rule, figure: NumericFigure) -> Iterator[dict[str, str]]:
    """Yield points for the letters of ``rule`` such that all it says is true in the figure."""
    plan = _plan(rule)
    number = {point: i for i, point in enumerate(figure.points)}
    tests = [[_Test(s, figure) for s in row] for row in plan.tests]
    chosen: dict[str, str] = {}

    def fits(i: int, point: str) -> bool:
        for other in plan.after[i]:
            if number[chosen[other]] > number[point]:
                return False
        for other in plan.apart[i]:
            if not figure.apart(point, chosen[other]):
                return False
        chosen[plan.letters[i]] = point
        for test in tests[i]:
            if not test.passes(chosen):
                return False
        return True

    def extend(i: int) -> Iterator[dict[str, str]]:
        if i == len(plan.letters):
            yield dict(chosen)
            return
        for point in figure.points:
            if fits(i, point):
                yield from extend(i + 1)

    return extend(0)


class _Test:
    """Is a statement about letters true for these points? Like ``NumericFigure.holds``, but quick.

    Equations between pairs that are known to be apart are added up in place; the rest
    (conditions, circles, sums in which a length may be zero) is left to ``NumericFigure.holds``.
    """

    def __init__(self, statement: Predicate, figure: NumericFigure) -> None:
        self.statement, self.figure = statement, figure
        self.known: dict[tuple[str, ...], bool] = {}
        equations = facets(statement)
        paired = set(lines_of(statement)) | {(b, a) for a, b in lines_of(statement)}
        self.quick = bool(equations) and all(p in paired for e in equations for p, _ in e.terms)
        self.sums = [
            (
                figure.values[e.table],
                [(a, b, float(c)) for (a, b), c in e.terms],
                (figure.residual(Equation(e.table, (), e.constants)) or (0, 0.0)),
                e.table == "angle",
            )
            for e in equations
        ]

    def passes(self, chosen: Mapping[str, str]) -> bool:
        if not self.quick:
            points = tuple(chosen[p] for p in self.statement.points)
            if points not in self.known:
                self.known[points] = self.figure.holds(self.statement.rename(dict(chosen)))
            return self.known[points]
        for values, terms, (turns, rest), modulo_one in self.sums:
            total = rest + turns
            for a, b, c in terms:
                total += c * values[chosen[a], chosen[b]]
            if abs(total - round(total) if modulo_one else total) >= TOLERANCE:
                return False
        return True


# --- the closure ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class ReferenceFact:
    """A statement and why: ``given``, the name of a table, or a rule with points for letters."""

    statement: Predicate
    rule: str
    substitution: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class _Waiting:
    """A candidate whose premises do not all follow yet."""

    rule: str
    substitution: tuple[tuple[str, str], ...]
    premises: tuple[Predicate, ...]
    conclusions: tuple[Predicate, ...]


class ReferenceClosure:
    """What follows from the premises of ``problem`` by algebra and by ``rules``.

    ``facts`` are in the order of their derivation. ``refused`` are conclusions that the figure
    contradicts although their premises follow: evidence of a wrong rule, or of premises that
    the figure does not satisfy.
    """

    def __init__(
        self,
        problem: Problem,
        coordinates: Coordinates,
        rules: Mapping[str, Rule],
        tables: Sequence[Table],
    ) -> None:
        """Close at once; see :func:`reference_closure`."""
        self.figure = NumericFigure({p: coordinates[p] for p in problem.points})
        self.tables: dict[Table, LinearTable] = {table: LinearTable() for table in tables}
        self.facts: list[ReferenceFact] = []
        self.refused: list[ReferenceFact] = []
        self._overlaps: set[Predicate] = set()
        self._true: set[Predicate] = set()
        self._not_yet: dict[Predicate, int] = {}  # by the number of facts when asked
        for premise in problem.premises:
            if not premise.kind.figure_only:
                self._conclude(ReferenceFact(premise, "given"))
        self._saturate(rules)

    # --- questions ------------------------------------------------------------------------

    def holds(self, statement: Predicate) -> bool:
        """Tell whether a statement that can be derived is in the closure."""
        key = canonical(statement)
        if key in self._true:
            return True
        if self._not_yet.get(key) == len(self.facts):
            return False
        answer = self._follows(key)
        if answer:
            self._true.add(key)
        else:
            self._not_yet[key] = len(self.facts)
        return answer

    def _follows(self, statement: Predicate) -> bool:
        if statement.kind.figure_only:
            return False
        if is_trivial(statement) or statement in self._overlaps:
            return True
        if statement.name in ("coll", "cyclic"):  # of points at one place no equation tells which
            if not all(self.figure.apart(a, b) for a, b in combinations(statement.points, 2)):
                return False
        if defining_facets(statement):
            return any(map(self._implied, facets(statement)))
        # A midpoint, a centre, similar triangles: all they say of directions and of ratios.
        said = [e for e in facets(statement) if e.table in ("angle", "ratio")]
        return bool(said) and all(map(self._implied, said))

    def _implied(self, equation: Equation) -> bool:
        row = self._row(equation)
        return row is not None and not self.tables[equation.table].reduce(row)

    def _row(self, equation: Equation) -> Row | None:
        """Put an equation in the form of its table, turns included; None if it has no place."""
        found = self.figure.residual(equation)
        if equation.table not in self.tables or found is None or abs(found[1]) > ENTERED:
            return None
        row: Row = {**dict(equation.terms), **dict(equation.constants)}
        if found[0]:
            row[1] = row.get(1, Fraction(0)) - found[0]
        return row

    # --- the loop -------------------------------------------------------------------------

    def _conclude(self, fact: ReferenceFact) -> bool:
        """Enter a statement into the tables; return whether it said anything new."""
        statement = canonical(fact.statement)
        news = statement.name == "overlap" and statement not in self._overlaps
        if news:
            self._overlaps.add(statement)
        for equation in facets(statement):
            found = self.figure.residual(equation)
            if found is not None and abs(found[1]) > ENTERED:
                self.refused.append(fact)
                return False
            row = self._row(equation)
            if row is not None:
                news = self.tables[equation.table].add(row) or news
        if news:
            self.facts.append(fact)
        return news

    def _saturate(self, rules: Mapping[str, Rule]) -> None:
        """Let every candidate wait for one premise that does not follow yet, until none can go."""
        waiting: dict[Predicate | None, list[_Waiting]] = defaultdict(list)
        for candidate in self._candidates(rules):
            waiting[next(iter(candidate.premises), None)].append(candidate)
        changed = True
        while changed:
            before = len(self.facts)
            for premise in list(waiting):
                if premise is not None and not self.holds(premise):
                    continue
                for candidate in waiting.pop(premise):
                    missing = next((p for p in candidate.premises if not self.holds(p)), None)
                    if missing is not None:
                        waiting[missing].append(candidate)
                        continue
                    for statement in candidate.conclusions:
                        fact = ReferenceFact(statement, candidate.rule, candidate.substitution)
                        self._conclude(fact)
            self._pass_ratios()
            changed = len(self.facts) > before

    def _candidates(self, rules: Mapping[str, Rule]) -> Iterator[_Waiting]:
        for name, count in (("coll", 3), ("cyclic", 4)):
            for points in combinations(self.figure.points, count):
                statement = canonical(Predicate(name, points))
                if all(self.figure.apart(a, b) for a, b in combinations(points, 2)):
                    if self.figure.holds(statement):
                        yield _Waiting("angle", (), (statement,), (statement,))
        seen: set[tuple[frozenset[Predicate], tuple[Predicate, ...]]] = set()
        for rule in rules.values():
            if _speaks_of_sines(rule):
                continue
            for chosen in candidates(rule, self.figure):
                found = instance(rule, chosen)
                premises = tuple(map(canonical, found.premises))
                conclusions = tuple(canonical(s) for s in found.conclusions if not is_trivial(s))
                key = frozenset(premises), conclusions
                if conclusions and key not in seen:
                    seen.add(key)
                    yield _Waiting(rule.id, tuple(chosen.items()), premises, conclusions)

    def _pass_ratios(self) -> None:
        """Tell every table of lengths the fixed ratios that another one knows."""
        pairs = [(a, b) for a, b in self.figure.values["length"] if a < b]
        for table in POWER:
            if table not in self.tables:
                continue
            groups: dict[frozenset[tuple[Variable, Fraction]], tuple[Pair, Fraction]] = {}
            for pair in pairs:
                key, multiple = self._multiple(table, pair)
                if multiple is None:
                    continue
                if not key:
                    self._conclude_ratio(table, pair, None, multiple)
                    continue
                other, share = groups.setdefault(key, (pair, multiple))
                if other != pair:
                    self._conclude_ratio(table, pair, other, multiple / share)

    def _multiple(
        self, table: Table, pair: Pair
    ) -> tuple[frozenset[tuple[Variable, Fraction]], Fraction | None]:
        """Split the square of a length into a rational and the rest, which tells it from others.

        The rest is empty for a length that is known. None stands for a square that is not
        rational, or too large. (The signs of two multiples with the same rest agree.)
        """
        row = self.tables[table].reduce({pair: Fraction(1)})
        if table == "ratio":
            multiple = Fraction(1)
            for prime, c in row.items():
                if isinstance(prime, int):
                    if (2 * c).denominator != 1 or abs(c) > 32:
                        return frozenset(), None
                    multiple *= Fraction(prime) ** int(2 * c)
            return frozenset((v, c) for v, c in row.items() if not isinstance(v, int)), multiple
        if not row:  # a length of zero: the figure is not exact enough
            return frozenset(), None
        lead = row[min(row, key=str)]
        rest = {v: c / lead for v, c in row.items()}
        lead **= 2 // POWER[table]
        return frozenset(() if rest == {1: 1} else rest.items()), lead

    def _conclude_ratio(self, table: Table, x: Pair, y: Pair | None, square: Fraction) -> None:
        """Conclude |x|² : |y|² = ``square``, or |x|² = ``square`` where there is no y."""
        root = Fraction(math.isqrt(square.numerator), math.isqrt(square.denominator))
        plain = root**2 == square
        if y is None:
            name, value = ("lconst", root) if plain else ("l2const", square)
        else:
            name, value = ("rconst", root) if plain else ("r2const", square)
        try:
            prime_powers(value)
        except ValueError:  # a prime too large for the tables
            return
        same = y is not None and square == 1
        statement = Predicate("cong" if same else name, (*x, *(y or ())), () if same else (value,))
        self._conclude(ReferenceFact(statement, table))


def reference_closure(
    problem: Problem,
    coordinates: Coordinates,
    *,
    rules: Mapping[str, Rule] | None = None,
    square_table: bool = True,
) -> ReferenceClosure:
    """Close the premises of ``problem`` in the figure ``coordinates`` (point -> x, y).

    ``rules`` defaults to the catalogue. Without ``square_table`` squares of lengths are left out,
    as in the core. Raises KeyError when a point has no coordinates.
    """
    tables = TABLES if square_table else tuple(t for t in TABLES if t != "square")
    return ReferenceClosure(
        problem, coordinates, engine_rules() if rules is None else rules, tables
    )
