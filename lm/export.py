"""Weights for the library ``transformers``, whose StableLM is the same network as ours.

Both are pre-norm decoders with LayerNorm, rotary positions in halves, SwiGLU and tied embeddings;
StableLM's norms have biases, which are zero here. The token numbers are those of the SentencePiece
model ``tokenizer.model``, which is written beside the weights, with 2 before a line and 3 after it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file
from torch import Tensor

from porism.geometry.files import unreadable
from porism.lm.checkpoint import load_weights
from porism.lm.decode import WEIGHTS
from porism.lm.model import Transformer
from porism.lm.tokenizer import BEGIN, PAD, STOP

__all__ = ["configuration", "export", "renamed"]

_CONTEXT = 4096  # tokens; rotary positions have no end, and no statement is as long


def configuration(network: Transformer) -> dict[str, Any]:
    """Return what ``transformers`` has to know of a network: its ``config.json``."""
    shape = network.shape
    return {
        "architectures": ["StableLmForCausalLM"],
        "model_type": "stablelm",
        "vocab_size": shape.vocabulary,
        "hidden_size": shape.width,
        "intermediate_size": shape.hidden,
        "num_hidden_layers": shape.layers,
        "num_attention_heads": shape.heads,
        "num_key_value_heads": shape.heads,
        "hidden_act": "silu",
        "layer_norm_eps": 1e-5,
        "rope_theta": 10000.0,
        "partial_rotary_factor": 1.0,
        "rope_parameters": {
            "rope_type": "default",
            "rope_theta": 10000.0,
            "partial_rotary_factor": 1.0,
        },
        "use_qkv_bias": False,
        "qk_layernorm": False,
        "use_parallel_residual": False,
        "attention_dropout": 0.0,
        "hidden_dropout": 0.0,
        "tie_word_embeddings": True,
        "max_position_embeddings": _CONTEXT,
        "pad_token_id": PAD,
        "bos_token_id": BEGIN,
        "eos_token_id": STOP,
        "torch_dtype": "float32",
    }


def renamed(weights: Mapping[str, Tensor], layers: int) -> dict[str, Tensor]:
    """Return the weights of a network under the names of StableLM, products taken apart."""

    def norm(ours: str, theirs: str) -> dict[str, Tensor]:
        scale = weights[f"{ours}.weight"]
        return {f"{theirs}.weight": scale, f"{theirs}.bias": torch.zeros_like(scale)}

    found = {"model.embed_tokens.weight": weights["embedding.weight"], **norm("norm", "model.norm")}
    for k in range(layers):
        ours, theirs = f"blocks.{k}", f"model.layers.{k}"
        parts = weights[f"{ours}.attention.inward.weight"].chunk(3)
        for name, part in zip("qkv", parts, strict=True):
            found[f"{theirs}.self_attn.{name}_proj.weight"] = part
        found[f"{theirs}.self_attn.o_proj.weight"] = weights[f"{ours}.attention.outward.weight"]
        for name, part in zip(
            ("gate", "up"), weights[f"{ours}.gate_and_up.weight"].chunk(2), strict=True
        ):
            found[f"{theirs}.mlp.{name}_proj.weight"] = part
        found[f"{theirs}.mlp.down_proj.weight"] = weights[f"{ours}.down.weight"]
        found |= norm(f"{ours}.attention_norm", f"{theirs}.input_layernorm")
        found |= norm(f"{ours}.feed_norm", f"{theirs}.post_attention_layernorm")
    return {name: tensor.contiguous().clone() for name, tensor in found.items()}


def export(folder: str | Path | None, out: str | Path) -> None:
    """Write weights of ``porism train`` for ``transformers``; None: the shipped ones.

    Raises InputError for a folder that holds none, and where nothing can be written.
    """
    network, tokenizer, card = load_weights(WEIGHTS if folder is None else Path(folder))
    out = Path(out)
    try:
        out.mkdir(parents=True, exist_ok=True)
        text = json.dumps(configuration(network), indent=2) + "\n"
        (out / "config.json").write_text(text, encoding="utf-8")
        (out / "tokenizer.model").write_bytes(tokenizer.data)
        (out / "README.md").write_text(_card(card), encoding="utf-8")
        tensors = renamed(network.state_dict(), network.shape.layers)
        save_file(tensors, str(out / "model.safetensors"), {"format": "pt"})
    except OSError as error:
        raise unreadable(out, error) from None


def _card(card: Mapping[str, Any]) -> str:
    facts = "\n".join(f"| {k} | {v} |" for k, v in card.items() if isinstance(v, str | int | float))
    return f"""---
license: apache-2.0
library_name: transformers
tags:
- geometry
- theorem-proving
---

# Auxiliary points for plane geometry

A small decoder that continues a theorem of plane geometry with the points that its proof needs; it
was trained by `porism train`. The text it reads and writes is described in `docs/model.md` of
Porism.

    model = transformers.AutoModelForCausalLM.from_pretrained(FOLDER)
    tokens = sentencepiece.SentencePieceProcessor(FOLDER + "/tokenizer.model")
    numbers = [2, *tokens.encode("a b c triangle ; d foot a b c ; ? perp a d b c ; |")]

| | |
|---|---|
{facts}
"""
