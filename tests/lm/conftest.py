"""What needs the extra ``porism[lm]`` is not collected without it."""

from __future__ import annotations

from importlib.util import find_spec

_NEEDS_EXTRA = ("tokenizer", "model", "data", "train", "decode", "proposer", "rank", "weights")

collect_ignore: list[str] = []
if any(find_spec(name) is None for name in ("torch", "sentencepiece", "safetensors")):
    collect_ignore += [f"test_{name}.py" for name in _NEEDS_EXTRA]
