"""The derivation as it is: numbered facts with their reasons, the algebra written out.

First the given facts that the proof uses, then the derived ones in the order of the proof.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from porism.geometry.proof import ByAlgebra, ByRule, Given, Proof, Step
from porism.geometry.rule import Rule
from porism.geometry.telling.chains import lay_out
from porism.geometry.telling.model import Chain, Derivation, Fact, Formula, Ref, Row, Text
from porism.geometry.telling.notation import Notation
from porism.geometry.telling.phrases import Language
from porism.geometry.telling.shapes import shapes_of
from porism.geometry.words import degrees

__all__ = ["derivation_of"]


def derivation_of(
    proof: Proof, notation: Notation, language: Language, rules: Mapping[str, Rule]
) -> Derivation:
    """Return all steps of the proof as facts."""
    order = sorted(proof.steps, key=lambda step: not isinstance(step.reason, Given))
    numbers = {step.id: number for number, step in enumerate(order, start=1)}
    writer = _FactWriter(proof.steps, numbers, notation, language, rules)
    facts = [writer.fact(step) for step in order]
    count = sum(isinstance(step.reason, Given) for step in order)
    return Derivation(tuple(facts[:count]), tuple(facts[count:]))


@dataclass(frozen=True)
class _FactWriter:
    steps: tuple[Step, ...]
    numbers: Mapping[int, int]
    notation: Notation
    language: Language
    rules: Mapping[str, Rule]

    def fact(self, step: Step) -> Fact:
        reason: Text
        working: Chain | None = None
        match step.reason:
            case ByRule():
                reason = self._by_rule(step.reason)
            case ByAlgebra():
                reason, working = self._by_algebra(step, step.reason)
            case Given():
                reason = ()
        text = self.notation.statement(step.statement, as_written=True)
        return Fact(
            self.numbers[step.id], step.id, text, reason, working, shapes_of(step.statement)
        )

    def _refs(self, ids: Sequence[int]) -> Text:
        return tuple(Ref("fact", n) for n in dict.fromkeys(self.numbers[i] for i in ids))

    def _by_rule(self, reason: ByRule) -> Text:
        rule = self.rules.get(reason.rule)
        text: Text = (rule_title(reason.rule, rule, self.language),)
        if reason.premises:
            text = (*text, " ", *self._refs(reason.premises))
        if rule is not None and rule.choice:
            choice = rule_choice(rule, self.language)
            text = self.language.say("steps", "figure_shows", {"reason": text, "choice": choice})
        return text

    def _by_algebra(self, step: Step, reason: ByAlgebra) -> tuple[Text, Chain | None]:
        if reason.table in ("area", "product"):  # sums of whole statements, which say all of it
            cited = self._refs([term.premise for term in reason.terms])
            return (*self.language.say("steps", reason.table, {}), " ", *cited), None
        found = lay_out(step, reason, self.steps, self.notation)
        cited = self._refs([term.premise for term in reason.terms])
        if len(reason.terms) == 1 and found.factor == 1:
            return self.language.say("steps", "by_facts", {"facts": cited}), None
        kinds = {self.steps[term.premise].statement.name for term in reason.terms}
        simple = _SIMPLE.get((step.statement.name, frozenset(kinds)))
        if simple is not None and found.factor == 1:
            return (self.language.phrase("steps", simple), " ", *cited), None
        left: list[Formula | None] = [found.start, *(None for _ in found.links[1:])]
        rows = (
            Row(first, link.expression, self._refs(link.steps), link.steps)
            for first, link in zip(left, found.links, strict=False)
        )
        text = self.language.say("steps", reason.table)
        if found.factor > 1 and reason.table == "angle":
            part = Formula((degrees(Fraction(1, found.factor)),))
            text = self.language.say("steps", "division", {"reason": text, "part": part})
        return text, Chain(tuple(rows))


def rule_title(name: str, rule: Rule | None, language: Language) -> str:
    """Return what people call a rule: a name of the language, else that of the catalogue."""
    if language.has("titles", name):
        return language.phrase("titles", name)
    return name if rule is None else rule.title


def rule_choice(rule: Rule, language: Language) -> str:
    """Return what the figure decides in a rule with a choice."""
    if language.has("choices", rule.id):
        return language.phrase("choices", rule.id)
    return rule.choice


_SIMPLE = {
    ("coll", frozenset(("coll",))): "one_line",
    ("para", frozenset(("coll",))): "one_line",
    ("para", frozenset(("para",))): "same_parallel",
    ("para", frozenset(("para", "coll"))): "same_parallel",
    ("para", frozenset(("perp",))): "same_perpendicular",
    ("para", frozenset(("perp", "coll"))): "same_perpendicular",
    ("perp", frozenset(("perp", "para"))): "parallel_perpendicular",
    ("perp", frozenset(("perp", "coll"))): "same_lines",
    ("cong", frozenset(("cong",))): "equal_to_same",
}
