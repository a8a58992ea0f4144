"""Every link of a chain, read back from what is printed and checked exactly.

A formula is parsed into the equation that it is, without asking how it came about. The difference
of two neighbours must be the combination of cited facets that the link carries: rational numbers,
no figure, angles up to whole half-turns and with whole coefficients, lines the same when ``coll``
statements say so.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from porism.geometry.equations import (
    Equation,
    Key,
    Table,
    combine,
    defining_facets,
    equation,
    facets,
)
from porism.geometry.linear import logarithm
from porism.geometry.proof import Step
from porism.geometry.telling.chains import Layout
from porism.geometry.telling.lines import Lines
from porism.geometry.telling.model import Atom, Formula, Name, Over, Power

__all__ = ["links_hold", "read_back"]

_SIGNS = {"+": 1, "−": -1}


def links_hold(
    layout: Layout, step: Step, table: Table, steps: Sequence[Step], lines: Lines
) -> bool:
    """Tell whether each link follows from what it cites, and the conclusion from the ends."""
    try:
        before = read_back(layout.start, table)
        for link in layout.links:
            after = read_back(link.expression, table)
            parts = [
                (coefficient, facets(steps[premise].statement)[facet])
                for premise, facet, coefficient in link.parts
            ]
            if table == "angle" and any(c.denominator != 1 for c, _ in parts):
                return False
            if any(premise not in link.steps for premise, _, _ in link.parts):
                return False
            rest = combine(table, [(Fraction(1), after), (Fraction(-1), before)])
            rest = combine(table, [(Fraction(1), rest), *((-c, part) for c, part in parts)])
            if not _is_nothing(rest, lines):
                return False
            before = after
        return _concludes(step, layout, before, table, lines)
    except ValueError:
        return False


def _concludes(step: Step, layout: Layout, end: Equation, table: Table, lines: Lines) -> bool:
    """Tell whether the ends differ by a defining facet of the conclusion, as often as said."""
    start = read_back(layout.start, table)
    for facet in defining_facets(step.statement):
        if facet.table != table:
            continue
        for sign in (layout.factor, -layout.factor):
            parts = [(Fraction(1), start), (Fraction(-1), end), (Fraction(sign), facet)]
            if _is_nothing(combine(table, parts), lines):
                return True
    return False


def _is_nothing(rest: Equation, lines: Lines) -> bool:
    if rest.table != "angle":
        return not rest.terms and not rest.constants
    sums: dict[Key, Fraction] = {}
    for (a, b), c in rest.terms:
        line = lines.of((a, b))
        sums[line] = sums.get(line, Fraction(0)) + c
    whole = all(q.denominator == 1 for _, q in rest.constants)
    return whole and not any(sums.values())


# --- reading formulas ----------------------------------------------------------------------------


def read_back(formula: Formula, table: Table) -> Equation:
    """Return what an expression is worth, as an equation's left side; ValueError if unreadable."""
    atoms = _Atoms(formula)
    if table == "ratio":
        found = _product(atoms, table)
    else:
        found = _sum(atoms, table)
    if not atoms.at_end:
        raise ValueError(f"cannot read {formula}")
    return found


class _Atoms:
    """The atoms of a formula, strings cut into signs and numbers."""

    def __init__(self, formula: Formula) -> None:
        self._left: list[Atom] = []
        for atom in formula.atoms:
            if isinstance(atom, str):
                self._left += _cut(atom)
            else:
                self._left.append(atom)

    @property
    def at_end(self) -> bool:
        return not self._left

    def peek(self) -> Atom | None:
        return self._left[0] if self._left else None

    def take(self) -> Atom:
        if not self._left:
            raise ValueError("the formula ends too early")
        return self._left.pop(0)

    def take_if(self, sign: str) -> bool:
        if self._left and self._left[0] == sign:
            self._left.pop(0)
            return True
        return False


def _cut(text: str) -> list[str]:
    found: list[str] = []
    number = ""
    for c in text:
        if c.isdigit() or c in "/." or (c == "-" and not number):
            number += c
            continue
        if number:
            found.append(number)
            number = ""
        if not c.isspace():
            found.append(c)
    return [*found, number] if number else found


def _number(atom: Atom | None) -> Fraction | None:
    if (isinstance(atom, str) and atom[:1].lstrip("-").isdigit()) or atom == "0":
        return Fraction(str(atom))
    return None


def _sum(atoms: _Atoms, table: Table) -> Equation:
    parts: list[tuple[Fraction, Equation]] = []
    first = True
    while not atoms.at_end:
        sign = Fraction(1)
        for text, value in _SIGNS.items():
            if atoms.take_if(text):
                sign = Fraction(value)
                break
        else:
            if not first:
                break
        first = False
        factor = _factor(atoms)
        if factor is not None and not atoms.take_if("·"):
            degrees = atoms.take_if("°")
            if table == "angle" and not degrees and factor:
                raise ValueError("a number that is no angle")
            constant = factor / 180 if degrees else factor
            parts.append((sign, equation(table, [], {1: constant})))
            continue
        parts.append((sign * (1 if factor is None else factor), _quantity(atoms, table)))
    return combine(table, parts)


def _factor(atoms: _Atoms) -> Fraction | None:
    if atoms.take_if("("):
        found = _number(atoms.take())
        if found is None or not atoms.take_if(")"):
            raise ValueError("a bracket without a number")
        return found
    found = _number(atoms.peek())
    if found is not None:
        atoms.take()
    return found


def _quantity(atoms: _Atoms, table: Table) -> Equation:
    if table == "angle":
        return _angle(atoms)
    if table == "square":
        base = atoms.take()
        if not isinstance(base, Power) or base.exponent != 2:
            raise ValueError("a length that is not squared")
        return _length(_Atoms(base.base), table)
    return _length(atoms, table)


def _length(atoms: _Atoms, table: Table) -> Equation:
    return equation(table, [(_pair(atoms), 1)])


def _pair(atoms: _Atoms) -> tuple[str, str]:
    one, other = atoms.take(), atoms.take()
    if not isinstance(one, Name) or not isinstance(other, Name):
        raise ValueError("a segment has two points")
    return one.point, other.point


def _lines(atoms: _Atoms) -> tuple[tuple[str, str], tuple[str, str]]:
    """Read what follows the sign of an angle: three points, or two lines in brackets."""
    if atoms.take_if("("):
        first = _pair(atoms)
        comma = atoms.take_if(",")
        second = _pair(atoms)
        if not comma or not atoms.take_if(")"):
            raise ValueError("an angle between two lines")
        return first, second
    a, v = _pair(atoms)
    b = atoms.take()
    if not isinstance(b, Name):
        raise ValueError("an angle has three points")
    return (a, v), (v, b.point)


def _angle(atoms: _Atoms) -> Equation:
    if not atoms.take_if("∠"):
        raise ValueError("no angle")
    first, second = _lines(atoms)
    return equation("angle", [(second, 1), (first, -1)])


def _product(atoms: _Atoms, table: Table) -> Equation:
    parts: list[tuple[Fraction, Equation]] = []
    while not atoms.at_end:
        if parts and not atoms.take_if("·"):
            break
        parts.append((Fraction(1), _power(atoms)))
    return combine(table, parts)


def _power(atoms: _Atoms) -> Equation:
    head = atoms.peek()
    if isinstance(head, Over):
        atoms.take()
        above, below = (read_back(part, "ratio") for part in (head.above, head.below))
        return combine("ratio", [(Fraction(1), above), (Fraction(-1), below)])
    if isinstance(head, Power):
        atoms.take()
        return combine("ratio", [(head.exponent, read_back(head.base, "ratio"))])
    number = _number(head)
    if number is not None:
        atoms.take()
        return equation("ratio", [], logarithm(number, 1))
    if head == "s":
        for letter in "sin":
            if not atoms.take_if(letter):
                raise ValueError("no sine")
        atoms.take_if("∠")
        first, second = _lines(atoms)
        return equation("ratio", [((*first, *second), 1)])
    return _length(atoms, "ratio")
