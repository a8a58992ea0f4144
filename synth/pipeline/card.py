"""The card of a data set: what is in it and how it was made, for people and for the hub.

It is written beside the data when a run ends: ``README.md`` with the head that the Hugging Face hub
reads, and histograms as SVG. Only some narrow columns are read for it, one file at a time.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import accumulate
from typing import Any, NamedTuple

import pyarrow.compute as pc
import pyarrow.parquet as pq

from porism.synth.pipeline.manifest import Manifest
from porism.synth.pipeline.place import Place
from porism.synth.pipeline.sisters import SisterCount

__all__ = ["CARD", "Bar", "Contents", "bars", "contents", "write_card"]

CARD = "README.md"
LICENCE = "apache-2.0"

_COLUMNS = ("kind", "steps", "points", "aux_points")
_ORIGIN = ("block", "figure")
_RARE = 0.0005  # share of the rows below which the numbers at the end have one bar together
_WIDTH, _HEAD, _ROW, _LONGEST = 560, 52, 22, 330  # of a bar chart, in pixels
_DARK, _LIGHT = "#2b3f87", "#9fb1e8"
_STEPS = (5, 10, 15, 20, 30, 40, 60, 80, 120)  # where classes of lengths begin
_SIZES = ((3, "n<1K"), (4, "1K<n<10K"), (5, "10K<n<100K"), (6, "100K<n<1M"), (7, "1M<n<10M"))


class Bar(NamedTuple):
    """So many theorems of one sort, and how many of them have auxiliary points."""

    name: str
    all: int
    with_aux: int


Bars = Sequence[Bar]


@dataclass
class Contents:
    """How many rows have each value of a column, and how many each figure has.

    ``with_aux`` counts by column and value those with auxiliary points.
    """

    sisters: SisterCount
    kind: Counter[str] = field(default_factory=Counter)
    steps: Counter[int] = field(default_factory=Counter)
    points: Counter[int] = field(default_factory=Counter)
    aux_points: Counter[int] = field(default_factory=Counter)
    with_aux: dict[str, Counter[Any]] = field(default_factory=lambda: defaultdict(Counter))


def contents(place: Place, manifest: Manifest) -> Contents:
    """Count what the shards hold."""
    found = Contents(SisterCount.of(manifest.rows, manifest.identity.figures_per_block))
    for shard in manifest.shards:
        with place.opened(shard.path) as file:
            rows = pq.read_table(file, columns=[*_COLUMNS, *_ORIGIN])
        with_aux = rows.filter(pc.greater(rows["aux_points"], 0))
        for name in _COLUMNS:
            for part, counts in ((rows, getattr(found, name)), (with_aux, found.with_aux[name])):
                for pair in pc.value_counts(part[name].combine_chunks()).to_pylist():
                    counts[pair["values"]] += pair["counts"]
        found.sisters.add(rows)
    return found


def write_card(place: Place, manifest: Manifest) -> None:
    """Write the card and its histograms beside the data."""
    if not manifest.rows:
        return
    found = contents(place, manifest)
    histograms = {
        "kinds": ("Goals", _kinds(found)),
        "steps": ("Steps of the proof", _classes(found.steps, found.with_aux["steps"])),
        "points": (
            "Points, auxiliary ones included",
            _numbers(found.points, found.with_aux["points"]),
        ),
        "auxiliary": (
            "Auxiliary points",
            _numbers(found.aux_points, found.with_aux["aux_points"]),
        ),
    }
    for name, (title, rows) in histograms.items():
        place.write(f"card/{name}.svg", bars(title, rows).encode())
    place.write(CARD, _card(manifest, found, histograms).encode())


def _kinds(found: Contents) -> list[Bar]:
    with_aux = found.with_aux["kind"]
    return [Bar(kind, count, with_aux[kind]) for kind, count in found.kind.most_common()]


def _numbers(counts: Counter[int], with_aux: Counter[int]) -> list[Bar]:
    """Return a bar for each number; those at the end that are rare share one."""
    rare = _RARE * counts.total()
    last = max(k for k in counts if counts[k] >= rare)
    rest = [k for k in counts if k > last]
    found = [Bar(str(k), counts[k], with_aux[k]) for k in range(min(counts), last + 1)]
    if rest:
        name = f"{last + 1} to {max(rest)}" if max(rest) > last + 1 else str(last + 1)
        found.append(Bar(name, sum(counts[k] for k in rest), sum(with_aux[k] for k in rest)))
    return found


def _classes(counts: Counter[int], with_aux: Counter[int]) -> list[Bar]:
    starts = (0, *_STEPS)
    names = [f"{a} to {b - 1}" for a, b in zip(starts, _STEPS, strict=False)]
    sums = [[0, 0] for _ in starts]
    for column, counted in enumerate((counts, with_aux)):
        for steps, count in counted.items():
            sums[sum(steps >= start for start in _STEPS)][column] += count
    names.append(f"{_STEPS[-1]} and more")
    return [Bar(name, *both) for name, both in zip(names, sums, strict=True)]


def bars(title: str, rows: Bars) -> str:
    """Return a bar chart as SVG, a bar for each row, with its number.

    The part with auxiliary points is dark.
    """
    most = max(row.all for row in rows)
    height = _HEAD + _ROW * len(rows) + 8
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height}" '
        f'viewBox="0 0 {_WIDTH} {height}" font-family="sans-serif" font-size="13" role="img">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{_WIDTH}" height="{height}" fill="#fff"/>',
        f'<text x="8" y="20" font-weight="bold" fill="#222">{escape(title)}</text>',
        *_key(),
    ]
    for k, (name, count, with_aux) in enumerate(rows):
        y = _HEAD + _ROW * k
        width, dark = (_LONGEST * n / most for n in (count, with_aux))
        lines.append(
            f'<text x="108" y="{y + 13}" text-anchor="end" fill="#222">{escape(name)}</text>'
            f'<rect x="116" y="{y}" width="{width:.1f}" height="17" fill="{_LIGHT}"/>'
            f'<rect x="116" y="{y}" width="{dark:.1f}" height="17" fill="{_DARK}"/>'
            f'<text x="{122 + width:.1f}" y="{y + 13}" fill="#222">{count:,}</text>'
        )
    return "\n".join([*lines, "</svg>", ""])


def _key() -> Iterator[str]:
    """What the colours mean."""
    for x, colour, said in ((116, _DARK, "with auxiliary points"), (280, _LIGHT, "without")):
        yield (
            f'<rect x="{x}" y="30" width="11" height="11" fill="{colour}"/>'
            f'<text x="{x + 17}" y="40" font-size="12" fill="#222">{said}</text>'
        )


def _size(rows: int) -> str:
    return next((name for digits, name in _SIZES if rows < 10**digits), "n>10M")


def _table(head: str, rows: Bars, total: int) -> str:
    lines = [f"| {head} | theorems | | with auxiliary points |", "|---|---|---|---|"]
    lines += [
        f"| {b.name} | {b.all:,} | {100 * b.all / total:.1f} % | {b.with_aux:,} |" for b in rows
    ]
    return "\n".join(lines)


def _spread(counts: Counter[int]) -> str:
    """Return the median, what nine and 99 of a hundred do not exceed, and the most."""
    values = sorted(counts.items())
    sums = list(accumulate(count for _, count in values))
    if not sums:
        return "(none)"
    found = [values[bisect_left(sums, part * sums[-1])][0] for part in (0.5, 0.9, 0.99)]
    return ", ".join(map(str, [*found, values[-1][0]]))


def _card(manifest: Manifest, found: Contents, histograms: Mapping[str, tuple[str, Bars]]) -> str:
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
| steps of a proof: median, 90 %, 99 %, longest | {_spread(found.steps)} |
| the same, with auxiliary points | {_spread(found.with_aux["steps"])} |
| points: median, 90 %, 99 %, most | {_spread(found.points)} |
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
