from __future__ import annotations

import json

import pytest

from porism.geometry.language import parse_problem
from porism.lm.decode import WEIGHTS, Model
from porism.lm.settings import from_table

pytestmark = pytest.mark.lm
STATEMENT = "a b c = triangle a b c; d = midpoint d b c; e = on_tline e b a b, on_tline e c a c"


@pytest.fixture(scope="module")
def model() -> Model:
    return Model.load()


def test_the_shipped_weights_load_and_propose(model: Model) -> None:
    proposals = model.propose(f"{STATEMENT} ? cong a d d e", beam=8)
    assert len(proposals) == 8
    for proposal in proposals:
        parse_problem(f"{STATEMENT} | {proposal.clause_text} ? cong a d d e")


def test_the_card_says_what_was_done(model: Model) -> None:
    card = model.card
    assert card["parameters"] == model.network.size
    assert from_table(card["settings"], "card").width == card["shape"]["width"]
    events = [json.loads(line) for line in (WEIGHTS / "log.jsonl").read_text().splitlines()]
    assert events[0]["event"] == "start" and events[0]["settings"]["seed"] == 1
    measured = [e for e in events if e.get("event") == "evaluation"]
    assert any(e["step"] == card["step"] and e["tokens"] == card["tokens"] for e in measured)
    assert card["data"] in {e["data"] for e in events if e.get("event") == "start"}


def test_the_shipped_files_are_small() -> None:
    sizes = {path.name: path.stat().st_size for path in WEIGHTS.iterdir() if path.is_file()}
    assert sizes["model.safetensors"] <= 40_000_000
    assert sum(sizes.values()) <= 41_000_000
