"""The ranks of right candidates (``benchmarks/rank.py``)."""

from __future__ import annotations

import math
from itertools import combinations

from benchmarks import likelihood, rank
from porism.ddar.closure import Closure
from porism.geometry.figure.diagram import draw
from porism.geometry.language import parse_problem
from porism.lm.decode import Model
from porism.prover.frontier import HeuristicSearcher
from porism.synth.minimal import closed

TEXT = (
    "a b c = risos a b c; d = intersection_lc d a b c; e = on_tline e b c b; "
    "f = on_circum f c e d, on_circle f a e ? coll b c f"
)


def figure() -> Closure:
    problem = parse_problem(TEXT)
    return closed(problem.clauses, draw(problem, seed=1).coordinates)


def test_chance_counts_the_draws_that_have_a_right_candidate() -> None:
    ranks = rank.Ranks(pool=7, right=2, rank={"heuristic": 1})
    every = rank.Ranks(pool=7, right=2, rank={"heuristic": 1}, all_of_them=True)
    draws = list(combinations(range(7), 3))
    share = sum(any(k < 2 for k in draw) for draw in draws) / len(draws)
    assert math.isclose(rank._by_chance(ranks, 3), share)
    share = sum({0, 1} <= set(draw) for draw in draws) / len(draws)
    assert math.isclose(rank._by_chance(every, 3), share)
    pairs = list(combinations(range(1, 8), 2))
    assert math.isclose(rank._mean_by_chance(ranks), sum(map(min, pairs)) / len(pairs))
    assert math.isclose(rank._mean_by_chance(every), sum(map(max, pairs)) / len(pairs))


def test_likelihoods_are_those_of_the_clauses_alone_whatever_is_scored_beside_them() -> None:
    problem, model = parse_problem(TEXT), Model.load()
    pool = [c for c in HeuristicSearcher().pool(figure())[:40] if not c.prerequisites]
    together = likelihood.log_likelihoods(model, problem, pool)
    assert all(value < 0 for value in together)
    for k in (0, 7, len(pool) - 1):
        (alone,) = likelihood.log_likelihoods(model, problem, [pool[k]])
        assert math.isclose(alone, together[k], abs_tol=1e-3)


def test_a_table_has_a_line_for_each_order() -> None:
    lines = rank.table([rank.Ranks(100, 1, {"heuristic": 4, "network": 9})] * 2)
    assert lines[0] == "2 theorems"
    assert lines[-2].startswith("| heuristic | 4.0 | 0% | 100%")
    assert lines[-1].startswith("| network | 9.0 | 0% | 0% | 100%")


def test_curves_rise_with_k() -> None:
    measured = [rank.Ranks(100, 1, {"heuristic": 4}), rank.Ranks(100, 2, {"heuristic": 40})]
    chance, heuristic = rank.curves(measured)
    assert dict(heuristic.points)[4] == 0.5
    assert dict(heuristic.points)[64] == 1
    assert [share for _, share in chance.points] == sorted(share for _, share in chance.points)
