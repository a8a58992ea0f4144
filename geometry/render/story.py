"""A proof arranged for reading: the setting, the construction, numbered facts with reasons.

Facts are numbered from 1: first the given ones that the proof uses, then the derived ones in the
order of the proof. A text is a tuple of plain strings and :class:`Cite` marks, which every
printer shows in its own way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from porism.geometry.checker.check import Verdict
from porism.geometry.constructions import CONSTRUCTIONS
from porism.geometry.errors import InputError
from porism.geometry.problem import Clause, Construction, Problem
from porism.geometry.proof import ByAlgebra, ByRule, Given, Proof, Step
from porism.geometry.render.chains import chain
from porism.geometry.rules import Rule, load_rules
from porism.geometry.words import degrees, display_names, legend, sentence, square_root

__all__ = ["Cite", "Fact", "Story", "Text", "answer_text", "tell"]


@dataclass(frozen=True)
class Cite:
    """A reference to the facts with these numbers."""

    numbers: tuple[int, ...]


Text = tuple[str | Cite, ...]


@dataclass(frozen=True)
class Fact:
    """A numbered statement: what it says and why.

    ``working`` is the chain of equalities, empty for facts that a rule gives; ``points`` are
    those the statement speaks of.
    """

    number: int
    statement: str
    reason: Text
    working: Text
    points: tuple[str, ...]


@dataclass(frozen=True)
class Story:
    """A proof ready to be printed."""

    title: str
    setting: tuple[str, ...]
    goal: str
    construction: tuple[tuple[str, str], ...]
    given: tuple[Fact, ...]
    derived: tuple[Fact, ...]
    answer: str
    legend: str
    verdict: str
    conditions: tuple[str, ...]
    notes: tuple[str, ...]


def tell(
    proof: Proof, verdict: Verdict | None = None, rules: Mapping[str, Rule] | None = None
) -> Story:
    """Arrange a proof for reading. ``rules`` is the catalogue with users' rules, if any.

    Raises InputError for a proof so broken that it cannot be told; the checker rejects it too.
    """
    try:
        return _tell(proof, verdict, load_rules() if rules is None else rules)
    except (KeyError, IndexError, ValueError) as error:
        raise InputError(f"a proof with holes cannot be shown: {error}") from error


def _tell(proof: Proof, verdict: Verdict | None, catalogue: Mapping[str, Rule]) -> Story:
    problem = proof.problem
    names = display_names(problem.points)
    order = sorted(proof.steps, key=lambda step: not isinstance(step.reason, Given))
    numbers = {step.id: number for number, step in enumerate(order, start=1)}
    teller = _Teller(proof.steps, numbers, names, catalogue)
    facts = [teller.fact(step) for step in order]
    count = sum(isinstance(step.reason, Given) for step in order)
    told = [*(sentence(s.statement, names) for s in proof.steps), _goal(problem, proof, names)]
    told += [_setting(clause, names) for clause in problem.all_clauses]
    return Story(
        title=problem.name.replace("_", " "),
        setting=tuple(_setting(clause, names) for clause in problem.clauses),
        goal=_goal(problem, proof, names),
        construction=tuple(
            (_setting(clause, names), _legality(clause, names)) for clause in problem.auxiliary
        ),
        given=tuple(facts[:count]),
        derived=tuple(facts[count:]),
        answer=answer_text(proof),
        legend=legend(told, asked=proof.answer is not None),
        verdict="" if verdict is None else str(verdict),
        conditions=() if verdict is None else verdict.conditions,
        notes=() if verdict is None else verdict.configuration_notes,
    )


# --- the setting -------------------------------------------------------------------------------


def _setting(clause: Clause, names: Mapping[str, str]) -> str:
    """Say what a clause demands of its points."""
    said = [_construction(c, names) for c in clause.constructions]
    said += [sentence(s, names) for s in clause.predicates]
    points = [names[p] for p in clause.points]
    if not said:
        return f"{_listed(points)} {'is any point' if len(points) == 1 else 'are any points'}."
    if clause.predicates and not clause.constructions:
        return f"{_listed(points)}: {_listed(said)}."
    return f"{said[0]}, and {'; '.join(said[1:])}." if len(said) > 1 else f"{said[0]}."


def _construction(construction: Construction, names: Mapping[str, str]) -> str:
    renamed = replace(construction, arguments=tuple(names[p] for p in construction.arguments))
    text = CONSTRUCTIONS[construction.name].sentence(renamed)
    return " ".join(text.split())


def _legality(clause: Clause, names: Mapping[str, str]) -> str:
    """Say why the points of an auxiliary clause may be added."""
    needs = [sentence(s, names) for s in dict.fromkeys(clause.conditions)]
    loci = len(clause.constructions) + len(clause.predicates)
    if len(clause.points) == 1 and loci > 1:
        text = f"{loci} conditions place one point; the figure shows that they can be met together"
    else:
        text = "this only places new points and assumes nothing of the others"
    return f"{text}; it needs {_listed(needs)}" if needs else text


def _listed(words: Sequence[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def _goal(problem: Problem, proof: Proof, names: Mapping[str, str]) -> str:
    if proof.answer is None:
        return f"To show: {sentence(proof.goal, names)}."
    pairs = {frozenset(proof.goal.points)}
    for asked in problem.goals:
        if asked.kind.is_question and frozenset(asked.points) in pairs:
            text = sentence(asked, names)
            return f"{text[0].upper()}{text[1:]}."
    return f"To show: {sentence(proof.goal, names)}."


def answer_text(proof: Proof) -> str:
    """Return the answer to a question as a person writes it, empty without one."""
    if proof.answer is None:
        return ""
    if proof.goal.kind.constant == "angle":
        return degrees(proof.answer)
    return square_root(proof.answer) if proof.goal.name == "r2const" else str(proof.answer)


# --- the facts ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Teller:
    steps: tuple[Step, ...]
    numbers: Mapping[int, int]
    names: Mapping[str, str]
    rules: Mapping[str, Rule]

    def fact(self, step: Step) -> Fact:
        reason: Text
        working: Text = ()
        match step.reason:
            case ByRule():
                reason = self._by_rule(step.reason)
            case ByAlgebra():
                reason, working = self._by_algebra(step, step.reason)
            case Given():
                reason = ()
        text = sentence(step.statement, self.names)
        points = tuple(dict.fromkeys(step.statement.points))
        return Fact(self.numbers[step.id], text, reason, working, points)

    def _cite(self, ids: Sequence[int]) -> Cite:
        return Cite(tuple(dict.fromkeys(self.numbers[i] for i in ids)))

    def _by_rule(self, reason: ByRule) -> Text:
        rule = self.rules.get(reason.rule)
        title = reason.rule if rule is None else rule.title
        text: list[str | Cite] = [title]
        if reason.premises:
            text += [" ", self._cite(reason.premises)]
        if rule is not None and rule.choice:
            text.append(f"; the figure shows {rule.choice}")
        return tuple(text)

    def _by_algebra(self, step: Step, reason: ByAlgebra) -> tuple[Text, Text]:
        found = chain(step, reason, self.steps, self.names)
        if len(reason.terms) == 1 and found.factor == 1:
            return ("by", " ", self._cite([reason.terms[0].premise])), ()
        kinds = {self.steps[term.premise].statement.name for term in reason.terms}
        simple = _SIMPLE.get((step.statement.name, frozenset(kinds)))
        if simple is not None and found.factor == 1:
            return (simple, " ", self._cite([term.premise for term in reason.terms])), ()
        working: list[str | Cite] = [found.start]
        for link in found.links:
            working += [f" = {link.expression} ", self._cite(link.steps)]
        reason_text = _ALGEBRA[reason.table]
        if found.factor > 1:
            part = degrees(Fraction(1, found.factor))
            reason_text += (
                f"; this settles it up to a multiple of {part}, and the figure shows which"
            )
        return (reason_text,), tuple(working)


_SIMPLE = {
    ("coll", frozenset(("coll",))): "all on one line",
    ("para", frozenset(("coll",))): "all on one line",
    ("para", frozenset(("para",))): "parallel to the same line",
    ("para", frozenset(("para", "coll"))): "parallel to the same line",
    ("para", frozenset(("perp",))): "perpendicular to the same line",
    ("para", frozenset(("perp", "coll"))): "perpendicular to the same line",
    ("perp", frozenset(("perp", "para"))): "parallels have the same perpendiculars",
    ("perp", frozenset(("perp", "coll"))): "the same lines",
    ("cong", frozenset(("cong",))): "equal to the same",
}

_ALGEBRA = {
    "angle": "adding angles",
    "ratio": "multiplying ratios",
    "length": "adding lengths",
    "square": "adding squares",
}
