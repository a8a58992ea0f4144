"""Which problems a command line means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from porism.geometry.errors import InputError, ParseError
from porism.geometry.language.angle_goals import goals_about
from porism.geometry.language.reader import read_target
from porism.geometry.problem import Problem
from porism.geometry.suggest import nearest as near_words
from porism.prover.cli.examples import is_prose, nearest_example, shipped_file_of
from porism.prover.cli.shipped import Shipped, nearest, resolve

__all__ = ["MOST_AT_ONCE", "problems_of", "single_problem"]

MOST_AT_ONCE = 12
"""Problems that ``solve`` takes one after the other; a file with more needs ``--problem``."""

_FEWEST_WORDS = 4  # of what is taken for a sentence and for no name of a file
_SHOWN = 40


def problems_of(target: str, name: str | None, goal: str | None = None) -> list[Problem]:
    """Return the problem ``name`` of the target, or all of them when there are not too many.

    Raises InputError for a name that is not there, with the nearest ones, and for a target with
    more than :data:`MOST_AT_ONCE` problems, with their names.
    """
    if name is not None:
        return [_with_goal(_named(_read(target, None, need_goal=goal is None), name, target), goal)]
    problems = _read(target, goal)
    if len(problems) > MOST_AT_ONCE:
        raise InputError(
            f"{target} holds {len(problems)} problems; choose one with --problem, "
            f"or solve all with 'porism bench {target}'\n{_listing(problems)}"
        )
    return problems


def single_problem(target: str, name: str | None, *, goal: str | None = None) -> Problem:
    """Return the one problem that is meant; it need not have a goal."""
    if name is not None:
        return _with_goal(_named(_read(target, None, need_goal=False), name, target), goal)
    problems = _read(target, goal, need_goal=False)
    if len(problems) > 1:
        raise InputError(
            f"{target} holds {len(problems)} problems; choose one with --problem\n"
            f"{_listing(problems)}"
        )
    return problems[0]


def _read(target: str, goal: str | None, *, need_goal: bool = True) -> list[Problem]:
    if not target.strip():
        raise InputError("an empty target; name a problem file, or write a statement in quotes")
    named = target if target == "-" else str(resolve(target, Shipped.PROBLEMS))
    try:
        return read_target(named, goal=goal, need_goal=need_goal)
    except (InputError, ParseError) as error:
        if is_prose(target):
            raise InputError(_how_to_write(target)) from None
        if "no such file" not in str(error):
            raise
        if (file := shipped_file_of(target)) is not None:
            problems = read_target(str(resolve(file, Shipped.PROBLEMS)), need_goal=goal is None)
            return [_with_goal(_named(problems, target, file), goal)]
        if len(target.split()) >= _FEWEST_WORDS and not set(target) & set("=?;:/\\"):
            raise InputError(_how_to_write(target)) from None  # in another language, perhaps
        if " " in target:
            form = "'points = construction arguments ? goal'"
            raise InputError(f"{error}; a statement in quotes looks like {form}") from None
        raise InputError(f"{error}{nearest(target, Shipped.PROBLEMS)}") from None


def _how_to_write(sentence: str) -> str:
    lines = ["sentences are not read; a problem is written as 'points = construction; ... ? goal'"]
    if (example := nearest_example(sentence)) is not None:
        lines += [
            f"The shipped problem most like yours is {example.name}, in {example.file}:",
            f"  {example.comment}",
            f'  porism solve "{example.statement}"',
        ]
    lines.append("'porism constructions' lists the constructions with what they mean.")
    return "\n".join(lines)


def _with_goal(problem: Problem, goal: str | None) -> Problem:
    """Give the chosen problem another goal: the others of the file may lack its points."""
    if goal is None:
        return problem
    return replace(problem, goals=goals_about(problem, goal))


def _named(problems: Sequence[Problem], name: str, target: str) -> Problem:
    for problem in problems:
        if problem.name == name:
            return problem
    names = [p.name for p in problems]
    near = [n for n in names if name.lower() in n.lower()]
    near += [n for n in near_words(name, names, 5) if n not in near]
    if near:
        hint = f"did you mean {' or '.join(near[:5])}?"
    else:
        hint = f"it holds {', '.join(names[:5])}{', ...' if len(names) > 5 else ''}"
    raise InputError(f"{target} holds no problem '{name}'; {hint}")


def _listing(problems: Sequence[Problem]) -> str:
    names = [p.name for p in problems[:_SHOWN]]
    more = len(problems) - len(names)
    return "\n".join([*(f"  {name}" for name in names), *([f"  ... and {more} more"] * (more > 0))])
