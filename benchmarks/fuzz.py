"""A fuzzer over all that is read: AG1, AG2, GeoGebra, proofs, rules.

    python -m benchmarks.fuzz --seconds 60 --seed 0 --kind all
    python -m benchmarks.fuzz --count 1500 --fresh

Every input is read in a process of its own kind, and what is accepted is drawn, closed, proved,
checked and written. Reported are crashes (any exception that is no PorismError), hangs, memory
over 2 GB, and proofs that the checker refuses though the prover wrote them. Inputs that fail are
kept in ``build/fuzz``. A run goes on where the last one with the same seed stopped.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from benchmarks.fuzz_inputs import KINDS_OF_INPUT, ROOT, SUFFIX, make_input
from benchmarks.fuzz_road import Answer, Task, run_one
from porism.prover.bench.workers import Failure, run_tasks

FOLDER = ROOT / "build" / "fuzz"
FAILED = ("crash", "hang", "memory", "defect")
LIMIT = 600.0  # seconds on the clock after which an input hangs; the machine may be very busy
SLOW = 20.0  # seconds of processor time that no input should take
_OFTEN = 100  # inputs between two notes of how far a run has come
_MANY = 1_000_000  # inputs of a run that only the clock ends


@dataclass(frozen=True)
class Tasks(Sequence[Task]):
    """The inputs from ``first`` on, the kinds taking turns."""

    kinds: tuple[str, ...]
    seed: int
    first: int
    size: int

    def __len__(self) -> int:
        return self.size

    def __getitem__(self, index: int) -> Task:  # type: ignore[override]
        number = self.first + index
        return Task(self.kinds[number % len(self.kinds)], self.seed, number // len(self.kinds))


@dataclass(frozen=True)
class Failed:
    """An input that failed, and where it is kept."""

    task: Task
    outcome: str
    detail: str
    file: Path


@dataclass(frozen=True)
class Counts:
    """How many inputs of a kind came to what, and the processor time that each kind took."""

    outcomes: Counter[str]
    seconds: dict[str, float]

    def lines(self) -> list[str]:
        """Return a line for each kind and outcome, and one for each kind with its time."""
        inputs: Counter[str] = Counter()
        for name, count in self.outcomes.items():
            inputs[name.split()[0]] += count
        lines = [f"{count:8,}  {name}" for name, count in sorted(self.outcomes.items())]
        for kind, count in sorted(inputs.items()):
            took = 1000 * self.seconds[kind] / count
            lines.append(f"{took:8.1f}  ms of processor time for each of {kind}")
        return lines


def fuzz(
    tasks: Tasks,
    *,
    seconds: float | None = None,
    jobs: int = 1,
    folder: Path = FOLDER,
    done_until: Callable[[int, Counts], None] = lambda count, counts: None,
) -> tuple[Counts, list[Failed], int]:
    """Run the inputs, or as many as ``seconds`` allow.

    Returns counts by kind and outcome, the failures, and how many inputs from the first on are
    done without a gap; ``done_until`` is told that number and the counts now and then.
    """
    end = None if seconds is None else time.monotonic() + seconds
    counts = Counts(Counter(), dict.fromkeys(tasks.kinds, 0.0))
    failures: list[Failed] = []
    done: set[int] = set()
    complete = told = 0
    with closing(run_tasks(run_one, tasks, jobs=jobs, limit=LIMIT)) as coming:  # type: ignore[type-var]
        for index, answer in coming:
            task = tasks[index]
            outcome, detail = _outcome(answer)
            counts.outcomes[f"{task.kind} {outcome}"] += 1
            if isinstance(answer, Answer):
                counts.seconds[task.kind] += answer.seconds
            if outcome in FAILED:
                failures.append(_keep(folder, task, outcome, detail))
                print(_told(failures[-1]), flush=True)
            done.add(index)
            while complete in done:
                done.remove(complete)
                complete += 1
            if complete >= told + _OFTEN:
                told = complete
                done_until(complete, counts)
            if end is not None and time.monotonic() > end:
                break
    return counts, failures, complete


def _outcome(answer: Answer | Failure) -> tuple[str, str]:
    if isinstance(answer, Failure):
        ended = "no answer" in answer.reason
        return ("hang" if ended else "crash"), answer.reason
    if answer.seconds > SLOW and answer.outcome not in FAILED:
        return "hang", f"{answer.seconds:.0f} s of processor time"
    return answer.outcome, answer.detail


def _keep(folder: Path, task: Task, outcome: str, detail: str) -> Failed:
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"{outcome}-{task.kind}-{task.seed}-{task.number}"
    file = folder / f"{stem}{SUFFIX[task.kind]}"
    file.write_bytes(make_input(task.kind, task.seed, task.number))
    (folder / f"{stem}.log").write_text(detail + "\n", encoding="utf-8", errors="replace")
    return Failed(task, outcome, detail, file)


def _told(failed: Failed) -> str:
    last = failed.detail.strip().splitlines()[-1:] or [""]
    return f"{failed.outcome}: {failed.file.name}: {last[0][:160]}"


# --- the command -------------------------------------------------------------------------------


def main() -> int:
    """Run the command; the exit status is 1 when an input failed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz", description=__doc__)
    parser.add_argument("--seconds", type=float, help="stop after so many seconds")
    parser.add_argument("--count", type=int, help="stop after so many inputs")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--kind", choices=("all", *KINDS_OF_INPUT), default="all")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--fresh", action="store_true", help="begin with the first input again")
    options = parser.parse_args()
    seconds = 60.0 if options.seconds is None and options.count is None else options.seconds
    kinds = KINDS_OF_INPUT if options.kind == "all" else (options.kind,)
    state = FOLDER / f"state-{options.kind}-{options.seed}.json"
    first = 0 if options.fresh or not state.exists() else json.loads(state.read_text())["next"]
    tasks = Tasks(kinds, options.seed, first, options.count or _MANY)
    begun = time.monotonic()
    FOLDER.mkdir(parents=True, exist_ok=True)

    def keep_place(complete: int, counts: Counts) -> None:
        state.write_text(json.dumps({"next": first + complete}) + "\n")
        state.with_suffix(".txt").write_text("\n".join(counts.lines()) + "\n")

    counts, failures, complete = fuzz(
        tasks, seconds=seconds, jobs=options.jobs, done_until=keep_place
    )
    keep_place(complete, counts)
    print("\n".join(counts.lines()))
    total = counts.outcomes.total()
    print(f"{total:8,}  inputs from {first:,} on, {time.monotonic() - begun:.0f} s, ", end="")
    print(f"{len(failures)} failed")
    return int(bool(failures))


if __name__ == "__main__":
    sys.exit(main())
