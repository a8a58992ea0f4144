"""The card of a data set: what is in it and how it was made, for people and for the hub.

It is written beside the data when a run ends: ``README.md`` with the head that the Hugging Face hub
reads, and histograms as SVG. Only some narrow columns are read for it, one file at a time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

import pyarrow.compute as pc
import pyarrow.parquet as pq

from porism.synth.pipeline.manifest import Manifest
from porism.synth.pipeline.place import Place
from porism.synth.pipeline.sisters import SisterCount

__all__ = ["CARD", "Contents", "bars", "contents", "write_card"]

CARD = "README.md"
LICENCE = "apache-2.0"

_COLUMNS = ("kind", "steps", "points", "aux_points")
_ORIGIN = ("block", "figure")
_STEPS = (5, 10, 15, 20, 30, 40, 60, 80, 120)  # where classes of lengths begin
_SIZES = ((3, "n<1K"), (4, "1K<n<10K"), (5, "10K<n<100K"), (6, "100K<n<1M"), (7, "1M<n<10M"))

Bars = Sequence[tuple[str, int]]


@dataclass
class Contents:
    """How many rows have each value of a column, and how many each figure has."""

    sisters: SisterCount
    kind: Counter[str] = field(default_factory=Counter)
    steps: Counter[int] = field(default_factory=Counter)
    points: Counter[int] = field(default_factory=Counter)
    aux_points: Counter[int] = field(default_factory=Counter)


def contents(place: Place, manifest: Manifest) -> Contents:
    """Count what the shards hold."""
    found = Contents(SisterCount.of(manifest.rows, manifest.identity.figures_per_block))
    for shard in manifest.shards:
        with place.opened(shard.path) as file:
            rows = pq.read_table(file, columns=[*_COLUMNS, *_ORIGIN])
        for name in _COLUMNS:
            for pair in pc.value_counts(rows[name].combine_chunks()).to_pylist():
                getattr(found, name)[pair["values"]] += pair["counts"]
        found.sisters.add(rows)
    return found


def write_card(place: Place, manifest: Manifest) -> None:
    """Write the card and its histograms beside the data."""
    if not manifest.rows:
        return
    found = contents(place, manifest)
    histograms = {
        "kinds": ("Goals", found.kind.most_common()),
        "steps": ("Steps of the proof", _classes(found.steps)),
        "points": ("Points, auxiliary ones included", _numbers(found.points)),
        "auxiliary": ("Auxiliary points", _numbers(found.aux_points)),
    }
    for name, (title, rows) in histograms.items():
        place.write(f"card/{name}.svg", bars(title, rows).encode())
    place.write(CARD, _card(manifest, found, histograms).encode())


def _numbers(counts: Counter[int]) -> list[tuple[str, int]]:
    return [(str(k), counts[k]) for k in range(min(counts), max(counts) + 1)]


def _classes(counts: Counter[int]) -> list[tuple[str, int]]:
    starts = (0, *_STEPS)
    names = [f"{a} to {b - 1}" for a, b in zip(starts, _STEPS, strict=False)]
    sums = [0] * len(starts)
    for steps, count in counts.items():
        sums[sum(steps >= start for start in _STEPS)] += count
    return list(zip([*names, f"{_STEPS[-1]} and more"], sums, strict=True))


def bars(title: str, rows: Bars) -> str:
    """Return a bar chart as SVG, a bar for each row, with its number."""
    most = max(count for _, count in rows)
    height = 34 + 22 * len(rows)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="560" height="{height}" '
        f'viewBox="0 0 560 {height}" font-family="sans-serif" font-size="13" role="img">',
        f"<title>{escape(title)}</title>",
        f'<rect width="560" height="{height}" fill="#fff"/>',
        f'<text x="8" y="20" font-weight="bold" fill="#222">{escape(title)}</text>',
    ]
    for k, (name, count) in enumerate(rows):
        y = 34 + 22 * k
        width = 330 * count / most
        lines.append(
            f'<text x="108" y="{y + 13}" text-anchor="end" fill="#222">{escape(name)}</text>'
            f'<rect x="116" y="{y}" width="{width:.1f}" height="17" fill="#4059ad"/>'
            f'<text x="{122 + width:.1f}" y="{y + 13}" fill="#222">{count:,}</text>'
        )
    return "\n".join([*lines, "</svg>", ""])


def _size(rows: int) -> str:
    return next((name for digits, name in _SIZES if rows < 10**digits), "n>10M")


def _table(head: str, rows: Bars, total: int) -> str:
    lines = [f"| {head} | theorems | |", "|---|---|---|"]
    lines += [f"| {name} | {count:,} | {100 * count / total:.1f} % |" for name, count in rows]
    return "\n".join(lines)


def _card(
    manifest: Manifest, found: Contents, histograms: dict[str, tuple[str, list[tuple[str, int]]]]
) -> str:
    identity, rows = manifest.identity, manifest.rows
    hours = (manifest.core_seconds + manifest.cut_seconds) / 3600
    sections = "\n\n".join(
        f"![{title}](card/{name}.svg)\n\n{_table(title, bars_of, rows)}"
        for name, (title, bars_of) in histograms.items()
    )
    return f"""---
pretty_name: Porism theorems of plane geometry
license: {LICENCE}
language:
- en
tags:
- mathematics
- geometry
- theorem-proving
- synthetic
size_categories:
- {_size(rows)}
configs:
- config_name: default
  data_files:
  - split: train
    path: data/*.parquet
---

# Theorems of plane geometry, with proofs

{rows:,} different theorems, {manifest.with_aux:,} of them with auxiliary points that
their proof needs. Random figures were closed by the engine of Porism, and what follows was cut down
to the premises it needs. Every row has a proof that was checked, step by step, when it was made. No
two rows are the same up to the names of points and the order of premises.

| | |
|---|---|
| made by | porism {identity.generator} |
| seed, figures in a block | {identity.seed}, {identity.figures_per_block} |
| left out | benchmark problems, whose hashes have the digest {identity.excluded or "(none)"} |
| blocks | {manifest.next_block:,} |
| theorems found, duplicates included | {manifest.problems + manifest.cut_problems:,} |
| figures that they come from | {found.sisters.figures:,} |
| rows, drawn at random, of which nine in ten have no sister | {found.sisters.alone(rows):,} |
| core-hours | {hours:.2f} |
| schema | {identity.schema_version} |
| licence | {LICENCE} |

The same version of the program with the same seed makes the same rows again. Columns are explained
in `docs/data.md` of the program.

    datasets.load_dataset("parquet", data_files="data/*.parquet")
    polars.scan_parquet("data/*.parquet")
    duckdb.sql("select kind, count(*) from 'data/*.parquet' group by kind")

## What is in it

{sections}

## What it is not

The theorems are random: true and proved, but rarely beautiful, and distributed as the generator
draws them. Those with the same `block` and `figure` come from one figure and are alike: hold out
whole figures. Statements hold for the configuration of their figure at least; `porism check` says
of a proof whether they hold for all.
"""
