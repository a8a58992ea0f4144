"""From a proof to its telling."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from porism.geometry.checker.check import Verdict, asked_goal
from porism.geometry.errors import InputError
from porism.geometry.predicates import Predicate, canonical
from porism.geometry.problem import Problem
from porism.geometry.proof import Given, Proof, Step
from porism.geometry.renaming import Names
from porism.geometry.rule import Rule
from porism.geometry.rules import load_rules
from porism.geometry.telling.conditions import conditions_of
from porism.geometry.telling.derivation import derivation_of
from porism.geometry.telling.known import same_figure, with_what_is_known
from porism.geometry.telling.model import Claim, Sentence, Telling, Text, formulas
from porism.geometry.telling.notation import Notation, answer_formula
from porism.geometry.telling.outline import outline_of
from porism.geometry.telling.phrases import LANGUAGES, Language, Value, load_language
from porism.geometry.telling.prose import Prose, renaming_told
from porism.geometry.telling.setting import Told, introductions_of, setting_of
from porism.geometry.telling.shapes import shapes_of, shapes_of_all
from porism.geometry.telling.silent_lines import silent_lines
from porism.geometry.telling.where import all_seen, remark, where

__all__ = ["tell", "tell_statement", "title_of"]


def tell(
    proof: Proof,
    verdict: Verdict | None = None,
    rules: Mapping[str, Rule] | None = None,
    language: str = "en",
    after: Sequence[Proof] = (),
    *,
    collinear: bool = False,
    in_words: bool = True,
) -> Telling:
    """Arrange a proof for reading.

    ``after`` are proofs of other goals of the problem, in the same figure, that the reader has just
    read: what they say of the setting is not said again, and what they show is cited. ``verdict``
    adds the conditions under which it holds; ``rules`` is the catalogue with users' rules, if any.
    With ``collinear`` it is said, too, which points are on one line; else readers see it.
    Without ``in_words`` there are no claims, only the derivation: that takes little time.
    Raises InputError for a proof so broken that it cannot be told (the checker rejects it too), and
    for a language without a table.
    """
    table = load_language(language)
    if [step.id for step in proof.steps] != list(range(len(proof.steps))):
        raise InputError("a proof with holes cannot be shown: its steps are not numbered in order")
    try:
        catalogue = load_rules() if rules is None else rules
        if verdict is not None and verdict.forced:
            table = table.where_forced()
        teller = _Teller(proof, table, catalogue, after, collinear)
        return teller.telling(verdict, in_words=in_words)
    except (KeyError, IndexError, ValueError) as error:
        raise InputError(f"a proof with holes cannot be shown: {error}") from error


def tell_statement(problem: Problem, language: str = "en") -> Telling:
    """Tell a problem without a proof: its setting, its goals, how angles are meant."""
    proof = Proof(problem, problem.goals[0], (), {})
    teller = _Teller(proof, load_language(language), load_rules())
    return teller.telling(None, problem.goals)


_CONTEST = re.compile(
    r"(?P<name>imo|isl|usamo|usajmo|apmo|egmo|aime|amc_(8|10|12)[ab]?)"
    r"_(?P<year>\d{4})_p(?P<number>\d+)(?P<part>[a-z]?)$"
)


def title_of(name: str, language: Language) -> str:
    """Return the name of a problem as a title; that of a contest says year and number."""
    contest = _CONTEST.match(name)
    if contest is None:
        words = name.replace("_", " ")
        return words[:1].upper() + words[1:]
    phrase = language.phrase("titles_of_problems", "contest")
    number = contest["number"] + contest["part"]
    return phrase.format(
        contest=contest["name"].replace("_", " ").upper(), year=contest["year"], number=number
    )


class _Teller:
    def __init__(
        self,
        proof: Proof,
        language: Language,
        rules: Mapping[str, Rule],
        after: Sequence[Proof] = (),
        collinear: bool = False,
    ) -> None:
        self.collinear = collinear
        self.proof, self.problem, self.language, self.rules = proof, proof.problem, language, rules
        self.after = [p for p in after if same_figure(p, proof)]
        self.notation = Notation(proof.problem.points, language)

    def telling(
        self,
        verdict: Verdict | None,
        goals: tuple[Predicate, ...] | None = None,
        *,
        in_words: bool = True,
    ) -> Telling:
        proof, language, notation = self.proof, self.language, self.notation
        given = [step.id for step in proof.steps if isinstance(step.reason, Given)]
        setting = self.covered(setting_of(self.problem, notation, language), given)
        introductions = self.covered(introductions_of(self.problem, notation, language), given)
        shown = tuple(map(self.goal, self.goals() if goals is None else goals))
        claims = self.claims() if in_words else ()
        derivation = derivation_of(proof, notation, language, self.rules)
        told = [s.text for s in (*setting, *shown, *introductions)]
        told += [s.text for c in claims for s in c.sentences]
        if not in_words:
            told += [fact.statement for fact in derivation.derived]
        if self.after:
            known = {p for before in self.after for p in before.problem.auxiliary_points}
            new = set(self.problem.auxiliary_points) - known
            introductions = introductions if new else ()
        return Telling(
            language=language.code,
            title="" if self.after else title_of(self.problem.name, self.language),
            setting=() if self.after else setting,
            goals=shown,
            conventions=() if self.after else self.conventions(told),
            introductions=introductions,
            claims=claims,
            answer=None if proof.answer is None else answer_formula(proof.goal, proof.answer),
            derivation=derivation,
            verdict=() if verdict is None else self.verdict(verdict),
            accepted=None if verdict is None else verdict.accepted,
            conditions=self.conditions(verdict),
            remarks=self.remarks(verdict),
            names=tuple(notation.names.values()),
            words=tuple(language.sections["headings"].items()),
        )

    def conditions(self, verdict: Verdict | None) -> tuple[Sentence, ...]:
        """Say under which conditions an accepted proof holds."""
        if verdict is None or not verdict.accepted:
            return ()
        order = not verdict.forced
        return conditions_of(self.proof, self.notation, self.language, self.rules, order=order)

    # --- the statement ------------------------------------------------------------------------

    def covered(self, told: Iterable[Told], given: list[int]) -> tuple[Sentence, ...]:
        """Give each sentence the given steps that its clauses assert; ``given`` loses them."""
        found = []
        for t in told:
            asserted = {canonical(p) for clause in t.clauses for p in clause.premises}
            mine = [i for i in given if canonical(self.proof.steps[i].statement) in asserted]
            given[:] = [i for i in given if i not in mine]
            found.append(replace(t.sentence, steps=tuple(mine)))
        return tuple(found)

    def goals(self) -> tuple[Predicate, ...]:
        """Return what the proof shows, as it was asked."""
        return (asked_goal(self.proof) or self.proof.goal,)

    def goal(self, goal: Predicate) -> Sentence:
        """Say what is to be shown or found."""
        key = "find" if goal.kind.is_question else "show"
        what = self.notation.statement(goal, "asserted", as_written=True)
        text = self.language.say("goals", key, {"what": what})
        return Sentence(self.language.sentence(text), (), shapes_of(goal))

    def conventions(self, told: Sequence[Text]) -> tuple[Sentence, ...]:
        """Say what the signs of an angle and of an area mean, where they are used."""
        signs = {atom for text in told for formula in formulas(text) for atom in formula.atoms}
        said = [self.convention()] if "∠" in signs else []
        said += [self.language.say("conventions", "areas")] if "[" in signs else []
        return tuple(Sentence(self.language.sentence(text)) for text in said)

    def convention(self) -> Text:
        goal = self.proof.goal
        if self.proof.answer is None or goal.kind.constant != "angle":
            return self.language.say("conventions", "directed")
        a, b = goal.points[:2], goal.points[2:]
        shared = set(a) & set(b)
        if len(shared) != 1:
            return self.language.say("conventions", "directed")
        (v,) = shared
        rays = [self.notation.joined((v, p)) for pair in (a, b) for p in pair if p != v]
        values: dict[str, Value] = {"ba": rays[0], "bc": rays[1]}
        return self.language.say("conventions", "asked", values)

    # --- the proof ----------------------------------------------------------------------------

    def claims(self) -> tuple[Claim, ...]:
        """Tell the derived steps."""
        if all(isinstance(step.reason, Given) for step in self.proof.steps):
            if not self.proof.steps:
                return ()
            text = self.language.sentence(self.language.say("goals", "nothing"))
            return (Claim(0, (), (Sentence(text),)),)
        proof, cited = with_what_is_known(self.proof, self.after)
        if isinstance(proof.steps[-1].reason, Given):
            everything = tuple(s.id for s in proof.steps)
            text = self.language.sentence(self.language.say("goals", "shown"))
            if cited.carried:
                text = self.shown_for_others(*cited.carried[0]).text
            return (Claim(0, (), (Sentence(text, everything),)),)
        outline = outline_of(proof, collinear=self.collinear)
        prose = Prose(outline, self.notation, self.language, self.rules)
        told = prose.told([s.id for s in (*cited.shown, *(step for step, _ in cited.carried))])
        if not self.collinear:
            told = tuple(self.with_lines(claim, proof.steps) for claim in told)
        before = [self.shown_above(cited.shown)] if cited.shown else []
        before += [self.shown_for_others(step, names) for step, names in cited.carried]
        return (replace(told[0], sentences=(*before, *told[0].sentences)), *told[1:])

    def with_lines(self, claim: Claim, steps: Sequence[Step]) -> Claim:
        """Add to each sentence which points it takes to be on one line."""
        places, notation = self.proof.coordinates, self.notation
        sentences = tuple(
            replace(s, lines=silent_lines(s.steps, steps, places, notation))
            for s in claim.sentences
        )
        return replace(claim, sentences=sentences)

    def shown_above(self, cited: Sequence[Step]) -> Sentence:
        """Say what another proof, which the reader has just read, has shown."""
        facts = [self.notation.statement(step.statement) for step in cited]
        values: dict[str, Value] = {"facts": self.language.listed(facts)}
        text = self.language.sentence(self.language.say("frames", "shown_above", values))
        shapes = shapes_of_all(step.statement for step in cited)
        return Sentence(text, tuple(step.id for step in cited), shapes)

    def shown_for_others(self, step: Step, names: Names) -> Sentence:
        """Say that what another proof has shown holds for exchanged points, too."""
        values: dict[str, Value] = {
            "renaming": renaming_told(names, self.notation, self.language),
            "then": self.notation.statement(step.statement, "then"),
        }
        text = self.language.sentence(self.language.say("frames", "similarly", values))
        return Sentence(text, (step.id,), shapes_of(step.statement))

    def verdict(self, verdict: Verdict) -> Text:
        """Say what the checker found; its own words are English."""
        if verdict.accepted:
            values: dict[str, Value] = {"where": where(verdict, self.notation, self.language)}
            return self.language.say("verdict", verdict.status, values)
        if self.language.code == LANGUAGES[0] or verdict.step is None:
            return (str(verdict),)
        return self.language.say("verdict", "rejected_at", {"step": str(verdict.step)})

    def remarks(self, verdict: Verdict | None) -> tuple[Sentence, ...]:
        """Say what was seen in other figures."""
        if verdict is None:
            return ()
        if verdict.configurations:
            texts = [remark(c, self.notation, self.language) for c in verdict.configurations]
        else:
            texts = all_seen(verdict.remarks, self.notation, self.language)
        return tuple(Sentence(self.language.sentence(text)) for text in texts)
