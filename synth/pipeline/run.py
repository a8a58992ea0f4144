"""A run: blocks made by workers, kept and merged by this process, until there are enough.

Each block is a function of its number, is written all or nothing, and is never made again once it
is there. A run that was killed goes on where it stopped. Who the workers are does not matter.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from pyarrow import ArrowException

from porism.geometry.errors import InputError, PorismError
from porism.geometry.files import os_reason
from porism.synth.pipeline.blocks import Job
from porism.synth.pipeline.card import write_card
from porism.synth.pipeline.exclude import Exclusion
from porism.synth.pipeline.manifest import Identity, Manifest, read_manifest, write_manifest
from porism.synth.pipeline.merge import Merged
from porism.synth.pipeline.ordinary import FIGURES, ordinary
from porism.synth.pipeline.place import Check, Place, place_of
from porism.synth.pipeline.progress import Progress
from porism.synth.pipeline.recipe import Recipe
from porism.synth.pipeline.shards import LARGEST_MERGE, Store
from porism.synth.pipeline.workers import Died, Processes, Workers

__all__ = ["Plan", "run"]

_DEATHS = 3  # of workers, without a block in between, until a run gives up
_TICK = 0.5  # seconds
_ASKED = 2  # blocks for each worker, so that none waits for this process
_AHEAD = 50  # blocks for each worker beyond one that does not come, until nothing more is asked
_WAITING = 3 * LARGEST_MERGE  # rows that wait for a merge, until nothing more is asked


@dataclass(frozen=True)
class Plan:
    """What a run is to do. One of ``problems`` and ``seconds`` is None.

    ``folder`` is a path or a URL. ``hire`` gives other workers than processes of this machine,
    which are ``workers`` many.
    """

    folder: Path | str
    problems: int | None
    seconds: float | None
    workers: int
    seed: int = 0
    exclusion: Exclusion = field(default_factory=Exclusion)
    figures: int = FIGURES  # in a block
    recipe: Recipe = field(default_factory=ordinary)
    hire: Callable[[Job], Workers] | None = None
    quiet: bool = False  # show no progress

    def hired(self) -> Workers:
        """Return the workers, at work."""
        job = Job(self.recipe, self.seed, self.exclusion.hashes, self.figures)
        return Processes(job, self.workers) if self.hire is None else self.hire(job)


def run(plan: Plan) -> tuple[Manifest, bool]:
    """Carry out a plan; return the state of the data set, and whether the user stopped the run.

    Raises InputError for a folder that cannot be used, PorismError when workers keep dying.
    """
    place = place_of(plan.folder)
    try:
        with place.only_writer() as check:
            return _Run(plan, place, check).go()
    except OSError as error:
        raise InputError(
            f"cannot write to {place.name}: {os_reason(error)}; what is finished is kept: mend "
            "that and repeat the command"
        ) from error
    except ArrowException as error:
        raise InputError(f"a file in {place.name} is damaged: {error}") from error


def _opened(plan: Plan, place: Place, check: Check) -> Store:
    """Open the data set of a plan, or begin it."""
    identity = Identity(plan.recipe.generator, plan.seed, plan.figures, plan.exclusion.digest)
    manifest = read_manifest(place)
    if manifest is None:
        strangers = [name for name in place.names() if name not in (".lock", "manifest.json.tmp")]
        if strangers:
            raise InputError(f"{place.name} is not empty and holds no data set: {strangers[0]}")
        manifest = Manifest(identity)
        write_manifest(place, manifest)
    for key, name in (
        ("generator", "generator"),
        ("seed", "seed"),
        ("figures_per_block", "size of block"),
        ("excluded", "list of excluded problems"),
    ):
        theirs, ours = getattr(manifest.identity, key), getattr(identity, key)
        if theirs != ours:
            raise InputError(
                f"{place.name} holds a data set made with another {name} ({theirs}, not {ours}); "
                "choose another folder"
            )
    return Store(place, manifest, check)


class _Run:
    """The state of a run: which blocks are asked for, and the merge that goes on beside them."""

    def __init__(self, plan: Plan, place: Place, check: Check) -> None:
        self.plan = plan
        self.store = _opened(plan, place, check)
        self.deadline = None if plan.seconds is None else time.monotonic() + plan.seconds
        self.asked: set[int] = set()
        self.next_block = 0
        self.deaths = 0
        self.merger = ThreadPoolExecutor(1)
        self.merging: Future[Merged] | None = None

    def go(self) -> tuple[Manifest, bool]:
        """Work until there is enough or the user stops it; see :func:`run`."""
        wanted = f"{self.plan.problems:,} theorems" if self.plan.problems else "as many as possible"
        progress = Progress(wanted, self.store.manifest.rows, quiet=self.plan.quiet)
        stopped = False
        try:
            while self._goes_on():
                self._with_workers(progress)
        except KeyboardInterrupt:
            stopped = True
        finally:
            progress.close()
            self.merger.shutdown()
        with _undisturbed():
            self._commit()
            self.store.merge(self.plan.problems)
            write_card(self.store.place, self.store.manifest)
        return self.store.manifest, stopped

    def _goes_on(self) -> bool:
        """Merge what is due, beside the work; tell whether more is wanted."""
        if self.merging is None or self.merging.done():
            self._commit()
            if blocks := self.store.due(self.plan.recipe.merge, self.plan.problems):
                self.merging = self.merger.submit(self.store.merged, blocks, self.plan.problems)
        if self.deadline is not None:
            return time.monotonic() < self.deadline
        assert self.plan.problems is not None
        return self.store.manifest.rows < self.plan.problems

    def _commit(self) -> None:
        """Wait for the merge that goes on, if any, and make it part of the data set."""
        merging, self.merging = self.merging, None
        if merging is not None:
            self.store.commit(merging.result())

    def _with_workers(self, progress: Progress) -> None:
        """Work until done, or until a worker dies."""
        workers = self.plan.hired()
        self.asked.clear()
        self.next_block = self.store.manifest.next_block
        finished = False
        try:
            while self._goes_on():
                pending = self.store.pending()
                rows = sum(map(self.store.rows_of, pending))
                self._ask(workers, len(pending), rows)
                self._collect(workers)
                progress.show(self.store.manifest, rows, len(pending), workers.size)
            while self.deadline is not None and self.asked:
                self._collect(workers)  # blocks that were begun are worth their end
            finished = True
        except Died:
            self.deaths += 1
            if self.deaths >= _DEATHS:
                raise PorismError(
                    "worker processes keep dying (is there enough memory?); what is finished is "
                    f"kept in {self.plan.folder}"
                ) from None
        finally:
            workers.close(at_once=not finished or self.deadline is None)

    def _ask(self, workers: Workers, pending: int, rows: int) -> None:
        """Keep workers busy, unless too much waits for a merge or for one block."""
        most = self.store.manifest.next_block + pending + _AHEAD * workers.size
        while (
            len(self.asked) < _ASKED * workers.size and rows < _WAITING and self.next_block < most
        ):
            if not self.store.has_block(self.next_block) and self.next_block not in self.asked:
                workers.submit(self.next_block)
                self.asked.add(self.next_block)
            self.next_block += 1

    def _collect(self, workers: Workers) -> None:
        """Keep the blocks that have come within a tick."""
        for block, data in workers.finished(_TICK):
            self.asked.discard(block)
            self.store.add(block, data)
            self.deaths = 0


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Let Ctrl-C wait for what takes a second and is worth it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
