"""Solves for the page: what is going on while they run, and everything to show and download."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from porism.geometry.checker.check import Verdict, asked_goal
from porism.geometry.checker.proof_json import from_json
from porism.geometry.errors import InputError
from porism.geometry.proof import Proof
from porism.geometry.verify import check
from porism.geometry.words import display_names, sentence
from porism.prover.options import SolveOptions
from porism.prover.outcome import PROVED, Outcome, Progress
from porism.prover.solve import solve
from porism.studio.exports import files_of, files_of_proof
from porism.studio.reading import read, sentence_of

__all__ = ["check_file", "solve_text"]

Say = Callable[[dict[str, Any]], None]

_EVERY = 0.1  # seconds between two reports
_PHASES = {
    "figure": "Drawing a figure",
    "closure": "Deducing what follows",
    "network": "Loading the network",
    "sweep": "Trying one auxiliary point",
    "rollouts": "Trying several auxiliary points",
    "check": "Writing and checking the proof",
    "rewrite": "Making the proof shorter",
}


def solve_text(
    text: str, name: str, options: SolveOptions, say: Say, stop: threading.Event
) -> dict[str, Any]:
    """Solve a statement; return how it ended and its files. Raises PorismError."""
    problem = read(text)
    if not problem.goals:
        raise InputError("nothing is asked: write '? goal' after the statement, or pick a goal")
    reporter = _Reporter(say)
    named = replace(problem, name=name or "problem")
    outcome = solve(named, options, progress=reporter, cancel=stop)
    return _summed_up(outcome, stopped=stop.is_set())


class _Reporter:
    def __init__(self, say: Say) -> None:
        self.say = say
        self.last = -1.0
        self.phase = ""

    def __call__(self, progress: Progress) -> None:
        now = time.monotonic()
        if progress.phase == self.phase and now - self.last < _EVERY:
            return
        self.last, self.phase = now, progress.phase
        self.say(
            {
                "phase": _PHASES.get(progress.phase, progress.phase),
                "seconds": round(progress.seconds, 2),
                "attempts": progress.attempts,
                "trying": progress.trying,
            }
        )


def _summed_up(outcome: Outcome, *, stopped: bool) -> dict[str, Any]:
    names = display_names(outcome.problem.points)
    goals = [
        {
            "says": sentence_of(g.goal, names),
            "proved": g.status in PROVED,
            "status": g.status,
        }
        for g in outcome.goals
    ]
    pairs = list(zip(outcome.proofs, outcome.verdicts, strict=True))
    return {
        "status": "stopped" if stopped and outcome.status == "open" else outcome.status,
        "goals": goals,
        "proofs": [_proof(proof, verdict) for proof, verdict in pairs],
        "notes": [note.text for note in outcome.notes if note.kind != "interrupted"],
        "auxiliary": list(outcome.auxiliary),
        "attempts": outcome.attempts,
        "steps": outcome.steps,
        "seconds": round(outcome.seconds, 2),
        "files": files_of(outcome),
    }


def _proof(proof: Proof, verdict: Verdict) -> dict[str, Any]:
    names = display_names(proof.problem.points)
    return {"says": sentence(proof.goal, names), "verdict": str(verdict)}


def check_file(text: str, file: str) -> dict[str, Any]:
    """Check the proof in a file; return the verdict and its files. Raises PorismError."""
    proof = from_json(text, file)
    verdict = check(proof)
    names = display_names(proof.problem.points)
    return {
        "status": verdict.status,
        "goals": [
            {
                "says": sentence_of(asked_goal(proof) or proof.goal, names),
                "proved": verdict.accepted,
                "status": verdict.status if verdict.accepted else "open",
            }
        ],
        "proofs": [_proof(proof, verdict)],
        "notes": [] if verdict.accepted else [str(verdict)],
        "files": files_of_proof(proof, verdict),
    }
