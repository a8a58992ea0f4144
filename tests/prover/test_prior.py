"""The learned prior: what it sees of candidates, its weights, and that it only changes an order."""

from __future__ import annotations

import json
import math
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from porism.ddar.closure import Limits
from porism.ddar.engine import saturate
from porism.geometry.errors import InputError
from porism.geometry.figure.diagram import Diagram, draw
from porism.geometry.language import parse_problem
from porism.prover.prior.features import COLUMNS, MOST_POINTS, features, sketch_of
from porism.prover.prior.pairs import (
    PAIR_COLUMNS,
    PLACE_COLUMNS,
    PlacedPairs,
    all_pairs,
    pair_places,
)
from porism.prover.prior.pools import pools
from porism.prover.prior.scorer import SEEN, Layers, read_weights, write_weights
from porism.prover.proposers.base import Candidate, Learned, Shown, State
from porism.prover.proposers.guided import Guidance, Guided
from porism.prover.proposers.heuristic import Heuristic
from porism.prover.search.trials import CandidateTrials

ALTITUDES = "a b c = triangle; h = on_tline b a c, on_tline c a b ? perp a h b c"


def random_layers(columns: tuple[str, ...], hidden: int = 3) -> Layers:
    random = np.random.default_rng(1)
    n = len(columns)
    sizes = {
        "first.weight": (hidden, n),
        "first.bias": (hidden,),
        "second.weight": (hidden, hidden),
        "second.bias": (hidden,),
        "third.weight": (1, hidden),
        "third.bias": (1,),
        "linear.weight": (1, n),
    }
    arrays = {k: random.normal(size=size).astype(np.float32) for k, size in sizes.items()}
    zero, one = np.zeros(n, dtype=np.float32), np.ones(n, dtype=np.float32)
    return Layers(columns, zero, one, arrays)


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    layers = {
        "before": random_layers(COLUMNS),
        "after": random_layers((*COLUMNS, *SEEN)),
        "pairs": random_layers(PAIR_COLUMNS),
    }
    write_weights(tmp_path, layers)
    return tmp_path


@pytest.fixture(scope="module")
def state() -> State:
    problem = parse_problem(ALTITUDES)
    diagram = draw(problem)
    return State(saturate(problem, diagram.coordinates), diagram, problem.goals)


def test_what_is_seen_of_a_midpoint(state: State) -> None:
    candidates = list(Heuristic(400).propose(state, 0))
    seen = features(sketch_of(state.base, state.goals, ()), candidates)
    assert seen.shape == (len(candidates), len(COLUMNS))
    assert np.isfinite(seen).all()
    wanted = ("midpoint", (candidates[0].points[0], "a", "b"))
    row = next(k for k, c in enumerate(candidates) if c.constructions == (wanted,))
    column = dict(zip(COLUMNS, seen[row].tolist(), strict=True))
    assert column["midpoint"] == 1
    assert column["goal_parents"] == 0.5  # a and b are the goal's: two of four
    assert column["midpoint_of_goal"] == pytest.approx(math.log(2))
    assert column["taken"] == column["bundle"] == 0
    assert column["goal_perp"] == 1


def test_what_is_seen_does_not_depend_on_where_the_figure_is(state: State) -> None:
    candidates = list(Heuristic(100).propose(state, 0))
    turn = complex(0.6, 0.8) * 3
    moved = {p: turn * complex(*z) + 5 for p, z in state.coordinates.items()}
    places = {p: (z.real, z.imag) for p, z in moved.items()}
    problem = state.base.problem
    other = State(saturate(problem, places), Diagram(places), problem.goals)
    here = features(sketch_of(state.base, state.goals, ()), candidates)
    again = [
        type(c)(c.points, c.constructions, _turned(c.places, turn), c.score, c.families)
        for c in candidates
    ]
    there = features(sketch_of(other.base, other.goals, ()), again)
    counted = [COLUMNS.index(name) for name in ("lines", "right_angles", "equal", "circles")]
    assert np.allclose(here[:, counted], there[:, counted])


def _turned(
    places: tuple[tuple[float, float], ...], turn: complex
) -> tuple[tuple[float, float], ...]:
    moved = [turn * complex(*at) + 5 for at in places]
    return tuple((z.real, z.imag) for z in moved)


def test_weights_are_read_as_they_were_written(weights: Path) -> None:
    before = read_weights(weights)["before"]
    some = np.random.default_rng(0).normal(size=(5, len(COLUMNS))).astype(np.float32)
    assert np.allclose(before.scores(some), random_layers(COLUMNS).scores(some))


@pytest.mark.parametrize(
    "change", [{"version": 0}, {"columns": {"before": ["age"]}}, {"columns": 7}]
)
def test_weights_of_another_version_are_refused(weights: Path, change: dict[str, object]) -> None:
    file = weights / "prior.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), **change}))
    with pytest.raises(InputError, match="prior"):
        read_weights(weights)


def test_a_folder_without_weights_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no prior"):
        read_weights(tmp_path / "none")


def test_the_prior_only_changes_the_order(weights: Path, state: State) -> None:
    plain = {c.constructions for c in Heuristic().propose(state, 0)}
    guided = list(Guided(weights).propose(state, 0))
    assert {c.constructions for c in guided} == plain
    scores = [c.score for c in guided]
    assert scores == sorted(scores, reverse=True)
    assert sum(map(math.exp, scores)) == pytest.approx(1)
    assert min(scores) >= math.log(0.15 / len(scores)) - 1e-9  # one draw in seven is by chance


def test_without_weight_the_order_is_that_of_the_heuristic(weights: Path, state: State) -> None:
    plain = [c.constructions for c in Heuristic().propose(state, 0)]
    guided = Guided(weights, Guidance(weight=0.0)).propose(state, 0)
    assert [c.constructions for c in guided] == plain


def test_a_figure_with_many_points_is_left_to_the_heuristic(
    weights: Path, state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "a b c = triangle; " + "; ".join(f"p{k} = on_line p{k} a b" for k in range(MOST_POINTS))
    problem = parse_problem(f"{text} ? perp a b a c")
    places = {"a": (0.0, 0.0), "b": (1.0, 0.0), "c": (0.0, 1.0)}
    places |= {f"p{k}": (2.0 + k, 0.0) for k in range(MOST_POINTS)}
    base = saturate(problem, places, Limits(5.0, 10))
    crowded = State(base, Diagram(places), problem.goals)
    plain = list(Heuristic(3).propose(state, 0))
    monkeypatch.setattr(Heuristic, "propose", lambda self, state, seed: iter(plain))
    assert list(Guided(weights).propose(crowded, 0)) == plain


def test_scores_change_when_attempts_have_been_seen(weights: Path, state: State) -> None:
    guided = Guided(weights)
    candidates = list(guided.propose(state, 0))[:50]
    trials = CandidateTrials(state.base, state.goals, Limits(5.0, 20_000))
    numbers = [trials.add(c) for c in candidates]
    alone = trials.observe([trials.complete((n,)) for n in numbers])
    shown = [Shown(o, supposed) for o, supposed in zip(alone, [1, 0, *[None] * 48], strict=True)]
    held = [trials.held(n) for n in numbers]
    learned = guided.rescore(state, held, shown, trials.observe([()])[0].residual)
    assert len(learned.scores) == 50
    assert all(map(math.isfinite, learned.scores))
    found = sorted((min(pair), max(pair)) for pair in learned.pairs)
    assert found == list(combinations(range(50), 2)), "each pair once"
    again = guided.rescore(state, held, shown, trials.observe([()])[0].residual)
    assert again == learned
    stranger = Guided(weights)
    assert stranger.rescore(state, held, shown, 1) == Learned()


def test_what_two_points_are_to_each_other(state: State) -> None:
    """A square about the middle of a and b: its corners complete lines, circles and lengths."""
    a, b = (np.array(state.coordinates[p]) for p in "ab")
    middle, half = (a + b) / 2, (b - a) / 2
    across = np.array([-half[1], half[0]])

    def candidate(name: str, place: np.ndarray, *parents: str) -> Candidate:
        return Candidate(("x",), ((name, ("x", *parents)),), ((float(place[0]), float(place[1])),))

    candidates = [
        candidate("on_bline", middle + across, "a", "b"),
        candidate("on_bline", middle - across, "b", "a"),
        candidate("midpoint", middle, "a", "b"),
    ]
    sketch = sketch_of(state.base, state.goals, ())
    ends = all_pairs(3)
    seen = [
        dict(zip(PLACE_COLUMNS, row.tolist(), strict=True))
        for row in pair_places(sketch, candidates, ends)
    ]
    corners, upper, lower = seen
    assert corners["same_kinds"] == 1
    assert upper["same_kinds"] == 0
    assert corners["shared_parents"] == pytest.approx(2 / 3)
    assert corners["perpendicular"] > 0, "to a b"
    assert corners["same_length"] > 0, "as long as a b"
    assert corners["equal"] == pytest.approx(math.log1p(2)), "both are as far from a, and from b"
    assert corners["right_angles"] == pytest.approx(math.log1p(2))
    assert corners["circles"] > 0, "a, b and both corners are on one circle"
    assert upper["circles"] == lower["circles"] == 0
    assert corners["same_place"] == corners["midpoint"] == 0
    placed = PlacedPairs(sketch, candidates)
    some = placed.columns(ends[1:])
    assert (placed.columns(ends) == pair_places(sketch, candidates, ends)).all()
    assert (placed.columns(ends[1:]) == some).all()


def test_a_pool_says_which_candidates_prove_a_statement(state: State) -> None:
    made = list(pools(state.base, state.goals, "figure-t-0"))
    for pool in made:
        assert pool.alone.any() or len(pool.pairs)
        assert pool.described.shape == (len(pool.rows), len(COLUMNS))
        assert math.isclose(pool.weights.sum(), pool.size, rel_tol=1e-4)
        right = set(pool.rows[pool.alone].tolist())
        assert not right & set(pool.pairs.ravel().tolist())
        assert set(pool.pairs.ravel().tolist()) <= set(pool.paired.tolist()) <= set(pool.rows)
        assert pool.between.shape == (len(all_pairs(len(pool.paired))), len(PLACE_COLUMNS))
        assert pool.paired_weights.sum() == pytest.approx(pool.size, rel=1e-4)


def test_noise_in_the_place_of_what_was_learned_is_the_control(weights: Path, state: State) -> None:
    one, two = (
        [c.constructions for c in Guided(weights, Guidance(control="random")).propose(state, seed)]
        for seed in (1, 2)
    )
    assert one != two
    assert set(one) == set(two)
