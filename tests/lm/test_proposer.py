from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
import torch

from porism.ddar.closure import Limits
from porism.ddar.engine import saturate
from porism.geometry.figure.diagram import Diagram, draw
from porism.geometry.language import parse_problem
from porism.geometry.measure.truth import holds
from porism.lm.checkpoint import save_weights
from porism.lm.decode import Proposal
from porism.lm.model import Shape, Transformer
from porism.lm.text import read_clause, to_text
from porism.lm.tokenizer import train_tokenizer
from porism.prover.proposers.base import Candidate, Learned, Proposer, State
from porism.prover.proposers.chains import Chains, placed
from porism.prover.proposers.incidence import intersection_points
from porism.prover.proposers.lm import LanguageModel, Mixed
from porism.prover.search.trials import CandidateTrials
from tests.lm.problems import random_problem

pytestmark = pytest.mark.lm
PROBLEM = "A B C = triangle A B C; H = orthocenter H A B C; M = midpoint M B C ? perp A H B C"


@pytest.fixture(scope="module")
def state() -> State:
    problem = parse_problem(PROBLEM)
    diagram = draw(problem)
    return State(saturate(problem, diagram.coordinates), diagram, problem.goals)


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> LanguageModel:
    random = Random(1)
    tokenizer = train_tokenizer([to_text(random_problem(random)) for _ in range(20)])
    torch.manual_seed(1)
    folder = tmp_path_factory.mktemp("weights")
    save_weights(folder, Transformer(Shape(len(tokenizer), 32, 2, 2, 32)), tokenizer, {})
    return LanguageModel(folder, beam=16)


def test_candidates_are_in_the_figure(state: State, network: LanguageModel) -> None:
    candidates = list(network.propose(state, 0))
    assert len(candidates) > 4
    for candidate in candidates:
        places = dict(state.coordinates)
        for one in (*candidate.prerequisites, candidate):
            assert one.parents <= set(places)
            assert not set(one.points) & set(places)
            places.update(zip(one.points, one.places, strict=True))
            assert all(holds(s, places, 1e-6) for s in one.clause.premises)
    assert {len(c.prerequisites) for c in candidates} == {0, 1, 2}
    assert candidates == list(network.propose(state, 0))


def test_log_probabilities_add_up(state: State, network: LanguageModel) -> None:
    candidates = list(network.propose(state, 0))
    scores = {(*c.prerequisites, c): c.score for c in candidates}
    by_calls = {tuple(x.constructions for x in chain): score for chain, score in scores.items()}
    assert all(
        score <= by_calls[calls[:-1]] + 1e-4
        for calls, score in by_calls.items()
        if calls[:-1] in by_calls
    )
    assert [c.score for c in candidates] == sorted((c.score for c in candidates), reverse=True)


def test_a_chain_is_tried_as_a_whole(state: State, network: LanguageModel) -> None:
    trials = CandidateTrials(state.base, state.goals, Limits())
    for candidate in network.propose(state, 0):
        attempt = trials.complete([trials.add(candidate)])
        assert len(attempt) == len(candidate.prerequisites) + 1
        tried = [trials.candidate(i) for i in attempt]
        assert [c.places for c in tried] == [
            c.places for c in (*candidate.prerequisites, candidate)
        ]


def test_a_state_that_has_grown(state: State, network: LanguageModel) -> None:
    first = next(c for c in network.propose(state, 0) if not c.prerequisites)
    grown = State(state.base, state.diagram, state.goals, (first,))
    for candidate in network.propose(grown, 0):
        assert candidate.parents & set(first.points)
        assert not set(candidate.points) & set(grown.points)


AT = {"a": (0.3, 1.7), "b": (0.0, 0.0), "c": (2.0, 0.0), "d": (1.0, 0.0)}


@pytest.mark.parametrize(
    ("text", "clause", "wanted"),
    [
        ("d = midpoint d b c", "x = midpoint x b c", False),
        ("d = midpoint d b c", "x = on_line x b c, on_bline x b c", False),
        ("d = on_line d b c", "x = midpoint x b c", True),
        ("d = on_line d b c", "x = on_line x b c, on_line x b a", False),  # b again
        ("d = on_line d b c", "x = on_circle x d b, on_line x b c", False),  # c, which it misses
        ("d = free d", "x = foot x c b d", False),  # d again, by itself
        ("d = free d", "x = midpoint x a c", True),  # a place of its own
        ("d = midpoint d b c", "x y z i = centroid x y z i a b c", True),  # d again, and three new
    ],
)
def test_a_point_is_defined_again_only_by_what_is_not_known_of_it(
    text: str, clause: str, wanted: bool
) -> None:
    problem = parse_problem(f"a b c = triangle a b c; {text} ? cong d b d c")
    state = State(saturate(problem, AT), Diagram(AT), problem.goals)
    chains = Chains(state, 0)
    assert chains.accept((clause,)) == wanted


def test_what_a_figure_shows_of_a_double_is_what_defines_it() -> None:
    problem = parse_problem("a b c = triangle a b c; d = on_line d b c ? cong d b d c")
    chains = Chains(State(saturate(problem, AT), Diagram(AT), problem.goals), 0)
    assert chains.accept(("x = midpoint x b c",))
    candidate = chains.candidate(Proposal(("x = midpoint x b c",), -1.0))
    assert candidate.coincidences == (("midpoint", ("d", "b", "c")),)


def test_what_a_figure_shows_of_a_new_point_is_what_the_heuristic_sees(state: State) -> None:
    seen = 0
    for candidate in intersection_points(state.coordinates):
        (point,), (place,) = candidate.points, candidate.places
        said = ", ".join(f"{name} {' '.join(points)}" for name, points in candidate.constructions)
        chains = Chains(state, 0)
        if candidate.coincidences and chains.accept((f"{point} = {said}",)):
            found = chains.candidate(Proposal((f"{point} = {said}",), 0.0))
            if found.places[0] == pytest.approx(place):  # and not the other intersection
                assert set(candidate.coincidences) <= set(found.coincidences)
                seen += 1
    assert seen > 10


def test_two_names_of_one_line_do_not_meet(state: State) -> None:
    twice = read_clause("x intersection_ll B M C M".split(), state.points)
    assert placed(twice, state.coordinates, 0) is None
    once = read_clause("x intersection_ll A M B H".split(), state.points)
    assert placed(once, state.coordinates, 0) is not None


class _Other(Proposer):
    def propose(self, state: State, seed: int) -> Iterator[Candidate]:
        for k in range(3):
            calls = (("midpoint", ("x", "A", "BCH"[k])),)
            yield Candidate(("x",), calls, ((0.0, 0.0),), 5.0 - k, ("other",))


def test_mixed(state: State, network: LanguageModel) -> None:
    mixed = Mixed(_Other(), network)
    assert list(mixed.propose(state, 0)) == list(_Other().propose(state, 0))
    late = list(mixed.propose_slowly(state, 0))
    scores = [c.score for c in late]
    assert scores == sorted(scores, reverse=True)
    assert len(late) > 4 and not any(c.families == ("other",) for c in late)
    assert mixed.rescore(state, [], [], 0) == Learned(), "the other does not learn from attempts"


def test_without_torch_the_proposer_says_so(tmp_path: Path) -> None:
    script = (
        "import sys; sys.modules['torch'] = None\n"
        "from porism.prover.proposers.lm import LanguageModel\n"
        "LanguageModel().model"
    )
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "pip install 'porism[lm]'" in done.stderr.splitlines()[-1]
