"""One input on its whole way: read, drawn, closed, proved, checked, written; what came of it."""

from __future__ import annotations

import os
import resource
import tempfile
import time
import traceback
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchmarks.fuzz_inputs import SUFFIX, make_input
from porism.geometry.checker.proof_json import from_json, read_proof, to_json
from porism.geometry.errors import InputError, PorismError
from porism.geometry.figure.diagram import draw
from porism.geometry.language import parse_problem, to_text
from porism.geometry.language.reader import read_problems
from porism.geometry.problem import Problem
from porism.geometry.proof import Proof
from porism.geometry.render.page import render_page
from porism.geometry.render.svg import render_svg
from porism.geometry.rule_trials.tested_rules import load_tested_rules
from porism.geometry.rules import load_rules, parse_rules, rule_text
from porism.geometry.telling.tell import tell
from porism.geometry.telling.text import render_text
from porism.geometry.verify import check
from porism.prover.options import SolveOptions
from porism.prover.solve import solve

MOST_MEMORY = 2 << 30
"""Bytes that a process which has seen many inputs may have taken at its peak."""

_ADDRESSES = 8 << 30  # of a worker, so that what runs away ends in MemoryError
_BUDGET = 1.0  # seconds of a problem
_FEW = 2  # problems of a file, and proofs of a problem that are checked again
_RARE = 16  # every so many inputs go through what takes most of the time: rewriting, pages
_NOW_AND_THEN = 8  # and a proof is checked once more that has just been checked
_SEARCHED = 20  # and auxiliary points are looked for, in others than those


@dataclass(frozen=True)
class Task:
    """An input by its kind, seed and number."""

    kind: str
    seed: int
    number: int


@dataclass(frozen=True)
class Answer:
    """What became of an input: ``refused``, ``fine``, ``crash``, ``memory`` or ``defect``."""

    outcome: str
    detail: str
    seconds: float


def run_one(task: Task) -> Answer:
    """Send an input on its way."""
    _limit_memory()
    begun = time.process_time()
    try:
        outcome, detail = _travel(task)
    except PorismError as error:
        outcome, detail = "refused", str(error)[:200]
        if len(str(error)) > 4000:
            outcome = "crash"
            detail = f"a message of {len(str(error))} characters: {detail}"
    except MemoryError:
        outcome, detail = "memory", traceback.format_exc()[-1500:]
    except Exception:
        outcome, detail = "crash", traceback.format_exc()[-3000:]
    peak = _peak()
    if peak > MOST_MEMORY and outcome != "memory":
        outcome, detail = "memory", f"{peak >> 20} MiB at the peak"
    return Answer(outcome, detail, time.process_time() - begun)


def _peak() -> int:
    """The most memory that this program has taken, in bytes.

    On Linux ``ru_maxrss`` also counts what the process that started this one held at that time.
    """
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    lines = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
    return int(lines["VmHWM"].split()[0]) * 1024


@cache
def _limit_memory() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_ADDRESSES, _ADDRESSES))


def _travel(task: Task) -> tuple[str, str]:
    data = make_input(task.kind, task.seed, task.number)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"input{SUFFIX[task.kind]}"
        file.write_bytes(data)
        if task.kind == "proof":
            return _proof(read_proof(file), task.number % _RARE == 0)
        if task.kind == "rules":
            return _rules(file, task)
        problems = read_problems(file, need_goal=False)
    for problem in problems[:_FEW]:
        found = _problem(problem, task)
        if found is not None:
            return found
    return "fine", ""


def _problem(problem: Problem, task: Task) -> tuple[str, str] | None:
    if problem.dialect != "ggb":
        text = to_text(problem)
        assert to_text(parse_problem(text, need_goal=False)) == text, "another text when read again"
    if not problem.goals:
        render_svg(problem, draw(problem, seconds=_BUDGET).coordinates)
        return None
    searched = task.number % _SEARCHED == _SEARCHED - 1
    proposer = "heuristic" if searched else "none"
    whole = task.number % _RARE == 0
    options = SolveOptions(
        budget=_BUDGET, threads=1, proposer=proposer, attempts=200, rewrite=whole
    )
    outcome = solve(problem, options)
    again = task.number % _NOW_AND_THEN == 0
    for proof in outcome.proofs[:_FEW] if again else ():
        found = _proof(proof, whole)
        if found[0] != "fine":
            return found
    if "defect:" in outcome.message:
        return "defect", outcome.message
    return None


def _proof(proof: Proof, page: bool) -> tuple[str, str]:
    """Check and write a proof; what was accepted is accepted again when it is read back."""
    verdict = check(proof, figures=2)
    telling = tell(proof, verdict)
    assert render_text(telling), "nothing written"
    try:
        assert not page or render_page(proof, verdict, telling=telling), "nothing drawn"
    except InputError as told:  # a proof of points that its figure does not have
        if verdict.accepted:
            raise
        return "refused", str(told)
    if verdict.accepted:
        text = to_json(proof)
        assert to_json(from_json(text)) == text, "another proof when read again"
    return "fine", str(verdict)[:200]


def _rules(file: Path, task: Task) -> tuple[str, str]:
    rules = load_rules(file)
    for rule in rules.values():
        if not rule.builtin:
            (again,) = parse_rules(rule_text(rule))
            assert again == rule, "another rule when read again"
    if task.number % _RARE == 0:  # trying a rule out takes the time of a hundred others
        load_tested_rules(file, figures=1)
    return "fine", ""


assert os.name == "posix", "limits of memory need POSIX"
