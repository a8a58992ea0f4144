"""What a run of the prover hands back, and what it says on the way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from porism.geometry.checker.check import Verdict, asked_goal
from porism.geometry.figure.diagram import Diagram
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Problem
from porism.geometry.proof import Proof
from porism.geometry.words import degrees, display_names, sentence, square_root

__all__ = [
    "PROVED",
    "STATUS_WORDS",
    "GoalOutcome",
    "Note",
    "NoteKind",
    "Outcome",
    "Phase",
    "Progress",
    "Report",
    "Status",
]

Status = Literal["proved", "proved_for_configuration", "open", "refuted", "error"]
PROVED: tuple[Status, ...] = ("proved", "proved_for_configuration")
"""Of an outcome in which every goal has a proof."""

STATUS_WORDS: Mapping[Status, str] = {
    "proved": "proved",
    "proved_for_configuration": "proved for one configuration",
    "open": "open",
    "refuted": "refuted",
    "error": "error",
}
"""A status as it is told to people."""

Phase = Literal["figure", "closure", "network", "sweep", "rollouts", "check", "rewrite"]
NoteKind = Literal[
    "interrupted",  # by the user
    "refuted",  # a goal fails in a figure of the premises
    "no_figure",  # none was found
    "no_value",  # a question has none in the figures of the premises
    "figures",  # what they show of a goal of order, or of a value that varies
    "budget",  # it ended before the figure was closed
    "ruling",  # what exact evaluation, or many figures, say of a goal without a proof
    "limit",  # the closure reached the most facts
    "unchecked",  # a proof of which no figures can be had, or special ones only
    "defect",  # a closure that no proof came of, a proof that the checker refused
    "read",  # how a GeoGebra file was read, where that could be taken otherwise
    "implied",  # order that goes with a goal, and that the text forces
    "left_out",  # what the engine left out, where no proof was found
]


@dataclass(frozen=True)
class Note:
    """A remark about a run: what kind it is of, and a text for people."""

    kind: NoteKind
    text: str


@dataclass(frozen=True)
class GoalOutcome:
    """What became of one goal, with its proof and what was made of that, where it has one."""

    goal: Predicate
    status: Status
    proof: Proof | None = None
    verdict: Verdict | None = None

    @property
    def answer(self) -> str:
        """The answer to a question as a person writes it (60°, 3/2, √2), else nothing."""
        if self.proof is None or self.proof.answer is None:
            return ""
        goal, answer = self.proof.goal, self.proof.answer
        if goal.kind.constant == "angle":
            return degrees(answer)
        return square_root(answer) if goal.name == self.goal.kind.answer_squared else str(answer)

    def told(self, names: Mapping[str, str]) -> str:
        """Say the goal and what became of it in one line."""
        answer = f" ({self.answer})" if self.answer else ""
        where = ""
        if self.status == "proved_for_configuration" and self.verdict is not None:
            where = f", {self.verdict.where}"
        return f"{sentence(self.goal, names)}: {STATUS_WORDS[self.status]}{answer}{where}"


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
    ``answers`` has one entry a goal: the value found for a question (where it is a root, its
    square), None for a statement. ``goals`` says of each goal what became of it, and the answer in
    words; so does ``str``.
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
    def goals(self) -> tuple[GoalOutcome, ...]:
        """What became of each goal of the problem, in their order."""
        failing = self.diagram.failing if self.diagram is not None else ()
        found = {asked_goal(p): (p, v) for p, v in zip(self.proofs, self.verdicts, strict=True)}
        told = []
        for goal in self.problem.goals:
            proof, verdict = found.get(goal, (None, None))
            status: Status = "open"
            if goal in failing:
                status = "error" if goal.kind.is_question else "refuted"
            if verdict is not None and verdict.status != "rejected":
                status = verdict.status
            told.append(GoalOutcome(goal, status, proof, verdict))
        return tuple(told)

    def __str__(self) -> str:
        """Write the status, the answers, what it took, and what became of each goal."""
        answers = [goal.answer for goal in self.goals if goal.answer]
        parts = [STATUS_WORDS[self.status] + (f" ({', '.join(answers)})" if answers else "")]
        if self.proofs:
            parts.append(f"{self.steps} step{'s' * (self.steps != 1)}")
        if self.auxiliary:
            parts.append(f"auxiliary: {'; '.join(self.auxiliary)}")
        if self.attempts:
            parts.append(f"{self.attempts:,} auxiliary constructions tried")
        lines = [f"{self.problem.name}: {', '.join(parts)}, {self.seconds:.2f} s"]
        names = display_names(self.problem.points)
        if len(self.problem.goals) > 1 or self.status == "proved_for_configuration":
            lines += [f"  {goal.told(names)}" for goal in self.goals]
        lines += [f"  {note.text}" for note in self.notes]
        return "\n".join(lines)

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
