"""The data set on disk: blocks as they are made, shards without duplicates.

A block is written as one Parquet file with a row group for each prefix of the hash. A merge takes
all blocks that are there without a gap, prefix by prefix, drops what the shards of that prefix
have already, and writes the rest to new shards. So memory holds the hashes of one prefix and the
rows of a merge with that prefix, however large the data set; and since blocks are merged in
their order and the first of equal rows is kept, the result does not depend on who made which
block when.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from porism.geometry.errors import InputError
from porism.geometry.files import replacing
from porism.synth.pipeline.manifest import Manifest, Shard, write_manifest
from porism.synth.pipeline.recipe import Block
from porism.synth.pipeline.rows import Row, schema, table

__all__ = ["PREFIXES", "Store", "write_block"]

PREFIXES = tuple("0123456789abcdef")

_REMEDY = "restore it from a copy, or begin in another folder"
_FULL = 20_000  # rows; a shard with fewer is rewritten when there are new ones
_SUMMARY = b"porism.block"  # key of a block's tally in the file's metadata


def _block_path(folder: Path, block: int) -> Path:
    return folder / "blocks" / f"block-{block:09d}.parquet"


def write_block(
    folder: Path, number: int, block: Block, seconds: float, kind: type[Row] = Row
) -> None:
    """Write a block of rows of one class, all or nothing."""
    rows = block.rows
    summary = json.dumps({"rows": len(rows), "tally": block.tally, "core_seconds": seconds})
    described = schema(kind).with_metadata({_SUMMARY: summary.encode()})
    path = _block_path(folder, number)
    path.parent.mkdir(exist_ok=True)
    with (
        replacing(path) as beside,
        pq.ParquetWriter(beside, described, compression="zstd") as writer,
    ):
        for prefix in PREFIXES:
            mine = table([row for row in rows if row.hash.startswith(prefix)], kind)
            writer.write_table(mine.cast(described), row_group_size=max(1, len(mine)))


def _is_whole(path: Path) -> bool:
    try:
        return _SUMMARY in (pq.read_schema(path).metadata or {})
    except pa.ArrowException:
        return False


class Store:
    """A data set that is being written; the caller must be the only writer (it holds a lock)."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        """Continue a data set: throw away what an interrupted run has left half done."""
        self.folder = folder
        self.manifest = manifest
        self._summaries: dict[int, dict[str, object]] = {}
        self._clock = time.process_time()
        self._check_shards()
        self._clean()

    def _check_shards(self) -> None:
        """Raise InputError for a file of the data set that is missing or not as it was written."""
        for shard in self.manifest.shards:
            path = self.folder / shard.path
            try:
                rows = pq.read_metadata(path).num_rows
            except FileNotFoundError:
                raise InputError(f"{path} is missing, a part of the data set; {_REMEDY}") from None
            except pa.ArrowException as error:
                raise InputError(f"{path} is damaged ({error}); {_REMEDY}") from None
            if rows != shard.rows:
                raise InputError(f"{path} has {rows} rows, not {shard.rows}; {_REMEDY}")

    def _clean(self) -> None:
        keep = {self.folder / shard.path for shard in self.manifest.shards}
        for path in self.folder.glob("prefix=*/*"):
            if path not in keep:
                path.unlink()
        for path in (self.folder / "blocks").glob("*"):
            number = path.stem.removeprefix("block-")
            done = number.isdecimal() and int(number) < self.manifest.next_block
            if path.suffix != ".parquet" or done or not _is_whole(path):
                path.unlink()

    # --- blocks -------------------------------------------------------------------------

    def has_block(self, block: int) -> bool:
        """Tell whether a block is there, merged or not."""
        return block < self.manifest.next_block or _block_path(self.folder, block).exists()

    def pending(self) -> Iterator[int]:
        """Yield the blocks that can be merged: those without a gap before them."""
        block = self.manifest.next_block
        while _block_path(self.folder, block).exists():
            yield block
            block += 1

    def rows_of(self, block: int) -> int:
        """Return how many rows a block has."""
        return int(str(self._summary(block)["rows"]))

    def _seconds_of(self, block: int) -> float:
        return float(str(self._summary(block)["core_seconds"]))

    def _summary(self, block: int) -> dict[str, object]:
        if block not in self._summaries:
            metadata = pq.read_schema(_block_path(self.folder, block)).metadata
            self._summaries[block] = json.loads(metadata[_SUMMARY])
        return self._summaries[block]

    # --- merging ------------------------------------------------------------------------

    def merge(self, wanted: int | None = None) -> None:
        """Merge all blocks that can be; of more than ``wanted`` rows in all, the first ones."""
        blocks = list(self.pending())
        if not blocks or (wanted is not None and self.manifest.rows >= wanted):
            return
        files = {b: pq.ParquetFile(_block_path(self.folder, b)) for b in blocks}
        fresh = [key for k in range(len(PREFIXES)) for key in self._fresh(files, k)]
        fresh.sort()
        last: tuple[int, int] | None = None  # the row where the rest was cut off
        if wanted is not None and len(fresh) > wanted - self.manifest.rows:
            fresh = fresh[: wanted - self.manifest.rows]
            last = fresh[-1]
        chosen = set(fresh)
        new: list[Shard] = []
        old: set[str] = set()
        with_aux = 0
        for k in range(len(PREFIXES)):
            parts = [part for part in self._chosen(files, k, chosen) if len(part)]
            if parts:
                rows = pa.concat_tables(parts)
                with_aux += pc.sum(pc.greater(rows["aux_points"], 0)).as_py()
                shard, replaced = self._write(PREFIXES[k], rows, blocks[-1])
                new.append(shard)
                old |= replaced
        for file in files.values():
            file.close()
        self._commit(blocks, last, new, old, with_aux)

    def _fresh(self, files: dict[int, pq.ParquetFile], k: int) -> list[tuple[int, int]]:
        """Return block and number of the rows that the shards of a prefix do not have."""
        seen: set[str] = set()
        for shard in self.manifest.of_prefix(PREFIXES[k]):
            column = pq.read_table(self.folder / shard.path, columns=["hash"], partitioning=None)
            seen.update(column["hash"].to_pylist())
        found = []
        for block, file in files.items():
            keys = file.read_row_group(k, columns=["hash", "number"])
            for name, number in zip(
                keys["hash"].to_pylist(), keys["number"].to_pylist(), strict=True
            ):
                if name not in seen:
                    seen.add(name)
                    found.append((block, number))
        return found

    def _chosen(
        self, files: dict[int, pq.ParquetFile], k: int, chosen: set[tuple[int, int]]
    ) -> Iterator[pa.Table]:
        for block, file in files.items():
            rows = file.read_row_group(k).replace_schema_metadata(None)
            mask = [(block, number) in chosen for number in rows["number"].to_pylist()]
            yield rows.filter(pa.array(mask, pa.bool_()))

    def _write(self, prefix: str, rows: pa.Table, block: int) -> tuple[Shard, set[str]]:
        """Write rows, together with those of the last shard if that is small."""
        replaced: set[str] = set()
        shards = self.manifest.of_prefix(prefix)
        if shards and shards[-1].rows < _FULL:
            path = self.folder / shards[-1].path
            before = pq.read_table(path, partitioning=None).replace_schema_metadata(None)
            rows = pa.concat_tables([before, rows])
            replaced.add(shards[-1].path)
        name = f"prefix={prefix}/part-{block:09d}-{self.manifest.rows:09d}.parquet"
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        with replacing(path) as beside:
            pq.write_table(rows, beside, compression="zstd")
        return Shard(name, prefix, len(rows)), replaced

    def _commit(
        self,
        blocks: list[int],
        last: tuple[int, int] | None,
        new: list[Shard],
        old: set[str],
        with_aux: int,
    ) -> None:
        before, self._clock = self._clock, time.process_time()
        problems, seconds = self.manifest.problems, self._clock - before
        tally = Counter(self.manifest.tally)
        next_block = blocks[-1] + 1 if last is None else last[0]
        for block in blocks:
            if block < next_block:
                problems += self.rows_of(block)
                seconds += self._seconds_of(block)
                tally.update(self._summary(block)["tally"])  # type: ignore[call-overload]
        cut = 0 if last is None else last[1] + 1
        share = cut / self.rows_of(next_block) if cut else 0.0
        self.manifest = replace(
            self.manifest.with_shards(old, new),
            next_block=next_block,
            problems=problems,
            with_aux=self.manifest.with_aux + with_aux,
            core_seconds=self.manifest.core_seconds + seconds,
            cut_problems=cut,
            cut_seconds=share * self._seconds_of(next_block) if cut else 0.0,
            tally=dict(sorted(tally.items())),
        )
        write_manifest(self.folder, self.manifest)
        for name in old:
            with suppress(FileNotFoundError):
                (self.folder / name).unlink()
        for block in blocks:
            self._summaries.pop(block, None)
            if block < self.manifest.next_block:
                _block_path(self.folder, block).unlink(missing_ok=True)
