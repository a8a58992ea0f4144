"""No sum longer than a reader follows: a claim goes in between.

The terms of a long sum are divided in two: some of them add up to a statement of the language
(two equal angles, two equal ratios, two lines that are parallel), which becomes a step of its own
and stands for them in what is left of the sum. Among the possible claims a reader prefers those
that say something of points and lines they know: parallels, equal lengths, concyclic points, and
angles that have a corner.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, lcm

from porism.geometry.equations import Equation, combine, defining_facets
from porism.geometry.forms import empty_pairs, is_trivial
from porism.geometry.predicates import Predicate
from porism.prover.rewrite.graph import Derivation, Node, Plan, needed, standing_on
from porism.prover.rewrite.sums import Share
from porism.prover.rewrite.weights import LONGEST_SUM
from porism.prover.rewrite.workshop import Workshop

__all__ = ["with_claims"]

_MOST_FACTORS = 8  # lengths in a product that is claimed
_MOST_PARTS = 6000  # sets of terms that are tried for one claim


@dataclass(frozen=True)
class _Claim:
    """``equation``, which says ``statement``, times ``factor`` is the sum of ``inside``."""

    statement: Predicate
    equation: Equation
    factor: Fraction
    inside: frozenset[int]
    rank: tuple[int, int]


def with_claims(shop: Workshop, plan: Plan) -> Plan:
    """Return the plan with every long sum divided, as far as there are claims to divide it."""
    shop.add_circles(plan)
    whole = dict(plan)
    pending = list(plan)
    while pending:
        node = pending.pop()
        shares = shop.shares(whole[node])
        if shares is None or _links(shop, shares) <= LONGEST_SUM:
            continue
        claim = _best_claim(shop, shares)
        if claim is None:
            continue
        middle = shop.graph.node(claim.statement)
        column, sign = shop.column(middle, claim.equation)
        if middle not in whole:
            factor = sign / claim.factor
            part = [(c, x * factor) for i, (c, x) in enumerate(shares) if i in claim.inside]
            by_sum = shop.sum_of(middle, column.equation, part)
            whole[middle] = min([by_sum, *_by_rules(shop, whole, middle, node)], key=_weight)
            pending.append(middle)
        elif node in needed(whole, [middle]):
            continue  # it is known, but by way of this very step
        rest = [share for i, share in enumerate(shares) if i not in claim.inside]
        target = shop.target(whole[node])
        whole[node] = shop.sum_of(node, target, [(column, sign * claim.factor), *rest])
        pending.append(node)
    return needed(whole, shop.goals)


def _by_rules(shop: Workshop, plan: Plan, middle: Node, node: Node) -> list[Derivation]:
    """Return derivations of a claim from what the plan has, none of which needs ``node``."""
    usable = set(plan) - standing_on(plan, node)
    return [way for way in shop.graph.ways_to(middle) if usable.issuperset(way.premises)]


def _weight(way: Derivation) -> float:
    return way.weight


def _links(shop: Workshop, shares: Sequence[Share]) -> int:
    """Return how many links a chain of these terms has: a statement may be used more than once."""
    return sum(ceil(abs(x)) for c, x in shares if shop.graph.statements[c.node].name != "coll")


def _best_claim(shop: Workshop, shares: Sequence[Share]) -> _Claim | None:
    count = _links(shop, shares)
    best: tuple[tuple[int, int, int], _Claim] | None = None
    for inside in _connected_sets(shares):
        size = sum(shop.graph.statements[shares[i][0].node].name != "coll" for i in inside)
        left = count - size + 1
        if not 2 <= size <= LONGEST_SUM or left >= count:
            continue
        claim = _claim(shop, shares, inside)
        if claim is None:
            continue
        uneven = max(0, left - LONGEST_SUM)
        key = (uneven, *claim.rank)
        if best is None or key < best[0]:
            best = key, claim
    return None if best is None else best[1]


def _connected_sets(shares: Sequence[Share]) -> Iterator[frozenset[int]]:
    """Yield sets of terms that hang together by quantities they share, small ones first."""
    keys = [{key for key, _ in column.equation.terms} for column, _ in shares]
    layer = {frozenset((i,)) for i in range(len(shares))}
    count = 0
    for _ in range(len(shares) - 2):
        larger: set[frozenset[int]] = set()
        for inside in sorted(layer, key=sorted):
            touched = set().union(*(keys[i] for i in inside))
            for i in range(len(shares)):
                if i not in inside and keys[i] & touched:
                    larger.add(inside | {i})
        for inside in sorted(larger, key=sorted):
            yield inside
            count += 1
            if count >= _MOST_PARTS:
                return
        layer = larger


def _claim(shop: Workshop, shares: Sequence[Share], inside: frozenset[int]) -> _Claim | None:
    parts = [(x, column.equation) for i, (column, x) in enumerate(shares) if i in inside]
    table = parts[0][1].table
    scale = Fraction(lcm(*(x.denominator for x, _ in parts)))
    total = combine(table, [(x * scale, equation) for x, equation in parts])
    for statement in _said(shop, total):
        if is_trivial(statement) or empty_pairs(statement) or not shop.universe.holds(statement):
            continue
        for facet in defining_facets(statement):
            for sign in (1, -1):
                left = combine(table, [(Fraction(1), total), (Fraction(-sign), facet)])
                whole = table == "angle" and all(q.denominator == 1 for _, q in left.constants)
                if facet.table == table and not left.terms and (whole or not left.constants):
                    rank = _rank(statement), -len(inside)
                    return _Claim(statement, facet, sign / scale, inside, rank)
    return None


def _said(shop: Workshop, total: Equation) -> Iterator[Predicate]:
    """Yield statements that say the equation, the plainest first."""
    if total.table == "ratio" and 4 < len(total.terms) <= _MOST_FACTORS and not total.constants:
        if all(len(key) == 2 and c.denominator == 1 for key, c in total.terms):
            points = tuple(p for key, _ in total.terms for p in key)
            yield Predicate("distmeq", points, (*(c for _, c in total.terms), Fraction(1)))
        return
    ups = [key for key, c in total.terms if c == 1]
    downs = [key for key, c in total.terms if c == -1]
    if len(ups) + len(downs) != len(total.terms) or len(ups) != len(downs):
        return
    if any(len(key) != 2 for key in (*ups, *downs)):
        return
    constants = [q for _, q in total.constants]
    if len(ups) == 1:
        four = (*ups[0], *downs[0])
        points = tuple(dict.fromkeys(four))
        if total.table == "angle":
            if len(points) == 3:
                yield Predicate("coll", points)
            yield Predicate("para", four)
            yield Predicate("perp", four)
        elif not constants:
            yield Predicate("cong", four)
    if len(ups) == 2 and not any(q.denominator != 1 for q in constants):
        (a, b), (c, d) = ups, downs
        if total.table == "angle":
            points = tuple(sorted({p for key in (a, b, c, d) for p in key}))
            if len(points) == 4:
                yield Predicate("cyclic", points)
            for x, y in sorted(((c, d), (d, c)), key=lambda p: not set(p[0]) & set(a)):
                yield Predicate("eqangle", (*a, *x, *y, *b))
        elif total.table == "ratio" and not constants:
            for x, y in ((c, d), (d, c)):
                yield Predicate("eqratio", (*a, *x, *y, *b))


def _rank(statement: Predicate) -> int:
    """Tell how welcome a claim is: 0 is best."""
    if statement.name == "distmeq":
        return 3 + len(statement.points) // 2
    if statement.name not in ("eqangle", "eqratio"):
        return 0
    w, x, y, z = (statement.points[i : i + 2] for i in range(0, 8, 2))
    corners = sum(bool(set(p) & set(q)) for p, q in ((w, x), (y, z)))
    return 3 - corners if statement.name == "eqangle" else 2
