"""What a run of the prover hands back, and what it says on the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from porism.geometry.checker.check import Verdict
from porism.geometry.figure.diagram import Diagram
from porism.geometry.problem import Problem
from porism.geometry.proof import Proof

__all__ = ["PROVED", "Note", "NoteKind", "Outcome", "Phase", "Progress", "Report", "Status"]

Status = Literal["proved", "proved_for_configuration", "open", "refuted", "error"]
PROVED: tuple[Status, ...] = ("proved", "proved_for_configuration")
"""Of an outcome in which every goal has a proof."""

Phase = Literal["figure", "closure", "sweep", "rollouts", "check"]
NoteKind = Literal[
    "interrupted",  # by the user
    "refuted",  # a goal fails in a figure of the premises
    "no_figure",  # none was found
    "figures",  # what they show of a goal of order, or of a value that varies
    "budget",  # it ended before the figure was closed
    "limit",  # the closure reached the most facts
    "defect",  # a closure that no proof came of, a proof that the checker refused
    "left_out",  # what the engine left out, where no proof was found
]


@dataclass(frozen=True)
class Note:
    """A remark about a run: what kind it is of, and a text for people."""

    kind: NoteKind
    text: str


@dataclass(frozen=True)
class Outcome:
    """The end of a run.

    ``proved`` means that every goal has a proof that :func:`porism.geometry.verify.check`
    accepted, and holds in every configuration that the statement allows, as far as tried;
    ``proved_for_configuration`` that some goal is proved for one configuration only. ``proofs``
    then holds the proofs in the order of the goals and ``verdicts`` what the checker said, and of
    which configurations. In an ``open`` outcome they are those of the goals proved so far.
    ``refuted`` comes with the ``diagram`` in which a goal fails, ``error`` with a note that says
    why. There can be ``notes`` on any outcome; ``message`` has their texts on one line.

    ``engine_seconds`` is the wall-clock time of closing the figure, of the search, and of deriving
    its hits anew; writing and checking proofs is not in it. ``seconds`` is that of everything.
    ``attempts`` counts the auxiliary constructions tried, ``auxiliary`` has the clauses the proofs
    use, in the problem language, ``steps`` the derived steps of all proofs.
    ``answers`` has one entry a goal: the value found for a question, None for a statement.
    """

    problem: Problem
    status: Status
    proofs: tuple[Proof, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    diagram: Diagram | None = None
    seconds: float = 0.0
    engine_seconds: float = 0.0
    attempts: int = 0
    auxiliary: tuple[str, ...] = ()
    steps: int = 0
    checked: bool = False
    notes: tuple[Note, ...] = ()
    answers: tuple[Fraction | None, ...] = ()

    @property
    def message(self) -> str:
        """The texts of all notes, on one line."""
        return "; ".join(note.text for note in self.notes)

    def _repr_html_(self) -> str:
        from porism.prover.notebook import outcome_html  # pages are for those who look at them

        return outcome_html(self)


@dataclass(frozen=True)
class Progress:
    """What is being tried: ``trying`` is a clause in the problem language, or empty."""

    phase: Phase
    seconds: float
    attempts: int = 0
    trying: str = ""

    @property
    def rate(self) -> float:
        """Attempts a second so far."""
        return self.attempts / self.seconds if self.seconds > 0 else 0.0


Report = Callable[[Progress], None]
