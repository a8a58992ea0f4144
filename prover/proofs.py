"""The proofs of one run: written from closures, and kept if the checker accepts them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from porism.ddar.closure import Closure, Limits
from porism.ddar.traceback import TracebackError
from porism.geometry.checker.check import SPECIAL
from porism.geometry.configurations import Surveys
from porism.geometry.figure.diagram import Diagram
from porism.geometry.figure.double_place import DOUBLE_PLACE
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Clause, Problem
from porism.geometry.proof import Proof
from porism.geometry.rules import Rule
from porism.geometry.verify import Verdict, check
from porism.geometry.words import display_names, sentence
from porism.prover.implied_orders import forced_orders, forced_proof, line_needed
from porism.prover.outcome import NoteKind
from porism.prover.search.trim import trimmed_proof

__all__ = ["Proofs"]

_LACKING = (DOUBLE_PLACE, "no other figure of the problem could be drawn")
"""Reasons of the checker that say nothing of the proof: its figures cannot be had."""

_DEFECTS = 3  # notes about defective proofs of one goal


class Proofs:
    """Accepted proofs by goal, and how often a proof of a goal was refused."""

    def __init__(
        self, rules: Mapping[str, Rule] | None, note: Callable[[NoteKind, str], None]
    ) -> None:
        """Check with ``rules``, the catalogue with users' rules; tell ``note`` what is wrong."""
        self.found: dict[Predicate, tuple[Proof, Verdict]] = {}
        self.surveys = Surveys()
        self._rules = rules
        self._note = note
        self._rejected: Counter[Predicate] = Counter()

    def add(
        self,
        goals: Iterable[Predicate],
        base: Closure,
        clauses: Sequence[Clause],
        closure: Closure,
        *,
        limits: Callable[[], Limits],
        refusals: int,
    ) -> None:
        """Write and check a proof of each goal that ``closure`` holds.

        ``closure`` is ``base`` with the points of ``clauses``; ``limits`` bounds what is derived
        anew for one proof. Goals with more than ``refusals`` refused proofs are passed over.
        """
        for goal in goals:
            if not closure.holds(goal) or self._rejected[goal] > refusals:
                continue
            try:
                proof = trimmed_proof(base, clauses, closure, goal, limits())
            except TracebackError as error:
                text = f"{_said(goal)}: derived, but no proof could be written: {error}"
                self._defect(goal, text)
                continue
            verdict = check(proof, rules=self._rules, surveys=self.surveys)
            if verdict.accepted:
                self.found[goal] = proof, verdict
            else:
                self._refused(goal, verdict)

    def add_forced(
        self,
        goals: Iterable[Predicate],
        problem: Problem,
        diagram: Diagram,
        base: Closure,
        *,
        seed: int,
        limits: Callable[[], Limits],
    ) -> None:
        """Prove goals of order that no rule gives, and the text of ``problem`` forces.

        ``base`` is the closure of its figure ``diagram``.
        """
        orders = [g for g in goals if g.kind.figure_only]
        at = diagram.coordinates
        for goal in forced_orders(problem, orders, at, seed):
            before = None
            line = line_needed(goal)
            if line is not None:
                if not base.holds(line):
                    continue
                before = trimmed_proof(base, (), base, line, limits())
            proof = forced_proof(before, problem, goal, at)
            verdict = check(proof, rules=self._rules, surveys=self.surveys)
            if verdict.accepted:
                self.found[goal] = proof, verdict

    def _refused(self, goal: Predicate, verdict: Verdict) -> None:
        """Say why a proof does not count; where figures are lacking it is no defect."""
        if any(lack in verdict.reason for lack in _LACKING):
            self._rejected[goal] += 1
            text = f"{_said(goal)}: a proof was written and cannot be checked: {verdict.reason}"
            self._note("unchecked", text)
        elif verdict.reason.startswith(SPECIAL):
            self._rejected[goal] += 1
            why = verdict.reason.removeprefix(f"{SPECIAL}: ")
            self._note("unchecked", f"{_said(goal)}: follows in special figures only: {why}")
        else:
            self._defect(goal, f"{_said(goal)}: a proof was {verdict}")

    def _defect(self, goal: Predicate, text: str) -> None:
        """Count a proof that does not count; the first ones are told."""
        self._rejected[goal] += 1
        if self._rejected[goal] <= _DEFECTS:
            self._note("defect", f"defect: {text}")


def _said(goal: Predicate) -> str:
    """Say a goal as a person writes it."""
    return sentence(goal, display_names(goal.points))
