"""``porism solve``: prove one problem, or a few, and print the proof."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from porism.geometry.errors import InputError
from porism.geometry.rule_trials.tested_rules import load_tested_rules
from porism.geometry.telling.phrases import LANGUAGES
from porism.prover.bench.phases import PhaseClock
from porism.prover.cli.commands.options import (
    WITHOUT_NETWORK,
    Attempts,
    Budget,
    Goal,
    Name,
    Proposer,
    Rewrite,
    Rules,
    Seed,
    Target,
    Threads,
    Weights,
    check_network,
    check_writable,
    lacks_network,
)
from porism.prover.cli.commands.reports import print_outcome, print_profile, write_files
from porism.prover.cli.commands.targets import problems_of
from porism.prover.cli.commands.tellings import (
    Collinear,
    LanguageOption,
    Md,
    Plain,
    Style,
    Teller,
    Tex,
)
from porism.prover.cli.console import note, say, working
from porism.prover.cli.status import ExitStatus, worst
from porism.prover.options import DEFAULTS, SolveOptions
from porism.prover.solve import solve as prove

__all__ = ["EXIT", "solve"]

EXIT = {
    "proved": ExitStatus.SUCCESS,
    "proved_for_configuration": ExitStatus.PROVED_FOR_CONFIGURATION,
    "open": ExitStatus.OPEN,
    "error": ExitStatus.BAD_INPUT,
    "refuted": ExitStatus.REFUTED,
}

_TELLING_SECONDS = 0.5  # past the budget, in which a proof may be told in words


def solve(
    target: Target,
    problem: Name = None,
    goal: Goal = None,
    budget: Budget = DEFAULTS.budget,
    threads: Threads = DEFAULTS.threads,
    seed: Seed = DEFAULTS.seed,
    proposer: Proposer = DEFAULTS.proposer,
    weights: Weights = None,
    attempts: Attempts = None,
    rules: Rules = None,
    rewrite: Rewrite = DEFAULTS.rewrite,
    json: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the proof for 'porism check'.")
    ] = None,
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a page with proof and figure.")
    ] = None,
    md: Md = None,
    tex: Tex = None,
    svg: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the figure.")] = None,
    plain: Plain = False,
    collinear: Collinear = False,
    language: LanguageOption = LANGUAGES[0],
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Print the verdict only, and no progress.")
    ] = False,
    profile: Annotated[
        bool, typer.Option("--profile", help="Tell what the time went into, rule by rule.")
    ] = False,
) -> None:
    """Prove a problem, or several, and print the proof.

    Exit status: 0 proved, 4 proved for one configuration, which is told, 1 open (the budget ran
    out), 2 bad input or usage, 3 refuted; of several problems the one that is farthest from proved.

    \b
    Examples:
      porism solve imo_ag_30 --problem imo_2015_p4
      porism solve "a b c = triangle; d = foot a b c; e = foot b c a ? eqangle d e d c a c a b"
      porism solve classics --problem euler_line --goal "coll o g h" --html proof.html
      porism solve imo_ag_30 --problem imo_2019_p2 --tex proof.tex --language de
      porism solve pappus --problem pappus_parallel --rules pappus_rule
      porism solve classics --problem morley --budget 600 --threads 8 --json proof.json
    """
    problems = problems_of(target, problem, goal)
    check_writable(
        json, html, md, tex, svg, inputs=(target, *(rules or ())), proofs=len(problems[0].goals)
    )
    if len(problems) > 1 and (json or html or md or tex or svg):
        raise InputError(
            f"--json, --html, --md, --tex and --svg are for one problem, and {target} holds "
            f"{len(problems)}; choose one with --problem"
        )
    style = Style(language, plain, collinear)
    options = SolveOptions(budget, threads, seed, proposer, weights, attempts, rewrite=rewrite)
    options.check()
    check_network(options.proposer_name, weights)
    begun = time.monotonic()
    catalogue = load_tested_rules(*rules, seconds=budget) if rules else None
    outcomes = []
    for number, chosen in enumerate(problems):
        if number:
            begun = time.monotonic()
            if not quiet:
                say()
        until = begun + budget + _TELLING_SECONDS
        within = options.less(time.monotonic() - begun)  # trying rules out: of the first problem
        with _ctrl_c() as cancel:
            clock = PhaseClock()
            with working(chosen.name, quiet=quiet) as progress:
                clock.then = progress
                outcome = prove(chosen, within, rules=catalogue, progress=clock, cancel=cancel)
        brief = quiet or len(problems) > 1
        teller = Teller(catalogue, style, until)
        print_outcome(outcome, clock.stop(), teller, brief=brief)
        if profile:
            print_profile(outcome, clock.seconds, catalogue)
        if outcome.status == "open" and outcome.attempts and lacks_network(options):
            note(WITHOUT_NETWORK)
        write_files(outcome, teller, json=json, html=html, md=md, tex=tex, svg=svg)
        if teller.cut_short:
            note("the budget ended before the proof could be told in words; these are its steps")
        if cancel.is_set() and outcome.status == "open":
            raise typer.Exit(ExitStatus.INTERRUPTED)
        outcomes.append(outcome)
    raise typer.Exit(worst(EXIT[outcome.status] for outcome in outcomes))


@contextmanager
def _ctrl_c() -> Iterator[threading.Event]:
    """Yield an event that Ctrl-C sets, besides interrupting what is running."""
    cancel = threading.Event()

    def interrupt(number: int, frame: FrameType | None) -> None:
        cancel.set()
        raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():
        yield cancel  # Python leaves signals to the main thread
        return
    before = signal.signal(signal.SIGINT, interrupt)
    try:
        yield cancel
    finally:
        signal.signal(signal.SIGINT, before)
