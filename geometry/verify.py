"""Check a proof with the standard evidence: the one function that callers of the checker use.

The checker measures figures but draws none. Here it gets those that
:class:`~porism.geometry.figure.evidence.DrawnFigures` draws, so that nobody has to remember fresh
figures: without one, no proof is accepted. What the checker accepts is a proof for the
configuration in which it is written; whether the statement holds in the others too is asked of
:mod:`porism.geometry.configurations`.

>>> from porism.geometry.language import parse_problem
>>> from porism.geometry.figure.diagram import draw
>>> from porism.geometry.proof import Given, Proof, Step
>>> problem = parse_problem("a b c = iso_triangle a b c ? cong a b a c")
>>> (goal,) = problem.goals
>>> proof = Proof(problem, goal, (Step(0, goal, Given()),), draw(problem).coordinates)
>>> check(proof).status
'proved'
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import islice

import mpmath

from porism.geometry.checker.check import (
    SPECIAL,
    Configuration,
    Remark,
    RemarkKind,
    Status,
    Verdict,
    asked_goal,
    check_proof,
    one,
    wrong_answer,
)
from porism.geometry.checker.conditions import grouped
from porism.geometry.checker.figures import figure_of
from porism.geometry.checker.independence import crowded
from porism.geometry.checker.problem import plain
from porism.geometry.configurations import FIGURES, Survey, Surveys, survey
from porism.geometry.errors import FigureError
from porism.geometry.figure.denied import denying
from porism.geometry.figure.dialled import dials
from porism.geometry.figure.evidence import DrawnFigures
from porism.geometry.figure.passing import passing
from porism.geometry.figure.precise import refine
from porism.geometry.figure.rigid import are_all, is_rigid
from porism.geometry.figure.traits import order_words
from porism.geometry.figure.turned import turned_figures
from porism.geometry.forced.connected import crossing, is_connected
from porism.geometry.forced.walk import Reliance, Unforced, rests_on_order, unforced
from porism.geometry.measure.truth import opening, residual
from porism.geometry.measure.vectors import Places
from porism.geometry.own_rules import own_rules
from porism.geometry.predicates import KINDS, Predicate, canonical
from porism.geometry.problem import FOR_ONE_CONFIGURATION, Coordinates, Problem
from porism.geometry.proof import ByRule, Proof
from porism.geometry.rule import Rule
from porism.geometry.rules import load_rules
from porism.geometry.words import display_names, sentence

__all__ = ["Remark", "Verdict", "check"]

_SECONDS = 10.0  # for drawing figures with auxiliary points
_TRYING = 20.0  # for figures in which order is denied; a hard statement takes half of it
_GUARD = 30  # digits beyond those that are asked for
_MOST_TOLD = 6  # facts of order that tell a configuration; a reader is sent to the conditions else
_MOST_DENIED = 32  # facts of order, each of which takes some hundred attempts at a figure
_ALL = 120  # figures of a text that has finitely many
_DENYING = 4  # figures for each
_ROUGH = 1e-6  # residual of a goal that is worth measuring to many digits


def check(
    proof: Proof,
    *,
    rules: Mapping[str, Rule] | None = None,
    figures: int = 3,
    digits: int = 30,
    seed: int = 0,
    surveys: Surveys | None = None,
) -> Verdict:
    """Check a proof, and say in which configurations of the statement its goal holds.

    The proof is checked in its own figure and in ``figures`` figures drawn afresh. ``rules`` is the
    catalogue with users' rules, if any (:func:`porism.geometry.rules.load_rules`); ``digits`` is
    the precision of these figures, ``seed`` what the fresh ones are drawn from; ``surveys`` keeps
    what is found of the goal's configurations, and is asked first.

    ``proved``: the checker accepts the proof; the goal holds in all of 24 other figures, with
    branches turned on purpose; and one of these: it is true on every branch, as the referee
    evaluates it; the figures are one connected family, on which it holds everywhere if it does
    near one (:mod:`porism.geometry.forced.connected`); or all of 24 figures show everything that
    the proof uses, and every order and choice that it rests on is forced by the text, exactly. Only
    of a text with finitely many figures, up to similarity, choices may be read off all of them.
    ``proved_for_configuration``: the proof is accepted, but that is not so, or the comments of the
    problem say that less was read than its file asks for. ``rejected``: it is not accepted, or the
    referee says that the statement is false.
    """
    verdict = _checked(proof, rules, figures, digits, seed, surveys)
    if not verdict.accepted:  # the problem may be of any type then
        return verdict
    read = [c for c in proof.problem.comments if c.startswith(FOR_ONE_CONFIGURATION)]
    if not read:
        return verdict
    remarks = (*verdict.remarks, *(Remark("as_read", text) for text in read))
    return replace(verdict, status="proved_for_configuration", remarks=remarks)


def _checked(
    proof: Proof,
    rules: Mapping[str, Rule] | None,
    figures: int,
    digits: int,
    seed: int,
    surveys: Surveys | None,
) -> Verdict:
    verdict = check_proof(proof, DrawnFigures(seed), rules=rules, figures=figures, digits=digits)
    if not verdict.accepted:
        return verdict
    proof = plain(proof)
    used = own_rules(proof.steps, rules or {})
    own = [_OWN.format(title=rule.title, id=rule.id) for rule in used]
    verdict = replace(
        verdict, conditions=(*own, *verdict.conditions), generic=(*own, *verdict.generic)
    )
    goal = _Goal(proof)
    found = (surveys or Surveys()).survey(
        proof.problem, proof.goal, goal.holds, proof.coordinates, seed, goal.question
    )
    verdict = replace(verdict, ruling=str(found.ruling))
    if found.ruling.kind == "false":
        special = _crowded(proof, seed, digits)
        why = f"{SPECIAL}: {special}" if special else _FALSE.format(ruling=found.ruling)
        return replace(verdict, status="rejected", reason=why)
    reading = _Reading(proof, load_rules() if rules is None else rules, seed)
    judged = (
        _in_some(verdict, found) if found.configurations else _everywhere(verdict, found, reading)
    )
    if _reads_off_goal(proof):
        if judged.status != "proved":
            return replace(judged, status="rejected", reason=_READ_OFF)
        # the step of the goal has it as a condition, which the text forces
        names = display_names(proof.problem.points)
        own_words = set(grouped([canonical(proof.goal)], names))
        return replace(judged, conditions=tuple(c for c in judged.conditions if c not in own_words))
    if judged.status != "proved_for_configuration":
        return judged
    left = reading.reliance.left
    if found.exact and any(item.asked for item in left):
        left = tuple(item for item in left if item.asked)  # the rest is true on every branch
    return replace(judged, covered=_covered(proof, left))


def _crowded(proof: Proof, seed: int, digits: int) -> str:
    """Say which points are on two lines that are one in the figure of a proof, and not in general.

    What holds there need not hold in figures in which the lines cross.
    """
    problem = proof.problem
    with mpmath.workdps(digits + 10):
        figure = figure_of(problem, proof.coordinates, DrawnFigures(seed), digits)
        return next((one(c, proof) for c in crowded(problem, figure)), "")


def _reads_off_goal(proof: Proof) -> bool:
    """Tell whether a step of a proof reads its goal, a statement of order, off the figure."""
    goal = canonical(proof.goal)
    read = (step.reason.conditions for step in proof.steps if isinstance(step.reason, ByRule))
    return goal.kind.figure_only and goal in (
        canonical(c) for conditions in read for c in conditions
    )


_READ_OFF = "the goal is read off the figure, and the text is not shown to force it"
_FALSE = "a defect, please report it: the referee evaluates the statement exactly, and has {ruling}"
_OWN = "the rule '{title}' ({id}) is true: it is a user's, and only tried out on random figures"
_FEW = "only {count} figures of the statement could be drawn"
_DENIED = "there are figures of the text of which the proof does not speak, as in them not: {fact}"
_TOO_MUCH = "there is more order in its figure than can be tried otherwise"
_CUT_SHORT = "the search for other configurations was cut short"
_UNFORCED = "read off the figure, and not shown to be so in every figure of the text: {fact}"
_WRITTEN = "{note}; the statement is true there as well, by exact evaluation on every branch"


@dataclass(frozen=True)
class _Goal:
    """The goal of a proof, measured: of a question, the answer."""

    proof: Proof

    @cached_property
    def asked(self) -> Predicate:
        """The goal as the problem asks for it."""
        asked = asked_goal(self.proof)
        assert asked is not None
        return asked

    @property
    def question(self) -> tuple[Predicate, Fraction | None] | None:
        """The question that is asked, if it is one, and its answer."""
        return (self.asked, self.proof.answer) if self.asked.kind.is_question else None

    @property
    def is_between_rays(self) -> bool:
        """Whether the angle between two rays is asked for, of which lines know only two values."""
        return self.asked.kind.is_question and _opens(self.asked, self.proof.coordinates)

    def holds(self, at: Places, tolerance: float) -> bool:
        """Tell whether the goal holds in a figure, up to a residual."""
        asked = self.asked
        between_rays = asked.kind.is_question and _opens(asked, at)
        if not between_rays and not residual(self.proof.goal, at) <= tolerance:
            return False
        return not wrong_answer(asked, self.proof, at, tolerance)


@dataclass(frozen=True)
class _Reading:
    """What a proof reads off its figure; figures are drawn once, and if they are asked for."""

    proof: Proof
    rules: Mapping[str, Rule]
    seed: int

    @cached_property
    def drawn(self) -> list[Coordinates]:
        """Figures of the problem with its auxiliary points, branches turned."""
        near = self.proof.coordinates
        return turned_figures(self.proof.problem, near, FIGURES, self.seed, seconds=_SECONDS)

    @cached_property
    def connected(self) -> bool:
        """Whether an equation that holds near the proof's figure holds in all figures."""
        statement = replace(self.proof.problem, auxiliary=(), goals=(self.proof.goal,))
        near = {p: self.proof.coordinates[p] for p in statement.points}
        return is_connected(statement) and crossing(statement, near)

    @cached_property
    def reliance(self) -> Reliance:
        """What the text does not force."""
        return unforced(self.proof, self.rules, [self.proof.coordinates, *self.drawn])


def _opens(asked: Predicate, at: Places) -> bool:
    angle = KINDS[asked.kind.answer].constant == "angle"
    return angle and opening(asked, at) is not None


def _in_some(verdict: Verdict, found: Survey) -> Verdict:
    """Say in which configurations the statement holds, and in which it fails."""
    remarks = tuple(
        Remark("true" if c.holds else "false", f"the statement is {c.text}")
        for c in found.configurations
    )
    return replace(
        verdict,
        status="proved_for_configuration",
        remarks=remarks,
        configurations=found.configurations,
    )


def _everywhere(verdict: Verdict, found: Survey, reading: _Reading) -> Verdict:
    """Decide whether a proof speaks of all configurations; the goal holds in all figures drawn."""
    goal = _Goal(reading.proof)
    if not found.exact and any(remark.kind == "crowded" for remark in verdict.remarks):
        return replace(verdict, status="proved_for_configuration")
    remarks = tuple(
        replace(remark, text=_WRITTEN.format(note=remark.text), true_there=True)
        for remark in verdict.remarks
        if remark.kind != "crowded"
    )
    proved = replace(verdict, status="proved", remarks=remarks)
    exact = found.exact or (not rests_on_order(reading.proof.goal) and reading.connected)
    if exact and not goal.is_between_rays:
        return proved
    reliance = reading.reliance
    if reliance.goal:
        return replace(proved, remarks=())
    if exact:  # then order matters for which of two angles is the answer, and no more
        reliance = replace(reliance, left=tuple(item for item in reliance.left if item.asked))
    else:
        proved = _by_figures(verdict, found, reading)
    if proved.status != "proved" or not reliance.left:
        forced = proved.status == "proved" and not reading.reliance.left
        return replace(proved, conditions=proved.generic, forced=True) if forced else proved
    return _by_order(reading.proof, proved, reliance, reading.seed)


def _by_figures(verdict: Verdict, found: Survey, reading: _Reading) -> Verdict:
    """Decide a verdict that the referee leaves to figures: the proof has to cover all of them."""
    evidence = _Drawn(figures=reading.drawn)
    turned = check_proof(reading.proof, evidence, rules=reading.rules, figures=FIGURES)
    if not turned.accepted:
        return turned
    remarks = turned.remarks
    if found.figures < FIGURES:
        count = found.figures
        remarks = (*remarks, Remark("few_figures", _FEW.format(count=count), None, (count,)))
    status: Status = "proved_for_configuration" if remarks else "proved"
    return replace(verdict, status=status, remarks=remarks)


@dataclass(frozen=True)
class _Drawn(DrawnFigures):
    """Evidence of figures that have been drawn before."""

    figures: Sequence[Coordinates] = ()

    def fresh(self, problem: Problem, coordinates: Coordinates, digits: int) -> Iterator[Places]:
        for at in self.figures:
            try:  # some are close to degenerate, where errors grow
                yield refine(problem, at, digits + _GUARD)
            except FigureError:
                continue


# --- what the proof reads off its figure ----------------------------------------------------------


def _by_order(proof: Proof, verdict: Verdict, reliance: Reliance, seed: int) -> Verdict:
    """Take back "proved" where the order that the proof rests on is another elsewhere.

    What the text forces, exactly, is never otherwise. Of the rest, figures are looked for in which
    it is denied; that none is found proves nothing, but where there are finitely many figures.
    """
    problem, near = proof.problem, proof.coordinates
    bare = replace(problem, auxiliary=())
    given = {p: near[p] for p in bare.points}
    turning = dials(bare, given, seed, seconds=_TRYING)
    # facts about auxiliary points need figures with them
    whole = dials(problem, near, seed, seconds=_TRYING) if problem.auxiliary else turning
    denied = {
        fact: denying(turning if set(fact.points) <= set(given) else whole, fact, _DENYING)
        for fact in reliance.facts[:_MOST_DENIED]
    }
    also = [at for figures in denied.values() for at in figures]
    close = passing(turning, reliance.together)
    failing = (at for at in close if not _Goal(proof).holds(at, _ROUGH))
    also += islice(failing, _MOST_DENIED)
    if also:
        found = survey(problem, proof.goal, _Goal(proof).holds, near, seed, also)
        if found.configurations:
            return _in_some(verdict, found)
    named = {item.order for item in reliance.left}
    names = display_names(problem.points)
    remarks = [
        Remark("denied", _DENIED.format(fact=sentence(fact, names)), fact)
        for fact, figures in denied.items()
        if figures and fact in named
    ]
    if len(reliance.facts) > _MOST_DENIED:
        remarks.append(Remark("too_much_order", _TOO_MUCH))
    if turning.ended or whole.ended:
        remarks.append(Remark("cut_short", _CUT_SHORT))
    # a side that the text tells by a triangle: were it turned over, other halves would be chosen
    remarks += [
        Remark("unforced", _UNFORCED.format(fact=sentence(fact, names)), fact)
        for fact in reliance.told_by
        if not denied.get(fact)
    ]
    if rests_on_order(proof.goal) or not _is_all_seen(bare, given, seed):
        remarks += map(_remark, reliance.left)
    if not remarks:
        return verdict
    return replace(verdict, status="proved_for_configuration", remarks=tuple(remarks))


def _is_all_seen(bare: Problem, near: Coordinates, seed: int) -> bool:
    """Tell whether a text has finitely many figures, all of which were drawn and measured."""
    if not is_rigid(bare, near):
        return False
    return are_all(bare, turned_figures(bare, near, _ALL, seed, seconds=_SECONDS))


def _remark(item: Unforced) -> Remark:
    """Say of something that a proof reads off its figure that nothing forces it."""
    said = None if item.asked else item.order or item.chosen
    kind: RemarkKind = (
        "unforced_rays" if item.asked else "unforced_point" if said is None else "unforced"
    )
    return Remark(kind, _UNFORCED.format(fact=item.words), said)


def _covered(proof: Proof, read: Sequence[Unforced]) -> Configuration | None:
    """Return the configuration of a proof by all that it reads off its figure, where words do."""
    facts = [item.fact for item in read if item.fact is not None]
    if not 0 < len(read) == len(facts) <= _MOST_TOLD:
        return None
    names = display_names(proof.problem.points)
    facts = list(dict.fromkeys(facts))
    words = tuple(order_words(fact, names) for fact in facts)
    return Configuration(True, words, 1, proof.coordinates, tuple(facts))
