"""Which rows of new blocks are new, and the files that they are written to.

Memory holds the hashes of the blocks that are merged, the hashes of one file of the data set for
each thread, and some rows, however large the data set. Hashes are compared whole. The work is done
by Arrow, prefix by prefix, in threads.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from porism.synth.pipeline.manifest import Manifest, Shard, is_shard
from porism.synth.pipeline.place import Place

__all__ = [
    "BLOCKS",
    "PREFIXES",
    "STAGED",
    "Merged",
    "block_name",
    "block_number",
    "is_staged",
    "merge_blocks",
    "staged",
]

PREFIXES = tuple("0123456789abcdef")
BLOCKS, STAGED = "blocks", "staged"

_LONGEST_NUMBER = 20  # digits of a block in the name of its file
_FULL = 20_000  # rows; a shard with fewer is written again when there are new ones
_BATCH = 4_000  # rows that are in memory at once, with proofs of some 20 KB each
_GROUP = 1_000  # rows of a row group; sixteen of them wait in memory
_HASHES = 1 << 18  # hashes of the data set that a thread compares at once
_TEXTS = ["goal", "kind", "generator", "source", "referee"]  # columns of few different values

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Merged:
    """A merge that is written and not yet part of the data set.

    ``blocks`` were merged. Where more rows were there than wanted, ``last`` is the last row that
    was taken, as block and number. ``shards`` are new, or stand in the place of ones of that path.
    """

    blocks: tuple[int, ...]
    last: tuple[int, int] | None
    shards: tuple[Shard, ...]
    with_aux: int


def block_name(block: int) -> str:
    """Return the name of the file of a block; its ending is not that of the data set."""
    return f"{BLOCKS}/{block:09d}.block"


def block_number(name: str) -> int | None:
    """Return the number of the block whose file in :data:`BLOCKS` has a name; None for others."""
    number = name.partition(".")[0]
    if not (number.isascii() and number.isdecimal() and len(number) <= _LONGEST_NUMBER):
        return None
    block = int(number)
    return block if f"{BLOCKS}/{name}" == block_name(block) else None


def staged(shard: str) -> str:
    """Return the name under which a shard is written, until the manifest lists it."""
    return f"{STAGED}/{shard.replace('/', '-')}.staged"


def is_staged(name: str) -> bool:
    """Tell whether a file of :data:`STAGED` has the name of a shard that is being written."""
    shard = name.removesuffix(".staged")
    kinds = (shard.replace("-", "/", 1), shard)
    return any(is_shard(path) and f"{STAGED}/{name}" == staged(path) for path in kinds)


def merge_blocks(
    place: Place, manifest: Manifest, blocks: Sequence[int], wanted: int | None, threads: int
) -> Merged:
    """Write the rows of blocks that a data set does not have; the first of equal ones counts.

    Of more than ``wanted`` rows in all the first ones are taken, by block and number.
    """
    with ThreadPoolExecutor(threads) as pool:
        rows = _Hashes.read(place, blocks, pool)
        known = pool.map(lambda p: _known(place, manifest, p, rows), PREFIXES)
        fresh = rows.first & ~np.logical_or.reduce(list(known))
        last = None
        if wanted is not None:
            places = np.flatnonzero(fresh)
            if len(places) > wanted - manifest.rows:
                end = int(places[wanted - manifest.rows - 1])
                fresh[end + 1 :] = False
                last = rows.place(end)
        shards, with_aux = _write(place, manifest, rows, fresh, pool)
    return Merged(tuple(blocks), last, tuple(shards), with_aux)


@dataclass(frozen=True)
class _Hashes:
    """The hashes of all rows of some blocks, in order; ``first`` marks the first of equal ones.

    ``starts`` says where each block begins, and where the last one ends.
    """

    blocks: Sequence[int]
    starts: npt.NDArray[np.int64]
    hashes: pa.Array
    prefixes: pa.Array
    first: Bools

    @classmethod
    def read(cls, place: Place, blocks: Sequence[int], pool: ThreadPoolExecutor) -> _Hashes:
        parts = list(pool.map(lambda b: _block(place, b, ["hash"])["hash"], blocks))
        hashes = pa.chunked_array(parts, pa.string()).combine_chunks()
        position = np.arange(len(hashes))
        earliest = (
            pa.table({"hash": hashes, "position": position})
            .group_by("hash", use_threads=False)
            .aggregate([("position", "min")])["position_min"]
        )
        first = np.zeros(len(hashes), np.bool_)
        first[earliest.to_numpy()] = True
        starts = np.concatenate([[0], np.cumsum([len(part) for part in parts])])
        prefixes = pc.utf8_slice_codeunits(hashes, 0, 1)
        return cls(blocks, starts.astype(np.int64), hashes, prefixes, first)

    def place(self, position: int) -> tuple[int, int]:
        """Return block and number of a row."""
        k = int(np.searchsorted(self.starts, position, side="right")) - 1
        return self.blocks[k], position - int(self.starts[k])


def _block(place: Place, block: int, columns: list[str] | None = None) -> pa.Table:
    with place.opened(block_name(block)) as file:
        return pq.read_table(file, columns=columns, use_threads=False).replace_schema_metadata(None)


def _known(place: Place, manifest: Manifest, prefix: str, rows: _Hashes) -> Bools:
    """Tell which rows the shards of a prefix have already."""
    mine = pc.equal(rows.prefixes, prefix)
    asked = rows.hashes.filter(mine)
    hits = [pa.array([], pa.string())]
    for shard in manifest.of_prefix(prefix) if len(asked) else ():
        with place.opened(shard.path) as file:
            for batch in pq.ParquetFile(file).iter_batches(_HASHES, columns=["hash"]):
                theirs = batch.column(0)
                hits.append(theirs.filter(pc.is_in(theirs, value_set=asked)))
    found = pa.chunked_array(hits).combine_chunks()
    known = np.zeros(len(rows.hashes), np.bool_)
    known[mine.to_numpy(zero_copy_only=False)] = pc.is_in(asked, value_set=found).to_numpy(
        zero_copy_only=False
    )
    return known


def _write(
    place: Place, manifest: Manifest, rows: _Hashes, fresh: Bools, pool: ThreadPoolExecutor
) -> tuple[list[Shard], int]:
    """Write fresh rows to a file for each prefix; return the files and the rows with points."""
    with ExitStack() as stack:
        writers = {
            p: _ShardWriter(place, manifest, p, rows.blocks[-1], stack)
            for p in sorted(set(pc.unique(rows.prefixes.filter(pa.array(fresh))).to_pylist()))
        }
        list(pool.map(lambda p: writers[p].begin(), writers))
        with_aux = 0
        for part in _parts(place, rows, fresh, pool):
            with_aux += pc.sum(pc.greater(part["aux_points"], 0)).as_py() or 0
            prefixes = pc.utf8_slice_codeunits(part["hash"], 0, 1)
            list(
                pool.map(
                    lambda p, part=part, prefixes=prefixes: writers[p].add(
                        part.filter(pc.equal(prefixes, p))
                    ),
                    pc.unique(prefixes).to_pylist(),
                )
            )
        return list(pool.map(lambda p: writers[p].close(), writers)), with_aux


def _parts(
    place: Place, rows: _Hashes, fresh: Bools, pool: ThreadPoolExecutor
) -> Iterator[pa.Table]:
    """Yield the fresh rows in order, those of some blocks at a time."""

    def chosen(k: int) -> pa.Table:
        mask = fresh[rows.starts[k] : rows.starts[k + 1]]
        return _block(place, rows.blocks[k]).filter(pa.array(mask, pa.bool_()))

    begin = 0
    while begin < len(rows.blocks):
        end = int(np.searchsorted(rows.starts, rows.starts[begin] + _BATCH, side="right"))
        end = min(max(end - 1, begin + 1), len(rows.blocks))
        part = pa.concat_tables(list(pool.map(chosen, range(begin, end))))
        if len(part):
            yield part
        begin = end


class _ShardWriter:
    """Writes the rows of one prefix: after those of the last shard, if that is small."""

    def __init__(
        self, place: Place, manifest: Manifest, prefix: str, block: int, stack: ExitStack
    ) -> None:
        self._prefix, self._stack, self._place = prefix, stack, place
        self._waiting: list[pa.Table] = []
        self._rows = 0
        self._writer: pq.ParquetWriter | None = None
        self._before: str | None
        shards = manifest.of_prefix(prefix)
        if shards and shards[-1].rows < _FULL:
            self._path = shards[-1].path
            self._before = self._path
        else:
            self._path = f"data/{prefix}-{block:09d}-{manifest.rows:09d}.parquet"
            self._before = None
        self._file = stack.enter_context(place.writing(staged(self._path)))

    def begin(self) -> None:
        """Write what the shard had before."""
        if self._before is None:
            return
        with self._place.opened(self._before) as file:
            for batch in pq.ParquetFile(file).iter_batches(_GROUP, use_threads=False):
                rows = pa.Table.from_batches([batch]).replace_schema_metadata(None)
                self.add(rows)

    def add(self, rows: pa.Table) -> None:
        self._waiting.append(rows)
        if sum(map(len, self._waiting)) >= _GROUP:
            self._flush()

    def _flush(self) -> None:
        if not self._waiting:
            return
        rows = pa.concat_tables(self._waiting).combine_chunks()
        self._waiting.clear()
        if self._writer is None:
            options: dict[str, Any] = {
                "compression": "zstd",
                "use_dictionary": [c for c in _TEXTS if c in rows.column_names],
            }
            self._writer = pq.ParquetWriter(self._file, rows.schema, **options)
        self._writer.write_table(rows, row_group_size=len(rows))
        self._rows += len(rows)

    def close(self) -> Shard:
        self._flush()
        assert self._writer is not None  # there is a writer only for prefixes with fresh rows
        self._writer.close()
        return Shard(self._path, self._prefix, self._rows)
