"""What ``solve`` and ``check`` print and write."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from porism.ddar.closure import Limits
from porism.ddar.engine import saturate
from porism.geometry.checker.check import Verdict
from porism.geometry.checker.proof_json import to_json
from porism.geometry.files import unreadable
from porism.geometry.printing import printable
from porism.geometry.problem import Coordinates, Problem
from porism.geometry.proof import Proof
from porism.geometry.render.svg import render_svg
from porism.geometry.rules import Rule
from porism.geometry.telling.tell import tell_statement
from porism.geometry.telling.text import statement_text
from porism.geometry.words import display_names, sentence
from porism.prover.bench.phases import peak_memory_mb
from porism.prover.bench.tables import grid
from porism.prover.cli.commands.options import STANDARD_OUTPUT, numbered
from porism.prover.cli.commands.tellings import Style, Teller
from porism.prover.cli.console import complain, note, say
from porism.prover.outcome import PROVED, Outcome
from porism.prover.profile import profile_text

__all__ = [
    "print_configurations",
    "print_coordinates",
    "print_outcome",
    "print_profile",
    "print_statement",
    "write_bytes",
    "write_files",
    "write_pages",
    "write_tellings",
    "write_text",
]

Catalogue = Mapping[str, Rule] | None

_STYLES = {
    "proved": "bold green",
    "proved_for_configuration": "bold yellow",
    "open": "bold yellow",
    "refuted": "bold red",
    "error": "red",
}


def print_outcome(
    outcome: Outcome,
    phases: Mapping[str, float],
    teller: Teller,
    *,
    brief: bool = False,
) -> None:
    """Print the verdict, after the proof or the statement unless it is to be ``brief``."""
    if outcome.status == "error":
        complain(f"{outcome.problem.name}: {outcome.message}")
        return
    if brief:
        text = f"{outcome.problem.name}: {outcome.status}{_answers(outcome)}, {_counts(outcome)}"
        say(text, _STYLES[outcome.status])
        return
    if outcome.status not in PROVED:
        print_statement(outcome.problem, teller.style)
        say()
    if outcome.status == "proved_for_configuration":
        where = dict.fromkeys(v.where for v in outcome.verdicts if v.status != "proved")
        say(f"{_proved(outcome)}, {'; '.join(where)}.\n", _STYLES[outcome.status])
    for number, proof in enumerate(outcome.proofs):
        say(teller.text(proof, outcome.verdicts[number], outcome.proofs[:number]))
    if outcome.status == "refuted":
        say(f"Refuted: {outcome.message}.", _STYLES["refuted"])
        if outcome.diagram is not None:
            say("A figure that shows it:")
            print_coordinates(outcome.problem, outcome.diagram.coordinates)
    elif outcome.status == "open":
        say(f"Open: {_what_is_open(outcome)}.", _STYLES["open"])
    else:
        say(f"{_proved(outcome)}{_answers(outcome)}, {_counts(outcome)}.", _STYLES[outcome.status])
        print_configurations(outcome)
        for remark in (n.text for n in outcome.notes if n.kind == "figures"):
            say(f"In figures: {remark}.")
    _print_goals(outcome)
    parts = ", ".join(f"{phase} {seconds:.2f}" for phase, seconds in phases.items())
    note(f"{outcome.seconds:.2f} s ({parts})")


def _proved(outcome: Outcome) -> str:
    """Say what is proved: everything, or goals for one configuration."""
    partly = any(v.status != "proved" for v in outcome.verdicts)
    return "Proved for one configuration" if partly else "Proved"


def print_configurations(outcome: Outcome) -> None:
    """Say where goals hold that do not hold everywhere, and where they fail.

    Each has one figure; the text of the proof lists all configurations.
    """
    names = display_names(outcome.problem.points)
    for goal in outcome.goals:
        answer = f" ({goal.answer})" if goal.answer else ""
        configurations = goal.verdict.configurations if goal.verdict else ()
        for configuration in {c.holds: c for c in reversed(configurations)}.values():
            said = f"{sentence(goal.goal, names)}{answer}: {configuration.text}"
            say(f"\n{said}, for instance here:")
            print_coordinates(outcome.problem, configuration.coordinates)


def _counts(outcome: Outcome) -> str:
    parts = []
    if outcome.proofs:
        parts.append(f"{outcome.steps} step{'s' * (outcome.steps != 1)}")
    if outcome.auxiliary:
        parts.append(f"auxiliary: {'; '.join(outcome.auxiliary)}")
    if outcome.attempts:
        parts.append(f"{outcome.attempts:,} auxiliary constructions tried")
    return ", ".join([*parts, f"{outcome.seconds:.2f} s"])


def _answers(outcome: Outcome) -> str:
    found = [goal.answer for goal in outcome.goals if goal.answer]
    return f" ({', '.join(found)})" if found else ""


def _print_goals(outcome: Outcome) -> None:
    """Name all goals of a problem that has several, proved or not."""
    if len(outcome.problem.goals) > 1:
        names = display_names(outcome.problem.points)
        say("The goals:")
        for goal in outcome.goals:
            say(f"- {goal.told(names)}", _STYLES[goal.status])


def _what_is_open(outcome: Outcome) -> str:
    goals = outcome.problem.goals
    missing = len(goals) - len(outcome.proofs)
    text = "no proof found" if len(goals) == 1 else f"{missing} of {len(goals)} goals without proof"
    text += f", {_counts(outcome)}"
    return f"{text}; {outcome.message}" if outcome.message else text


def print_statement(problem: Problem, style: Style) -> None:
    """Print a problem, which has goals, in words."""
    say(statement_text(tell_statement(problem, style.language)).rstrip("\n"))


def print_coordinates(problem: Problem, coordinates: Coordinates) -> None:
    """Print where the points of a figure are."""
    rows = [["point", "x", "y"]]
    for point in problem.points:
        x, y = coordinates[point]
        rows.append([point, f"{x:.6f}", f"{y:.6f}"])
    say(grid(rows, right=(1, 2)).rstrip("\n"))


def print_profile(outcome: Outcome, phases: Mapping[str, float], rules: Catalogue) -> None:
    """Print seconds by phase, and what the engine did in the figure, closed once more.

    As in the run, it is closed again with sines when the first closure lacks a goal.
    """
    rows = [["phase", "s"], *([phase, f"{seconds:.3f}"] for phase, seconds in phases.items())]
    rows += [["total", f"{outcome.seconds:.3f}"], ["engine", f"{outcome.engine_seconds:.3f}"]]
    note(f"\n{grid(rows, right=(1,))}", "")
    if outcome.diagram is not None and outcome.status != "refuted":
        for sines in (False, True):
            begun = time.perf_counter()
            closure = saturate(
                outcome.problem,
                outcome.diagram.coordinates,
                Limits(seconds=30.0),
                sines=sines,
                profile=True,
                rules=rules,
            )
            seconds = time.perf_counter() - begun
            note(f"deduction {'with sines' if sines else 'without sines'}\n", "")
            note(profile_text(closure, seconds), "")
            if all(closure.holds(goal) for goal in outcome.problem.goals):
                break
    note(f"  peak memory: {peak_memory_mb():.0f} MB", "")


# --- files -------------------------------------------------------------------------------------


def write_files(
    outcome: Outcome,
    teller: Teller,
    *,
    json: Path | None = None,
    html: Path | None = None,
    md: Path | None = None,
    tex: Path | None = None,
    svg: Path | None = None,
) -> None:
    """Write what was asked for; where there is no proof, say so. Each goal has its own file."""
    for path in (json, html, md, tex):
        if path is not None and not outcome.proofs:
            note(f"{path}: not written, there is no proof")
    checked = list(zip(outcome.proofs, outcome.verdicts, strict=True))
    if json is not None:
        for number, (proof, verdict) in enumerate(checked, 1):
            write_text(numbered(json, number), to_json(proof, verdict))
    if html is not None:
        write_pages(checked, teller, html)
    write_tellings(checked, teller, md=md, tex=tex)
    if svg is not None and outcome.proofs:
        proof = outcome.proofs[-1]
        write_text(svg, render_svg(proof.problem, teller.figure(proof), outcome.problem.goals))
    elif svg is not None and outcome.diagram is not None:
        write_text(svg, render_svg(outcome.problem, outcome.diagram.coordinates))
    elif svg is not None:
        note(f"{svg}: not written, there is no figure")


def write_tellings(
    proofs: Sequence[tuple[Proof, Verdict]],
    teller: Teller,
    *,
    md: Path | None = None,
    tex: Path | None = None,
) -> None:
    """Write each proof as Markdown and as LaTeX, where files are named."""
    for path, write in ((md, teller.markdown), (tex, teller.tex)):
        if path is not None:
            for number, (proof, verdict) in enumerate(proofs, 1):
                write_text(numbered(path, number), write(proof, verdict))


def write_pages(proofs: Sequence[tuple[Proof, Verdict]], teller: Teller, path: Path) -> None:
    """Write the page of each proof; pages of one problem's goals lead to each other."""
    files = [numbered(path, number) for number in range(1, len(proofs) + 1)]
    together = len({(p.problem.name, p.problem.text) for p, _ in proofs}) == 1
    names = [file.name for file in files] if together else []
    for number, (proof, verdict) in enumerate(proofs):
        write_text(files[number], teller.page(proof, verdict, number, names))


def write_text(path: Path, text: str) -> None:
    """Write a file and say so, or to standard output for ``-``.

    Raises InputError when a file cannot be written.
    """
    if path == STANDARD_OUTPUT:
        sys.stdout.write(printable(text if text.endswith("\n") else f"{text}\n"))
    else:
        write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file and say so. Raises InputError when it cannot be written."""
    try:
        path.write_bytes(data)
    except OSError as error:
        raise unreadable(path, error) from None
    note(f"wrote {path}")
