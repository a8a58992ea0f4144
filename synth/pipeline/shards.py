"""The data set where it lies: blocks as they are made, shards without duplicates.

Blocks are merged in their order and the first of equal rows is kept, so the rows do not depend on
who made which block when. A merge is due as soon as the blocks in their order have rows enough for
it, so the shards do not depend on that either, to the byte.

A merge is written beside the data set, then the manifest is replaced, then its shards get their
names: files named ``*.parquet`` are never half of anything, and never hold a row twice. Whatever
else lies there under a name of ours when a run begins was left by one that was killed; it is put
in order then. Files with other names are somebody else's, and stay.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pyarrow as pa
import pyarrow.parquet as pq

from porism.geometry.errors import InputError
from porism.synth.pipeline.blocks import Summary, read_summary
from porism.synth.pipeline.manifest import Manifest, is_shard, write_manifest
from porism.synth.pipeline.merge import (
    BLOCKS,
    STAGED,
    Merged,
    block_name,
    block_number,
    is_staged,
    merge_blocks,
    staged,
)
from porism.synth.pipeline.place import Place

__all__ = ["LARGEST_MERGE", "Store"]

LARGEST_MERGE = 1_000_000
"""Rows after which a merge is due, however large the data set; memory grows with them."""

_SHARE = 4  # a quarter of what is there already is worth a merge
_THREADS = min(16, os.cpu_count() or 1)
_HALF = ".tmp"  # the ending of a file that is being written
_REMEDY = "restore it from a copy, or begin in another folder"


class Store:
    """A data set that is being written; the caller must be the only writer.

    ``check`` is called before anything is committed, and raises where somebody else has begun to
    write. :meth:`merged` may run in another thread; all else is for one.
    """

    def __init__(
        self,
        place: Place,
        manifest: Manifest,
        check: Callable[[], None] = lambda: None,
        threads: int = _THREADS,
    ) -> None:
        """Go on with a data set: finish or throw away what an interrupted run has left."""
        self.place = place
        self.manifest = manifest
        self._check = check
        self._threads = threads
        self._clock = time.process_time()
        self._publish()
        self._check_shards()
        self._sweep()
        self._blocks = self._found()

    # --- what an interrupted run has left -----------------------------------------------------

    def _publish(self) -> None:
        """Give the shards of a committed merge their names; throw away those of another."""
        wanted = {staged(shard.path).rpartition("/")[2]: shard for shard in self.manifest.shards}
        for name in self.place.names(STAGED):
            shard = wanted.get(name)
            if shard is not None and self._rows(f"{STAGED}/{name}") == shard.rows:
                self.place.move(f"{STAGED}/{name}", shard.path)
            elif is_staged(name.removesuffix(_HALF)):
                self.place.delete(f"{STAGED}/{name}")

    def _rows(self, name: str) -> int | None:
        try:
            with self.place.opened(name) as file:
                return int(pq.read_metadata(file).num_rows)
        except pa.ArrowException:
            return None

    def _check_shards(self) -> None:
        """Raise InputError for a file of the data set that is missing or not as it was written."""
        for shard in self.manifest.shards:
            path = f"{self.place.name}/{shard.path}"
            try:
                with self.place.opened(shard.path) as file:
                    rows = pq.read_metadata(file).num_rows
            except FileNotFoundError:
                raise InputError(f"{path} is missing, a part of the data set; {_REMEDY}") from None
            except pa.ArrowException as error:
                raise InputError(f"{path} is damaged ({error}); {_REMEDY}") from None
            if rows != shard.rows:
                raise InputError(f"{path} has {rows} rows, not {shard.rows}; {_REMEDY}")

    def _sweep(self) -> None:
        keep = {shard.path for shard in self.manifest.shards}
        folders = ["data", *(n for n in self.place.names() if n.startswith("prefix="))]
        for folder in folders:
            for name in self.place.names(folder):
                if f"{folder}/{name}" not in keep and is_shard(f"{folder}/{name}"):
                    self.place.delete(f"{folder}/{name}")

    def _found(self) -> dict[int, Summary]:
        """Return the blocks that are there whole and not merged, and delete all others."""
        found = {}
        for name in self.place.names(BLOCKS):
            number = block_number(name.removesuffix(_HALF))
            if number is None:
                continue
            summary = None
            if not name.endswith(_HALF) and number >= self.manifest.next_block:
                with self.place.opened(f"{BLOCKS}/{name}") as file:
                    summary = read_summary(file)
            if summary is None:
                self.place.delete(f"{BLOCKS}/{name}")
            else:
                found[number] = summary
        return found

    # --- blocks -------------------------------------------------------------------------------

    def add(self, block: int, data: bytes) -> None:
        """Keep a block that was made."""
        summary = read_summary(pa.BufferReader(data))
        if summary is None:
            raise ValueError("not a block")
        self.place.write(block_name(block), data)
        self._blocks[block] = summary

    def has_block(self, block: int) -> bool:
        """Tell whether a block is there, merged or not."""
        return block < self.manifest.next_block or block in self._blocks

    def pending(self) -> list[int]:
        """Return the blocks that can be merged: those without a gap before them."""
        block = self.manifest.next_block
        while block in self._blocks:
            block += 1
        return list(range(self.manifest.next_block, block))

    def rows_of(self, block: int) -> int:
        """Return how many rows a block has."""
        return self._blocks[block].rows

    # --- merging ------------------------------------------------------------------------------

    def due(self, least: int, wanted: int | None = None) -> list[int]:
        """Return the blocks that are worth a merge of ``least`` rows, or may bring the end."""
        have = self.manifest.rows
        enough = min(max(least, have // _SHARE), LARGEST_MERGE)
        if wanted is not None:
            enough = min(enough, wanted - have)
        blocks, rows = [], 0
        for block in self.pending() if enough > 0 else ():
            blocks.append(block)
            rows += self.rows_of(block)
            if rows >= enough:
                return blocks
        return []

    def merged(self, blocks: list[int], wanted: int | None = None) -> Merged:
        """Write the new rows of blocks beside the data set; nothing of it changes."""
        return merge_blocks(self.place, self.manifest, blocks, wanted, self._threads)

    def commit(self, merged: Merged) -> None:
        """Make a merge part of the data set."""
        self._check()
        manifest = self.manifest
        before, self._clock = self._clock, time.process_time()
        problems, seconds = manifest.problems, manifest.core_seconds + self._clock - before
        tally = Counter(manifest.tally)
        next_block = merged.blocks[-1] + 1 if merged.last is None else merged.last[0]
        for block in merged.blocks:
            if block < next_block:
                problems += self._blocks[block].rows
                seconds += self._blocks[block].core_seconds
                tally.update(self._blocks[block].tally)
        cut = 0 if merged.last is None else merged.last[1] + 1
        share = cut / self._blocks[next_block].rows if cut else 0.0
        self.manifest = replace(
            manifest.with_shards({shard.path for shard in merged.shards}, list(merged.shards)),
            next_block=next_block,
            problems=problems,
            with_aux=manifest.with_aux + merged.with_aux,
            core_seconds=seconds,
            cut_problems=cut,
            cut_seconds=share * self._blocks[next_block].core_seconds if cut else 0.0,
            tally=dict(sorted(tally.items())),
        )
        write_manifest(self.place, self.manifest)
        for shard in merged.shards:
            self.place.move(staged(shard.path), shard.path)
        for block in merged.blocks:
            if block < next_block:
                del self._blocks[block]
                self.place.delete(block_name(block))

    def merge(self, wanted: int | None = None) -> None:
        """Merge all that can be; of more than ``wanted`` rows in all, the first ones."""
        while (wanted is None or self.manifest.rows < wanted) and (blocks := self.pending()):
            # In parts of a size that memory has room for, as in a run that nobody interrupts.
            self.commit(self.merged(self.due(LARGEST_MERGE, wanted) or blocks, wanted))
