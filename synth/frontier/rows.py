"""A row of a frontier data set: an ordinary row, how hard it was, and what a search learned."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from porism.geometry.language import to_text
from porism.geometry.problem import Problem
from porism.synth.frontier.searcher import Choice, Sweep
from porism.synth.pipeline.rows import Row

__all__ = ["FrontierRow", "log_text"]


@dataclass(frozen=True)
class FrontierRow(Row):
    """One hard theorem; the further columns are explained in ``docs/data.md``.

    ``attempts`` is the difficulty: so many attempts the search made until it proved the theorem,
    or, where ``solved`` is false, until it was given up.
    """

    source: str = ""
    attempts: int = 0
    solved: bool = False
    referee: str = ""
    log: str = ""


def log_text(sweep: Sweep, known: Sequence[Choice], found: Sequence[Choice], budget: int) -> str:
    """Return what is to be learned from, as JSON; the members are explained in ``docs/data.md``."""
    return json.dumps(
        {
            "pool": sweep.pool,
            "digest": sweep.digest,
            "swept": sweep.attempts,
            "budget": budget,
            "known": [_choice(c) for c in known],
            "found": [_choice(c) for c in found],
            "lemmas": [[str(statement), rank] for statement, rank in sweep.lemmas],
        },
        separators=(",", ":"),
    )


def _choice(choice: Choice) -> list[object]:
    return [to_text(Problem("", (choice.clause,))).strip(), choice.rank, choice.pool]
