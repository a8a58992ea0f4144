"""``porism bench``: solve whole files, with a line of results for each problem."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Annotated, Protocol, TextIO

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from porism.geometry.errors import InputError
from porism.geometry.printing import printable
from porism.geometry.problem import Problem
from porism.geometry.rule_trials.tested_rules import load_tested_rules
from porism.prover.bench.results import Result, open_results, read_results
from porism.prover.bench.run import (
    PHASES,
    RunAll,
    Settings,
    our_version,
    read_those_that_can_be,
    unread_result,
)
from porism.prover.bench.run import bench as run
from porism.prover.bench.tables import compare_table, load_published, phase_table, summary_table
from porism.prover.cli.commands.options import (
    WITHOUT_NETWORK,
    Attempts,
    BenchThreads,
    Budget,
    Proposer,
    Ray,
    Rewrite,
    Rules,
    Seed,
    Weights,
    check_network,
    check_not_read,
    lacks_network,
)
from porism.prover.cli.console import note, say
from porism.prover.cli.shipped import Shipped, resolve
from porism.prover.cli.status import ExitStatus
from porism.prover.options import DEFAULTS, SolveOptions
from porism.prover.outcome import PROVED

__all__ = ["bench"]

_STYLES = {"proved": "green", "proved_for_configuration": "yellow", "open": "yellow"}


def bench(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...", help="Problem files; shipped ones by name.", show_default=False
        ),
    ],
    budget: Budget = DEFAULTS.budget,
    jobs: Annotated[int, typer.Option(metavar="N", min=1, help="Problems at a time.")] = 1,
    threads: BenchThreads = DEFAULTS.threads,
    seed: Seed = DEFAULTS.seed,
    proposer: Proposer = DEFAULTS.proposer,
    weights: Weights = None,
    attempts: Attempts = None,
    rules: Rules = None,
    rewrite: Rewrite = DEFAULTS.rewrite,
    problem: Annotated[
        list[str] | None,
        typer.Option("--problem", metavar="NAME", help="Only this problem (repeatable)."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="RESULTS.jsonl", help="Append a line for each problem.")
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Leave out what the results have already.")
    ] = False,
    phases: Annotated[
        bool, typer.Option("--phases", help="Time the phases, and measure memory.")
    ] = False,
    compare: Annotated[
        bool, typer.Option("--compare", help="Print published results beside ours.")
    ] = False,
    ray: Ray = None,
) -> None:
    """Solve all problems of the files and count.

    Every problem gives one JSON line in RESULTS.jsonl. With --resume the problems that have a
    line of the same seed, version, proposer and budget, other than an error, are not tried again;
    without it an earlier file is kept as RESULTS.jsonl.old. A problem that cannot be read, or one
    of several files, is an error of its own, and the others go on. With --ray there are as many
    problems at a time as the cluster has cores, or less where each gets several --threads.

    Exit status: 0 when the run came to its end, 2 bad input or usage, 130 interrupted.

    \b
    Examples:
      porism bench imo_ag_30 --budget 60 --jobs 2 --out imo.jsonl
      porism bench imo_ag_30 --out imo.jsonl --resume --compare
      porism bench classics textbook --proposer none --phases
      porism bench tutorial --proposer heuristic --attempts 1000 --threads 2
    """
    paths = [resolve(file, Shipped.PROBLEMS) for file in files]
    problems, unread = read_those_that_can_be(paths)
    if problem:
        unread = {name: unread[name] for name in problem if name in unread}
    if unread and (not problems or problem):
        raise next(iter(unread.values()))
    problems = _chosen(problems, problem)
    if out is not None:
        check_not_read(out, inputs=(*paths, *(rules or ())))
    published = load_published() if compare else None
    load_tested_rules(*(rules or ()))  # complain now, not in every process
    if resume and out is None:
        raise InputError("--resume needs --out RESULTS.jsonl")
    if threads is None:
        threads = max(1, DEFAULTS.thread_count // jobs) if ray is None else 1
    options = SolveOptions(budget, threads, seed, proposer, weights, attempts, rewrite=rewrite)
    check_network(options.proposer_name, weights, now=True)
    if lacks_network(options):
        note(WITHOUT_NETWORK)
    settings = Settings(options, tuple(map(str, rules or ())), phases)
    known = _known(out, settings) if out is not None and resume else {}
    results = {p.name: known[p.name] for p in problems if p.name in known}
    left = [p for p in problems if p.name not in results]
    if results:
        note(f"{len(results)} results are there already, {len(left)} to go")
    interrupted = False
    with (
        _elsewhere(ray, settings, threads) as run_all,
        _file(out, resume) as file,
        _progress(len(left)) as tell,
    ):
        try:
            with closing(run(left, settings, jobs=jobs, run_all=run_all)) as coming:
                for result in coming:
                    results[result.problem] = result
                    if file is not None:
                        file.write(result.to_line() + "\n")
                        file.flush()
                    tell(result)
                for name, error in unread.items():
                    results[name] = unread_result(name, error, settings)
                    note(f"{name}: {results[name].message}", "yellow")
                    if file is not None:
                        file.write(results[name].to_line() + "\n")
        except KeyboardInterrupt:
            interrupted = True
    wanted = [*(p.name for p in problems), *unread]
    ordered = [results[name] for name in wanted if name in results]
    what = f"{len(ordered)} problems" + (f" of {len(wanted)}" * (len(ordered) < len(wanted)))
    say(
        f"\n{what}, budget {budget:g} s, proposer {options.proposer_name}, "
        f"{jobs if ray is None else ray} x {threads} threads, seed {seed}, porism {our_version()}\n"
    )
    say(summary_table(ordered))
    if phases:
        say(phase_table(ordered, PHASES))
    if published is not None:
        stems = {path.stem for path in paths}
        benchmarks = [name for name in published.problems if name in stems]
        if len(stems) != 1 or not benchmarks:
            names = ", ".join(f"{name}.txt" for name in published.problems)
            note(f"--compare needs exactly one file, named like a benchmark: {names}", "yellow")
        else:
            say(
                compare_table(published, benchmarks[0], ordered, f"Porism, {options.proposer_name}")
            )
    if interrupted:
        note("interrupted; --resume goes on from here" if out else "interrupted")
        raise typer.Exit(ExitStatus.INTERRUPTED)


@contextmanager
def _elsewhere(address: str | None, settings: Settings, cores: int) -> Iterator[RunAll | None]:
    """Connect with a cluster, where one is wanted."""
    if address is None:
        yield None
        return
    from porism.synth.cluster.connect import connected

    with connected(address):
        from porism.prover.bench.cluster import run_on_cluster

        yield partial(run_on_cluster, limit=settings.limit, cores=cores, name=lambda p: p.name)


def _chosen(problems: list[Problem], names: list[str] | None) -> list[Problem]:
    if not names:
        return problems
    by_name = {p.name: p for p in problems}
    for name in names:
        if name not in by_name:
            raise InputError(f"the files hold no problem '{name}'")
    return [by_name[name] for name in names]


def _known(path: Path, settings: Settings) -> dict[str, Result]:
    """The results that need not be found again: an error may have had a passing cause."""
    if not path.exists():
        return {}
    options = settings.options
    return {
        r.problem: r
        for r in read_results(path)
        if r.seed == options.seed
        and r.version == our_version()
        and r.proposer == options.proposer_name
        and r.budget == options.budget
        and r.status != "error"
        and (r.phases or not settings.phases)
    }


@contextmanager
def _file(path: Path | None, resume: bool) -> Iterator[TextIO | None]:
    if path is None:
        yield None
        return
    with open_results(path, resume=resume) as file:
        yield file


# --- progress ----------------------------------------------------------------------------------


class _Tell(Protocol):
    def __call__(self, result: Result) -> None: ...


@contextmanager
def _progress(total: int) -> Iterator[_Tell]:
    """Show a line for each result, and a bar below them on a terminal."""
    console = Console(stderr=True, highlight=False)
    done = proved = 0
    width = len(str(total))
    if not console.is_terminal:

        def plain(result: Result) -> None:
            nonlocal done
            done += 1
            note(f"[{done:>{width}}/{total}] {_line(result)}")

        yield plain
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("proved 0", total=total)

        def live(result: Result) -> None:
            nonlocal proved
            proved += result.status in PROVED
            style = _STYLES.get(result.status, "red")
            bar.console.print(printable(_line(result)), style=style, markup=False, soft_wrap=True)
            bar.update(task, advance=1, description=f"proved {proved}")

        yield live


def _line(result: Result) -> str:
    text = f"{result.problem:<24} {result.status:<7} {result.seconds:7.2f} s"
    if result.status in PROVED:
        text += f"  {result.steps:3} steps"
    if result.attempts:
        text += f"  {result.attempts:,} tried"
    if result.aux:
        text += f"  {'; '.join(result.aux)}"
    if result.message:
        text += f"  {result.message}"
    return text
