"""An algebraic step as the chain of equalities that a person would write.

A step says that a facet of the conclusion is a sum of multiples of facets of earlier
statements. Every facet is zero, so any expression may be changed by a multiple of one without
changing its value. Starting from one side of the conclusion and adding the terms one by one
gives a chain that ends at the other side:

    ∠ACB = ∠AEB [3] = ∠ADB [5]

Angles go the way that :mod:`porism.geometry.telling.angles` finds. In the other tables the order
of the terms is free; it is chosen so that each expression in between is short. Every link keeps the
combination that makes it true.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from porism.geometry.equations import Equation, combine, equation, facets
from porism.geometry.limits import MOST_LINKS
from porism.geometry.predicates import Predicate, pairs_of
from porism.geometry.proof import ByAlgebra, Step
from porism.geometry.telling.angle_rows import AngleRows
from porism.geometry.telling.angles import Directions, Move, Path, directions, find_path, sides
from porism.geometry.telling.expressions import Writer
from porism.geometry.telling.lines import Lines
from porism.geometry.telling.model import Formula, Over, Power
from porism.geometry.telling.notation import Notation

__all__ = ["Layout", "Link", "Part", "angle_layout", "lay_out", "left_side"]

_ONE = Fraction(1)
_GOOD = 3.0  # cost of a path that is not worth bettering: one angle to the next
_MOST_VISITED = 600  # expressions in the search for one path
_MOST_IN_ALL = 1500  # ... for all ways to begin
_MOST_CITED = 10  # statements; chains of more are laid out term by term

Part = tuple[int, int, Fraction]
"""A term of a combination: the cited step, the facet of its statement, the coefficient."""


@dataclass(frozen=True)
class Link:
    """``= expression`` because of the cited steps, by the combination of ``parts``."""

    expression: Formula
    steps: tuple[int, ...]
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Layout:
    """``start = link = link …``; both ends are ``factor`` times the sides of the conclusion."""

    start: Formula
    links: tuple[Link, ...]
    factor: int = 1


def angle_layout(
    step: Step,
    reason: ByAlgebra,
    steps: Sequence[Step],
    notation: Notation,
    lines: Lines,
    preferred: Sequence[str] = (),
) -> Layout | None:
    """Lay out an angle step over lines known by all their points; None where that fails.

    Lines are called by ``preferred`` points where they have two.
    """
    factor = lcm(*(term.coefficient.denominator for term in reason.terms))
    moves = list(_moves(reason, steps, lines))
    if len({move.premise for move in moves}) > _MOST_CITED:
        return None
    known = [
        lines.of((pair[0], pair[1]))
        for premise in {move.premise for move in moves}
        for form in facets(steps[premise].statement)
        if form.table == "angle"
        for pair, _ in form.terms
    ]
    best: Path | None = None
    left = _MOST_IN_ALL
    for start, end in sides(step.statement, lines, known):
        if left <= 0:
            break
        most = min(left, _MOST_VISITED)
        found, visited = find_path(start.times(factor), end.times(factor), moves, most)
        left -= visited
        if found is not None and (best is None or found.cost < best.cost):
            best = found
            if best.cost <= _GOOD:
                break
    return (
        None
        if best is None
        else _written(best, (*preferred, *step.statement.points), steps, notation, lines, factor)
    )


def _moves(reason: ByAlgebra, steps: Sequence[Step], lines: Lines) -> Iterator[Move]:
    """Yield every equation of the cited statements, both ways."""
    for premise in dict.fromkeys(term.premise for term in reason.terms):
        for number, form in enumerate(facets(steps[premise].statement)):
            if form.table != "angle":
                continue
            change = directions(form, lines)
            if change is not None and change.terms:
                yield Move(premise, number, 1, change)
                yield Move(premise, number, -1, change)


def _written(
    path: Path,
    own: Sequence[str],
    steps: Sequence[Step],
    notation: Notation,
    lines: Lines,
    factor: int,
) -> Layout | None:
    rows = AngleRows(notation, lines)
    start = rows.write(path.expressions[0], own)
    links: list[Link] = []
    waiting: list[Move] = []
    for position, (move, form) in enumerate(zip(path.moves, path.expressions[1:], strict=True)):
        waiting.append(move)
        last = position == len(path.moves) - 1
        if not last and _right_angles(form, waiting, path.moves[position + 1], steps):
            continue
        cited = tuple(dict.fromkeys(m.premise for m in waiting))
        points = (*own, *steps[move.premise].statement.points)
        if not last:
            points = (*steps[move.premise].statement.points, *own)
        formula = rows.write(form, points)
        if formula is None:
            return None
        parts = tuple((m.premise, m.facet, Fraction(m.sign)) for m in waiting)
        if links and links[-1].expression == formula:
            before = links.pop()
            cited = tuple(dict.fromkeys((*before.steps, *cited)))
            parts = (*before.parts, *parts)
        links.append(Link(formula, cited, parts))
        waiting = []
    return None if start is None or not links else Layout(start, tuple(links), factor)


def _right_angles(
    form: Directions, waiting: Sequence[Move], following: Move, steps: Sequence[Step]
) -> bool:
    """Tell whether a right angle was added that the next link takes away again."""
    names = {steps[m.premise].statement.name for m in (*waiting, following)}
    return bool(form.constant) and names == {"perp"} and len(waiting) == 1


def lay_out(step: Step, reason: ByAlgebra, steps: Sequence[Step], notation: Notation) -> Layout:
    """Lay out the algebra of ``step`` term by term; its premises are in ``steps`` (by id).

    Parts of angles are confusing, and so are roots: there, all is multiplied through.
    """
    whole = lcm(*(term.coefficient.denominator for term in reason.terms))
    if reason.table == "angle":
        return _term_by_term(step, reason, steps, notation, whole)
    found = _term_by_term(step, reason, steps, notation, 1)
    if reason.table == "ratio" and any(map(_has_root, (link.expression for link in found.links))):
        return _term_by_term(step, reason, steps, notation, whole)
    return found


def _has_root(formula: Formula) -> bool:
    return any(
        (isinstance(atom, Power) and atom.exponent.denominator > 1)
        or (isinstance(atom, Over) and (_has_root(atom.above) or _has_root(atom.below)))
        for atom in formula.atoms
    )


def _term_by_term(
    step: Step, reason: ByAlgebra, steps: Sequence[Step], notation: Notation, factor: int
) -> Layout:
    target = facets(step.statement)[reason.facet]
    parts = [
        (term, term.coefficient, facets(steps[term.premise].statement)[term.facet])
        for term in reason.terms
    ]
    left, sign = left_side(step.statement, target, [part for _, _, part in parts])
    changes = [
        (
            (t.premise, t.facet, sign * factor * c),
            combine(reason.table, [(sign * factor * c, part)]),
        )
        for t, c, part in parts
    ]
    cited = dict.fromkeys(part[0] for part, _ in changes)
    writer = Writer(notation, (step.statement, *(steps[i].statement for i in cited)))
    now = combine(reason.table, [(Fraction(factor), left)])
    first, start = now, writer.write(now)
    if len(changes) > MOST_LINKS:  # nobody reads so far, and ordering them takes quadratic time
        whole = combine(reason.table, [(_ONE, now), *((_ONE, change) for _, change in changes)])
        used = tuple(part for part, _ in changes)
        return Layout(start, (Link(writer.write(_reduced(whole)), tuple(cited), used),), factor)
    links: list[Link] = []
    waiting: list[Part] = []
    while changes:
        position = min(range(len(changes)), key=lambda i: _length(_add(now, changes[i][1])))
        part, change = changes.pop(position)
        now = _add(now, change)
        waiting.append(part)
        kind = steps[part[0]].statement.name
        if changes and (kind == "coll" or _by_itself(first, now)):
            continue
        expression = writer.write(now)
        if links and links[-1].expression == expression:
            waiting = [*links.pop().parts, *waiting]
        links.append(Link(expression, tuple(dict.fromkeys(p[0] for p in waiting)), tuple(waiting)))
        waiting = []
    return Layout(start, tuple(links), factor)


def _by_itself(start: Equation, now: Equation) -> bool:
    """Tell whether a length is expressed by itself: ½·BM + …, BM·AC/AD.

    A product may keep some of its factors, but no length alone may come back among others.
    """
    left = dict(now.terms)
    if start.table == "angle":
        return False
    if len(start.terms) == 1 and len(now.terms) > 1 and start.terms[0][0] in left:
        return True
    return any(left.get(pair, c) not in (0, c) for pair, c in start.terms)


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


def left_side(
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
