"""``porism check``: check proofs that anyone wrote."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from porism.geometry.checker.check import Verdict, asked_goal
from porism.geometry.checker.proof_json import read_proof
from porism.geometry.errors import InputError
from porism.geometry.figure.double_place import COMPLEX_ONLY, is_at_double_place
from porism.geometry.figure.system import equations_meant
from porism.geometry.language import to_text
from porism.geometry.limits import LARGEST_SEED
from porism.geometry.predicates import canonical
from porism.geometry.printing import in_one_line
from porism.geometry.proof import ByRule, Proof
from porism.geometry.referee import referee as rule_on
from porism.geometry.rule_trials.tested_rules import load_tested_rules
from porism.geometry.rules import Rule, load_rules, parse_rules, rule_text
from porism.geometry.telling.notation import answer_formula
from porism.geometry.telling.phrases import LANGUAGES
from porism.geometry.telling.text import formula_text
from porism.geometry.verify import check as check_proof
from porism.geometry.words import display_names, sentence
from porism.prover.cli.commands.options import Rules, check_writable
from porism.prover.cli.commands.reports import write_pages, write_tellings
from porism.prover.cli.commands.tellings import (
    Collinear,
    LanguageOption,
    Md,
    Plain,
    Style,
    Teller,
    Tex,
)
from porism.prover.cli.console import complain, note, say
from porism.prover.cli.status import ExitStatus, worst
from porism.prover.time_limit import OutOfTime, time_limit

__all__ = ["EXIT", "check"]

EXIT = {
    "proved": ExitStatus.SUCCESS,
    "proved_for_configuration": ExitStatus.PROVED_FOR_CONFIGURATION,
    "rejected": ExitStatus.REJECTED,
}
_STYLES = {
    "proved": "bold green",
    "proved_for_configuration": "bold yellow",
    "rejected": "bold red",
}


def check(
    proofs: Annotated[
        list[Path], typer.Argument(metavar="PROOF.json...", help="Proof files.", show_default=False)
    ],
    rules: Rules = None,
    show: Annotated[bool, typer.Option("--show", help="Print the proof as well.")] = False,
    figures: Annotated[
        int, typer.Option(metavar="N", min=1, max=100, help="Figures to draw afresh.")
    ] = 3,
    digits: Annotated[
        int, typer.Option(metavar="N", min=15, max=1000, help="Digits to measure with.")
    ] = 30,
    seed: Annotated[
        int, typer.Option(metavar="N", min=0, max=LARGEST_SEED, help="Seed of the fresh figures.")
    ] = 0,
    budget: Annotated[
        float, typer.Option(metavar="SECONDS", min=0.1, max=1e6, help="Time for each proof.")
    ] = 120.0,
    referee: Annotated[
        bool, typer.Option("--referee", help="Also decide the statement without the proof.")
    ] = False,
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write each proof as a page.")
    ] = None,
    md: Md = None,
    tex: Tex = None,
    plain: Plain = False,
    collinear: Collinear = False,
    language: LanguageOption = LANGUAGES[0],
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print the verdict only.")] = False,
) -> None:
    """Check a proof, step by step, and say under which conditions it holds.

    Nothing of the engine is used: the proof is data, and every step is verified from the rule
    catalogue, exactly, and measured in figures drawn afresh. With --referee the statement is also
    evaluated in finite fields, on every choice of a square root: true, false, or depending on the
    configuration.

    Exit status: 0 proved, 4 proved for one configuration, 1 rejected (with the step and the reason,
    or because the referee says that the statement is false), 2 unreadable or not decided within
    --budget; of several proofs the one that is farthest from proved.

    \b
    Examples:
      porism solve classics --problem euler_line --json proof.json
      porism check proof.json proof-2.json
      porism check proof.json --show --figures 10 --digits 60
      porism check proof.json --html proof.html
    """
    begun = time.monotonic()
    catalogue = load_tested_rules(*rules, seconds=budget) if rules else None
    check_writable(html, md, tex, inputs=(*proofs, *(rules or ())), proofs=len(proofs))
    style = Style(language, plain, collinear)
    teller = Teller(catalogue, style)
    statuses: list[ExitStatus] = []
    read: list[tuple[Proof, Verdict]] = []
    for number, path in enumerate(proofs):
        begun = time.monotonic() if number else begun  # trying rules out is part of the first one
        teller.until = begun + budget
        name = in_one_line(str(path))
        try:
            proof = read_proof(path)
            with time_limit(max(0.0, teller.until - time.monotonic())):
                verdict = check_proof(
                    proof, rules=catalogue, figures=figures, digits=digits, seed=seed
                )
        except OutOfTime:
            complain(f"{name}: not decided within {budget:g} seconds; --budget gives it more")
            statuses.append(ExitStatus.BAD_INPUT)
            continue
        except InputError as error:
            complain(in_one_line(str(error) if str(path) in str(error) else f"{name}: {error}"))
            statuses.append(ExitStatus.BAD_INPUT)
            continue
        read.append((proof, verdict))
        head = f"{name}: {verdict}"
        say(head, _STYLES[verdict.status])
        if not quiet:
            _show_task(proof)
        if not verdict.accepted:
            _show_step(proof, verdict.step)
            _show_rule(proof, verdict.step, catalogue)
        statuses.append(EXIT[verdict.status])
        if referee:
            say(f"  referee: {verdict.ruling or _ruling(proof)}")
        if quiet:
            continue
        if show:
            say()
            say(teller.text(proof, verdict))
            continue
        _list("it holds when", teller.settled(proof, verdict).conditions)
        _list("in other figures of the same problem", verdict.configuration_notes)
    teller.until = time.monotonic() + budget
    if html is not None:
        write_pages(read, teller, html)
    write_tellings(read, teller, md=md, tex=tex)
    if teller.cut_short:
        note("--budget ended before all proofs could be told in words; the others are step by step")
    raise typer.Exit(worst(statuses))


def _ruling(proof: Proof) -> str:
    """Return what the referee says of what was to be shown, for a proof that was rejected."""
    statement = replace(proof.problem, auxiliary=(), goals=(proof.goal,))
    ruling = rule_on(statement)
    at = {p: proof.coordinates[p] for p in statement.points if p in proof.coordinates}
    if ruling.kind == "false" and len(at) == len(statement.points):
        if is_at_double_place(equations_meant(statement), at):
            return COMPLEX_ONLY
    return str(ruling)


def _show_task(proof: Proof) -> None:
    """Print the statement, what was to be shown of it, and the goals that are not shown here."""
    names = display_names(proof.problem.points)
    statement = replace(proof.problem, auxiliary=(), goals=())
    say(f"  of: {to_text(statement)}")
    answer = ""
    if proof.answer is not None:
        answer = f"; the answer: {formula_text(answer_formula(proof.goal, proof.answer))}"
    asked = asked_goal(proof) or proof.goal
    what = "question" if asked.kind.is_question else "to be shown"
    say(f"  {what}: {sentence(asked, names)}{answer}")
    for goal in proof.problem.goals:
        if canonical(goal) != canonical(asked):
            say(f"  also asked, not shown by this proof: {sentence(goal, names)}")


def _show_step(proof: Proof, step: int | None) -> None:
    if step is not None and step < len(proof.steps):
        statement = sentence(proof.steps[step].statement, display_names(proof.problem.points))
        say(f"  step {step}: {proof.steps[step].statement}   ({statement})")


def _show_rule(proof: Proof, step: int | None, catalogue: Mapping[str, Rule] | None) -> None:
    """Print the rule that a rejected step cites, if it is of a user's making and not known."""
    known = step is not None and step < len(proof.steps)
    reason = proof.steps[step].reason if step is not None and known else None
    if not isinstance(reason, ByRule) or reason.rule in (catalogue or load_rules()):
        return
    for rule in parse_rules(proof.rules):
        if rule.id == reason.rule:
            say("  its writer had this rule; if you believe it, save it and give it with --rules:")
            say(rule_text(rule))


def _list(title: str, rows: tuple[str, ...]) -> None:
    if rows:
        say(f"  {title}:")
        for row in rows:
            say(f"  - {row}")
