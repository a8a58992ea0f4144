"""What guidance is worth: attempts and proofs with and without it, and with controls.

    python -m benchmarks.worth HARD --out worth.jsonl --theorems 60 --attempts 20000
    python -m benchmarks.worth problems/classics.txt --out worth.jsonl --arms heuristic prior
    python -m benchmarks.worth --out worth.jsonl

Problems are the rows of a data set (``porism synth``) or of a file of problems; of the latter
those that deduction alone proves are left out. Each is searched by each *arm* with each seed, on
one thread, within the same number of attempts, or seconds. What is in the file already is not done
again, and the last form of the command prints the tables of it.

| arm | candidates | order of the sweep |
|---|---|---|
| all alone first | by the heuristic | all alone, then pairs |
| heuristic | by the heuristic | pairs of the best before the tail of single ones |
| random | heuristic and noise with the spread of what was learned | as ``heuristic`` |
| other | heuristic and what the network says of the statement with other points | so too |
| prior | heuristic and what the network says | so too |

Compared are attempts to the proof: the geometric mean of the quotient by those of the first arm,
over the problems that both prove, with the interval that holds 95 % of means of problems drawn with
replacement.
"""

from __future__ import annotations

import argparse
import json
import math
import threading
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import numpy as np

from porism.ddar.closure import Closure, Limits, in_core
from porism.ddar.engine import saturate
from porism.geometry.checker.proof_json import from_json
from porism.geometry.errors import PorismError
from porism.geometry.figure.diagram import Diagram, draw
from porism.geometry.language.reader import read_problems
from porism.geometry.predicates import Predicate
from porism.prover.frontier import HeuristicSearcher
from porism.prover.proposers.base import Proposer
from porism.prover.proposers.guided import Guidance, Guided
from porism.prover.proposers.heuristic import Heuristic
from porism.prover.search.driver import Bounds, Search
from porism.prover.search.figure import Task
from porism.prover.search.policy import DEFAULT_POLICY, Policy

_LIMITS = Limits(60.0, 20_000)
_PLAIN = replace(DEFAULT_POLICY, chunk=16)  # so that attempts are counted more finely
_ALL_ALONE_FIRST = replace(_PLAIN, widening=())
_DRAWS = 2000  # of problems with replacement, for an interval


@dataclass(frozen=True)
class Arm:
    """A way to search."""

    proposer: Proposer
    policy: Policy = _PLAIN


def arms(weights: Path | None) -> dict[str, Arm]:
    """Return the ways that are compared, by name."""
    return {
        "all alone first": Arm(Heuristic(), _ALL_ALONE_FIRST),
        "heuristic": Arm(Heuristic()),
        "random": Arm(Guided(weights, Guidance(control="random"))),
        "other": Arm(Guided(weights, Guidance(control="other statement"))),
        "prior": Arm(Guided(weights)),
    }


@dataclass(frozen=True)
class Given:
    """A problem that deduction alone does not prove, closed."""

    name: str
    closure: Closure
    goal: Predicate


def main() -> int:
    parser = argparse.ArgumentParser(description="What guidance is worth.")
    parser.add_argument("sources", nargs="*", help="data sets, files, or names of problem sets")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE")
    parser.add_argument("--arms", nargs="+", default=["heuristic", "random", "prior"])
    parser.add_argument("--seeds", nargs="+", type=int, default=[0])
    parser.add_argument("--theorems", type=int, default=60, help="of each source")
    parser.add_argument("--attempts", type=int, default=20_000)
    parser.add_argument("--seconds", type=float, default=math.inf)
    parser.add_argument("--weights", type=Path, metavar="DIR")
    options = parser.parse_args()
    ways = arms(options.weights)
    unknown = set(options.arms) - ways.keys()
    if unknown:
        parser.error(f"no such arm: {', '.join(sorted(unknown))}")
    done = read(options.out)
    known = {key(row) for row in done}
    with options.out.open("a") as file:
        if options.out.stat().st_size and not options.out.read_text().endswith("\n"):
            file.write("\n")  # the last run was interrupted while it wrote
        for source in options.sources:
            for number, given in enumerate(problems(source)):
                if number >= options.theorems:
                    break
                for seed in options.seeds:
                    for arm in options.arms:
                        row = {
                            "source": Path(source).name,
                            "problem": given.name,
                            "arm": arm,
                            "seed": seed,
                            "most": options.attempts,
                            "seconds": options.seconds,
                        }
                        if key(row) in known:
                            continue
                        row |= searched(given, ways[arm], seed, options.attempts, options.seconds)
                        file.write(json.dumps(row) + "\n")
                        file.flush()
                        done.append(row)
    print("\n".join(tables(done, options.arms)))
    return 0


def read(path: Path) -> list[dict[str, object]]:
    """Return the rows of a file of results; none where there is no file."""
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text().splitlines() if line.endswith("}")]


def key(row: Mapping[str, object]) -> tuple[object, ...]:
    """Return what tells a run from others."""
    return tuple(row[k] for k in ("source", "problem", "arm", "seed", "most", "seconds"))


def problems(source: str) -> Iterator[Given]:
    """Yield the problems of a source that need points."""
    folder = Path(source)
    if folder.is_dir():
        yield from _theorems(folder)
        return
    for problem in read_problems(folder):
        if len(problem.goals) != 1 or problem.goals[0].kind.is_question:
            continue  # an attempt is asked for one statement, which the core knows
        if not in_core(problem.goals[0]):
            continue
        try:
            diagram = draw(problem, seed=0)
            closure = saturate(problem, diagram.coordinates, _LIMITS, sines=True)
            if not closure.holds(problem.goals[0]):
                closure = saturate(problem, diagram.coordinates, _LIMITS)
                yield Given(problem.name, closure, problem.goals[0])
        except PorismError:
            continue


def _theorems(folder: Path) -> Iterator[Given]:
    from benchmarks.rank import theorems

    rows = theorems(folder)
    Random(0).shuffle(rows)
    for row in rows:
        proof = from_json(row["proof"])
        alone = replace(proof.problem, auxiliary=())
        at = {p: proof.coordinates[p] for p in alone.points}
        yield Given(str(row["hash"])[:12], saturate(alone, at, _LIMITS), proof.goal)


def searched(given: Given, arm: Arm, seed: int, attempts: int, seconds: float) -> dict[str, object]:
    """Search once."""
    task = Task(Diagram(given.closure.coordinates), (given.goal,), arm.proposer, seed, arm.policy)
    began, spent = time.monotonic(), time.process_time()
    search = Search(given.closure, task, Bounds(began + seconds, attempts, threading.Event()))
    points: int | None = None
    with closing(search.hits()) as hits:
        for hit in hits:
            found = HeuristicSearcher().trimmed(given.closure, given.goal, hit.candidates)
            if found is not None:
                points = sum(len(clause.points) for clause in found.clauses)
                break
    return {
        "solved": points is not None,
        "points": points,
        "attempts": search.attempts,
        "core_seconds": round(time.process_time() - spent, 2),
    }


def tables(rows: Sequence[Mapping[str, object]], names: Sequence[str]) -> list[str]:
    """Return a table for each source, in Markdown."""
    lines: list[str] = []
    for source in dict.fromkeys(row["source"] for row in rows):
        some = [row for row in rows if row["source"] == source]
        lines += [
            f"{source}",
            "",
            "| arm | runs | solved | attempts, to the first arm's | seconds |",
        ]
        lines.append("|---|---|---|---|---|")
        by_arm = {n: {_run(r): r for r in some if r["arm"] == n} for n in names}
        first = by_arm[names[0]]
        for name, own in by_arm.items():
            solved = sum(bool(r["solved"]) for r in own.values())
            both = [k for k in own if k in first and own[k]["solved"] and first[k]["solved"]]
            ratios: dict[object, list[float]] = defaultdict(list)
            for k in both:
                ratios[k[0]].append(
                    math.log(float(str(own[k]["attempts"])) / float(str(first[k]["attempts"])))
                )
            mean, low, high = interval([float(np.mean(v)) for v in ratios.values()])
            cost = sum(float(str(r["core_seconds"])) for r in own.values()) / max(1, len(own))
            lines.append(
                f"| {name} | {len(own)} | {solved} | {mean:.2f} ({low:.2f} to {high:.2f}),"
                f" {len(ratios)} problems | {cost:.1f} |"
            )
        lines.append("")
    return lines


def _run(row: Mapping[str, object]) -> tuple[object, ...]:
    return row["problem"], row["seed"], row["most"], row["seconds"]


def interval(logs: Iterable[float]) -> tuple[float, float, float]:
    """Return the geometric mean, and the bounds of 95 % of means of values drawn anew."""
    values = np.array(list(logs))
    if not len(values):
        return math.nan, math.nan, math.nan
    random = np.random.default_rng(0)
    means = values[random.integers(len(values), size=(_DRAWS, len(values)))].mean(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return math.exp(values.mean()), math.exp(low), math.exp(high)


if __name__ == "__main__":
    raise SystemExit(main())
