"""A run: blocks made by worker processes, merged by this one, until there are enough.

Each block is a function of its number, is written by its worker all or nothing, and is never
made again once it is there. A run that was killed goes on where it stopped.
"""

from __future__ import annotations

import gc
import os
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

from pyarrow import ArrowException

from porism.geometry.errors import InputError, PorismError
from porism.geometry.files import os_reason
from porism.synth.pipeline.chunk import FIGURES, ordinary
from porism.synth.pipeline.exclude import Exclusion
from porism.synth.pipeline.manifest import (
    MANIFEST,
    Identity,
    Manifest,
    read_manifest,
    write_manifest,
)
from porism.synth.pipeline.progress import Progress
from porism.synth.pipeline.recipe import Recipe
from porism.synth.pipeline.shards import Store, write_block

__all__ = ["Plan", "run"]

_SHARE = 4  # a quarter of what is there already is worth a merge too
_DEATHS = 3  # of workers, without a block in between, until a run gives up
_TICK = 0.5  # seconds
_SHUTDOWN_SECONDS = 5.0  # join timeout of the executor's manager thread


@dataclass(frozen=True)
class Plan:
    """What a run is to do. One of ``problems`` and ``seconds`` is None."""

    folder: Path
    problems: int | None
    seconds: float | None
    workers: int
    seed: int = 0
    exclusion: Exclusion = field(default_factory=Exclusion)
    figures: int = FIGURES  # in a block
    recipe: Recipe = field(default_factory=ordinary)


def run(plan: Plan) -> tuple[Manifest, bool]:
    """Carry out a plan; return the state of the data set, and whether the user stopped the run.

    Raises InputError for a folder that cannot be used, PorismError when workers keep dying.
    """
    try:
        with _only_writer(plan.folder):
            return _Run(plan).go()
    except OSError as error:
        raise InputError(
            f"cannot write to {plan.folder}: {os_reason(error)}; what is finished is kept: mend "
            "that and repeat the command"
        ) from error
    except ArrowException as error:
        raise InputError(f"a file in {plan.folder} is damaged: {error}") from error


@contextmanager
def _only_writer(folder: Path) -> Iterator[None]:
    try:
        import fcntl
    except ModuleNotFoundError:
        raise InputError("data sets need a system with POSIX file locks (Linux, macOS)") from None
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InputError(f"another run is writing to {folder}") from None
        yield


def _opened(plan: Plan) -> Store:
    """Open the data set of a plan, or begin it."""
    identity = Identity(plan.recipe.generator, plan.seed, plan.figures, plan.exclusion.digest)
    manifest = read_manifest(plan.folder)
    if manifest is None:
        strangers = [path.name for path in plan.folder.iterdir() if path.name != ".lock"]
        if strangers and strangers != [f"{MANIFEST}.tmp"]:
            raise InputError(f"{plan.folder} is not empty and holds no data set: {strangers[0]}")
        manifest = Manifest(identity)
        write_manifest(plan.folder, manifest)
    for key, name in (
        ("generator", "generator"),
        ("seed", "seed"),
        ("figures_per_block", "size of block"),
        ("excluded", "list of excluded problems"),
    ):
        theirs, ours = getattr(manifest.identity, key), getattr(identity, key)
        if theirs != ours:
            raise InputError(
                f"{plan.folder} holds a data set made with another {name} ({theirs}, not {ours}); "
                "choose another folder"
            )
    return Store(plan.folder, manifest)


class _Run:
    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.store = _opened(plan)
        self.deadline = None if plan.seconds is None else time.monotonic() + plan.seconds
        self.running: dict[Future[None], int] = {}
        self.next_block = self.store.manifest.next_block
        self.deaths = 0

    def go(self) -> tuple[Manifest, bool]:
        wanted = f"{self.plan.problems:,} theorems" if self.plan.problems else "as many as possible"
        progress = Progress(wanted, self.store.manifest.rows)
        stopped = False
        try:
            self._merge_if(due=True)
            while not self._is_done():
                self._with_workers(progress)
        except KeyboardInterrupt:
            stopped = True
        finally:
            progress.close()
        with _undisturbed():
            self.store.merge(self.plan.problems)
        return self.store.manifest, stopped

    def _is_done(self) -> bool:
        if self.deadline is not None:
            return time.monotonic() >= self.deadline
        assert self.plan.problems is not None
        return self.store.manifest.rows >= self.plan.problems

    def _with_workers(self, progress: Progress) -> None:
        """Work until done, or until a worker dies."""
        pool = ProcessPoolExecutor(
            self.plan.workers, get_context("spawn"), _prepare, (os.getpid(),)
        )
        self.running.clear()
        self.next_block = self.store.manifest.next_block
        finished = False
        try:
            while not self._is_done():
                self._submit(pool)
                done, _ = wait(self.running, timeout=_TICK, return_when=FIRST_COMPLETED)
                for future in done:
                    self.running.pop(future)
                    future.result()
                    self.deaths = 0
                pending = list(self.store.pending())
                rows = sum(map(self.store.rows_of, pending))
                self._merge_if(rows=rows)
                progress.show(self.store.manifest, rows, len(pending))
            if self.deadline is not None:  # blocks that were begun are worth their end
                wait(self.running)
            finished = True
        except BrokenProcessPool:
            self.deaths += 1
            if self.deaths >= _DEATHS:
                raise PorismError(
                    "worker processes keep dying (is there enough memory?); what is finished is "
                    f"kept in {self.plan.folder}"
                ) from None
        finally:
            _end(pool, at_once=not finished or self.deadline is None)

    def _submit(self, pool: ProcessPoolExecutor) -> None:
        busy = set(self.running.values())
        while len(self.running) < 2 * self.plan.workers:
            if not self.store.has_block(self.next_block) and self.next_block not in busy:
                plan = self.plan
                job = (str(plan.folder), plan.recipe, plan.seed, self.next_block)
                future = pool.submit(_work, *job, plan.exclusion.hashes, plan.figures)
                self.running[future] = self.next_block
            self.next_block += 1

    def _merge_if(self, rows: int = 0, *, due: bool = False) -> None:
        """Merge when it is worth while, or when it may be the end."""
        have, wanted = self.store.manifest.rows, self.plan.problems
        enough = wanted is not None and have + rows >= wanted
        if due or enough or rows >= max(self.plan.recipe.merge, have // _SHARE):
            self.store.merge(wanted)


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


def _end(pool: ProcessPoolExecutor, *, at_once: bool) -> None:
    processes = list((getattr(pool, "_processes", None) or {}).values())
    manager: threading.Thread | None = getattr(pool, "_executor_manager_thread", None)
    pool.shutdown(wait=not at_once, cancel_futures=True)
    if at_once:
        for process in processes:
            process.terminate()
        for process in processes:
            process.join()
        # It closes the pipe through which the interpreter, on exit, would still wake it.
        if manager is not None:
            manager.join(timeout=_SHUTDOWN_SECONDS)


# --- in a worker ----------------------------------------------------------------------------


def _prepare(parent: int) -> None:
    """Leave Ctrl-C to the parent, and end when it does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(50_000, 50, 50)  # short-lived tuples by the million, hardly a cycle

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1.0)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _work(
    folder: str, recipe: Recipe, seed: int, block: int, excluded: frozenset[str], figures: int
) -> None:
    start = time.process_time()
    made = recipe.make(seed, block, excluded, figures)
    write_block(Path(folder), block, made, time.process_time() - start, recipe.row)
