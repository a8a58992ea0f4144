"""The algebra of a step about ratios as a chain that a person would write.

As for angles (:mod:`porism.geometry.telling.angles`) the cheapest path is looked for from one side
of the conclusion to the other, over any equation of the cited statements: of congruent triangles,
the equal sides as well as the equal ratios. An expression is dear that has more lengths than the
sides, and no length is expressed by itself among others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import inf

from porism.geometry.equations import Equation, equation, facets
from porism.geometry.proof import ByAlgebra, Step
from porism.geometry.telling.angles import Directions, Move, Search, State
from porism.geometry.telling.chains import Layout, Link, left_side
from porism.geometry.telling.expressions import Writer
from porism.geometry.telling.notation import Notation

__all__ = ["as_product", "product_of", "ratio_layout"]

_MOST_VISITED = 400  # expressions in the search for one path
_MOST_LENGTHS = 8  # in an expression, with their multiplicity
_FURTHER_PAIR = 1.5  # two more lengths than the sides have: CN · CO / CD for a length
_NUMBER = ""  # stands before a number where a length has its first point


def product_of(form: Equation) -> Directions | None:
    """Return an equation of ratios as a sum over lengths and prime numbers.

    None where an exponent is not whole.
    """
    terms = [*form.terms, *(((_NUMBER, str(prime)), q) for prime, q in form.constants)]
    if any(c.denominator != 1 for _, c in terms):
        return None
    return Directions(tuple(sorted((tuple(key), int(c)) for key, c in terms)))


def as_product(form: Directions) -> Equation:
    """Return the equation that was made a sum."""
    lengths = [(key, Fraction(c)) for key, c in form.terms if key[0] != _NUMBER]
    numbers = {int(key[1]): Fraction(c) for key, c in form.terms if key[0] == _NUMBER}
    return equation("ratio", lengths, numbers)


def ratio_layout(
    step: Step, reason: ByAlgebra, steps: Sequence[Step], notation: Notation
) -> Layout | None:
    """Lay out a step about ratios; None where that fails, or where exponents are not whole."""
    form = facets(step.statement)[reason.facet]
    parts = [facets(steps[t.premise].statement)[t.facet] for t in reason.terms]
    side, sign = left_side(step.statement, form, parts)
    target, start = product_of(form), product_of(side)
    if target is None or start is None:
        return None
    if any(term.coefficient.denominator != 1 for term in reason.terms):
        return None
    moves = list(_moves(reason, steps))
    path = _Search(start, start.plus(target, sign), moves).path(moves, _MOST_VISITED)
    if path is None or not path.moves:
        return None
    cited = dict.fromkeys(move.premise for move in path.moves)
    writer = Writer(notation, (step.statement, *(steps[i].statement for i in cited)))
    links = [
        Link(
            writer.write(as_product(form)),
            (move.premise,),
            ((move.premise, move.facet, Fraction(move.sign)),),
        )
        for move, form in zip(path.moves, path.expressions[1:], strict=True)
    ]
    return Layout(writer.write(side), tuple(links))


def _moves(reason: ByAlgebra, steps: Sequence[Step]) -> Iterator[Move]:
    """Yield every equation of the cited statements, both ways."""
    for premise in dict.fromkeys(term.premise for term in reason.terms):
        statement = steps[premise].statement
        forms = list(enumerate(facets(statement)))
        for number, form in forms:
            change = product_of(form) if form.table == "ratio" else None
            if change is not None and change.terms:
                yield Move(premise, number, 1, change)
                yield Move(premise, number, -1, change)


class _Search(Search):
    """Products instead of sums of directions; ``_lines`` are lengths and numbers."""

    def priced(self, state: State) -> float:
        sizes = [abs(c) for c, key in zip(state, self._lines, strict=False) if key[0] != _NUMBER]
        if sum(sizes) > _MOST_LENGTHS or self._by_itself(state):
            return inf
        base = max(self._lengths(self._start), self._lengths(self._end))
        return max(0.0, (sum(sizes) - base) / 2) * _FURTHER_PAIR

    def _lengths(self, state: State) -> int:
        return sum(abs(c) for c, key in zip(state, self._lines, strict=False) if key[0] != _NUMBER)

    def _by_itself(self, state: State) -> bool:
        """Tell whether one length is expressed by itself and others."""
        return any(
            self._lengths(side) == 1 and self._lengths(state) > 1 and any(map(_both, side, state))
            for side in (self._start, self._end)
        )


def _both(one: int, other: int) -> bool:
    return one == other != 0
