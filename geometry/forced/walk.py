"""What a proof reads off its figure although the text does not force it.

A step of a proof rests on earlier steps and on facts of order. The walk takes the steps one after
the other: if every fact of order that a step needs follows from the text and from the statements
before it, the step holds wherever the text does, and its statement may be used for the next ones.
So a proof of which nothing is left over is one of every configuration that is not degenerate:
points that differ in the proof, triples that are not on one line and the like are demanded as
before, and are left over only where they may fail in all figures of one kind
(:mod:`porism.geometry.forced.generic`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations
from math import lcm

from porism.geometry.checker.check import asked_goal
from porism.geometry.checker.conditions import ORDER, may_be_missing
from porism.geometry.checker.steps import divides_angle
from porism.geometry.equations import facets
from porism.geometry.figure.traits import OrderFact, is_handed
from porism.geometry.forced.choices import settles_choice
from porism.geometry.forced.facts import Facts
from porism.geometry.forced.generic import failing_on_a_branch, needed_by_auxiliary, vanishing
from porism.geometry.forced.sides import told_by
from porism.geometry.forced.signs import Sign, side
from porism.geometry.measure.truth import holds, opening
from porism.geometry.measure.vectors import flatness
from porism.geometry.predicates import KINDS, Predicate, canonical, pairs_of
from porism.geometry.problem import Coordinates, Problem
from porism.geometry.proof import ByAlgebra, ByRule, Proof, Step
from porism.geometry.rule import Rule
from porism.geometry.words import display_names, sentence

__all__ = [
    "Reliance",
    "Unforced",
    "is_forced",
    "problem_facts",
    "rests_on_order",
    "sense_fact",
    "unforced",
]

_HALF = Fraction(1, 2)
_SIDED = ("sameclock", "nsameclock")
_TOLD = {
    "between": "between",
    "acute_angle": "acute",
    "obtuse_angle": "obtuse",
    "longer": "longer",
    "ccw": "counter_clockwise",
}
"""What the facts of order are called by which configurations are told."""

_WHOLES = ([-1, 1, 1], [-1, -1, 1])
"""Coefficients, sorted, of a sum in which two parts make a whole."""

_RAYS = "the angle is the one that was asked for, and not its supplement"


@dataclass(frozen=True)
class Unforced:
    """Something that a proof reads off its figure: ``order``, if it is a statement of order.

    ``words`` say it. ``asked``: it is which of two angles was asked for. ``chosen`` is the one of
    several conclusions that the figure shows, or a condition of which it shows that it holds.
    """

    words: str
    order: Predicate | None = None
    asked: bool = False
    chosen: Predicate | None = None

    @property
    def fact(self) -> OrderFact | None:
        """Name and points of a fact of order as configurations are told by, where it is one."""
        if self.order is None:
            return None
        if self.order.name in _SIDED:
            return sense_fact(self.order)
        name = _TOLD.get(self.order.name)
        return None if name is None else (name, self.order.points)


@dataclass(frozen=True)
class Reliance:
    """What a proof rests on besides its text; nothing where ``left`` is empty.

    ``orders`` are orders of points of a line that were the same in all figures and are not forced:
    where one of them is denied, what a figure chose may be chosen otherwise. ``told_by`` are such
    facts of triangles by which the text tells a side. ``together`` are pairs of points of one line
    or circle. ``goal``: the goal is forced whatever the proof does.
    """

    left: tuple[Unforced, ...]
    orders: tuple[Predicate, ...] = ()
    told_by: tuple[Predicate, ...] = ()
    together: tuple[tuple[str, str], ...] = ()
    goal: bool = False

    @property
    def facts(self) -> tuple[Predicate, ...]:
        """Statements of order to be denied, those that the proof names first."""
        named = [item.order for item in self.left if item.order is not None]
        return tuple(dict.fromkeys((*named, *self.told_by, *self.orders)))


def sense_fact(order: Predicate) -> OrderFact:
    """Name a comparison of the senses of two triangles: of two with one side, as sides of it."""
    one, other = order.points[:3], order.points[3:]
    same = order.name == "sameclock"
    line = sorted(set(one) & set(other))
    if len(line) != 2:
        return "same_way" if same else "other_way", order.points
    (p,), (q,) = set(one) - set(line), set(other) - set(line)
    a, b = line
    turned = side(a, b, p)[1] ^ side(*one)[1] ^ side(a, b, q)[1] ^ side(*other)[1]
    return "separates" if same == bool(turned) else "same_side", (a, b, p, q)


def rests_on_order(goal: Predicate) -> bool:
    """Tell whether a statement speaks of order, of absolute lengths or areas.

    Such a one changes where points of a line change places, without anything else being different.
    """
    kind = goal.kind
    return kind.figure_only or kind.linear in ("length", "product") or kind.sided


def unforced(proof: Proof, rules: Mapping[str, Rule], figures: Sequence[Coordinates]) -> Reliance:
    """Return what an accepted proof reads off its figure and its text does not force.

    ``figures`` are some of the proof's problem, auxiliary points and all, its own first; they tell
    which signs are none because they are zero. Where nothing is left over, the referee is asked for
    signs that are zero in figures of a kind that was not drawn.
    """
    zero: frozenset[Sign] = frozenset()
    while True:
        facts = problem_facts(proof.problem, figures, zero)
        found = _reliance(proof, rules, figures, facts, zero)
        more = frozenset() if found.left else vanishing(proof.problem, facts.signs.used) - zero
        if not more:
            return found
        zero |= more


def _reliance(
    proof: Proof,
    rules: Mapping[str, Rule],
    figures: Sequence[Coordinates],
    facts: Facts,
    zero: Collection[Sign],
) -> Reliance:
    special = (*_missing(proof), *_not_generic(proof))
    left = tuple(dict.fromkeys((*special, *_left(proof, rules, facts))))
    text = facts
    if special:  # what follows from them is no fact of the text
        text = problem_facts(replace(proof.problem, auxiliary=()), figures, zero)
    if left and is_forced(proof.goal, text):
        return Reliance((), goal=True)
    if not left:
        return Reliance(())
    orders, told = _orders(facts, figures), told_by(proof.problem, facts, figures)
    pairs = (two for curve in facts.curves for two in combinations(sorted(curve), 2))
    return Reliance(left, tuple(orders), tuple(told), tuple(dict.fromkeys(pairs)))


def is_forced(goal: Predicate, facts: Facts) -> bool:
    """Tell whether a statement of order, or of parts and a whole on a line, is forced as such."""
    if goal.kind.figure_only:
        return facts.settles(goal)
    if goal.name != "distseq" or sorted(goal.constants) not in _WHOLES:
        return False
    whole = sorted(goal.constants)[1] < 0  # two of the coefficients are negative
    pairs = list(zip(pairs_of(goal.points), goal.constants, strict=True))
    parts = [frozenset(pair) for pair, c in pairs if (c < 0) == whole]
    ends = {frozenset(pair) for pair, c in pairs if (c < 0) != whole}
    middle = parts[0] & parts[1]
    if len(middle) != 1 or ends != {parts[0] ^ parts[1]}:
        return False
    return facts.settles(Predicate("between", (*middle, *sorted(parts[0] ^ parts[1]))))


def _orders(facts: Facts, figures: Sequence[Coordinates]) -> Iterator[Predicate]:
    """Yield orders of three points of a line that all figures show, though nothing forces them."""
    for line in facts.lines:
        for three in combinations(sorted(line), 3):
            if facts.middle(frozenset(three)):
                continue
            for p in three:
                a, b = (q for q in three if q != p)
                one_way = Predicate("obtuse_angle", (a, p, b))
                other_way = Predicate("acute_angle", (a, p, b))
                for order in (one_way, other_way):
                    if all(holds(order, at) for at in figures):
                        yield order


def problem_facts(
    problem: Problem, figures: Sequence[Coordinates], zero: Collection[Sign] = ()
) -> Facts:
    """Return what a text forces; ``figures`` are some of it, its own first.

    ``zero`` are signs that are zero in figures of other kinds.
    """
    facts = Facts(problem.points, figures, zero)
    # what auxiliary clauses need is no part of the text
    needed = (c for clause in problem.clauses for c in clause.conditions)
    for statement in (*problem.premises, *problem.meaning, *needed):
        facts.learn(statement)
    _choose_sense(facts, problem, figures[0])
    return facts


def _choose_sense(facts: Facts, problem: Problem, at: Coordinates) -> None:
    """Of a statement that is as true of the mirror image, take one of the two."""
    if any(map(is_handed, (*problem.premises, *problem.meaning, *problem.goals))):
        return
    points = problem.points
    for k in range(len(points) - 2):
        a, b, c = points[k : k + 3]
        sense = flatness(at[a], at[b], at[c])
        if facts.signs.clear(tuple(sorted((a, b, c)))):
            facts.fix_sense(a, b, c, bool(sense < 0))
            return


def _missing(proof: Proof) -> Iterator[Unforced]:
    """Yield that there are auxiliary points, where there may be none."""
    names = display_names(proof.problem.points)
    for clause in proof.problem.auxiliary:
        if may_be_missing(clause):
            points = " and ".join(names[p] for p in clause.points)
            yield Unforced(f"there is such a point {points}")


def _left(proof: Proof, rules: Mapping[str, Rule], facts: Facts) -> Iterator[Unforced]:
    names = display_names(proof.problem.points)
    everywhere: set[int] = set()  # steps that hold wherever the text does
    used = _used(proof)
    for step in proof.steps:
        read = list(_read(step, rules, facts, names))
        yield from read if step.id in used else ()
        if not read and everywhere.issuperset(step.premises):
            everywhere.add(step.id)
            facts.learn(step.statement)
    if not _answers(proof, facts):
        yield Unforced(_RAYS, _sense_of_answer(proof), asked=True)


def _not_generic(proof: Proof) -> Iterator[Unforced]:
    """Yield what the steps of a proof, and its auxiliary points, need and a text may deny."""
    names = display_names(proof.problem.points)
    used = _used(proof)
    reasons = [step.reason for step in proof.steps if step.id in used]
    needed = [c for r in reasons if isinstance(r, ByRule | ByAlgebra) for c in r.conditions]
    found = failing_on_a_branch(proof.problem, dict.fromkeys(needed))
    for condition in (*needed_by_auxiliary(proof.problem), *found):
        yield Unforced(sentence(condition, names), chosen=condition)


def _used(proof: Proof) -> set[int]:
    """Return the steps that the last one rests on, itself included."""
    used = {proof.steps[-1].id}
    for step in reversed(proof.steps):
        if step.id in used:
            used.update(step.premises)
    return used


def _read(
    step: Step, rules: Mapping[str, Rule], facts: Facts, names: Mapping[str, str]
) -> Iterator[Unforced]:
    """Yield what a step reads off the figure, and what is known does not force."""
    reason = step.reason
    if isinstance(reason, ByRule | ByAlgebra):
        for condition in map(canonical, reason.conditions):
            if condition.name in ORDER and not facts.settles(condition):
                yield Unforced(sentence(condition, names), condition)
    if _chooses(step, rules) and not _settled(step, facts):
        yield Unforced(sentence(step.statement, names), chosen=step.statement)


def _chooses(step: Step, rules: Mapping[str, Rule]) -> bool:
    """Tell whether the figure chooses one of several conclusions."""
    reason = step.reason
    if isinstance(reason, ByRule):
        return bool(rules[reason.rule].choice)
    return isinstance(reason, ByAlgebra) and divides_angle(reason)


def _settled(step: Step, facts: Facts) -> bool:
    """Tell whether it is forced which of two conclusions, or which half of an angle, it is."""
    reason = step.reason
    if isinstance(reason, ByRule):
        return settles_choice(reason.rule, dict(reason.substitution), facts)
    if not isinstance(reason, ByAlgebra):
        return False
    parts = lcm(*(term.coefficient.denominator for term in reason.terms))
    return parts == 2 and facts.settles_angle(_as_angle(step.statement, reason.facet))


def _as_angle(statement: Predicate, facet: int) -> Predicate:
    """Return a concyclic statement as the two equal angles of one of its facets."""
    if statement.name != "cyclic":
        return statement
    up, *down, last = (key for key, _ in facets(statement)[facet].terms)
    return Predicate("eqangle", (*up, *down[0], *down[1], *last))


def _answers(proof: Proof, facts: Facts) -> bool:
    """Tell whether an angle between rays is forced to be the answer, and not its supplement."""
    asked, answer = asked_goal(proof), proof.answer
    if asked is None or answer is None or not asked.kind.is_question:
        return True
    if KINDS[asked.kind.answer].constant != "angle" or opening(asked, proof.coordinates) is None:
        return True
    return answer == _HALF or facts.settles(_sense_of_answer(proof))


def _sense_of_answer(proof: Proof) -> Predicate:
    """Return that the angle asked for is acute, or that it is obtuse, as the answer says."""
    asked, answer = asked_goal(proof), proof.answer
    assert asked is not None and answer is not None
    (vertex,) = set(asked.points[:2]) & set(asked.points[2:])
    a, b = (p for p in asked.points if p != vertex)
    name = "obtuse_angle" if answer > _HALF else "acute_angle"
    return Predicate(name, (a, vertex, b))
