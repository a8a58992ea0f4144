from __future__ import annotations

import math
from pathlib import Path
from random import Random

import pytest
import torch

from porism.geometry.errors import InputError
from porism.geometry.language.text import parse_problem
from porism.geometry.problem import Problem
from porism.lm.checkpoint import save_weights
from porism.lm.decode import Model
from porism.lm.evaluate import found_within
from porism.lm.model import Shape, Transformer
from porism.lm.text import to_text
from porism.lm.tokenizer import train_tokenizer
from tests.lm.problems import random_problem, write_data

pytestmark = pytest.mark.lm
STATEMENT = "A B C = triangle A B C; H = orthocenter H A B C; M = midpoint M B C"
PROBLEM = f"{STATEMENT} ? perp A H B C"


@pytest.fixture(scope="module")
def model() -> Model:
    random = Random(1)
    tokenizer = train_tokenizer([to_text(random_problem(random)) for _ in range(20)])
    torch.manual_seed(1)
    network = Transformer(Shape(len(tokenizer), 32, 2, 2, 32)).eval()
    for weight in network.parameters():  # far from even, so that a beam has something to find
        if weight.dim() == 2:
            torch.nn.init.normal_(weight, std=0.2)
    return Model(network, tokenizer, {})


def _read(clause_text: str, start: str = STATEMENT) -> Problem:
    return parse_problem(f"{start} | {clause_text} ? perp A H B C")


def test_only_well_formed_clauses_come_out(model: Model) -> None:
    random = Random(0)
    for _ in range(8):
        problem = random_problem(random, 4, 0)
        for proposal in (*model.propose(problem, beam=8), *model.sample(problem, count=8)):
            more = parse_problem(
                f"{problem.text.partition('?')[0]} | {proposal.clause_text} ?"
                f"{problem.text.partition('?')[2]}"
            )
            assert len(more.auxiliary) == 1
            assert proposal.log_probability <= 0


def test_proposals_are_in_the_names_of_the_problem(model: Model) -> None:
    proposals = model.propose(PROBLEM, beam=16)
    assert len(proposals) == 16
    assert len({p.clause_text for p in proposals}) == 16
    for proposal in proposals:
        made = _read(proposal.clause_text).auxiliary[0]
        assert set(made.points) <= set("abcd")
    scores = [p.log_probability for p in proposals]
    assert scores == sorted(scores, reverse=True)
    assert sum(map(math.exp, scores)) <= 1 + 1e-5


def test_names_that_are_taken_are_left_alone(model: Model) -> None:
    problem = parse_problem("b x a = triangle b x a; y = midpoint y a x ? coll a x y")
    for proposal in model.propose(problem, beam=4):
        assert not {"a", "b", "x", "y"} & set(proposal.clauses[0].partition("=")[0].split())


def test_same_proposals_every_time(model: Model) -> None:
    assert model.propose(PROBLEM, beam=8) == model.propose(PROBLEM, beam=8)
    assert model.sample(PROBLEM, count=8, seed=4) == model.sample(PROBLEM, count=8, seed=4)
    assert model.sample(PROBLEM, count=8, seed=4) != model.sample(PROBLEM, count=8, seed=5)


def test_a_wide_beam_begins_like_a_narrow_one_or_better(model: Model) -> None:
    wide, narrow = model.propose(PROBLEM, beam=64), model.propose(PROBLEM, beam=4)
    assert wide[0].log_probability >= narrow[0].log_probability - 1e-5


def test_chains_add_up(model: Model) -> None:
    chains = [p for p in model.propose(PROBLEM, beam=6, depth=2) if len(p.clauses) == 2]
    assert chains
    for chain in chains:
        assert len(_read(chain.clause_text).auxiliary) == 2
    first = {p.clauses[0]: p.log_probability for p in model.propose(PROBLEM, beam=6)}
    chain = chains[0]
    begun = parse_problem(f"{STATEMENT} | {chain.clauses[0]} ? perp A H B C")
    second = {p.clause_text: p.log_probability for p in model.propose(begun, beam=30)}
    if chain.clauses[1] in second:
        total = first[chain.clauses[0]] + second[chain.clauses[1]]
        assert chain.log_probability == pytest.approx(total, abs=1e-3)


def test_the_caller_decides(model: Model) -> None:
    asked: list[tuple[str, ...]] = []

    def accept(clauses: tuple[str, ...]) -> bool:
        asked.append(clauses)
        return "midpoint" not in clauses[-1]

    proposals = model.propose(PROBLEM, beam=12, accept=accept)
    assert {p.clauses for p in proposals} <= set(asked)
    assert not any("midpoint" in p.clause_text for p in proposals)
    assert model.propose(PROBLEM, beam=4, accept=lambda _: False) == []


def test_more_points_than_letters(model: Model) -> None:
    clauses = "; ".join(f"p{k} = midpoint p{k} p{k - 1} p{k - 2}" for k in range(2, 40))
    problem = f"p0 p1 = segment p0 p1; {clauses} ? coll p0 p1 p9"
    for proposal in model.propose(problem, beam=4):
        parse_problem(f"{problem.partition('?')[0]} | {proposal.clause_text} ? coll p0 p1 p9")


def test_weights_come_back(model: Model, tmp_path: Path) -> None:
    save_weights(tmp_path, model.network, model.tokenizer, {"tokens": 7})
    again = Model.load(tmp_path)
    assert again.card["tokens"] == 7
    assert again.propose(PROBLEM, beam=4) == model.propose(PROBLEM, beam=4)


@pytest.mark.parametrize("file", ["model.safetensors", "model.json", "tokenizer.model"])
def test_bad_weights(model: Model, tmp_path: Path, file: str) -> None:
    save_weights(tmp_path, model.network, model.tokenizer, {})
    path = tmp_path / file
    data = path.read_bytes()
    path.unlink()
    with pytest.raises(InputError, match="no such file"):
        Model.load(tmp_path)
    for bad in (data[: len(data) // 2], b"", b"something else"):
        path.write_bytes(bad)
        with pytest.raises(InputError, match=str(tmp_path)):
            Model.load(tmp_path)


def test_foreign_weights(model: Model, tmp_path: Path) -> None:
    save_weights(tmp_path, model.network, model.tokenizer, {})
    card = tmp_path / "model.json"
    text = card.read_text()
    card.write_text(text.replace('"format": 1', '"format": 2'))
    with pytest.raises(InputError, match="another version"):
        Model.load(tmp_path)
    card.write_text(text.replace('"layers": 2', '"layers": 3'))
    with pytest.raises(InputError, match="another network"):
        Model.load(tmp_path)
    card.write_text(text)
    other = train_tokenizer(["a b segment ; ? coll a b a ; |"], 300)
    (tmp_path / "tokenizer.model").write_bytes(other.data)
    with pytest.raises(InputError, match="do not belong together"):
        Model.load(tmp_path)


def test_what_counts_as_found(model: Model, tmp_path: Path) -> None:
    from porism.lm.data import load

    rows = [r for r in load(write_data(tmp_path, 12), 0).training if r.aux_points]
    found = found_within(model, rows[:3], (1, 4))
    assert found.problems == 3
    assert 0 <= found.whole[1] <= found.first[1] <= found.first[4] <= 1
