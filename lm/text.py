"""Problems as short lines of words for a network to read and continue.

    a b c triangle ; d foot a b c ; e foot b a c ; ? perp a b d e ; | f midpoint a b ; g ...

Clauses stand in construction style, without the signs that tell nothing: ``=`` and ``,`` (the name
of a construction ends what is before it) and the new points among the arguments. On the problems
of this repository that is 50 words on average, 45 % less than listing for each point the
statements that it satisfies, as AlphaGeometry does (Trinh et al. 2024, Nature 625, p. 478), and
the continuation is in the same words as the statement. A clause that only has statements (the AG2
dialect, GeoGebra) is written with them, behind a colon: ``d : coll a b d ; perp`` and so on.

Points are called a, b, ..., z, a1, b1, ... in the order of their introduction, arguments stand in
the order of :mod:`porism.lm.order`, statements in their canonical form. ``!`` may list facts after
the goals. Every clause ends with ``;``, also after the bar, so that a search can stop and try
there. :func:`from_text` is the inverse; what it returns has passed the grammar of the language.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from porism.geometry.constructions import CONSTRUCTIONS
from porism.geometry.errors import ParseError
from porism.geometry.language.text import parse_clause, parse_problem
from porism.geometry.language.writer import to_text as to_ag1
from porism.geometry.names import point_name
from porism.geometry.predicates import KINDS, Predicate, canonical
from porism.geometry.problem import Clause, Construction, Dialect, Problem
from porism.lm.order import ordered

__all__ = [
    "AUXILIARY",
    "END",
    "FACTS",
    "GOAL",
    "STATEMENTS",
    "SYNONYMS",
    "Line",
    "clause_key",
    "from_text",
    "line_of",
    "names_of",
    "read_clause",
    "to_text",
]

END, GOAL, FACTS, AUXILIARY, STATEMENTS = ";", "?", "!", "|", ":"

_MARKS = frozenset((END, GOAL, FACTS, AUXILIARY, STATEMENTS))


def names_of(problem: Problem) -> dict[str, str]:
    """Return for each point of the problem its name in the text."""
    return {point: point_name(number) for number, point in enumerate(problem.points)}


@dataclass(frozen=True)
class Line:
    """A problem in words: ``statement`` up to the bar, ``auxiliary`` what comes after it."""

    statement: tuple[str, ...]
    auxiliary: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The words with spaces between them."""
        return " ".join((*self.statement, *self.auxiliary))


# --- writing --------------------------------------------------------------------------------


def line_of(problem: Problem, facts: Iterable[Predicate] = ()) -> Line:
    """Return the problem in words; ``facts`` are listed after the goals, in the given order."""
    number = {point: k for k, point in enumerate(problem.points)}
    names = names_of(problem)
    loose = _is_loose(problem.clauses)
    words: list[str] = []
    for clause in problem.clauses:
        words += _clause(clause, number, names, loose)
    words.append(GOAL)
    for goal in problem.goals:
        words += _statement(canonical(goal.rename(names)))
        words.append(END)
    known = list(facts)
    if known:
        words.append(FACTS)
        for fact in known:
            words += _statement(canonical(fact.rename(names)))
            words.append(END)
    words.append(AUXILIARY)
    more: list[str] = []
    for clause in problem.auxiliary:
        more += _clause(clause, number, names, _is_loose([clause]))
    return Line(tuple(words), tuple(more))


def to_text(problem: Problem, facts: Iterable[Predicate] = ()) -> str:
    """Return the problem as one line of words."""
    return line_of(problem, facts).text


def _is_loose(clauses: Iterable[Clause]) -> bool:
    """Whether some clause has statements that no construction gives."""
    return any(c.predicates or not c.constructions for c in clauses)


def _clause(
    clause: Clause, number: Mapping[str, int], names: Mapping[str, str], loose: bool
) -> list[str]:
    words = [names[p] for p in clause.points]
    if loose:
        words.append(STATEMENTS)
        said = {canonical(s.rename(dict(names))): None for s in clause.premises}
        for statement in said:
            words += _statement(statement)
    else:
        for _, call in sorted(_call(c, number) for c in clause.constructions):
            words += call
    return [*words, END]


def _call(
    construction: Construction, number: Mapping[str, int]
) -> tuple[tuple[int, ...], list[str]]:
    """A construction in words, with a key to sort by."""
    definition = CONSTRUCTIONS[construction.name]
    given = tuple(
        number[point]
        for point, letter in zip(construction.arguments, definition.points, strict=True)
        if letter not in definition.new
    )
    given = ordered(definition.name, given)
    name = SYNONYMS.get(definition.name, definition.name)
    words = [name, *map(point_name, given), *map(str, construction.constants)]
    return (_RANK[name], *given), words


SYNONYMS = {d.name: d.same_as for d in CONSTRUCTIONS.values() if d.same_as}
_RANK = {name: rank for rank, name in enumerate(sorted({d.name for d in CONSTRUCTIONS.values()}))}


def _statement(statement: Predicate) -> list[str]:
    return [statement.name, *statement.points, *map(str, statement.constants)]


# --- reading --------------------------------------------------------------------------------


def from_text(text: str) -> Problem:
    """Read a line of words back. Raises ParseError where it is not in the language."""
    words = text.split()
    body, _, rest = _cut(words, AUXILIARY)
    given, question, goals = _cut(body, GOAL)
    if not question:
        raise ParseError("a line without a goal", "'?' and what is to be shown", text=text)
    goals = _cut(goals, FACTS)[0]
    clauses = [_raw_clause(part, text) for part in _parts(given)]
    wanted = tuple(_raw_statement(part, text) for part in _parts(goals))
    problem = parse_problem(to_ag1(Problem("", tuple(clauses), wanted)), name="problem")
    for part in _parts(rest):
        clause = read_clause(part, problem.points)
        problem = problem.with_auxiliary([clause])
    return replace(problem, text="")


def read_clause(words: Sequence[str], known: Iterable[str]) -> Clause:
    """Read the words of one clause over the points ``known`` by the grammar of the language.

    The final ``;`` may be there or not. Raises ParseError.
    """
    parts = list(_parts(words))
    if len(parts) != 1:
        raise ParseError(f"{len(parts)} clauses", "one clause", text=" ".join(words))
    clause = _raw_clause(parts[0], " ".join(words))
    dialect: Dialect = "ag1" if clause.constructions and not clause.predicates else "ag2"
    return parse_clause(to_ag1(Problem("", (clause,))), known, dialect)


def clause_key(clause: Clause) -> tuple[frozenset[str], frozenset[Predicate]]:
    """Return what a clause says: clauses with the same key define the same points."""
    return frozenset(clause.points), frozenset(canonical(s) for s in clause.premises)


def _cut(words: Sequence[str], mark: str) -> tuple[list[str], bool, list[str]]:
    if mark not in words:
        return list(words), False, []
    at = list(words).index(mark)
    return list(words[:at]), True, list(words[at + 1 :])


def _parts(words: Sequence[str]) -> Iterable[list[str]]:
    part: list[str] = []
    for word in words:
        if word != END:
            part.append(word)
        elif part:
            yield part
            part = []
    if part:
        yield part


def _is_constant(word: str) -> bool:
    return word[0].isdigit() or word[0] == "-"


def _constants(words: Sequence[str], text: str) -> tuple[Fraction, ...]:
    try:
        return tuple(Fraction(w) for w in words)
    except (ValueError, ZeroDivisionError):
        raise ParseError(f"{' '.join(words)!r}", "fractions", text=text) from None


def _raw_clause(words: Sequence[str], text: str) -> Clause:
    """Take a clause apart without asking whether it makes sense."""
    left, loose, right = _cut(words, STATEMENTS)
    if loose:
        return Clause(tuple(left), (), tuple(_raw_statements(right, text)))
    at = next((k for k, w in enumerate(words) if w in CONSTRUCTIONS), len(words))
    points, calls = tuple(words[:at]), list(words[at:])
    if not points or not calls:
        raise ParseError(f"{' '.join(words)!r}", "new points and a construction", text=text)
    starts = [k for k, w in enumerate(calls) if w in CONSTRUCTIONS]
    ends = [*starts[1:], len(calls)]
    made = tuple(_raw_call(calls[i:j], points, text) for i, j in zip(starts, ends, strict=True))
    return Clause(points, made)


def _raw_call(words: Sequence[str], points: tuple[str, ...], text: str) -> Construction:
    definition = CONSTRUCTIONS[words[0]]
    given = [w for w in words[1:] if not _is_constant(w)]
    constants = _constants(words[1 + len(given) :], text)
    if len(points) != len(definition.new) or len(given) != len(definition.given):
        raise ParseError(f"{' '.join(words)!r}", definition.usage, text=text)
    old, new = iter(given), iter(points)
    full = tuple(next(new if p in definition.new else old) for p in definition.points)
    return Construction(definition.name, full, constants)


def _raw_statements(words: Sequence[str], text: str) -> Iterable[Predicate]:
    starts = [k for k, w in enumerate(words) if w in KINDS]
    if words and starts[:1] != [0]:
        raise ParseError(f"{' '.join(words)!r}", "a statement such as coll a b c", text=text)
    for i, j in zip(starts, [*starts[1:], len(words)], strict=False):
        yield _raw_statement(words[i:j], text)


def _raw_statement(words: Sequence[str], text: str) -> Predicate:
    name, *rest = words
    if name not in KINDS or _MARKS & set(rest):
        raise ParseError(f"{' '.join(words)!r}", "a statement such as coll a b c", text=text)
    points = tuple(w for w in rest if not _is_constant(w))
    return Predicate(name, points, _constants(rest[len(points) :], text))
