"""AG2: points with coordinates, and predicates they satisfy: ``a@x_y = ; b = cong a b c d ? goal``.

Coordinates may be missing; the figure is then found numerically. Angle constants follow AG2's
convention in the text and ours in the problem (see
:func:`porism.geometry.language.statements.from_ag2`).
"""

from __future__ import annotations

from porism.geometry.constructions import CONSTRUCTIONS
from porism.geometry.language.ag1 import read_new_points
from porism.geometry.language.grammar import RawClause, RawStatement
from porism.geometry.language.statements import PREDICATES, read_statements
from porism.geometry.language.tokens import Source, quoted
from porism.geometry.limits import MOST_STATEMENTS
from porism.geometry.predicates import KINDS, Predicate
from porism.geometry.problem import Clause, Dialect

__all__ = ["could_be_ag1", "could_be_ag2", "read_stated"]


def could_be_ag1(statement: RawStatement) -> bool:
    """Tell whether every clause has calls and one of them is a construction."""
    clauses = _main(statement)
    heads = [call[0].text for clause in clauses for call in clause.calls]
    return all(clause.calls for clause in clauses) and any(head in CONSTRUCTIONS for head in heads)


def could_be_ag2(statement: RawStatement) -> bool:
    """Tell whether the calls are predicates: one at least, or a clause without any."""
    clauses = _main(statement)
    heads = [call[0].text for clause in clauses for call in clause.calls]
    if any(head in CONSTRUCTIONS and head not in PREDICATES for head in heads):
        return False
    return any(head in PREDICATES for head in heads) or not all(clause.calls for clause in clauses)


def _main(statement: RawStatement) -> list[RawClause]:
    """The clauses that tell the language: the auxiliary ones may be of either."""
    return [clause for clause in statement.clauses if not clause.auxiliary]


def read_stated(source: Source, raw: RawClause, known: dict[str, None], dialect: Dialect) -> Clause:
    """Read new points and predicates that they satisfy; raise ParseError."""
    points, places = read_new_points(source, raw, known)
    known.update(dict.fromkeys(points))
    predicates: list[Predicate] = []
    for words in raw.calls:
        found = read_statements(source, words, known, dialect, "a predicate")
        if any(KINDS[statement.name].is_question for statement in found):
            got = f"{quoted(words[0].text)} asks for a value"
            raise source.error(words[0], got, "a statement; questions are goals")
        predicates.extend(found)
        if len(predicates) > MOST_STATEMENTS:
            raise source.error(words[0], "too many statements", f"at most {MOST_STATEMENTS}")
    return Clause(points, (), tuple(predicates), places)
