"""A whole statement of AG1 or AG2. Its auxiliary clauses may be of either language.

The prover adds constructions to a statement of AG2, and others add predicates to one of AG1. A
clause with a colon has predicates, ``x : cong x a x b``. With a sign of equality it is as the
statement is, where it can be: in AG2 it has predicates if all of its words are such, and else
constructions. A construction that is called like a predicate is written without its new points
there, which no predicate is: ``x = circle a b c``.
"""

from __future__ import annotations

from collections.abc import Collection

from porism.geometry.constructions import CONSTRUCTIONS
from porism.geometry.language.ag1 import read_clause
from porism.geometry.language.ag2 import read_stated
from porism.geometry.language.grammar import RawClause, RawStatement, check_goal_points
from porism.geometry.language.statements import PREDICATES, read_list
from porism.geometry.language.tokens import Source
from porism.geometry.limits import MOST_STATEMENTS
from porism.geometry.problem import Clause, Dialect, Problem

__all__ = ["read_whole"]


def read_whole(
    source: Source, statement: RawStatement, name: str, text: str, dialect: Dialect
) -> Problem:
    """Turn a statement taken apart into a problem; raise ParseError where it makes no sense."""
    known: dict[str, None] = {}  # an ordered set
    clauses: list[Clause] = []
    auxiliary: list[Clause] = []
    assumed = 0
    for raw in statement.clauses:
        if _is_stated(raw, known, dialect):
            clause = read_stated(source, raw, known, dialect)
        else:
            clause = read_clause(source, raw, known)
            assumed += len(raw.calls)
        assumed += len(clause.premises)
        if assumed > MOST_STATEMENTS:
            raise source.error(raw.points[0], "too many statements", f"at most {MOST_STATEMENTS}")
        (auxiliary if raw.auxiliary else clauses).append(clause)
    check_goal_points(source, statement.goals, auxiliary)
    goals = read_list(source, statement.goals, known, dialect)
    return Problem(name, tuple(clauses), goals, tuple(auxiliary), dialect, text)


def _is_stated(raw: RawClause, known: Collection[str], dialect: Dialect) -> bool:
    """Tell whether a clause has predicates."""
    if raw.stated or dialect == "ag1" or not raw.auxiliary:
        return raw.stated or dialect == "ag2"
    if not all(words[0].text in PREDICATES for words in raw.calls):
        return False
    points = {*known, *(token.text.partition("@")[0] for token in raw.points)}
    return not any(_is_short([w.text for w in words], points) for words in raw.calls)


def _is_short(words: list[str], known: Collection[str]) -> bool:
    """Tell whether a call has as many points as a construction of its name is given."""
    definition = CONSTRUCTIONS.get(words[0])
    count = sum(word in known for word in words[1:])
    return definition is not None and count == len(definition.given)
