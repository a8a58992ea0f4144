"""What is shown in one way for some points is shown in the same way for others.

A reader takes "similarly" gladly, and skips what he has seen. So where a derivation in a proof,
its points renamed, derives another statement of the proof from what is there anyway, that
statement is derived so, if its own derivation is not much lighter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from porism.geometry.equations import facets
from porism.geometry.predicates import Predicate, canonical
from porism.geometry.proof import ByAlgebra, ByRule
from porism.geometry.renaming import Names, Renamer
from porism.prover.rewrite.graph import Derivation, Node, Plan, needed, standing_on
from porism.prover.rewrite.improve import burden
from porism.prover.rewrite.workshop import Workshop

__all__ = ["alike"]

_WORTH = 1.0  # the weight of a derivation that is worth being like another
_MAY_COST = 0.6  # what a proof may weigh more for it
_MOST_NEW = 5  # points of one statement that are not yet renamed; all their orders are tried
_MOST_TRIED = 2000  # renamings of one statement, for one pair of derivations


def alike(shop: Workshop, plan: Plan) -> Plan:
    """Return the plan with derivations like others of it, where that costs little."""
    best = plan
    for second in sorted(plan):
        for first in sorted(plan):
            if first == second or not {first, second} <= set(best):
                continue
            if not _may_be_alike(shop, best, first, second):
                continue
            for way in _carried_over(shop, best, first, second):
                other = needed({**best, second: way}, shop.goals)
                if burden(other, shop.goals) < burden(best, shop.goals) + _MAY_COST:
                    best = other
                break
    return best


def _may_be_alike(shop: Workshop, plan: Plan, first: Node, second: Node) -> bool:
    one, other = plan[first], plan[second]
    if one.weight < _WORTH or other.weight < _WORTH or not other.premises:
        return False
    if shop.graph.statements[first].name != shop.graph.statements[second].name:
        return False
    return second not in needed(plan, [first])


def _carried_over(shop: Workshop, plan: Plan, first: Node, second: Node) -> Iterator[Derivation]:
    """Yield the derivation of ``first``, renamed so that it derives ``second``."""
    above = standing_on(plan, second)
    statements = shop.graph.statements
    there = {canonical(statements[n]): n for n in plan if n not in above}
    finder = _Finder(there)
    way = plan[first]
    premises = [statements[p] for p in way.premises]
    for names in finder.renamer.extensions(statements[first], statements[second], {}):
        for whole in finder.extended(premises, names):
            found = _renamed(shop, way, second, whole, there)
            if found is not None and set(found.premises) != set(plan[second].premises):
                yield found


class _Finder:
    """Finds renamings that carry statements over to statements that are there."""

    def __init__(self, there: Mapping[Predicate, Node]) -> None:
        self.there, self.renamer = there, Renamer(_MOST_NEW, _MOST_TRIED)

    def extended(self, left: Sequence[Predicate], names: Names) -> Iterator[Names]:
        """Yield extensions of a renaming under which all of ``left`` are there."""
        if not left:
            yield names
            return
        s = min(left, key=lambda s: sum(p not in names for p in s.points))
        rest = [r for r in left if r is not s]
        if all(p in names for p in s.points):
            if canonical(s.rename(dict(names))) in self.there:
                yield from self.extended(rest, names)
            return
        for target in self.there:
            for longer in self.renamer.extensions(s, target, names):
                yield from self.extended(rest, longer)


def _renamed(
    shop: Workshop, way: Derivation, node: Node, names: Names, there: Mapping[Predicate, Node]
) -> Derivation | None:
    """Return a derivation with its points renamed, None where the figure does not allow it."""
    statements = shop.graph.statements
    if isinstance(way.reason, ByRule):
        return shop.use(way.reason, names, node)
    if not isinstance(way.reason, ByAlgebra):
        return None
    said = statements[way.node].rename(dict(names))
    target, sign = shop.column(node, facets(said)[way.reason.facet])
    shares = []
    for term in way.reason.terms:
        premise = statements[term.premise].rename(dict(names))
        equation = facets(premise)[term.facet]
        column, turned = shop.column(there[canonical(premise)], equation)
        shares.append((column, term.coefficient * turned * sign))
    return shop.sum_of(node, target.equation, shares)
