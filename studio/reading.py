"""Statements read for the page: what is in them, in words, or where they are wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from porism.geometry.constructions import CONSTRUCTIONS
from porism.geometry.errors import InputError, ParseError
from porism.geometry.language.text import parse_problem
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Clause, Construction, Problem
from porism.geometry.words import display_names, sentence
from porism.prover.cli.examples import is_prose, nearest_example
from porism.studio.objects import objects_said
from porism.studio.settings import LONGEST_TEXT

__all__ = ["described", "explained", "read", "sentence_of", "stated"]


def read(text: str) -> Problem:
    """Read what was typed.

    Raises ParseError, and InputError for a text that is too long and for a sentence in English.
    """
    if len(text) > LONGEST_TEXT:
        raise InputError(
            f"a statement of {len(text):,} characters; at most {LONGEST_TEXT:,} are read here"
        )
    try:
        return parse_problem(text, "problem", "", need_goal=False)
    except ParseError:
        typed = re.sub(r"#.*", "", text)  # a comment may be prose
        if is_prose(typed):
            raise InputError(_how_to_write(typed)) from None
        raise


def _how_to_write(sentence: str) -> str:
    lines = ["Sentences are not read; a problem is written as 'points = construction; … ? goal'."]
    if (example := nearest_example(sentence)) is not None:
        lines += ["The problem here that is most like yours:", example.comment, example.statement]
    lines.append("There are more under “Examples”; or draw the figure.")
    return "\n".join(lines)


def explained(error: ParseError) -> dict[str, Any]:
    """Return an error as the page marks it: place, length and message."""
    line = error.text[error.column - 1 :]
    word = line.split(maxsplit=1)[0].rstrip(",;?=|") if line.strip() else ""
    message = f"{error.got}; expected {error.expected}"
    if error.hint:
        message += f" ({error.hint})"
    return {
        "message": message[:4000],
        "hint": error.hint,
        "line": error.line,
        "column": error.column,
        "length": max(1, len(word)),
    }


def described(problem: Problem) -> dict[str, Any]:
    """Return what the page shows and needs to know of a problem."""
    names = display_names(problem.points)
    return {
        "points": [{"name": p, "label": names[p]} for p in problem.points],
        "clauses": [_clause(clause, names) for clause in problem.all_clauses],
        "goals": [stated(goal, names) for goal in problem.goals],
    }


def stated(statement: Predicate, names: Mapping[str, str]) -> dict[str, Any]:
    """Return a statement as text and in words, with its points."""
    return {
        "text": str(statement),
        "says": sentence_of(statement, names),
        "points": list(dict.fromkeys(statement.points)),
        "objects": objects_said([statement]),
    }


def sentence_of(statement: Predicate, names: Mapping[str, str]) -> str:
    """Say a statement, beginning with a capital."""
    said = sentence(statement, names)
    return f"{said[:1].upper()}{said[1:]}"


def _clause(clause: Clause, names: Mapping[str, str]) -> dict[str, Any]:
    said = [_construction(c, names) for c in clause.constructions]
    said += [sentence(s, names) for s in clause.predicates]
    text = "; ".join(said) or f"{', '.join(names[p] for p in clause.points)}: any points"
    return {
        "points": list(clause.points),
        "says": f"{text[:1].upper()}{text[1:]}.",
    }


def _construction(construction: Construction, names: Mapping[str, str]) -> str:
    renamed = replace(construction, arguments=tuple(names[p] for p in construction.arguments))
    return " ".join(CONSTRUCTIONS[construction.name].sentence(renamed).split())
