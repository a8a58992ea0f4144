"""Texts in, problems out: a statement, or a list of named ones; the dialect is found out.

This is the only reader that the checker needs; files and GeoGebra are in
:mod:`porism.geometry.language.reader`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from porism.geometry.errors import InputError, ParseError
from porism.geometry.language.ag2 import could_be_ag1, could_be_ag2
from porism.geometry.language.grammar import NAME, RawStatement, split_statement
from porism.geometry.language.statements import PREDICATES
from porism.geometry.language.tokens import Source, Token
from porism.geometry.language.whole import read_whole
from porism.geometry.limits import LONGEST_NAME
from porism.geometry.problem import Clause, Dialect, Problem

__all__ = ["parse_clause", "parse_problem", "parse_problems"]


def parse_problem(
    text: str, name: str = "problem", file: str = "<text>", *, need_goal: bool = True
) -> Problem:
    """Read one statement; it may span lines, and lines that begin with ``#`` are comments."""
    lines = text.splitlines()
    numbers = [n for n, line in enumerate(lines, 1) if not _is_blank(line)]
    if not numbers:
        raise ParseError("an empty statement", "points = construction arguments ? goal", file)
    return _statement(Source(file, lines), numbers, name, _comments(lines), need_goal)


def parse_clause(text: str, known: Iterable[str], dialect: Dialect = "ag1") -> Clause:
    """Read one clause over the points ``known``, which may be anywhere. Raises ParseError."""
    before = "; ".join(f"{p} = free {p}" if dialect == "ag1" else f"{p} = " for p in known)
    return parse_problem(f"{before}; {text}" if before else text, need_goal=False).clauses[-1]


def parse_problems(
    text: str,
    file: str = "<text>",
    *,
    need_goal: bool = True,
    misread: list[tuple[str, ParseError]] | None = None,
) -> list[Problem]:
    """Read a text with one statement, or with name lines and statement lines in turn.

    With ``misread`` a statement that cannot be understood is left out, and its name and the
    error are added there.
    """
    lines = text.splitlines()
    source = Source(file, lines)
    numbers = [n for n, line in enumerate(lines, 1) if not _is_blank(line)]
    if not numbers:
        raise InputError(f"{file}: no problem in it, only blank lines and comments")
    stem = Path(file).stem if not file.startswith("<") else "problem"
    problems: list[Problem] = []
    at = seen = 0
    while at < len(numbers):
        name = stem if not problems else f"{stem}_{len(problems) + 1}"
        if not _is_statement(lines, numbers, at) and (at + 1 < len(numbers) or problems):
            name = lines[numbers[at] - 1].strip()
            at += 1
            if at == len(numbers):
                place = Token("", numbers[-1], 1)
                raise source.error(place, "a name without a statement", "a statement after it")
            if len(name) > LONGEST_NAME:
                place = Token("", numbers[at - 1], 1)
                got = f"a name of {len(name)} characters"
                raise source.error(place, got, f"at most {LONGEST_NAME}, or a statement")
        first = at
        at += 1
        while at < len(numbers) and _goes_on(lines[numbers[at - 1] - 1], lines[numbers[at] - 1]):
            at += 1
        own = numbers[first:at]
        comments, seen = _comments(lines[seen : own[-1]]), own[-1]
        try:
            problems.append(_statement(source, own, name, comments, need_goal))
        except ParseError as error:
            if misread is None:
                raise
            misread.append((name, error))
    return problems


def _statement(
    source: Source, numbers: Sequence[int], name: str, comments: tuple[str, ...], need_goal: bool
) -> Problem:
    tokens = source.tokens(numbers)
    statement = split_statement(source, tokens, need_goal=False)
    text = " ".join(" ".join(source.lines[n - 1].split()) for n in numbers)
    problem = _in_some_language(source, statement, name, text)
    if need_goal and not problem.goals:  # said last, so that an unknown word comes first
        raise source.error(
            statement.end, "the statement has no goal", "'?' and what is to be shown"
        )
    return replace(problem, comments=comments) if comments else problem


def _in_some_language(source: Source, statement: RawStatement, name: str, text: str) -> Problem:
    """Read a statement as AG1 or AG2; where it is neither, raise the error that came later."""
    tried: list[ParseError] = []
    if not could_be_ag2(statement) or could_be_ag1(statement):
        try:
            return read_whole(source, statement, name, text, "ag1")
        except ParseError as error:
            error.language = "AG1: constructions, as in d = foot d a b c"
            tried.append(error)
    if could_be_ag2(statement):
        try:
            return read_whole(source, statement, name, text, "ag2")
        except ParseError as error:
            error.language = "AG2: predicates, as in d = perp a d b c, coll b c d"
            tried.append(error)
    last = max(tried, key=lambda error: (error.line, error.column))
    if not any(call[0].text in PREDICATES for clause in statement.clauses for call in clause.calls):
        last.language = ""  # nobody would have thought of the other one
    raise last from None


def _is_blank(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _comments(lines: Sequence[str]) -> tuple[str, ...]:
    return tuple(s.strip().lstrip("#").strip() for s in lines if s.lstrip().startswith("#"))


def _looks_like_statement(line: str) -> bool:
    before, equals, _ = line.partition("=")
    words = before.split()
    return bool(equals and words) and all(NAME.match(w.partition("@")[0]) for w in words)


def _is_statement(lines: Sequence[str], numbers: Sequence[int], at: int) -> bool:
    line = lines[numbers[at] - 1]
    if not _looks_like_statement(line):
        return False
    if "?" in line or at + 1 == len(numbers):
        return True
    following = lines[numbers[at + 1] - 1]  # `x=1` may be a name if a whole statement follows
    return _goes_on(line, following) or not (_looks_like_statement(following) and "?" in following)


def _goes_on(line: str, following: str) -> bool:
    return line.rstrip()[-1:] in {";", ",", "=", "?", "|"} or following.lstrip()[:1] in {
        ";",
        ",",
        "?",
        "|",
    }
