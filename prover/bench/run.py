"""Solve many problems in several processes, with a result line for each.

A problem that crashes its process or does not come to an end is an ``error`` of that problem; the
run goes on. Nothing here prints: :mod:`porism.prover.cli.commands.bench` does.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from itertools import chain, count
from pathlib import Path

from porism.geometry.errors import InputError, ParseError
from porism.geometry.language.reader import read_problems
from porism.geometry.printing import in_one_line
from porism.geometry.problem import Problem
from porism.geometry.rules import Rule, load_rules
from porism.geometry.verify import check
from porism.prover.bench.phases import PhaseClock, peak_memory_mb, reset_peak_memory
from porism.prover.bench.results import Result
from porism.prover.bench.workers import Failure, run_tasks
from porism.prover.options import DEFAULTS, SolveOptions
from porism.prover.outcome import Outcome
from porism.prover.solve import solve

__all__ = [
    "PHASES",
    "RunAll",
    "Settings",
    "bench",
    "measure",
    "our_version",
    "read_all",
    "read_those_that_can_be",
    "unread_result",
]

PHASES = ("figure", "closure", "search", "proof", "check", "rewrite")
"""What :attr:`porism.prover.bench.results.Result.phases` holds, in the order of the road."""

_GRACE = 60.0  # seconds beyond the budget, for the figure, the trimming and the checks


@dataclass(frozen=True)
class Settings:
    """What is the same for all problems of a run.

    ``rules`` are files with users' rules; ``phases`` asks for seconds by phase and for memory.
    """

    options: SolveOptions = DEFAULTS
    rules: tuple[str, ...] = ()
    phases: bool = False

    @property
    def limit(self) -> float:
        """Seconds after which a problem counts as hanging."""
        return self.options.budget + _GRACE


def our_version() -> str:
    """Return the version of this program."""
    try:
        return version("porism")
    except PackageNotFoundError:  # run from a source tree that was never installed
        return "unknown"


def read_all(files: Sequence[str | Path]) -> list[Problem]:
    """Read the problems of all files; names that occur more than once are told apart.

    The second ``x`` of a file becomes ``x#2``, the ``x`` of two files ``first/x``, ``second/x``.
    Raises InputError for a file that cannot be read.
    """
    return _told_apart([(_stem(file), read_problems(file)) for file in files])


def _stem(file: str | Path) -> str:
    return in_one_line(Path(str(file)).stem)


def read_those_that_can_be(
    files: Sequence[str | Path],
) -> tuple[list[Problem], Mapping[str, InputError | ParseError]]:
    """Read the problems of all files, and say by name what cannot be read, and why.

    Of a file with several problems that is a problem, otherwise the file.
    """
    read: list[tuple[str, list[Problem]]] = []
    failed: list[tuple[str, str, InputError | ParseError]] = []
    for file in files:
        stem = _stem(file)
        misread: list[tuple[str, ParseError]] = []
        try:
            read.append((stem, read_problems(file, misread=misread)))
        except (InputError, ParseError) as error:
            failed.append((stem, str(file), error))
        failed += [(name, f"{stem}/{name}", why) for name, why in misread]
    problems = _told_apart(read)
    taken = {p.name for p in problems}
    unread: dict[str, InputError | ParseError] = {}
    for name, longer, why in failed:
        numbered = (f"{longer}#{number}" for number in count(2))
        free = next(n for n in chain((name, longer), numbered) if n not in taken)
        taken.add(free)
        unread[free] = why
    return problems, unread


def _told_apart(read: Sequence[tuple[str, list[Problem]]]) -> list[Problem]:
    holders = Counter(name for _, problems in read for name in {p.name for p in problems})
    found: list[Problem] = []
    taken: Counter[str] = Counter()
    for stem, problems in read:
        for problem in problems:
            name = f"{stem}/{problem.name}" if holders[problem.name] > 1 else problem.name
            taken[name] += 1
            if taken[name] > 1:
                name = f"{name}#{taken[name]}"
            found.append(problem if name == problem.name else replace(problem, name=name))
    return found


def unread_result(name: str, error: Exception, settings: Settings) -> Result:
    """Return the result of a file that cannot be read."""
    return _error(name, 0.0, " ".join(str(error).split("\n")[0].split()), settings)


def _error(name: str, seconds: float, reason: str, settings: Settings) -> Result:
    return Result(
        name,
        "error",
        seconds,
        seed=settings.options.seed,
        version=our_version(),
        proposer=settings.options.proposer_name,
        budget=settings.options.budget,
        message=reason,
    )


RunAll = Callable[
    [Callable[[Problem], Result], Sequence[Problem]], Iterator[tuple[int, Result | Failure]]
]


def bench(
    problems: Sequence[Problem],
    settings: Settings,
    *,
    jobs: int = 1,
    run_all: RunAll | None = None,
) -> Generator[Result, None, None]:
    """Yield the result of each problem as it comes, ``jobs`` problems at a time.

    Closing the generator ends all processes. ``run_all`` works elsewhere than in ``jobs``
    processes of this machine.
    """
    work = partial(measure, settings=settings)
    run_all = run_all or partial(run_tasks, jobs=jobs, limit=settings.limit)
    for index, answer in run_all(work, problems):
        if isinstance(answer, Failure):
            answer = _error(problems[index].name, answer.seconds, answer.reason, settings)
        yield answer


def measure(problem: Problem, settings: Settings) -> Result:
    """Solve one problem and sum up."""
    reset_peak_memory()
    clock = PhaseClock()
    rules = load_rules(*settings.rules) if settings.rules else None
    options = settings.options
    outcome = solve(problem, options, rules=rules, progress=clock)
    memory = peak_memory_mb()
    return Result(
        problem.name,
        outcome.status,
        outcome.seconds,
        outcome.engine_seconds,
        outcome.attempts,
        outcome.auxiliary,
        outcome.steps,
        outcome.checked,
        options.seed,
        our_version(),
        _message(outcome),
        _phases(outcome, clock.stop(), rules) if settings.phases else {},
        memory,
        options.proposer_name,
        options.budget,
    )


def _message(outcome: Outcome) -> str:
    """Say why a problem is not proved, or in which configurations it is."""
    notes = [n for v in outcome.verdicts if v.status != "proved" for n in v.configuration_notes]
    return "; ".join([*notes, *([outcome.message] if outcome.message else [])])


def _phases(
    outcome: Outcome, seconds: Mapping[str, float], rules: Mapping[str, Rule] | None
) -> Mapping[str, float]:
    """Sum up the phases; writing a proof and checking it are told apart by checking again."""
    found = dict.fromkeys(PHASES, 0.0)
    for phase, value in seconds.items():
        found[phase if phase in found else "search"] += value
    begun = time.monotonic()
    for proof in outcome.proofs:
        check(proof, rules=rules)
    again = min(time.monotonic() - begun, found["check"])
    found["proof"] += found["check"] - again
    found["check"] = again
    return found
