"""AG2: points with coordinates, and predicates they satisfy: ``a@x_y = ; b = cong a b c d ? goal``.

Coordinates may be missing; the figure is then found numerically. Angle constants follow AG2's
convention in the text and ours in the problem (see
:func:`porism.geometry.language.statements.from_ag2`).
"""

from __future__ import annotations

from porism.geometry.constructions import CONSTRUCTIONS
from porism.geometry.language.ag1 import read_new_points
from porism.geometry.language.grammar import RawStatement, check_goal_points
from porism.geometry.language.statements import PREDICATES, read_list, read_statements
from porism.geometry.language.tokens import Source, quoted
from porism.geometry.limits import MOST_STATEMENTS
from porism.geometry.predicates import KINDS, Predicate
from porism.geometry.problem import Clause, Problem

__all__ = ["could_be_ag1", "could_be_ag2", "read_ag2"]


def could_be_ag1(statement: RawStatement) -> bool:
    """Tell whether every clause has calls and one of them is a construction."""
    heads = [call[0].text for clause in statement.clauses for call in clause.calls]
    return all(clause.calls for clause in statement.clauses) and any(
        head in CONSTRUCTIONS for head in heads
    )


def could_be_ag2(statement: RawStatement) -> bool:
    """Tell whether the calls are predicates: one at least, or a clause without any."""
    heads = [call[0].text for clause in statement.clauses for call in clause.calls]
    if any(head in CONSTRUCTIONS and head not in PREDICATES for head in heads):
        return False
    return any(head in PREDICATES for head in heads) or not all(
        clause.calls for clause in statement.clauses
    )


def read_ag2(source: Source, statement: RawStatement, name: str, text: str) -> Problem:
    """Turn a statement taken apart into a problem; raise ParseError where it makes no sense."""
    known: dict[str, None] = {}  # an ordered set
    clauses: list[Clause] = []
    auxiliary: list[Clause] = []
    assumed = 0
    for raw in statement.clauses:
        points, places = read_new_points(source, raw, known)
        known.update(dict.fromkeys(points))
        predicates: list[Predicate] = []
        for words in raw.calls:
            found = read_statements(source, words, known, "ag2", "a predicate")
            if any(KINDS[statement.name].is_question for statement in found):
                got = f"{quoted(words[0].text)} asks for a value"
                raise source.error(words[0], got, "a statement; questions are goals")
            assumed += len(found)
            if assumed > MOST_STATEMENTS:
                raise source.error(words[0], "too many statements", f"at most {MOST_STATEMENTS}")
            predicates.extend(found)
        clause = Clause(points, (), tuple(predicates), places)
        (auxiliary if raw.auxiliary else clauses).append(clause)
    check_goal_points(source, statement.goals, auxiliary)
    goals = read_list(source, statement.goals, known, "ag2")
    return Problem(name, tuple(clauses), goals, tuple(auxiliary), "ag2", text)
