"""Files in, problems out: AG1 or AG2 text, or GeoGebra; the format is found out, not asked for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from porism.geometry.errors import InputError, ParseError, PorismError
from porism.geometry.files import as_text, read_bytes, too_large
from porism.geometry.language.angle_goals import goals_about
from porism.geometry.language.formats import (
    FORMATS_READ,
    foreign_by_bytes,
    foreign_by_name,
    geogebra_bytes,
)
from porism.geometry.language.geogebra.reader import read_ggb
from porism.geometry.language.text import parse_problem, parse_problems
from porism.geometry.limits import MOST_BYTES_OF_PROBLEMS
from porism.geometry.printing import in_one_line
from porism.geometry.problem import Problem

__all__ = ["problems_in", "read_problems", "read_target"]


def read_problems(
    path: str | Path,
    *,
    goal: str | None = None,
    need_goal: bool = True,
    misread: list[tuple[str, ParseError]] | None = None,
) -> list[Problem]:
    """Read all problems of a file: AG1 or AG2 text, GeoGebra, or ``-`` for standard input.

    A text file holds a statement, or lines with a name each followed by a line with a
    statement. ``goal`` replaces what the file wants shown (``coll a b c; para a b c d``);
    with ``need_goal=False`` a file may want nothing. Raises InputError for a file that cannot
    be read, ParseError for one that can be read but not understood. With ``misread`` a statement
    of a text that cannot be understood is left out, and its name and the error are added there.
    """
    name = "<stdin>" if str(path) == "-" else in_one_line(str(path))
    data = read_bytes(path, MOST_BYTES_OF_PROBLEMS, "a file of problems")
    return problems_in(data, name, goal=goal, need_goal=need_goal, misread=misread)


def problems_in(
    data: bytes,
    name: str,
    *,
    goal: str | None = None,
    need_goal: bool = True,
    misread: list[tuple[str, ParseError]] | None = None,
) -> list[Problem]:
    """Read all problems in the contents of a file; the rest is as in :func:`read_problems`."""
    if len(data) > MOST_BYTES_OF_PROBLEMS:
        raise too_large(name, MOST_BYTES_OF_PROBLEMS, "a file of problems")
    if not data.strip():
        raise InputError(f"{name}: the file is empty")
    geogebra = geogebra_bytes(data)
    if geogebra is not None:
        return [read_ggb(geogebra, name, goal, need_goal=need_goal)]
    foreign = foreign_by_bytes(data)
    if foreign is not None:
        raise InputError(f"{name}: this is {foreign}; {FORMATS_READ}")
    try:
        text = as_text(data, name)
        wanted = need_goal and goal is None
        problems = parse_problems(text, name, need_goal=wanted, misread=misread)
    except PorismError:
        foreign = foreign_by_name(name)
        if foreign is None:
            raise
        raise InputError(f"{name}: this seems to be {foreign}; {FORMATS_READ}") from None
    return _with_goal(problems, goal)


def read_target(target: str, *, goal: str | None = None, need_goal: bool = True) -> list[Problem]:
    """Read what a person names on a command line: a file, ``-``, or a statement in quotes."""
    if target != "-" and not _is_file(target) and ("?" in target or "=" in target):
        problem = parse_problem(target, need_goal=need_goal and goal is None)
        return _with_goal([problem], goal)
    return read_problems(target, goal=goal, need_goal=need_goal)


def _with_goal(problems: list[Problem], goal: str | None) -> list[Problem]:
    if goal is None:
        return problems
    return [replace(p, goals=goals_about(p, goal)) for p in problems]


def _is_file(target: str) -> bool:
    try:
        return Path(target).exists()
    except (OSError, ValueError):  # too long for a path, or with a zero byte
        return False
