"""Everything that a shorter proof may be made of.

The graph begins with the proof that was found, the premises, the rules of the journal, and all
uses of rules and theorems among the statements that the closure holds. Sums cannot be listed;
they are looked for where a good proof would use them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from fractions import Fraction
from itertools import islice

import numpy as np

from porism.ddar.closure import Closure, in_core
from porism.geometry.equations import Equation, defining_facets, facets
from porism.geometry.forms import is_trivial
from porism.geometry.measure.turns import turns
from porism.geometry.predicates import Predicate, pairs_of
from porism.geometry.proof import ByAlgebra, ByRule, Given, Proof, Step, Term
from porism.geometry.rule import Instance, Rule, instance
from porism.geometry.telling.lines import Line, Lines
from porism.prover.rewrite.at_once import (
    Use,
    on_one_circle,
    with_equal_sines,
    with_halves,
    with_incentres,
)
from porism.prover.rewrite.graph import Derivation, Graph, Node, Plan, needed
from porism.prover.rewrite.instances import RuleMatcher
from porism.prover.rewrite.sums import Column, Floats, Share, Summation
from porism.prover.rewrite.universe import Universe
from porism.prover.rewrite.weights import (
    CHEAP_SUM,
    GIVEN,
    GIVEN_OF_AUXILIARY,
    LONGEST_SUM,
    crowded_link_weight,
    link_count,
    link_weight,
    rule_weight,
    sum_weight,
)
from porism.prover.rewrite.write import same_facet

__all__ = ["Workshop", "derives"]

_UNLIMITED = 1e6
_MOST_HALVES = 60  # uses of rules about halves of angles


def derives(statement: Predicate) -> bool:
    """Tell whether the engine derives such statements: no areas, products or orders."""
    return not statement.kind.figure_only and in_core(statement)


class Workshop:
    """The graph of derivations in one closure, with what it takes to extend it."""

    def __init__(
        self,
        closure: Closure,
        proofs: Sequence[Proof],
        rules: Mapping[str, Rule],
        *,
        most_looks: int,
        over: Callable[[], bool],
    ) -> None:
        """Collect derivations in ``closure``, in which ``proofs`` were found.

        At most ``most_looks`` linear programs are solved, about, and none once ``over`` tells that
        the time is up. ``goals`` are their nodes, ``found`` is the plan that they are,
        ``looked_at`` are the nodes for which sums were looked for.
        """
        self.closure = closure
        self.rules = rules
        self.universe = Universe(closure)
        self.graph = Graph()
        self.sums = Summation()
        self._links: dict[Callable[[Predicate], float], list[float]] = {}
        self.looked_at: set[Node] = set()
        self.most_looks = most_looks
        self._looks, self.over = 0, over
        self._add_premises()
        for proof in proofs:
            self._add_proof(proof)
        self.goals = [self.graph.node(proof.goal) for proof in proofs]
        self.found = needed(self.graph.cheapest({})[1], self.goals)
        self._add_journal()
        self._add_rules()
        self._add_equal_sines()
        for rule, substitution in with_incentres(self.universe):
            self._add_instance(self.rules[rule], substitution, checked=True)
        self._add_halves()
        self._add_other_names()

    def tired(self) -> bool:
        """Whether the bounds are reached. The clock is there for figures that nobody foresaw."""
        return self._looks >= self.most_looks or self.over()

    # --- what is there from the beginning -------------------------------------------------

    def _add_premises(self) -> None:
        problem = self.closure.problem
        for clause in problem.all_clauses:
            auxiliary = clause in problem.auxiliary
            for statement in clause.premises:
                if statement.kind.is_derived and not is_trivial(statement):
                    weight = GIVEN_OF_AUXILIARY if auxiliary else GIVEN
                    self._enter(statement, (), Given(), weight)

    def _add_proof(self, proof: Proof) -> None:
        statements = [step.statement for step in proof.steps]
        for step in proof.steps:
            match step.reason:
                case ByRule(rule=rule, substitution=substitution):
                    self._add_instance(self.rules[rule], dict(substitution), checked=True)
                case ByAlgebra():
                    self._add_sum(step, step.reason, statements)
                case Given():
                    self._enter(step.statement, (), Given(), GIVEN)

    def _add_sum(self, step: Step, reason: ByAlgebra, statements: Sequence[Predicate]) -> None:
        """Enter an algebraic step of a proof, of statements that are written otherwise here."""
        node = self.graph.node(step.statement)
        target, shares = self.column(node, facets(step.statement)[reason.facet]), []
        for term in reason.terms:
            premise = self.graph.node(statements[term.premise])
            equation = facets(statements[term.premise])[term.facet]
            column, sign = self.column(premise, equation)
            shares.append((column, term.coefficient * sign * target[1]))
        self.graph.add(self.sum_of(node, target[0].equation, shares))
        self.sums.add(node, self.graph.statements[node])

    def _add_journal(self) -> None:
        for fact in self.closure.facts():
            if fact.rule in self.rules:
                self._add_instance(self.rules[fact.rule], dict(fact.substitution))

    def _add_rules(self) -> None:
        matcher = RuleMatcher(self.universe)
        for rule in self.rules.values():
            if rule.builtin and all(map(derives, rule.conclusions)):
                for substitution, wanted in matcher.uses(rule):
                    self._add_use(rule, substitution, wanted)

    def _add_equal_sines(self) -> None:
        found = [self.graph.statements[node] for node in self.found]
        self._add_looked_at(with_equal_sines(self.universe, found))

    def _add_halves(self) -> None:
        """Enter what follows of bisectors: those given, of the proof, and that rules speak of."""
        statements = self.graph.statements
        given = [s for c in self.closure.problem.all_clauses for s in c.premises]
        found = [statements[node] for node in self.found]
        said = [s for s in statements if self.universe.holds(s)]
        uses = with_halves(self.universe, [*given, *found, *said])
        self._add_looked_at(islice(uses, _MOST_HALVES))

    def _add_looked_at(self, uses: Iterable[Use]) -> None:
        """Enter uses of rules, of whose premises nothing else would ask how they follow."""
        weight, _ = self.graph.cheapest({})
        for rule, substitution in uses:
            self._add_instance(self.rules[rule], substitution, checked=True)
            for premise in instance(self.rules[rule], substitution).premises:
                node = self.graph.node(premise)
                if node not in weight:
                    self.look(node, weight)

    def add_circles(self, nodes: Iterable[Node]) -> None:
        """Enter what follows at once from the concyclic points that some nodes, or a plan, have."""
        for rule, substitution in on_one_circle(self.graph.statements[node] for node in nodes):
            self._add_instance(self.rules[rule], substitution)

    def _add_other_names(self) -> None:
        """Derive what says of two lines what a given statement says, by other points of theirs.

        Rules that want it so would else seem to need a proof of it.
        """
        statements = self.graph.statements
        lines = Lines(self.universe.of_kind["coll"], self.closure.coordinates)

        def said(statement: Predicate) -> tuple[str, frozenset[Line]]:
            return statement.name, frozenset(map(lines.of, pairs_of(statement.points)))

        weight, plan = self.graph.cheapest({})
        of_lines = [n for n, s in enumerate(statements) if s.name in ("perp", "para")]
        given = {said(statements[n]) for n in of_lines if n in plan and not plan[n].premises}
        for node in of_lines:
            if node not in plan and said(statements[node]) in given:
                self.look(node, weight)

    def name_lines_without(self, points: Set[str], plan: Plan, said: Collection[Node]) -> None:
        """Derive that points are collinear where a plan says so by way of some other ``points``.

        ``said`` are the nodes that speak of these.
        """
        lines = [self.graph.statements[n] for n in plan if n in said]
        pairs = [set(s.points) - points for s in lines if s.name == "coll"]
        weight, _ = self.graph.cheapest({}, banned=said)
        for s in self.universe.of_kind["coll"]:
            if points.isdisjoint(s.points) and any(len(p & set(s.points)) == 2 for p in pairs):
                node = self.graph.node(s)
                self.sums.add(node, self.graph.statements[node])
                if node not in weight:
                    self.look(node, weight)

    def _add_instance(
        self, rule: Rule, substitution: Mapping[str, str], *, checked: bool = False
    ) -> None:
        try:
            wanted = instance(rule, substitution)
        except ValueError:
            return  # letters of one line stand for one point
        if checked or self._applies(wanted):
            self._add_use(rule, substitution, wanted)

    def _add_use(self, rule: Rule, substitution: Mapping[str, str], wanted: Instance) -> None:
        nodes, reason = self._used(rule, substitution, wanted)
        for conclusion in wanted.conclusions:
            if not is_trivial(conclusion):
                self._enter(conclusion, nodes, reason, rule_weight(rule))

    def use(self, reason: ByRule, names: Mapping[str, str], node: Node) -> Derivation | None:
        """Return the derivation of ``node`` by a rule, the points of whose use are renamed.

        None where the figure does not show what the rule wants, or it concludes something else.
        """
        rule = self.rules[reason.rule]
        substitution = {k: names.get(p, p) for k, p in reason.substitution}
        try:
            wanted = instance(rule, substitution)
        except ValueError:
            return None
        said = {self.graph.node(c) for c in wanted.conclusions}
        if node not in said or not self._applies(wanted):
            return None
        nodes, using = self._used(rule, substitution, wanted)
        return Derivation(node, nodes, using, rule_weight(rule))

    def _used(
        self, rule: Rule, substitution: Mapping[str, str], wanted: Instance
    ) -> tuple[tuple[Node, ...], ByRule]:
        """Return the premises of a use of a rule, and the use itself."""
        nodes = tuple(self.graph.node(p) for p in wanted.premises)
        ordered = tuple((k, substitution[k]) for k in rule.letters)
        return nodes, ByRule(rule.id, ordered, nodes, wanted.conditions)

    def _applies(self, wanted: Instance) -> bool:
        """Tell whether the figure shows the conditions, and a choice as the rule makes it."""
        numbers = self.universe.numbers
        shown = all(self.universe.clear(condition) for condition in wanted.conditions)
        return shown and all(numbers.holds(conclusion) for conclusion in wanted.conclusions)

    def _enter(
        self,
        statement: Predicate,
        premises: tuple[Node, ...],
        reason: Given | ByRule | ByAlgebra,
        weight: float,
    ) -> bool:
        node = self.graph.node(statement)
        self.sums.add(node, self.graph.statements[node])
        return self.graph.add(Derivation(node, premises, reason, weight))

    # --- looking for sums --------------------------------------------------------------------

    def look(self, node: Node, weight: Mapping[Node, float], most: float = _UNLIMITED) -> bool:
        """Look for a sum that gives the statement of ``node``; tell whether a new one was found.

        ``weight`` has what each node costs that may be used.
        """
        self.looked_at.add(node)
        found = False
        for target in defining_facets(self.graph.statements[node]):
            new, links = self._ask(node, target, self._prices(weight, link_weight), most)
            found |= new
            if links > LONGEST_SUM and target.table == "ratio":  # angles are divided by claims
                dear = self._prices(weight, crowded_link_weight)
                found |= self._ask(node, target, dear, _UNLIMITED)[0]
        return found

    def _ask(
        self, node: Node, target: Equation, price: Floats, most: float
    ) -> tuple[bool, Fraction]:
        """Enter the cheapest sums; tell whether one was new, and how many links the first has."""
        answer, asked_before = self.sums.lightest(target, price, most, node)
        self._looks += answer.looks
        if not answer.sums:
            return False, Fraction(0)
        links = link_count((self.graph.statements[c.node], x) for c, x in answer.sums[0])
        if asked_before:
            return False, links
        return any([self.graph.add(self.sum_of(node, target, s)) for s in answer.sums]), links

    def _prices(
        self, weight: Mapping[Node, float], of_link: Callable[[Predicate], float]
    ) -> Floats:
        """Return what one use of each node costs, infinity for those without a weight."""
        statements = self.graph.statements
        links = self._links.setdefault(of_link, [])
        links.extend(map(of_link, statements[len(links) :]))
        price = np.full(len(statements), np.inf)
        price[list(weight)] = list(weight.values())
        price += links
        return price

    def look_below(self, node: Node, weight: Mapping[Node, float], most: float) -> bool:
        """Look for sums that give premises of the rules by which ``node`` can be derived.

        Only rules count that would be cheaper than ``most`` if those sums were. Tell whether a new
        sum was found.
        """
        found = False
        for way in self.graph.ways_to(node):
            if not isinstance(way.reason, ByRule):
                continue
            dear = [
                p
                for p in dict.fromkeys(way.premises)
                if weight.get(p, _UNLIMITED) > CHEAP_SUM and p != node
            ]
            rest = sum(weight[p] for p in way.premises if p not in dear)
            if not all(self.graph.statements[p].kind.by_one_facet for p in dear):
                continue
            if way.weight + rest + CHEAP_SUM * len(dear) < most:
                for p in dear:
                    if not self.tired():
                        found |= self.look(p, weight, weight.get(p, _UNLIMITED))
        return found

    def sum_of(self, node: Node, target: Equation, shares: Sequence[Share]) -> Derivation:
        """Return the derivation of ``node`` by a sum, ``target`` being a facet of its statement."""
        places, statements = self.closure.coordinates, self.graph.statements
        angle = target.table == "angle"
        terms = tuple(
            Term(c.node, c.facet, x, turns(c.equation, places)[0] if angle else 0)
            for c, x in shares
        )
        number = facets(statements[node]).index(target)
        reason = ByAlgebra(target.table, number, terms, turns(target, places)[0] if angle else 0)
        weight = sum_weight([(statements[c.node], x) for c, x in shares], target.table)
        return Derivation(node, tuple(c.node for c, _ in shares), reason, weight)

    def shares(self, way: Derivation) -> list[Share] | None:
        """Return the terms of a sum, None for another derivation."""
        if not isinstance(way.reason, ByAlgebra):
            return None
        return [
            (Column(t.premise, t.facet, self._facet(t.premise, t.facet)), t.coefficient)
            for t in way.reason.terms
        ]

    def target(self, way: Derivation) -> Equation:
        """Return the equation that a sum gives."""
        assert isinstance(way.reason, ByAlgebra)
        return self._facet(way.node, way.reason.facet)

    def column(self, node: Node, equation: Equation) -> tuple[Column, int]:
        """Return the facet of ``node`` that is ``equation`` up to the sign, and the sign."""
        place, sign = same_facet(self.graph.statements[node], equation)
        return Column(node, place, self._facet(node, place)), sign

    def _facet(self, node: Node, number: int) -> Equation:
        return facets(self.graph.statements[node])[number]

    def rest(self, most_looks: int) -> None:
        """Begin to count looks anew, up to ``most_looks``."""
        self._looks, self.most_looks = 0, most_looks
