"""Hard theorems: what makes one, and that blocks of them follow from their seeds."""

from __future__ import annotations

import json
from dataclasses import replace
from random import Random

import pytest

from porism.ddar.closure import Closure
from porism.geometry.checker.proof_json import from_json
from porism.geometry.figure.diagram import draw
from porism.geometry.language import parse_problem
from porism.geometry.language.reader import read_problems
from porism.geometry.measure import truth
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Problem
from porism.geometry.verify import check
from porism.prover.frontier import HeuristicSearcher
from porism.synth.canonical import canonical_form, fingerprint
from porism.synth.frontier.block import MakeFrontier, frontier
from porism.synth.frontier.figures import CONFIGURATIONS, configured
from porism.synth.frontier.idioms import IDIOMS, propose
from porism.synth.frontier.natural import is_natural
from porism.synth.frontier.policy import POLICY
from porism.synth.frontier.refound import refounded
from porism.synth.frontier.rows import FrontierRow
from porism.synth.frontier.sources import Chooser
from porism.synth.frontier.variants import open_statements
from porism.synth.minimal import closed
from porism.synth.pipeline.recipe import Block
from porism.synth.sampler import Sketch

SEARCHER = HeuristicSearcher()
FIGURES = 3
QUICK = replace(POLICY, rung=6_000, rungs=1, rows=1, extensions=1, mining_attempts=3_000)

# Blanchet: cevians through a point of an altitude make equal angles with it at its foot. No single
# point of the pool proves it.
TWO_POINTS = (
    "a b c = triangle a b c; d = on_line d a c, on_dia d a b; e = on_line e b d; "
    "f = on_line f b c, on_line f a e; g = on_line g a b, on_line g c e ? eqangle d g d a d c d f"
)
ONE_POINT = (
    "a b c = risos a b c; d = intersection_lc d a b c; e = on_tline e b c b; "
    "f = on_circum f c e d, on_circle f a e ? coll b c f"
)


def figure(text: str) -> tuple[Closure, Predicate]:
    problem = parse_problem(text)
    return closed(problem.clauses, draw(problem, seed=1).coordinates), problem.goals[0]


@pytest.fixture(scope="module")
def made() -> MakeFrontier:
    recipe = frontier(SEARCHER)
    assert isinstance(recipe.make, MakeFrontier)
    return replace(recipe.make, policy=QUICK)


@pytest.fixture(scope="module")
def block(made: MakeFrontier) -> Block:
    return made(*BLOCK, (), FIGURES)


BLOCK = (28, 0)


def rows(block: Block) -> list[FrontierRow]:
    return [row for row in block.rows if isinstance(row, FrontierRow)]


@pytest.mark.parametrize(
    "problem", read_problems(CONFIGURATIONS, need_goal=False), ids=lambda p: p.name
)
def test_configurations_can_be_drawn(problem: Problem) -> None:
    grown = configured(problem, Sketch("1"))
    assert grown is not None
    assert len(grown.closure.points) == len(problem.points)


def test_every_idiom_can_be_drawn() -> None:
    sketch = Sketch("idioms")
    sketch.begin()
    while len(sketch.at) < 8:
        if proposal := propose(sketch):
            sketch.accept(proposal)
    drawn = set()
    for _ in range(3000):
        if proposal := propose(sketch):
            drawn.add(tuple(c.name for c in proposal.clause.constructions))
    wanted = {tuple(call.split()[0] for call in idiom.split(", ")) for idiom in IDIOMS.items}
    assert drawn == wanted


def test_a_figure_founded_anew_is_the_same_figure() -> None:
    closure, _ = figure(ONE_POINT)
    at, random, found = closure.coordinates, Random(5), 0
    for _ in range(20):
        clauses = refounded(list(at), at, len(at), random)
        if clauses is None:
            continue
        found += 1
        assert {p for clause in clauses for p in clause.points} == set(at)
        for clause in clauses:
            assert all(truth.residual(s, at) < 1e-8 for s in clause.premises)
    assert found > 5


def test_what_is_open_is_true_elsewhere_and_not_deduced() -> None:
    closure, goal = figure(ONE_POINT)
    found = open_statements(closure, Random(1))
    assert found
    assert not any(closure.holds(s) for s in found)
    assert goal.name in {s.name for s in found}


def test_flat_parallelograms_are_not_natural() -> None:
    flat = parse_problem(
        "a b = segment a b; c = on_line c a b; d = parallelogram a b c d ? cong a b c d"
    )
    proper = parse_problem("a b c = triangle a b c; d = parallelogram a b c d ? cong a b c d")
    at = {"a": (0.0, 0.0), "b": (1.0, 0.0), "c": (3.0, 0.0), "d": (2.0, 0.0)}
    assert not is_natural(flat, at)
    assert is_natural(proper, {**at, "c": (3.0, 1.0), "d": (2.0, 1.0)})


def test_sources_that_give_nothing_are_drawn_less_often_but_never_left_out() -> None:
    chooser = Chooser(("rich", "poor"))
    assert chooser.shares() == pytest.approx({"rich": 0.5, "poor": 0.5})
    for _ in range(50):
        chooser.learn("rich", 2, 10_000)
        chooser.learn("poor", 0, 10_000)
    shares = chooser.shares()
    assert sum(shares.values()) == pytest.approx(1.0)
    assert POLICY.floor < shares["poor"] < 0.3
    assert Chooser(("one", "two")).choose(Random(1)) in ("one", "two")


# --- the search as the frontier asks for it ---------------------------------------------------


def test_a_sweep_tells_what_one_point_proves() -> None:
    closure, goal = figure(ONE_POINT)
    found = SEARCHER.sweep(closure, goal)
    assert found.first is not None
    assert found.first < found.attempts <= found.pool
    hard = SEARCHER.sweep(*figure(TWO_POINTS))
    assert hard.first is None
    assert hard.attempts == hard.pool
    assert SEARCHER.sweep(*figure(TWO_POINTS)) == hard


def test_a_search_finds_two_points_where_one_is_not_enough() -> None:
    closure, goal = figure(TWO_POINTS)
    found = SEARCHER.search(closure, goal, 10_000)
    assert 16 < found.attempts < 1_000
    assert len(found.clauses) == 2
    assert found.places is not None
    choices = SEARCHER.choices(closure, goal, found.clauses, found.places)
    assert [choice.clause for choice in choices] == list(found.clauses)
    assert all(choice.rank is not None and choice.rank < choice.pool for choice in choices)
    assert not SEARCHER.search(closure, goal, 16).clauses


def test_mining_asks_for_all_statements_at_once() -> None:
    closure, goal = figure(ONE_POINT)
    false = Predicate("perp", ("a", "b", "a", "e"))
    mined = SEARCHER.mine(closure, (false, goal), 2_000)
    assert [fallen.statement for fallen in mined.fallen] == [goal]
    assert mined.fallen[0].clauses
    assert 0 < mined.fallen[0].attempts < 500
    assert 2_000 <= mined.attempts < 2_200  # one of them stays open


# --- blocks -----------------------------------------------------------------------------------


def test_rows_are_hard_theorems_with_proofs(block: Block) -> None:
    assert rows(block)
    for row in rows(block):
        proof = from_json(row.proof)
        assert check(proof).accepted
        assert parse_problem(row.problem, proof.problem.name) == proof.problem
        assert fingerprint(canonical_form(proof.problem).text) == row.hash
        assert row.aux_points == len(proof.problem.auxiliary_points) >= 2
        assert row.attempts >= POLICY.least_attempts
        assert row.source in ("sampler", "idioms", "configuration", "extension", "mutation")
        assert row.referee in ("true", "depends", "not applicable")
        alone = replace(proof.problem, auxiliary=())
        base = closed(alone.clauses, {p: proof.coordinates[p] for p in alone.points})
        assert not base.holds(proof.goal)


def test_the_log_says_what_there_was_to_choose_from(block: Block) -> None:
    for row in rows(block):
        log = json.loads(row.log)
        assert log["swept"] == log["pool"] > 0
        assert len(log["known"]) >= 2
        assert bool(log["found"]) == row.solved
        assert row.attempts <= log["budget"] == QUICK.rung
        for _, rank, pool in (*log["known"], *log["found"]):
            assert rank is None or 0 <= rank < pool


def test_a_block_follows_from_its_seed_and_number(made: MakeFrontier, block: Block) -> None:
    again = made(*BLOCK, (), FIGURES)
    assert again == block


def test_excluded_problems_do_not_occur(made: MakeFrontier, block: Block) -> None:
    excluded = {row.hash for row in block.rows}
    again = made(*BLOCK, excluded, FIGURES)
    assert not excluded & {row.hash for row in again.rows}
    assert again.tally["excluded"]
