"""Theorems as training text in the notation of AlphaGeometry.

    {S} a : ; b : ; c : ; d : T d b a c 00 T d c a b 01 ? T a d b c
    {F1} x00 e : C e a c 02 C e b d 03 ;

(in one line). Every point stands with the statements that place it, numbered through; the goal
follows the question mark, the auxiliary points ``{F1}``. Source: Trinh et al., Nature 625 (2024),
p. 478, and the program published with it, whose letters for predicates are used. Predicates that
it has no letter for keep their names here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from porism.geometry.names import point_name
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Clause, Problem

__all__ = ["training_text"]

_LETTERS = {
    "coll": "C",
    "para": "P",
    "perp": "T",
    "midp": "M",
    "cong": "D",
    "circle": "I",
    "cyclic": "O",
    "eqangle": "^",
    "eqratio": "/",
    "simtri": "S",
    "contri": "=",
}


def training_text(problem: Problem) -> str:
    """Return a problem of one goal as a line of words, its auxiliary points last."""
    names = {point: point_name(number) for number, point in enumerate(problem.points)}
    renamed = [clause.rename(names) for clause in problem.clauses]
    more = [clause.rename(names) for clause in problem.auxiliary]
    numbers = iter(range(10**6))
    (goal,) = problem.goals
    given = " ; ".join(_points(renamed, numbers))
    text = f"{{S}} {given} ? {_words(goal.rename(names))}"
    if more:
        text += f" {{F1}} x00 {' ; '.join(_points(more, numbers))} ;"
    return text


def _points(clauses: Sequence[Clause], numbers: Iterator[int]) -> Iterator[str]:
    """Yield each point with the statements of its clause of which it is the last."""
    for clause in clauses:
        for number, point in enumerate(clause.points):
            later = clause.points[number + 1 :]
            mine = [s for s in clause.premises if point in s.points and not {*later} & {*s.points}]
            yield " ".join([point, ":", *(f"{_words(s)} {next(numbers):02d}" for s in mine)])


def _words(statement: Predicate) -> str:
    return " ".join((_LETTERS.get(statement.name, statement.name), *statement.points))
