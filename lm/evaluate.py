"""The figure that matters: how often the auxiliary construction is among the first k proposals.

A proposal is right when it says the same as the construction of the data set, or when the point of
the data set satisfies all it says in a figure: then it is another name for the same point.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from porism.geometry.constructions import CONSTRUCTIONS
from porism.geometry.errors import FigureError, RefutedError
from porism.geometry.figure.diagram import draw
from porism.geometry.language.text import parse_clause
from porism.geometry.measure.truth import holds
from porism.geometry.problem import Clause, Problem
from porism.lm.data import Row
from porism.lm.decode import Model
from porism.lm.text import clause_key

__all__ = ["Found", "found_within"]

Places = Mapping[str, tuple[float, float]]


@dataclass(frozen=True)
class Found:
    """Shares of ``problems`` held-out theorems.

    ``first[k]``: the first auxiliary clause, or another one that can come first, is among the k
    best proposals. ``whole[k]``: all auxiliary clauses are found in turn, each among the k best
    after those before it.
    """

    problems: int
    first: Mapping[int, float]
    whole: Mapping[int, float]


def found_within(model: Model, rows: Sequence[Row], ks: Sequence[int] = (1, 8, 32)) -> Found:
    """Measure on theorems with auxiliary points."""
    most = max(ks)
    first, whole = [0] * len(ks), [0] * len(ks)
    for row in rows:
        problem = row.parsed()
        places = _figure(problem)
        ranks = []
        for number in range(len(problem.auxiliary)):
            ranks.append(_rank(model, problem, number, places, most))
            if ranks[-1] is None:
                break
        for place, k in enumerate(ks):
            hits = [r is not None and r < k for r in ranks]
            first[place] += hits[0]
            whole[place] += all(hits)
    count = max(1, len(rows))
    return Found(
        len(rows),
        {k: n / count for k, n in zip(ks, first, strict=True)},
        {k: n / count for k, n in zip(ks, whole, strict=True)},
    )


def _rank(
    model: Model, problem: Problem, number: int, places: Places | None, most: int
) -> int | None:
    """The place, from 0, of the first proposal that gives the next auxiliary points, or None."""
    clauses = problem.auxiliary
    shown = Problem(problem.name, problem.clauses, problem.goals, clauses[:number])
    given = {p for c in shown.all_clauses for p in c.points}
    targets = [c for c in clauses[number:] if _stands_on(c, given)]
    proposals = model.propose(shown, beam=most)
    for place, proposal in enumerate(proposals):
        made = parse_clause(proposal.clause_text, shown.points)
        if any(_same(made, target, places) for target in targets):
            return place
    return None


def _stands_on(clause: Clause, points: set[str]) -> bool:
    own = set(clause.points)
    return all(p in points or p in own for c in clause.constructions for p in c.arguments)


def _same(made: Clause, target: Clause, places: Places | None) -> bool:
    if len(made.points) != len(target.points):
        return False
    names = dict(zip(made.points, target.points, strict=True))
    premises = tuple(s.rename(names) for s in made.premises)
    if clause_key(Clause(target.points, (), premises)) == clause_key(target):
        return True
    if places is None or not (_is_placed(made) and _is_placed(target)):
        return False
    return all(holds(s, places) for s in premises)


def _is_placed(clause: Clause) -> bool:
    """Whether the clause leaves its points no freedom."""
    calls = [CONSTRUCTIONS[c.name] for c in clause.constructions]
    return len(calls) > 1 or not any(d.free for d in calls)


def _figure(problem: Problem) -> Places | None:
    try:
        return draw(problem, seconds=3.0).coordinates
    except (FigureError, RefutedError):
        return None
