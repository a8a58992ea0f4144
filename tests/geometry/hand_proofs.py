"""Small proofs written by hand, and the notation to write them in.

A proof is a statement in the problem language and lines such as

    given   perp b h a c
    rule    orthocentre  a=b b=c c=a h=h  :  0 1  =>  perp a h b c
    angle   0 2 3  =>  eqangle c a c b d a d b

Lines count from 0. Conditions of rules are filled in, and coefficients and half-turns of an
algebraic line are solved for, so that a proof here says only what a person would say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from porism.geometry.equations import Equation, Table, defining_facets, facets
from porism.geometry.figure.diagram import draw
from porism.geometry.language import parse_problem
from porism.geometry.measure.turns import turns
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Coordinates
from porism.geometry.proof import ByAlgebra, ByRule, Given, Proof, Step, Term
from porism.geometry.rules import Rule, instance, load_rules, parse_statement

__all__ = ["PROOFS", "hand_proof"]


def hand_proof(
    text: str,
    lines: str,
    *,
    name: str = "by hand",
    seed: int = 0,
    coordinates: Coordinates | None = None,
    rules: Mapping[str, Rule] | None = None,
    answer: Fraction | None = None,
) -> Proof:
    problem = parse_problem(text, name)
    places = coordinates or draw(problem, seed=seed).coordinates
    steps: list[Step] = []
    for line in filter(None, map(str.strip, lines.splitlines())):
        steps.append(_step(line, steps, places, load_rules() if rules is None else rules))
    return Proof(problem, steps[-1].statement, tuple(steps), places, answer, seed)


def _step(line: str, steps: list[Step], places: Coordinates, rules: Mapping[str, Rule]) -> Step:
    head, _, said = line.rpartition("=>")
    if not head:
        return Step(len(steps), parse_statement(line.removeprefix("given")), Given())
    statement = parse_statement(said)
    kind, *words = head.split()
    if kind == "rule":
        colon = words.index(":")
        pairs = [word.split("=") for word in words[1:colon]]
        substitution = {letter: point for letter, point in pairs}
        premises = tuple(int(word) for word in words[colon + 1 :])
        conditions = instance(rules[words[0]], substitution).conditions
        reason = ByRule(words[0], tuple(substitution.items()), premises, conditions)
        return Step(len(steps), statement, reason)
    assert kind in ("angle", "ratio", "length", "square")
    table: Table = kind  # type: ignore[assignment]
    return Step(len(steps), statement, _algebra(statement, table, map(int, words), steps, places))


def _algebra(
    statement: Predicate,
    table: Table,
    premises: Iterable[int],
    steps: list[Step],
    places: Coordinates,
) -> ByAlgebra:
    known = [
        (premise, number, facet)
        for premise in premises
        for number, facet in enumerate(facets(steps[premise].statement))
        if facet.table == table
    ]
    for number, target in enumerate(defining_facets(statement)):
        found = _solve([facet for _, _, facet in known], target) if target.table == table else None
        if found is None:
            continue
        terms = tuple(
            Term(premise, place, coefficient, _turns(facet, places))
            for (premise, place, facet), coefficient in zip(known, found, strict=True)
            if coefficient
        )
        return ByAlgebra(table, number, terms, _turns(target, places))
    raise AssertionError(f"'{statement}' is not a combination of {known}")


def _turns(facet: Equation, places: Coordinates) -> int:
    return turns(facet, places)[0] if facet.table == "angle" else 0


def _solve(known: list[Equation], target: Equation) -> list[Fraction] | None:
    """Coefficients with which ``known`` add up to ``target`` (angles: up to a constant)."""
    columns = [_column(e) for e in known]
    unknowns = sorted({key for column in (*columns, _column(target)) for key in column}, key=str)
    rows = [
        [
            *(column.get(key, Fraction(0)) for column in columns),
            _column(target).get(key, Fraction(0)),
        ]
        for key in unknowns
    ]
    pivots: list[tuple[int, int]] = []
    for c in range(len(known)):
        pivot = next((r for r in range(len(pivots), len(rows)) if rows[r][c]), None)
        if pivot is None:
            continue
        at = len(pivots)
        rows[at], rows[pivot] = rows[pivot], rows[at]
        rows[at] = [v / rows[at][c] for v in rows[at]]
        for r, row in enumerate(rows):
            if r != at and row[c]:
                rows[r] = [v - row[c] * w for v, w in zip(row, rows[at], strict=True)]
        pivots.append((at, c))
    if any(row[-1] for row in rows[len(pivots) :]):
        return None
    found = [Fraction(0)] * len(known)
    for r, c in pivots:
        found[c] = rows[r][-1]
    return found


def _column(e: Equation) -> dict[object, Fraction]:
    column: dict[object, Fraction] = dict(e.terms)
    return column if e.table == "angle" else {**column, **dict(e.constants)}


PROOFS: Mapping[str, tuple[str, str]] = {
    "orthocentre": (
        "a b c = triangle a b c; h = on_tline h b a c, on_tline h c a b ? perp a h b c",
        """
        given   perp h b a c
        given   perp h c a b
        rule    orthocentre  a=b b=c c=a h=h  :  0 1  =>  perp a h b c
        """,
    ),
    "inscribed angles": (
        "a b c = triangle a b c; o = circle o a b c; d = on_circle d o a ? eqangle c a c b d a d b",
        """
        given   cong o a o b
        given   cong o b o c
        given   cong o d o a
        ratio   0 1  =>  cong o a o c
        ratio   2  =>  cong o a o d
        rule    concyclic  o=o a=a b=b c=c d=d  :  0 3 4  =>  cyclic a b c d
        angle   5  =>  eqangle c a c b d a d b
        """,
    ),
    "midline": (
        "a b c = triangle a b c; m = midpoint m a b; n = midpoint n a c ? para m n b c",
        """
        given   coll m a b
        given   cong m a m b
        given   coll n a c
        given   cong n a n c
        rule    midpoint  m=m a=a b=b  :  0 1  =>  midp m a b
        rule    midpoint  m=n a=a b=c  :  2 3  =>  midp n a c
        ratio   4 5  =>  eqratio a m a n a b a c
        angle   0 2  =>  eqangle a m a n a b a c
        rule    similar_sas  a=a b=m c=n p=a q=b r=c  :  6 7  =>  simtri a m n a b c
        angle   0 8  =>  para m n b c
        """,
    ),
    "thales": (
        "b c = segment b c; o = midpoint o b c; a = on_circle a o b ? perp a b a c",
        """
        given   coll o b c
        given   cong o b o c
        given   cong o a o b
        ratio   1 2  =>  cong o a o c
        rule    isosceles  o=o a=a b=b  :  2  =>  eqangle o a a b a b o b
        rule    isosceles  o=o a=a b=c  :  3  =>  eqangle o a a c a c o c
        angle   0 4 5  =>  perp a b a c
        """,
    ),
    "sum of segments": (
        "a b = segment a b; c = on_line c a b ? distseq a c c b a b 1 1 -1",
        """
        given   coll c a b
        rule    segment_sum  a=a b=c c=b  :  0  =>  distseq a c c b a b 1 1 -1
        """,
    ),
    "half of a segment": (
        "a b = segment a b; m = midpoint m a b ? rconst a b a m 2",
        """
        given   coll m a b
        given   cong m a m b
        rule    midpoint  m=m a=a b=b  :  0 1  =>  midp m a b
        ratio   2  =>  rconst a b a m 2
        """,
    ),
    "pythagoras": (
        "a b c = r_triangle a b c ? sqeq a b a c b c 1 1 -1",
        """
        given   perp a b a c
        rule    perpendicular_squares  a=a b=b c=a d=c  :  0  =>  sqeq a a b c a c b a 1 1 -1 -1
        square  1  =>  sqeq a b a c b c 1 1 -1
        """,
    ),
    "base angles by a midpoint": (
        "a = ; b = ; c = cong c a c b | m = coll m a b, cong m a m b ? eqangle c a a b a b c b",
        """
        given   cong c a c b
        given   coll m a b
        given   cong m a m b
        ratio   2  =>  eqratio a m m c b m m c
        ratio   0  =>  eqratio m c c a m c c b
        rule    similar_sss_mirrored a=a b=m c=c p=b q=m r=c  :  3 4  =>  simtrir a m c b m c
        angle   1 5  =>  eqangle c a a b a b c b
        """,
    ),
    "a right angle asked for": (
        "b c = segment b c; o = midpoint o b c; a = on_circle a o b ? acompute a b a c",
        """
        given   coll o b c
        given   cong o b o c
        given   cong o a o b
        ratio   1 2  =>  cong o a o c
        rule    isosceles  o=o a=a b=b  :  2  =>  eqangle o a a b a b o b
        rule    isosceles  o=o a=a b=c  :  3  =>  eqangle o a a c a c o c
        angle   0 4 5  =>  aconst a b a c 1pi/2
        """,
    ),
}


def by_hand(name: str) -> Proof:
    text, lines = PROOFS[name]
    answer = Fraction(1, 2) if "asked for" in name else None
    return hand_proof(text, lines, name=name, answer=answer)
