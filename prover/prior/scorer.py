"""A small network that scores candidates, in plain numpy.

The weights are made by :mod:`porism.prover.prior.train`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from porism.geometry.errors import InputError
from porism.prover.prior.features import COLUMNS
from porism.prover.prior.pairs import PAIR_COLUMNS
from porism.prover.prior.products import product
from porism.prover.proposers.base import Shown

__all__ = [
    "CLIP",
    "SEEN",
    "WEIGHTS",
    "Layers",
    "read_weights",
    "seen_columns",
    "seen_rows",
    "write_weights",
]

Floats = NDArray[np.float32]

VERSION = 3
CLIP = 6.0
"""Deviations from the mean beyond which a column says no more."""
WEIGHTS = Path(__file__).resolve().parent / "weights"
"""The shipped weights."""
_USUAL = 100  # candidates whose attempts say what is usual in a figure
SEEN = (
    "lemmas", "new_facts", "new_facts_here", "old_facts", "equations_here", "nearer", "residual",
    "supposed", "leading", "leading_here", "supposed_lemmas",
)  # fmt: skip
"""The names of the columns of :func:`seen_columns`."""


def seen_rows(shown: Sequence[Shown], goals: int) -> Floats:
    """Return what attempts have shown as numbers, a row for each candidate.

    That is how many statements besides the ``goals`` first ones it proves; ``facts``,
    ``old_facts``, ``equations`` and ``residual`` of :class:`porism.ddar.trials.Observation`; then
    whether its coincidences were supposed, whether a goal follows, and how many other statements.
    """
    rows: list[tuple[int, ...]] = []
    for (mask, *others), supposed in shown:
        known = 0 if supposed is None else supposed
        leading = known & ((1 << goals) - 1) != 0
        then = (supposed is not None, leading, (known >> goals).bit_count())
        rows.append(((mask >> goals).bit_count(), *others, *then))
    return np.array(rows, dtype=np.float32).reshape(-1, 8)


def seen_columns(seen: Floats, residual: int) -> Floats:
    """Describe what attempts have shown; ``seen`` are rows of :func:`seen_rows`.

    ``residual`` is that of the figure without the candidate. The first rows are the best
    candidates.
    """
    lemmas, facts, old, equations, left, supposed, leading, then = seen.T
    facts = np.log1p(facts)
    left = np.minimum(left, 12)
    columns = [
        np.log1p(lemmas),
        facts,
        facts - np.median(facts[:_USUAL]),
        np.log1p(old),
        (equations - np.median(equations[:_USUAL])) / 4,
        np.minimum(residual, 12) - left,
        left,
        supposed,
        leading,
        leading - leading.sum() / max(1.0, float(supposed.sum())) * supposed,
        np.log1p(then),
    ]
    return np.stack(columns, axis=1).astype(np.float32)


@dataclass(frozen=True)
class Layers:
    """A linear layer, with or without a perceptron of two hidden layers beside it.

    ``columns`` are the names of its inputs, which have ``mean`` and ``scale``.
    """

    columns: tuple[str, ...]
    mean: Floats
    scale: Floats
    arrays: Mapping[str, Floats]

    def scores(self, columns: Floats) -> Floats:
        """Return the log-odds of candidates (rows of ``columns``), up to a constant."""
        x = np.clip((columns - self.mean) / self.scale, -CLIP, CLIP)
        w = self.arrays
        found = product(x, w["linear.weight"].T)[:, 0]
        if "first.weight" not in w:
            return found
        inner = np.maximum(product(x, w["first.weight"].T) + w["first.bias"], 0)
        inner = np.maximum(product(inner, w["second.weight"].T) + w["second.bias"], 0)
        found += product(inner, w["third.weight"].T)[:, 0]
        return found


def write_weights(folder: Path, layers: Mapping[str, Layers]) -> None:
    """Write scorers, by name."""
    folder.mkdir(parents=True, exist_ok=True)
    arrays: dict[str, Any] = {}
    for name, some in layers.items():
        arrays |= {f"{name}.mean": some.mean, f"{name}.scale": some.scale}
        arrays |= {f"{name}.{k}": v.astype(np.float32) for k, v in some.arrays.items()}
    np.savez(folder / "prior.npz", **arrays)
    about = {"version": VERSION, "columns": {name: list(s.columns) for name, s in layers.items()}}
    (folder / "prior.json").write_text(json.dumps(about, indent=1) + "\n")


def read_weights(folder: Path) -> dict[str, Layers]:
    """Read scorers. Raises InputError for weights that are not there or of another version."""
    try:
        about = json.loads((folder / "prior.json").read_text())
        version, names = about["version"], dict(about["columns"])
        with np.load(folder / "prior.npz") as stored:
            arrays = {k: np.asarray(stored[k], dtype=np.float32) for k in stored.files}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"{folder}: no prior that can be read ({error})") from error
    if version != VERSION:
        raise InputError(f"{folder}: a prior of version {version}, not {VERSION}")
    expected = {"before": [*COLUMNS], "after": [*COLUMNS, *SEEN], "pairs": [*PAIR_COLUMNS]}
    if names != expected:
        raise InputError(f"{folder}: the prior was trained on other columns")
    try:
        return {name: _layers(name, columns, arrays) for name, columns in names.items()}
    except KeyError as error:
        raise InputError(f"{folder}: the prior has no {error}") from error


def _layers(name: str, columns: list[str], arrays: Mapping[str, Floats]) -> Layers:
    own = {k.removeprefix(f"{name}."): v for k, v in arrays.items() if k.startswith(f"{name}.")}
    return Layers(tuple(columns), own.pop("mean"), own.pop("scale"), own)
