"""What is shown in one way for some points is shown in the same way for others.

A reader takes "similarly" gladly, and skips what he has seen. So where a derivation in a proof,
its points renamed, derives another statement of the proof from what is there anyway, that
statement is derived so, if its own derivation is not much lighter. And where points of the problem
may be exchanged, what was shown for one goal is shown for them, too, and may serve the next goal.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from porism.geometry.equations import facets
from porism.geometry.predicates import Predicate, canonical
from porism.geometry.proof import ByAlgebra, ByRule, Given
from porism.geometry.renaming import Names, Renamer, exchanges_of
from porism.prover.rewrite.graph import Derivation, Node, Plan, needed, standing_on, weight_of
from porism.prover.rewrite.improve import burden
from porism.prover.rewrite.workshop import Workshop

__all__ = ["alike", "carried_over_to_later_goals"]

_WORTH = 1.0  # the weight of a derivation that is worth being like another
_MAY_COST = 0.6  # what a proof may weigh more for it
_MOST_NEW = 5  # points of one statement that are not yet renamed; all their orders are tried
_MOST_TRIED = 2000  # renamings of one statement, for one pair of derivations
_EXCHANGED = 0.7  # what it costs to be told that something holds for the exchanged points, too
_SHOWN = 0.05  # what it costs to be reminded of what was shown for another goal
_MOST_EXCHANGES = 6  # of points of the problem
_MOST_TRIED_FOR_ALL = 4000  # renamings of all premises


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


def carried_over_to_later_goals(shop: Workshop, plan: Plan) -> Plan:
    """Return the plan with later goals derived from what exchanged points have by earlier ones."""
    if len(shop.goals) == 1:
        return plan
    premises = [s for c in shop.closure.problem.all_clauses for s in c.premises]
    exchanges = exchanges_of(premises, _MOST_TRIED_FOR_ALL)[:_MOST_EXCHANGES]
    best = plan
    for number, goal in enumerate(shop.goals[1:], start=1):
        for names in exchanges:
            best = _by_exchange(shop, best, shop.goals[:number], goal, names) or best
    return best


def _by_exchange(
    shop: Workshop, plan: Plan, before: Sequence[Node], goal: Node, names: Names
) -> Plan | None:
    """Return the plan with a goal derived from what others have for exchanged points."""
    shown = needed(plan, before)
    if goal in shown:
        return None
    own = weight_of({n: way for n, way in needed(plan, [goal]).items() if n not in shown})
    images = {n: s.rename(dict(names)) for n, s in enumerate(shop.graph.statements) if n in shown}
    image = {n: shop.graph.node(s) for n, s in images.items() if shop.universe.holds(s)}
    new = {image[n]: n for n in image if image[n] not in shown and shown[n].premises}
    shop.add_circles({*shown, *new})
    free = {**dict.fromkeys(shown, _SHOWN), **dict.fromkeys(new, _EXCHANGED)}
    weight, how = shop.graph.cheapest(free, until={goal})
    if goal not in weight or weight[goal] > own:
        return None
    grown, pending = dict(shown), [goal]
    while pending:
        node = pending.pop()
        if node in grown:
            continue
        if node in new and (node not in how or node == goal):
            carried = _whole(shop, shown, new[node], image, names)
            if carried is None or goal in carried.keys() - {node}:
                return None
            grown = {**carried, **grown}
        else:
            grown[node] = how[node]
            pending.extend(how[node].premises)
    return needed({**plan, **grown}, shop.goals)


def _whole(
    shop: Workshop, shown: Plan, node: Node, image: Mapping[Node, Node], names: Names
) -> Plan | None:
    """Return what ``node`` stands on, its points exchanged; None where something does not hold."""
    statements = shop.graph.statements
    there = {canonical(statements[n]): n for n in image.values()}
    found: Plan = {}
    for n, way in needed(shown, [node]).items():
        if n not in image:
            return None
        other = image[n]
        if isinstance(way.reason, Given):
            ways = shop.graph.ways_to(other)
            made = next((w for w in ways if isinstance(w.reason, Given)), None)
        else:
            made = _renamed(shop, way, other, names, there)
        if made is None:
            return None
        found[other] = made
    return found
