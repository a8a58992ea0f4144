"""An algebraic step as the chain of equalities that a person would write.

A step says that a facet of the conclusion is a sum of multiples of facets of earlier
statements. Every facet is zero, so any expression may be changed by a multiple of one without
changing its value. Starting from one side of the conclusion and adding the terms one by one
gives a chain that ends at the other side:

    ∠ACB = ∠AEB [3] = ∠ADB [5]

The order of the terms is free; it is chosen so that each expression in between is short. Terms
that only give a line another name (collinear points) are cited with their neighbour.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from porism.geometry.equations import Equation, combine, equation, facets
from porism.geometry.limits import MOST_LINKS
from porism.geometry.predicates import Predicate, pairs_of
from porism.geometry.proof import ByAlgebra, Step
from porism.geometry.telling.expressions import Writer
from porism.geometry.telling.model import Formula
from porism.geometry.telling.notation import Notation

__all__ = ["Layout", "Link", "lay_out"]

_ONE = Fraction(1)


@dataclass(frozen=True)
class Link:
    """``= expression`` because of the cited steps."""

    expression: Formula
    steps: tuple[int, ...]


@dataclass(frozen=True)
class Layout:
    """``start = link = link …``; both ends are ``factor`` times the sides of the conclusion."""

    start: Formula
    links: tuple[Link, ...]
    factor: int = 1


def lay_out(step: Step, reason: ByAlgebra, steps: Sequence[Step], notation: Notation) -> Layout:
    """Lay out the algebra of ``step``, whose premises are in ``steps`` (by id)."""
    target = facets(step.statement)[reason.facet]
    parts = [
        (term.premise, term.coefficient, facets(steps[term.premise].statement)[term.facet])
        for term in reason.terms
    ]
    factor = 1
    if reason.table == "angle":  # parts of angles are confusing: multiply through
        factor = lcm(*(c.denominator for _, c, _ in parts))
    left, sign = _left_side(step.statement, target, [part for _, _, part in parts])
    changes = [(i, combine(reason.table, [(sign * factor * c, part)])) for i, c, part in parts]
    cited = dict.fromkeys(i for i, _ in changes)
    writer = Writer(notation, (step.statement, *(steps[i].statement for i in cited)))
    now = combine(reason.table, [(Fraction(factor), left)])
    first, start = now, writer.write(now)
    if len(changes) > MOST_LINKS:  # nobody reads so far, and ordering them takes quadratic time
        whole = combine(reason.table, [(_ONE, now), *((_ONE, change) for _, change in changes)])
        return Layout(start, (Link(writer.write(_reduced(whole)), tuple(cited)),), factor)
    links: list[Link] = []
    waiting: list[int] = []
    while changes:
        position = min(range(len(changes)), key=lambda i: _length(_add(now, changes[i][1])))
        premise, change = changes.pop(position)
        now = _add(now, change)
        waiting.append(premise)
        if changes and (steps[premise].statement.name == "coll" or _by_itself(first, now)):
            continue
        expression = writer.write(now)
        cites = tuple(dict.fromkeys(waiting))
        if links and links[-1].expression == expression:
            links[-1] = Link(expression, (*links[-1].steps, *cites))
        else:
            links.append(Link(expression, cites))
        waiting = []
    return Layout(start, tuple(links), factor)


def _by_itself(start: Equation, now: Equation) -> bool:
    """Tell whether a length of the start is left in part: BM = 1/2·BM + … explains nothing."""
    left = dict(now.terms)
    return start.table != "angle" and any(
        left.get(pair, c) not in (0, c) for pair, c in start.terms
    )


def _add(one: Equation, other: Equation) -> Equation:
    return _reduced(combine(one.table, [(_ONE, one), (_ONE, other)]))


def _reduced(form: Equation) -> Equation:
    """Drop whole half-turns, which are nothing in an angle."""
    if form.table != "angle":
        return form
    return equation("angle", form.terms, {unit: q % 1 for unit, q in form.constants})


def _length(form: Equation) -> tuple[Fraction, int, int]:
    """How long an expression is: its terms with their multiplicity, its constants, its points."""
    total = sum((abs(c) for _, c in form.terms), Fraction(0))
    points = len({p for pair, _ in form.terms for p in pair})
    return (total, len(form.constants), points)


def _left_side(
    statement: Predicate, target: Equation, parts: Iterable[Equation]
) -> tuple[Equation, int]:
    """Return the expression to start from, and the sign with which ``target`` is added to it."""
    if statement.name == "eqratio" and len(target.terms) == 4:
        first, second = pairs_of(statement.points)[:2]
        return equation("ratio", [(first, 1), (second, -1)]), -1
    if statement.name in ("rconst", "r2const") and target.table == "ratio":
        return equation(target.table, target.terms), -1
    if target.table != "angle":
        return equation(target.table, [(pair, c) for pair, c in target.terms if c > 0]), -1
    ups = [(p, q) for (p, q), c in target.terms if c > 0]
    downs = [(p, q) for (p, q), c in target.terms if c < 0]
    size = sum(abs(c) for _, c in target.terms)
    if size == 4 and sum(c for _, c in target.terms) == 0:
        # an angle on each side, beginning with the one that the statement puts first
        lines = pairs_of(statement.points) if len(statement.points) % 2 == 0 else ()
        first = next((p for p in ups if p in lines[:2]), ups[0])
        near = sorted(downs, key=lambda p: (p not in lines[:2], not set(p) & set(first), p))
        if statement.name == "cyclic":
            near = sorted(downs, key=lambda p: (not set(p) & set(first), p))
        return equation("angle", [(near[0], 1), (first, -1)]), 1
    if size == 2 and len(ups) == len(downs) == 1:
        if statement.name == "aconst":
            return equation("angle", [(ups[0], 1), (downs[0], -1)]), -1
        # one line on each side: measure both from a line that the terms mention often
        counts = Counter(pair for part in parts for pair, _ in part.terms)
        for pair in (*ups, *downs):
            counts.pop(pair, None)
        base = max(counts, key=lambda p: (counts[p], p)) if counts else downs[0]
        return equation("angle", [(ups[0], 1), (base, -1)]), -1
    return equation("angle", [(pair, c) for pair, c in target.terms if c > 0]), -1
