"""From a closure to a proof: walk back from the goal and write down only what it needs.

A fact of the engine names a rule and a substitution; the rule's premises, as of that fact, are
either facts themselves or consequences of a table, and a table explains a consequence as an
exact linear combination of the equations that entered it (``ddar/core/explain.hpp``). Premises
that no single equation states (a midpoint, a circumcentre, similar triangles) are put
together by their rules.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from itertools import combinations

from porism.ddar import _core
from porism.ddar.areas import Areas
from porism.ddar.closure import Closure, Fact, in_core
from porism.ddar.products import Products
from porism.geometry.equations import TABLES, Equation, Table, combine, defining_facets, facets
from porism.geometry.measure.truth import opening
from porism.geometry.measure.turns import turns
from porism.geometry.predicates import KINDS, Predicate, canonical
from porism.geometry.problem import Coordinates
from porism.geometry.proof import ByAlgebra, ByRule, Given, Proof, Reason, Step, Term
from porism.geometry.rules import Rule, instance, load_rules, rule_text

__all__ = ["TracebackError", "traceback"]

_exact = lru_cache(maxsize=1024)(Fraction)  # most are 1, -1 or a half
_catalogue: Callable[[], Mapping[str, Rule]] = lru_cache(maxsize=1)(load_rules)
_ONE_PLACE = 1e-6  # points closer than this are not told apart by directions


class TracebackError(Exception):
    """The closure holds a statement for which no exact reason was found: a defect, never silent."""


def traceback(closure: Closure, goal: Predicate) -> Proof:
    """Return a proof of ``goal`` (``acompute``/``rcompute`` are answered first).

    Raises TracebackError when the goal is not in the closure.
    """
    statement = goal
    if goal.kind.is_question:
        answered = closure.answer(goal)
        if answered is None:
            raise TracebackError(f"no value is known for '{goal}'")
        statement = answered
    writer = _Writer(closure)
    last = writer.prove_goal(statement)
    steps = _trimmed(writer.steps, last)
    cited = {step.reason.rule for step in steps if isinstance(step.reason, ByRule)}
    return Proof(
        problem=closure.problem,
        goal=statement,
        steps=steps,
        coordinates=dict(closure.coordinates),
        answer=None if statement is goal else _answer(goal, statement, closure.coordinates),
        rules="\n".join(rule_text(rule) for rule in closure.user.rules if rule.id in cited),
    )


def _answer(question: Predicate, found: Predicate, at: Coordinates) -> Fraction:
    """Return the value that answers the question: of an angle abc the one between the rays."""
    (value,) = found.constants
    seen = opening(question, at) if KINDS[question.kind.answer].constant == "angle" else None
    if seen is None:
        return value
    return min((value, 1 - value), key=lambda v: abs(v - seen))


class _Writer:
    def __init__(self, closure: Closure) -> None:
        self.closure = closure
        self.rules = _catalogue()
        if closure.user.rules:
            self.rules = {**self.rules, **{rule.id: rule for rule in closure.user.rules}}
        self.steps: list[Step] = []
        self.step_of: dict[Predicate, int] = {}
        self.index = _core.FactIndex(closure.core)
        self.facts: dict[int, Fact] = {}  # those that were looked at
        self.shares: dict[tuple[int, int], tuple[Term, Equation]] = {}
        self.explainers: dict[Table, _core.Explainer] = {}

    # --- statements ---------------------------------------------------------------------

    def prove_goal(self, statement: Predicate) -> int:
        """Return the id of a step that states what the closure holds, or a sum made of it."""
        before = len(self.closure)
        if statement.kind.figure_only:
            return self.prove_order(statement, before)
        if in_core(statement):
            return self.prove(statement, before)
        found = self.closure.sum_of(statement)
        if found is None:
            raise TracebackError(f"no sum is known for '{statement}'")
        made = Products if statement.kind.linear == "product" else Areas
        return made(self.closure).write(self, found, before)

    def prove_order(self, statement: Predicate, before: int) -> int:
        """Return the id of a step that states an order which follows from the closure."""
        found = self.closure.order_of(statement)
        if found is None:
            raise TracebackError(f"'{statement}' is read off the figure only")
        rule, letters = found
        if rule == "given":
            return self.add(statement, Given())
        return self.prove_by_rule(statement, rule, dict(letters), before)

    def prove(self, statement: Predicate, before: int) -> int:
        """Return the id of a step that states ``statement``, using facts below ``before``."""
        key = canonical(statement)
        if key in self.step_of:
            return self.step_of[key]
        number = self.fact_that_says(key)
        if number is not None and number < before:
            return self.prove_fact(number)
        drawn_alike = self.drawn_alike(statement)
        if defining_facets(statement) and not drawn_alike:
            return self.prove_by_algebra(statement, TABLES, before)
        for rule, substitution in drawn_alike or _compositions(statement):
            try:
                return self.prove_by_rule(statement, rule, substitution, before)
            except TracebackError:
                continue
        raise TracebackError(f"no reason found for '{statement}'")

    def prove_fact(self, number: int) -> int:
        """Return the id of a step that states fact ``number`` exactly as the engine did."""
        fact = self.fact(number)
        known = self.step_of.get(canonical(fact.statement))
        if known is not None:
            return known
        if fact.rule == "given":
            return self.add(fact.statement, Given())
        for table in TABLES:
            if fact.rule == table:
                return self.prove_by_algebra(fact.statement, (table,), number)
        return self.prove_by_rule(fact.statement, fact.rule, dict(fact.substitution), number)

    def fact(self, number: int) -> Fact:
        """Return a fact of the closure."""
        found = self.facts.get(number)
        if found is None:
            found = self.facts[number] = self.closure.fact(number)
        return found

    def fact_that_says(self, key: Predicate) -> int | None:
        """Return the number of the first fact with this canonical form."""
        if not (key.kind.is_derived and in_core(key)):
            return None
        name, points, _ = self.closure.encode(key)
        for number in self.index.about(name, points):
            if canonical(self.fact(number).statement) == key:
                return number
        return None

    def add(self, statement: Predicate, reason: Reason) -> int:
        step = Step(len(self.steps), statement, reason)
        self.steps.append(step)
        self.step_of[canonical(statement)] = step.id
        return step.id

    def drawn_alike(self, statement: Predicate) -> list[tuple[str, dict[str, str]]]:
        """Ways to say that a circle passes through points of which two are drawn at one place.

        No angle is seen over them, so it takes three other points of the circle.
        """
        if statement.name != "cyclic":
            return []
        places = self.closure.coordinates

        def apart(p: str, others: Iterable[str]) -> bool:
            return all(p == q or math.dist(places[p], places[q]) > _ONE_PLACE for q in others)

        four = statement.points
        if all(apart(p, four) for p in four):
            return []
        usable = [p for p in (*four, *self.closure.points) if apart(p, four)]
        triples = combinations(dict.fromkeys(usable), 3)
        return [("same_circle", dict(zip("abcpqrs", t + four, strict=True))) for t in triples]

    # --- reasons ------------------------------------------------------------------------

    def prove_by_rule(
        self, statement: Predicate, rule: str, substitution: dict[str, str], before: int
    ) -> int:
        wanted = instance(self.rules[rule], substitution)
        premises = tuple(self.prove(premise, before) for premise in wanted.premises)
        known = self.step_of.get(canonical(statement))
        if known is not None:
            return known
        ordered = tuple((k, substitution[k]) for k in self.rules[rule].letters)
        return self.add(statement, ByRule(rule, ordered, premises, wanted.conditions))

    def prove_by_algebra(self, statement: Predicate, tables: tuple[Table, ...], before: int) -> int:
        for table in tables:
            if table not in self.explainers:
                self.explainers[table] = _core.Explainer(self.closure.core, table)
            found = self.explainers[table].explain(*self.closure.encode(statement), before)
            if found is not None:
                return self.add_algebra(statement, table, found)
        raise TracebackError(f"no reason found for '{statement}'")

    def add_algebra(self, statement: Predicate, table: Table, found: _core.Explanation) -> int:
        terms: list[Term] = []
        parts = []
        for share in found.shares:
            term, part = self.share(share.fact, share.facet)
            numerator, denominator = share.coefficient
            coefficient = _exact(numerator * term.coefficient.numerator, denominator)
            terms.append(Term(term.premise, term.facet, coefficient, term.turns))
            parts.append((coefficient, part))
        known = self.step_of.get(canonical(statement))
        if known is not None:
            return known
        target = facets(statement)[found.facet]
        if combine(table, [*parts, (Fraction(-1), target)]).terms:
            raise TracebackError(f"the terms for '{statement}' do not add up")
        return self.add(statement, ByAlgebra(table, found.facet, tuple(terms), self.turns(target)))

    def share(self, fact: int, facet: int) -> tuple[Term, Equation]:
        """Return one facet of a fact as a term of a sum, once or less once, and as the step has it.

        The step may state the fact in another order than the engine did.
        """
        known = self.shares.get((fact, facet))
        if known is not None:
            return known
        premise = self.prove_fact(fact)
        said = self.steps[premise].statement
        place, sign = _same_facet(said, facets(self.fact(fact).statement)[facet])
        part = facets(said)[place]
        found = Term(premise, place, Fraction(sign), self.turns(part)), part
        return self.shares.setdefault((fact, facet), found)

    def turns(self, equation: Equation) -> int:
        """Return the half-turns of an angle equation in the figure, 0 for other tables."""
        return turns(equation, self.closure.coordinates)[0] if equation.table == "angle" else 0


def _same_facet(said: Predicate, wanted: object) -> tuple[int, int]:
    """Find the facet of ``said`` equal to ``wanted`` up to sign: its number and the sign."""
    for place, found in enumerate(facets(said)):
        if found is wanted or found == wanted:
            return place, 1
    for place, found in enumerate(facets(said)):
        if combine(found.table, [(Fraction(-1), found)]) == wanted:
            return place, -1
    raise TracebackError(f"'{said}' does not have the facet that was used")


def _compositions(statement: Predicate) -> Iterator[tuple[str, dict[str, str]]]:
    """Rules that conclude a statement no single equation defines, with their substitutions."""
    p = statement.points
    match statement.name:
        case "midp":
            yield "midpoint", dict(zip("mab", p, strict=True))
        case "circle":
            yield "centre", dict(zip("oabc", p, strict=True))
        case "simtri" | "simtrir":
            suffix = "_mirrored" if statement.name == "simtrir" else ""
            for rule in ("similar_aa", "similar_sss", "similar_sas"):
                for turn in ((0, 1, 2), (1, 2, 0), (2, 0, 1)):
                    order = [p[i] for i in turn] + [p[3 + i] for i in turn]
                    yield rule + suffix, dict(zip("abcpqr", order, strict=True))
        case "contri" | "contrir":
            suffix = "_mirrored" if statement.name == "contrir" else ""
            yield "congruent" + suffix, dict(zip("abcpqr", p, strict=True))


def _trimmed(steps: list[Step], last: int) -> tuple[Step, ...]:
    """Keep what the last step needs, premises of the problem first, and number anew."""
    needed: set[int] = set()
    pending = [last]
    while pending:
        step = pending.pop()
        if step not in needed:
            needed.add(step)
            pending.extend(steps[step].premises)
    kept = sorted(needed, key=lambda i: (not isinstance(steps[i].reason, Given), i))
    number = {old: new for new, old in enumerate(kept)}
    return tuple(_renumbered(steps[old], number) for old in kept)


def _renumbered(step: Step, number: dict[int, int]) -> Step:
    reason = step.reason
    match reason:
        case ByRule(rule, substitution, premises, conditions):
            reason = ByRule(rule, substitution, tuple(number[p] for p in premises), conditions)
        case ByAlgebra(table, facet, terms, turn, conditions):
            moved = tuple(Term(number[t.premise], t.facet, t.coefficient, t.turns) for t in terms)
            reason = ByAlgebra(table, facet, moved, turn, conditions)
    return Step(number[step.id], step.statement, reason)
