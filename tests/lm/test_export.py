"""Exported weights are the same network in another library."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from porism.geometry.errors import InputError
from porism.lm.checkpoint import load_weights
from porism.lm.decode import WEIGHTS
from porism.lm.export import configuration, export, renamed
from porism.lm.model import Shape, Transformer

SHAPE = Shape(vocabulary=40, width=32, layers=2, heads=2, hidden=48)


def network() -> Transformer:
    torch.manual_seed(0)
    made = Transformer(SHAPE)
    for name, weight in made.named_parameters():  # norms of one would hide an exchange
        if "norm" in name:
            torch.nn.init.uniform_(weight, 0.5, 1.5)
    return made.eval()


def test_no_weight_is_lost_and_none_is_made_up() -> None:
    made = network()
    found = renamed(made.state_dict(), SHAPE.layers)
    biases = [tensor for name, tensor in found.items() if name.endswith(".bias")]
    assert not any(tensor.any() for tensor in biases)
    assert sum(t.numel() for t in found.values()) - sum(t.numel() for t in biases) == made.size


@pytest.mark.slow  # importing that library is
def test_the_other_library_computes_the_same() -> None:
    transformers = pytest.importorskip("transformers")
    ours = network()
    config = configuration(ours)
    theirs = transformers.StableLmForCausalLM(transformers.StableLmConfig(**config)).eval()
    missing = theirs.load_state_dict(renamed(ours.state_dict(), SHAPE.layers), strict=False)
    assert set(missing.missing_keys) <= {"lm_head.weight"} and not missing.unexpected_keys
    theirs.tie_weights()
    tokens = torch.randint(4, 40, (2, 17), generator=torch.Generator().manual_seed(1))
    with torch.no_grad():
        expected = ours(tokens, torch.zeros_like(tokens))
        assert torch.allclose(theirs(tokens).logits, expected, atol=1e-4)


def test_the_shipped_weights_are_written(tmp_path: Path) -> None:
    export(None, tmp_path / "out")
    made, tokenizer, _ = load_weights(WEIGHTS)
    assert json.loads((tmp_path / "out/config.json").read_text())["vocab_size"] == len(tokenizer)
    tensors = load_file(tmp_path / "out/model.safetensors")
    assert torch.equal(tensors["model.embed_tokens.weight"], made.embedding.weight)
    with pytest.raises(InputError):
        export(tmp_path, tmp_path / "other")
