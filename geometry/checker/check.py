"""The checker: a proof in, a verdict out. It substitutes and adds; it never searches.

What is checked, in this order:

1. every value of the proof is of the type it has to be, however deep it lies; the problem is what
   the table of constructions makes of it, and the coordinates are a figure of it;
2. every auxiliary clause makes new points and asserts nothing about the others;
3. every step follows from earlier ones: a premise is a premise, a rule step is an instance of a
   rule of the catalogue, an algebraic step is the stated combination, exactly, in rationals and
   in whole half-turns;
4. the last statement is the goal, a goal of the problem, and not assumed on the way;
5. all statements and side conditions hold in the figure of the proof, in one close to it, and
   in figures drawn afresh; the goal also in the figure that the text gives, if it gives one.

A fresh figure in which a side condition fails is another configuration of the problem; the
proof then covers one configuration, and the verdict says so. A fresh figure in which a
statement fails although all conditions hold shows that the proof is wrong.

A proof is untrusted input: nothing in it is believed, except that its figure is one of those the
problem means. Fresh figures are handed in as evidence, which is measured before it counts. What
the checker shares with the engine is what statements *are* (predicates and their equations), the
rule catalogue and the table of constructions; docs/architecture.md lists every module it stands on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain, combinations
from typing import Literal

import mpmath

from porism.geometry.checker.conditions import conditions_of
from porism.geometry.checker.figures import (
    Evidence,
    MeasuredFigure,
    figure_of,
    fresh_figures,
    given_figure,
    measure,
    nearby_figure,
)
from porism.geometry.checker.independence import check_auxiliary, crowded, rank
from porism.geometry.checker.problem import check_problem, plain
from porism.geometry.checker.steps import check_steps
from porism.geometry.errors import CheckError, FigureError
from porism.geometry.forms import check_form
from porism.geometry.measure.tolerances import EXACT
from porism.geometry.measure.truth import opening
from porism.geometry.measure.vectors import Places, constant
from porism.geometry.predicates import KINDS, Predicate, canonical
from porism.geometry.problem import Clause, Coordinates, Problem
from porism.geometry.proof import Proof
from porism.geometry.rule import Rule
from porism.geometry.rules import load_rules
from porism.geometry.words import display_names, sentence

__all__ = [
    "SPECIAL",
    "Configuration",
    "Remark",
    "RemarkKind",
    "Status",
    "Verdict",
    "asked_goal",
    "check_proof",
    "one",
    "wrong_answer",
]

Status = Literal["proved", "proved_for_configuration", "rejected"]

RemarkKind = Literal[
    "true",
    "false",
    "not_in",
    "few_figures",
    "denied",
    "unforced",
    "unforced_point",
    "unforced_rays",
    "crowded",
    "too_much_order",
    "cut_short",
    "as_read",
]

MOST_FRESH = 24
"""So many fresh figures are drawn at most until one agrees with the proof."""

SPECIAL = "only in the figure of the proof"
"""So begins the reason why a proof is rejected whose figure is more special than its text."""

_ONE = "two lines or curves on which the text has {} are one, or touch"

_NOT_IN = "in {} of {} other figures not: {}"
_FEWEST_DIGITS = 20  # so that premises can be told to hold to EXACT after AMPLIFIED


@dataclass(frozen=True)
class Configuration:
    """Figures of a statement that some facts of order tell from those in which it does otherwise.

    ``holds``: the statement is true in them; ``words`` are the facts, none where the picture has
    to do; ``facts`` has the name and the points of each. ``figures`` counts those drawn,
    ``coordinates`` has one of them.
    """

    holds: bool
    words: tuple[str, ...]
    figures: int
    coordinates: Coordinates
    facts: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def where(self) -> str:
        """Which configuration it is."""
        return " and ".join(self.words) or "the figure is like the one shown"

    @property
    def text(self) -> str:
        """That the statement is true in it, or false; without words, that there are such."""
        verb = "true" if self.holds else "false"
        drawn = f"{self.figures} figure{'s' * (self.figures != 1)} drawn"
        which = f"where {self.where}" if self.words else "in some configurations"
        return f"{verb} {which} ({drawn})"


@dataclass(frozen=True)
class Remark:
    """Something that was seen in other figures, or looked for in vain: ``text`` says it in English.

    For other languages ``kind`` is the key of a phrase; ``statement``, ``points`` and ``counts``
    are what it speaks of. ``true_there``: the statement of the problem is known to hold there all
    the same.
    """

    kind: RemarkKind
    text: str
    statement: Predicate | None = None
    counts: tuple[int, ...] = ()
    true_there: bool = False
    points: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """What was made of a proof; :func:`porism.geometry.verify.check` says what each status means.

    ``step`` and ``reason`` say why a proof was rejected (no step: the proof as a whole).
    ``conditions`` lists, in words, the non-degeneracy, order and choices under which an accepted
    proof holds, ``generic`` those without order and choices: where these are ``forced`` by the
    text, there are no others; ``remarks`` what was seen in other figures of the problem. Of a proof
    for one configuration, ``covered`` is that configuration, by all that the proof reads off its
    figure and the text does not force; None where only the conditions say it. Where the statement
    holds in some figures only, ``configurations`` says in which, as far as they were drawn, and in
    which not: that is no claim of the proof. ``ruling`` is what the referee says of the statement.
    """

    status: Status
    step: int | None = None
    reason: str = ""
    conditions: tuple[str, ...] = ()
    generic: tuple[str, ...] = ()
    forced: bool = False
    remarks: tuple[Remark, ...] = ()
    configurations: tuple[Configuration, ...] = ()
    covered: Configuration | None = None
    ruling: str = ""

    @property
    def accepted(self) -> bool:
        """Whether the proof is a proof, be it for one configuration."""
        return self.status != "rejected"

    @property
    def configuration_notes(self) -> tuple[str, ...]:
        """The remarks in English."""
        return tuple(remark.text for remark in self.remarks)

    @property
    def where(self) -> str:
        """Of a proof for one configuration: which it is."""
        return (
            "as in the figure of the proof"
            if self.covered is None
            else f"where {self.covered.where}"
        )

    @property
    def summary(self) -> dict[str, str]:
        """Status, configuration and ruling, for a file."""
        where = self.where if self.status == "proved_for_configuration" else ""
        return {"status": self.status, "where": where, "ruling": self.ruling}

    def __str__(self) -> str:
        """Write the status, and for a rejected proof the step and the reason."""
        if self.status == "proved_for_configuration":
            return f"proved for one configuration, {self.where}"
        if self.accepted:
            return "proved"
        place = "" if self.step is None else f" at step {self.step}"
        return f"{self.status}{place}: {self.reason}"


def check_proof(
    proof: Proof,
    evidence: Evidence,
    *,
    rules: Mapping[str, Rule] | None = None,
    figures: int = 3,
    digits: int = 30,
) -> Verdict:
    """Check a proof with the figures that ``evidence`` supplies.

    :func:`porism.geometry.verify.check` does so with the standard evidence. ``rules`` is the
    catalogue with users' rules, if any (:func:`porism.geometry.rules.load_rules`); ``figures`` is
    how many fresh figures are measured, ``digits`` the precision of all figures (20 at least).
    """
    catalogue = load_rules() if rules is None else rules
    digits = max(digits, _FEWEST_DIGITS)
    try:
        proof = plain(proof)
        problem = proof.problem
        with mpmath.workdps(digits + 10):
            check_problem(problem)
            figure = _figure(proof, evidence, digits)
            check_auxiliary(problem, figure)
            check_steps(proof, problem, catalogue, figure)
            asked = _check_goal(proof, problem)
            _check_own(proof, asked, catalogue, figure)
            _check_given(proof, asked, evidence, digits)
            close = nearby_figure(problem, figure, evidence, digits)
            fresh = fresh_figures(problem, figure, evidence, digits)
            drawn = chain([close] if close else [], fresh)
            full = crowded(problem, figure)
            others = _placed(proof, figure, full, drawn)
            notes = _check_others(proof, asked, catalogue, close, others, figures)
            notes += tuple(Remark("crowded", one(c, proof), points=c.points) for c in full)
    except CheckError as error:
        return Verdict("rejected", error.step, error.reason)
    return Verdict(
        "proved_for_configuration" if notes else "proved",
        conditions=conditions_of(proof, catalogue, figure),
        generic=conditions_of(proof, catalogue, figure, order=False),
        remarks=notes,
    )


def _figure(proof: Proof, evidence: Evidence, digits: int) -> MeasuredFigure:
    points = proof.problem.points
    if set(proof.coordinates) != set(points):
        wrong = sorted(set(proof.coordinates) ^ set(points))
        raise CheckError(None, f"coordinates and points do not match: {' '.join(wrong)}")
    coordinates = {p: proof.coordinates[p] for p in points}
    try:
        return figure_of(proof.problem, coordinates, evidence, digits)
    except FigureError as error:
        raise CheckError(None, str(error)) from None


# --- the goal and the figures --------------------------------------------------------------------


def _check_goal(proof: Proof, problem: Problem) -> Predicate:
    """Return the goal of the problem that the proof is of; raise CheckError if there is none."""
    try:
        check_form(proof.goal)
    except ValueError as error:
        raise CheckError(None, f"the goal: {error}") from None
    last, goal = proof.steps[-1], canonical(proof.goal)
    if canonical(last.statement) != goal:
        raise CheckError(last.id, f"the last statement is not the goal '{proof.goal}'")
    answered = asked_goal(proof)
    if answered is None:
        for asked in problem.goals:
            if asked.kind.is_question and set(asked.points) == set(proof.goal.points):
                answer = "no answer" if proof.answer is None else f"the answer {proof.answer}"
                raise CheckError(None, f"{answer} does not go with '{asked}' and '{proof.goal}'")
        raise CheckError(None, f"'{proof.goal}' is not a goal of the problem")
    for clause in problem.auxiliary:
        if goal in map(canonical, clause.premises):
            raise CheckError(None, f"an auxiliary clause assumes the goal '{proof.goal}'")
    return answered


def _is_answered(asked: Predicate, proof: Proof) -> bool:
    """Tell whether the goal of the proof is the one asked for, or answers the question.

    An angle abc is asked for as the angle between rays, which is the angle from one line to the
    other or its supplement; which of them, :func:`wrong_answer` reads off the figures. Of lines
    that share no point it is the angle from the first to the second. What answers with the square
    of a ratio or length is the square of a positive number.
    """
    answer, name = proof.answer, proof.goal.name
    if not asked.kind.is_question:
        return answer is None and canonical(asked) == canonical(proof.goal)
    if answer is None or name not in (asked.kind.answer, asked.kind.answer_squared):
        return False
    is_angle = proof.goal.kind.constant == "angle"
    between_rays = is_angle and len(set(asked.points[:2]) & set(asked.points[2:])) == 1
    in_range = 0 <= answer < 1 or (between_rays and answer == 1) if is_angle else answer > 0
    if not in_range:
        return False
    values = (answer % 1, -answer % 1) if between_rays else (answer,)
    told = {canonical(Predicate(name, asked.points, (value,))) for value in values}
    return canonical(proof.goal) in told


def asked_goal(proof: Proof) -> Predicate | None:
    """Return the goal of its problem that the proof is of, as it is asked; None for no goal."""
    return next((asked for asked in proof.problem.goals if _is_answered(asked, proof)), None)


def wrong_answer(
    asked: Predicate, proof: Proof, coords: Places, tolerance: float = EXACT
) -> Predicate | None:
    """Return the answer as a statement if it is not the angle between the rays, else None."""
    if proof.answer is None or KINDS[asked.kind.answer].constant != "angle":
        return None
    seen = opening(asked, coords)
    if seen is None or abs(seen - constant(proof.answer, seen)) <= tolerance:
        return None
    return Predicate(asked.kind.answer, asked.points, (proof.answer,))


def _check_own(
    proof: Proof, asked: Predicate, rules: Mapping[str, Rule], figure: MeasuredFigure
) -> None:
    found = measure(proof.steps, rules, figure)
    if found is not None:
        raise CheckError(found.step, f"fails in {figure.origin}: {_say(found.missing, proof)}")
    wrong = wrong_answer(asked, proof, figure.coords)
    if wrong is not None:
        said = f"{_say(wrong, proof)} fails in {figure.origin}"
        raise CheckError(None, f"the answer is the supplement: {said}")


def _say(statement: Predicate, proof: Proof) -> str:
    return sentence(statement, display_names(proof.problem.points))


def one(clause: Clause, proof: Proof) -> str:
    """Say what is special of points that are determined by less than the text says of them."""
    names = display_names(proof.problem.points)
    return _ONE.format(", ".join(names[point] for point in clause.points))


def _check_given(proof: Proof, asked: Predicate, evidence: Evidence, digits: int) -> None:
    """Raise CheckError unless the goal holds in the figure of a text that places all points."""
    try:
        figure = given_figure(replace(proof.problem, auxiliary=()), evidence, digits)
    except FigureError as error:
        raise CheckError(None, f"the places that the text gives: {error}") from None
    if figure is None:
        return
    if not figure.shows(proof.goal) or wrong_answer(asked, proof, figure.coords):
        raise CheckError(None, f"fails in {figure.origin}: {_say(proof.goal, proof)}")


def _placed(
    proof: Proof,
    own: MeasuredFigure,
    full: dict[Clause, int],
    others: Iterator[MeasuredFigure],
) -> Iterator[MeasuredFigure]:
    """Yield the other figures; raise CheckError at one that shows the goal to be an accident.

    The goal fails in it, and the proof's own figure is more special: points are at one place, or
    two lines or curves that place a point are one, that are not so where all points are apart.
    Points with different names are different; that they are one may itself be the goal. What of
    ``full``, the ranks of clauses that say something of older points, is seen to be such an
    accident is taken out of it.
    """
    text = replace(proof.problem, auxiliary=())
    together = {pair: own.together(pair) for pair in combinations(text.points, 2)}
    for figure in others:
        general = [clause for clause, found in full.items() if rank(clause, figure) > found]
        if not figure.shows(proof.goal):
            joined = [pair for pair in together if together[pair] != figure.together(pair)]
            for pair in joined if proof.goal.name != "overlap" else ():
                if together[pair]:
                    said = _say(Predicate("overlap", pair), proof)
                    raise CheckError(None, f"{SPECIAL}: {said}")
            for clause in general if all(map(together.get, joined)) else ():
                raise CheckError(None, f"{SPECIAL}: {one(clause, proof)}")
        for clause in general:
            del full[clause]
        yield figure


def _check_others(
    proof: Proof,
    asked: Predicate,
    rules: Mapping[str, Rule],
    close: MeasuredFigure | None,
    others: Iterator[MeasuredFigure],
    figures: int,
) -> tuple[Remark, ...]:
    """Measure all steps in the other figures; return what is different in some of them.

    A configuration may be rare, so figures are drawn until a fresh one agrees. Raises CheckError
    when a statement is false in one of them, and when none of :data:`MOST_FRESH` agrees.
    """
    different: Counter[Predicate] = Counter()
    drawn, agrees = 0, False
    for figure in others:
        drawn += figure is not close
        found = measure(proof.steps, rules, figure)
        if found is not None and found.false:
            raise CheckError(found.step, f"fails in {figure.origin}: {_say(found.missing, proof)}")
        missing = found.missing if found else wrong_answer(asked, proof, figure.coords)
        if missing is not None:
            different[missing] += 1
        else:
            agrees = agrees or figure is not close
        if drawn >= (figures if agrees else max(figures, MOST_FRESH)):
            break
    if not drawn:
        raise CheckError(None, "no other figure of the problem could be drawn")
    told = tuple(
        Remark("not_in", _NOT_IN.format(*counts, _say(s, proof)), s, counts)
        for s, counts in ((s, (count, drawn)) for s, count in different.items())
    )
    if not agrees:
        seen = "; ".join(remark.text for remark in told)
        raise CheckError(None, f"the proof holds in its own figure only ({seen})")
    return told
