"""Rows of a data set, wherever it lies, without knowing which file holds them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from porism.geometry.errors import InputError
from porism.geometry.limits import MOST_BYTES_UNPACKED
from porism.synth.pipeline.manifest import Manifest, Shard, read_manifest
from porism.synth.pipeline.place import Place, place_of
from porism.synth.pipeline.rows import schema

__all__ = ["opened", "read_row", "read_rows", "read_some"]

_BATCH = 64  # rows at a time


def opened(folder: Path | str) -> tuple[Place, Manifest]:
    """Return where a data set lies, and its manifest. Raises InputError where there is none."""
    place = place_of(folder)
    manifest = read_manifest(place)
    if manifest is None:
        raise InputError(f"{place.name} holds no data set")
    return place, manifest


def read_row(place: Place, manifest: Manifest, row: int) -> Mapping[str, Any]:
    """Return one row, counted from 0 through the files in the order of the manifest.

    Raises InputError where there are not as many, and as :func:`read_rows` does.
    """
    if not 0 <= row < manifest.rows:
        raise InputError(f"{place.name} has {manifest.rows:,} rows; --row counts from 0")
    (found,) = read_some(place, manifest, [row])
    return found


def read_some(
    place: Place, manifest: Manifest, wanted: Sequence[int]
) -> Iterator[Mapping[str, Any]]:
    """Yield the rows with these numbers, which are sorted; no file is read that has none of them.

    Raises InputError as :func:`read_rows` does.
    """
    start = 0
    for shard in manifest.shards:
        mine = {k - start for k in wanted if start <= k < start + shard.rows}
        if mine:
            rows = enumerate(_rows_of(place, shard, schema().names))
            yield from (row for k, row in rows if k in mine)
        start += shard.rows


def read_rows(
    place: Place, manifest: Manifest, columns: Sequence[str]
) -> Iterator[Mapping[str, Any]]:
    """Yield some columns of all rows, in the order of the manifest.

    Raises InputError for a file that is no Parquet file, is damaged, has other columns or another
    number of rows than it should, or holds more than ``MOST_BYTES_UNPACKED``.
    """
    for shard in manifest.shards:
        yield from _rows_of(place, shard, columns)


def _rows_of(place: Place, shard: Shard, columns: Sequence[str]) -> Iterator[Mapping[str, Any]]:
    """Yield rows of one file, a few at a time: what a file says of its sizes may be wrong."""
    name, count = f"{place.name}/{shard.path}", 0
    try:
        with place.opened(shard.path) as file:
            parquet = pq.ParquetFile(file)
            _check(parquet, shard, columns, name)
            for batch in parquet.iter_batches(batch_size=_BATCH, columns=list(columns)):
                if batch.nbytes > MOST_BYTES_UNPACKED:
                    raise InputError(f"{name}: {_BATCH} rows of {batch.nbytes >> 20} MiB")
                if any(column.null_count for column in batch.columns):
                    raise InputError(f"{name}: a row with nothing in a column")
                count += batch.num_rows
                yield from batch.to_pylist()
    except (pa.ArrowException, OSError, ValueError) as error:
        raise InputError(f"{name}: no Parquet file, or damaged: {_first_line(error)}") from None
    if count != shard.rows:
        raise InputError(f"{name}: {count:,} rows, where the manifest counts {shard.rows:,}")


def _check(parquet: pq.ParquetFile, shard: Shard, columns: Sequence[str], name: str) -> None:
    """Raise InputError for other columns, other numbers of rows or more than can be unpacked."""
    found, meant = parquet.schema_arrow, schema()
    for column in columns:
        if (
            found.get_field_index(column) < 0
            or found.field(column).type != meant.field(column).type
        ):
            raise InputError(f"{name}: no column '{column}' of {meant.field(column).type}")
    metadata = parquet.metadata
    if metadata.num_rows != shard.rows:
        told = f"{metadata.num_rows:,} rows, where the manifest counts {shard.rows:,}"
        raise InputError(f"{name}: {told}")
    size = sum(metadata.row_group(k).total_byte_size for k in range(metadata.num_row_groups))
    if size > MOST_BYTES_UNPACKED:
        raise InputError(f"{name}: {size >> 20:,} MiB when unpacked, too much to be read")


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]
