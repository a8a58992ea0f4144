"""Rows of a data set, wherever it lies, without knowing which file holds them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from porism.geometry.errors import InputError
from porism.synth.pipeline.manifest import Manifest, read_manifest
from porism.synth.pipeline.place import Place, place_of

__all__ = ["opened", "read_row", "read_rows"]


def opened(folder: Path | str) -> tuple[Place, Manifest]:
    """Return where a data set lies, and its manifest. Raises InputError where there is none."""
    place = place_of(folder)
    manifest = read_manifest(place)
    if manifest is None:
        raise InputError(f"{place.name} holds no data set")
    return place, manifest


def read_row(place: Place, manifest: Manifest, row: int) -> Mapping[str, Any]:
    """Return one row, counted from 0 through the files in the order of the manifest.

    Raises InputError where there are not as many.
    """
    if not 0 <= row < manifest.rows:
        raise InputError(f"{place.name} has {manifest.rows:,} rows; --row counts from 0")
    for shard in manifest.shards:
        if row < shard.rows:
            with place.opened(shard.path) as file:
                parquet = pq.ParquetFile(file)
                for group in range(parquet.num_row_groups):
                    count = parquet.metadata.row_group(group).num_rows
                    if row < count:
                        found: Mapping[str, Any] = (
                            parquet.read_row_group(group).slice(row, 1).to_pylist()[0]
                        )
                        return found
                    row -= count
        row -= shard.rows
    raise AssertionError("the manifest counts other rows than the files hold")


def read_rows(
    place: Place, manifest: Manifest, columns: Sequence[str]
) -> Iterator[Mapping[str, Any]]:
    """Yield some columns of all rows, in the order of the manifest."""
    for shard in manifest.shards:
        with place.opened(shard.path) as file:
            for batch in pq.ParquetFile(file).iter_batches(columns=list(columns)):
                yield from batch.to_pylist()
