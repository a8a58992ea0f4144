"""What each rule is worth: problems lost and time saved without it.

    python -m benchmarks.ablate FILE... [--runs 3] [--markdown]

Every problem of the files is drawn once and closed to saturation, with the law of sines: with all
rules, then without one, for each rule of the core, then without some families of rules. A
problem counts as lost when a goal no longer holds; proofs are not written. Losses do not depend
on the machine; rules that replace each other show no loss, which is why there are families.

Times are seconds of the processor for the figures of all files, premises and candidates included,
the least of the runs, each figure by itself, with and without the rule in turn. What is saved
without a rule is the cost of its conclusions and of all that follows from them; it can be
negative, when others have to say the same at greater length. What it costs to look for a rule
is not in it, for matchers look for several rules at a time: that is the last table.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.common import describe_run, load
from porism.ddar.closure import Closure
from porism.ddar.engine import matched_rules, saturate
from porism.geometry.problem import Coordinates, Problem
from porism.prover.bench.tables import grid

RULES = matched_rules()


def starting(*beginnings: str) -> tuple[str, ...]:
    return tuple(rule for rule in RULES if rule.startswith(beginnings))


FAMILIES = {
    "similar triangles": starting("similar_"),
    "isosceles triangles": starting("isosceles", "bisector_of_segment"),
    "circles": starting("concyclic", "same_circle", "on_circle", "one_circle", "equal_chords"),
    "bisector theorem": starting("bisector_ratio"),
    "intercept theorem, divisions": starting("intercept", "division"),
    "Menelaus, Ceva": starting("menelaus", "ceva"),
    "powers, radical axes": starting("equal_powers", "power_", "radical"),
    "squares of lengths": starting("perpendicular_squares", "median_length"),
    "sines": starting("law_of_sines", "equal_sines", "chord_and_sine", "sine_"),
}


@dataclass
class Worth:
    """What happens without some rules: problems lost, by file, and seconds saved over all files."""

    without: tuple[str, ...]
    lost: list[list[str]] = field(default_factory=list)
    saved: float = 0.0


def timed(problem: Problem, at: Coordinates, without: Sequence[str]) -> tuple[float, Closure]:
    begun = time.thread_time()
    closure = saturate(problem, at, sines=True, without=without)
    return time.thread_time() - begun, closure


def solved(problem: Problem, closure: Closure) -> bool:
    return all(map(closure.holds, problem.goals))


class Ablation:
    """All figures closed with all rules, and what changes from that."""

    def __init__(self, files: Sequence[Path], runs: int) -> None:
        self.files = [file.stem for file in files]
        self.drawn = [load(file) for file in files]
        self.runs = runs
        self.solved: list[list[bool]] = []
        self.fired: list[list[Mapping[str, float]]] = []
        self.seconds = 0.0
        for drawn in self.drawn:
            closures = [timed(problem, at, ())[1] for problem, at in drawn]
            self.solved.append([solved(p, c) for (p, _), c in zip(drawn, closures, strict=True)])
            self.fired.append([closure.statistics().fired for closure in closures])
            self.seconds += sum(min(timed(p, at, ())[0] for _ in range(runs)) for p, at in drawn)

    def worth(self, without: tuple[str, ...]) -> Worth:
        found = Worth(without)
        for drawn, before, fired in zip(self.drawn, self.solved, self.fired, strict=True):
            lost = []
            for (problem, at), was_solved, rules in zip(drawn, before, fired, strict=True):
                if rules.keys().isdisjoint(without):
                    continue  # the closure is the same
                best, closure = {(): 1e9, without: 1e9}, None
                for _ in range(self.runs):
                    for chosen in best:
                        seconds, closure = timed(problem, at, chosen)
                        best[chosen] = min(best[chosen], seconds)
                found.saved += best[()] - best[without]
                if closure is not None and was_solved and not solved(problem, closure):
                    lost.append(problem.name)
            found.lost.append(lost)
        return found

    def matchers(self) -> list[list[str]]:
        """Return rows: the matchers with their milliseconds, most first, and shares."""
        spent: Counter[str] = Counter()
        for problem, at in (row for drawn in self.drawn for row in drawn):
            closures = [saturate(problem, at, sines=True, profile=True) for _ in range(self.runs)]
            quickest = min(closures, key=lambda c: sum(c.statistics().seconds.values()))
            spent.update(quickest.statistics().seconds)
        total = sum(spent.values())
        return [[name, f"{1000 * s:.2f}", f"{s / total:.1%}"] for name, s in spent.most_common()]

    def row(self, name: str, worth: Worth) -> list[str]:
        names = [short(problem) for lost in worth.lost for problem in lost]
        more = f", {len(names) - 2} more" if len(names) > 2 else ""
        counts = [[row.get(rule, 0) for rule in worth.without] for f in self.fired for row in f]
        return [
            name,
            *(str(len(lost)) for lost in worth.lost),
            f"{sum(map(sum, counts)):g}",
            str(sum(map(any, counts))),
            f"{worth.saved / self.seconds:+.1%}",
            ", ".join(names[:2]) + more,
        ]


def short(name: str) -> str:
    """Leave out of a published name what all of them have."""
    return name.rpartition("/")[2].removeprefix("translated_").removeprefix("complete_")


def table(rows: list[list[str]], *, markdown: bool) -> str:
    width = len(rows[0])
    if not markdown:
        return grid(rows, right=range(1, min(width, 6)))
    rule = ["---", *["--:"] * (min(width, 6) - 1), *["---"] * (width - 6)]
    return "\n".join(f"| {' | '.join(row)} |" for row in (rows[0], rule, *rows[1:])) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="problem files")
    parser.add_argument("--runs", type=int, default=3, help="of which the quickest counts")
    parser.add_argument("--markdown", action="store_true", help="print tables for a page")
    chosen = parser.parse_args()
    begun = time.monotonic()
    all_rules = Ablation(chosen.files, chosen.runs)
    print(f"{describe_run()}; best of {chosen.runs} runs\n")
    for name, held in zip(all_rules.files, all_rules.solved, strict=True):
        print(f"{name}: the goals of {sum(held)} of {len(held)} hold with all rules")
    print(f"all figures close in {1000 * all_rules.seconds:.0f} ms\n")
    fire = {rule for row in all_rules.fired for fired in row for rule in fired}
    for title, groups in (
        ("without the rule", {rule: (rule,) for rule in RULES if rule in fire}),
        ("without the family", FAMILIES),
    ):
        found = {name: all_rules.worth(rules) for name, rules in groups.items()}
        order = sorted(found, key=lambda n: (-sum(map(len, found[n].lost)), -found[n].saved))
        head = [title, *(f"lost of {n}" for n in all_rules.files)]
        head += ["facts", "in figures", "time saved", "which"]
        rows = [all_rules.row(name, found[name]) for name in order]
        print(table([head, *rows], markdown=chosen.markdown))
    print(f"never used here: {', '.join(rule for rule in RULES if rule not in fire)}\n")
    print(table([["matcher", "ms", "share"], *all_rules.matchers()], markdown=chosen.markdown))
    print(f"{time.monotonic() - begun:.0f} s altogether")


if __name__ == "__main__":
    main()
