"""A block as bytes: the Parquet file that its maker hands over, and what it says of itself."""

from __future__ import annotations

import gc
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.parquet as pq

from porism.synth.pipeline.recipe import Block, Recipe
from porism.synth.pipeline.rows import Row, schema, table

__all__ = ["Job", "Summary", "make", "pack", "read_summary"]

_SUMMARY = b"porism.block"  # key of the summary in the file's metadata
_OBJECTS = 500_000  # more of them, net, are worth a look for cycles; a block makes hardly any


@dataclass(frozen=True)
class Job:
    """All that is the same for the blocks of a run."""

    recipe: Recipe
    seed: int
    excluded: frozenset[str]
    figures: int


@dataclass(frozen=True)
class Summary:
    """What a block holds: its rows, what became of all that was tried, and what it cost."""

    rows: int
    tally: Mapping[str, int]
    core_seconds: float


def make(job: Job, block: int) -> bytes:
    """Make a block; its rows are a function of the arguments alone."""
    gc.set_threshold(_OBJECTS, 50, 50)
    start = time.process_time()
    made = job.recipe.make(job.seed, block, job.excluded, job.figures)
    return pack(made, time.process_time() - start, job.recipe.row)


def pack(block: Block, seconds: float, kind: type[Row] = Row) -> bytes:
    """Return the file of a block of rows of one class."""
    summary = {"rows": len(block.rows), "tally": block.tally, "core_seconds": seconds}
    described = schema(kind).with_metadata({_SUMMARY: json.dumps(summary).encode()})
    sink = pa.BufferOutputStream()
    rows = table(block.rows, kind).cast(described)
    pq.write_table(rows, sink, compression="zstd")
    return bytes(sink.getvalue())


def read_summary(file: pa.NativeFile | pa.BufferReader) -> Summary | None:
    """Return what a block says of itself; None for a file that is cut off or none of ours."""
    try:
        metadata = pq.read_schema(file).metadata or {}
        found = json.loads(metadata[_SUMMARY])
    except (pa.ArrowException, KeyError, ValueError):
        return None
    return Summary(found["rows"], found["tally"], found["core_seconds"])
