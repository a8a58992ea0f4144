"""From a proof to its telling."""

from __future__ import annotations

from collections.abc import Mapping

from porism.geometry.checker.check import Verdict
from porism.geometry.constructions import CONSTRUCTIONS
from porism.geometry.errors import InputError
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Clause, Construction, Problem
from porism.geometry.proof import Proof
from porism.geometry.rule import Rule
from porism.geometry.rules import load_rules
from porism.geometry.telling.derivation import derivation_of
from porism.geometry.telling.model import (
    Claim,
    Fact,
    Formula,
    Sentence,
    Telling,
    Text,
    formulas,
)
from porism.geometry.telling.notation import Notation, answer_formula
from porism.geometry.telling.phrases import Language, Value, fill, load_language
from porism.geometry.telling.shapes import shapes_of

__all__ = ["tell", "tell_statement"]


def tell(
    proof: Proof,
    verdict: Verdict | None = None,
    rules: Mapping[str, Rule] | None = None,
    language: str = "en",
) -> Telling:
    """Arrange a proof for reading.

    ``verdict`` adds the conditions under which it holds; ``rules`` is the catalogue with users'
    rules, if any. Raises InputError for a proof so broken that it cannot be told (the checker
    rejects it too), and for a language without a table.
    """
    table = load_language(language)
    try:
        return _Teller(proof, table, load_rules() if rules is None else rules).telling(verdict)
    except (KeyError, IndexError, ValueError) as error:
        raise InputError(f"a proof with holes cannot be shown: {error}") from error


def tell_statement(problem: Problem, language: str = "en") -> Telling:
    """Tell a problem without a proof: its setting, its goals, how angles are meant."""
    proof = Proof(problem, problem.goals[0], (), {})
    return _Teller(proof, load_language(language), load_rules()).telling(None, problem.goals)


class _Teller:
    def __init__(self, proof: Proof, language: Language, rules: Mapping[str, Rule]) -> None:
        self.proof, self.problem, self.language, self.rules = proof, proof.problem, language, rules
        self.notation = Notation(proof.problem.points, language)

    def telling(
        self, verdict: Verdict | None, goals: tuple[Predicate, ...] | None = None
    ) -> Telling:
        proof, language = self.proof, self.language
        derivation = derivation_of(proof, self.notation, language, self.rules)
        setting = tuple(self.setting(clause) for clause in self.problem.clauses)
        shown = tuple(map(self.goal, self.goals() if goals is None else goals))
        introductions = tuple(self.introduction(clause) for clause in self.problem.auxiliary)
        sentences = tuple(map(self.fact, derivation.derived))
        told = (*setting, *shown, *introductions, *sentences)
        return Telling(
            language=language.code,
            title=self.problem.name.replace("_", " "),
            setting=setting,
            goals=shown,
            conventions=self.conventions(told),
            introductions=introductions,
            claims=(Claim(0, (), sentences),),
            answer=None if proof.answer is None else answer_formula(proof.goal, proof.answer),
            derivation=derivation,
            verdict=() if verdict is None else (str(verdict),),
            accepted=None if verdict is None else verdict.accepted,
            conditions=self.remarks(() if verdict is None else verdict.conditions),
            remarks=self.remarks(() if verdict is None else verdict.configuration_notes),
            names=tuple(self.notation.names.values()),
            words=tuple(language.sections["headings"].items()),
        )

    # --- the statement ------------------------------------------------------------------------

    def setting(self, clause: Clause) -> Sentence:
        """Say what a clause demands of its points."""
        said = [self.construction(c) for c in clause.constructions]
        said += [self.notation.statement(s) for s in clause.predicates]
        text = (
            self.language.listed(said)
            if said
            else self.language.say(
                "constructions", "free", {"points": self.notation.listed(clause.points)}
            )
        )
        shapes = tuple(shape for s in clause.premises for shape in shapes_of(s))
        return Sentence(self.language.sentence(text), (), shapes)

    def construction(self, construction: Construction) -> Text:
        definition = CONSTRUCTIONS[construction.name]
        points = zip(definition.points, construction.arguments, strict=True)
        values = {letter: self.notation.point(point) for letter, point in points}
        says = definition.sentence(construction) if construction.constants else definition.says
        return fill(" ".join(says.split()), values)

    def introduction(self, clause: Clause) -> Sentence:
        """Bring in auxiliary points, and say why there are such points."""
        loci = len(clause.constructions) + len(clause.predicates)
        kind = "loci" if len(clause.points) == 1 and loci > 1 else "places"
        reason = self.language.say("introductions", kind, {"count": str(loci)})
        needs = [self.notation.statement(s) for s in dict.fromkeys(clause.conditions)]
        if needs:
            values = {"reason": reason, "conditions": self.language.listed(needs)}
            reason = self.language.say("introductions", "needs", values)
        what = self.setting(clause)
        return Sentence((*what.text, " ", *self.language.sentence(reason)), (), what.shapes)

    def goals(self) -> tuple[Predicate, ...]:
        """Return what the proof shows, as it was asked."""
        if self.proof.answer is not None:
            for asked in self.problem.goals:
                if asked.kind.is_question and set(asked.points) == set(self.proof.goal.points):
                    return (asked,)
        return (self.proof.goal,)

    def goal(self, goal: Predicate) -> Sentence:
        """Say what is to be shown or found."""
        key = "find" if goal.kind.is_question else "show"
        text = self.language.say("goals", key, {"what": self.notation.statement(goal)})
        return Sentence(self.language.sentence(text), (), shapes_of(goal))

    def conventions(self, told: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
        """Say what the sign of an angle means, where there is one."""
        found = [f for sentence in told for f in formulas(sentence.text)]
        if not any("∠" in formula.atoms for formula in found):
            return ()
        values: dict[str, Value] = {
            "angle": Formula(("∠", "A", "B", "C")),
            "ab": "AB",
            "bc": "BC",
            "ba": "BA",
        }
        key = "directed" if self.proof.answer is None else "asked"
        return (Sentence(self.language.sentence(self.language.say("conventions", key, values))),)

    # --- the proof ----------------------------------------------------------------------------

    def fact(self, fact: Fact) -> Sentence:
        """Say a derived fact with its reason."""
        text = (*fact.statement, " (", *fact.reason, ")")
        working = () if fact.working is None else (fact.working,)
        return Sentence((*text, *working), (fact.step,), fact.shapes, fact.number)

    def remarks(self, rows: tuple[str, ...]) -> tuple[Sentence, ...]:
        return tuple(Sentence(self.language.sentence((row,))) for row in rows)
