"""Hunt for false statements that the engine derives or the prover calls proved.

    python -m benchmarks.soundness --out hunt.jsonl --seconds 600
    python -m benchmarks.soundness --out hunt.jsonl --seconds 600 problems/classics.txt …

Every problem of the files is changed in a few places (:mod:`benchmarks.mutants`). Three things
are done with such a mutant:

* ``figure``: it is drawn, whatever its goal, and closed; every fact of the closure is judged;
* ``special``: the same in a special figure (equilateral, right, diametral, …), which shows many
  coincidences that do not follow;
* ``claim``: it is given to the prover as it is, and the answer compared.

A fourth, ``forged``, makes forged proofs (:mod:`benchmarks.forgeries`) and has them checked.

The judge is the referee (:mod:`porism.geometry.referee`), which evaluates statements exactly and
knows no rule. A fact, a claim, or what an accepted proof claims, is a defect where it finds it
false. Counted apart are the mutants that drawing refutes: they never reach the engine and test
nothing.

Results are written one line a mutant and read again on the next run, which goes on where the last
one stopped. Exit status 1 when something false was derived or proved.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path
from random import Random

from benchmarks.forgeries import FAMILIES, forgeries
from benchmarks.judging import ENDS, judge
from benchmarks.mutants import mutant, special
from porism.ddar.closure import Limits
from porism.ddar.engine import saturate
from porism.geometry.checker.proof_json import to_json
from porism.geometry.errors import PorismError
from porism.geometry.figure.diagram import Diagram, draw
from porism.geometry.language.reader import read_problems
from porism.geometry.language.writer import to_text
from porism.geometry.measure.truth import holds
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Problem
from porism.geometry.proof import Proof
from porism.geometry.referee import referee
from porism.prover.options import SolveOptions
from porism.prover.outcome import PROVED
from porism.prover.solve import solve

ROOT = Path(__file__).resolve().parent.parent
PROBLEMS = tuple(sorted((ROOT / "problems").glob("*.txt")))
KINDS = ("figure", "special", "claim", "forged")
_DRAWING = 2.0  # seconds for one figure
_CLOSING = Limits(seconds=10.0, facts=20_000)
_SOLVING = SolveOptions(budget=10.0, threads=1, proposer="none")
_MOST_FACTS = 2000  # judged of one closure; of larger ones a random part

Row = dict[str, object]


def hunt(problem: Problem, kind: str, seed: int) -> Row:
    """Do one thing with the mutant of a problem and return what came of it."""
    row: Row = {"problem": problem.name, "kind": kind, "seed": seed}
    if kind == "forged":
        return row | _forged(problem, seed)
    changed = mutant(problem, seed)
    if changed is None:
        return row | {"end": "no mutant"}
    row["text"] = to_text(changed)
    found = _claim(changed) if kind == "claim" else _closure(changed, kind, seed)
    return row | found


def _closure(problem: Problem, kind: str, seed: int) -> Row:
    """Close a figure of the premises and judge every fact."""
    drawn = replace(problem, goals=())
    if kind == "special":
        drawn = special(drawn, Random(f"special/{problem.name}/{seed}"))
    try:
        figure = draw(drawn, seed=seed, seconds=_DRAWING, want_goal=False)
    except PorismError:
        return {"end": "no figure"}
    if kind == "special" and not _is_figure_of(problem, figure):
        return {"end": "degenerate figure"}
    closure = saturate(problem, figure.coordinates, _CLOSING, sines=True)
    given = set(problem.premises)
    facts = [s for s in dict.fromkeys(f.statement for f in closure.facts()) if s not in given]
    if len(facts) > _MOST_FACTS:
        facts = Random(seed).sample(facts, _MOST_FACTS)
    return {"end": "closed", **_judged(problem, facts)}


def _is_figure_of(problem: Problem, figure: Diagram) -> bool:
    """Tell whether a special figure shows what the text says: nothing coincides in it.

    Where the points of a line coincide, anything is on that line, and whatever follows is true.
    """
    conditions = [s for clause in problem.all_clauses for s in clause.conditions]
    return not figure.overlaps and all(
        holds(s, figure.coordinates) for s in (*conditions, *problem.meaning)
    )


def _judged(problem: Problem, facts: Sequence[Predicate]) -> Row:
    if not facts:
        return {"facts": {}, "false": []}
    # one instance errs with 2^-50; what looks false is looked at again
    ruling = referee(replace(problem, goals=tuple(facts)), instances=1)
    suspects = [r.goal for r in ruling.goals if r.kind == "false"]
    again = {s: referee(replace(problem, goals=(s,)), seed=1).kind for s in suspects}
    kinds = Counter(again.get(r.goal, r.kind) for r in ruling.goals)
    false = [str(s) for s, kind in again.items() if kind == "false"]
    return {"facts": dict(kinds), "false": false}


def _claim(problem: Problem) -> Row:
    """Ask the prover, without auxiliary points, and the referee."""
    outcome = solve(problem, _SOLVING)
    ruling = referee(problem)
    row: Row = {"end": outcome.status, "ruling": ruling.kind, "message": outcome.message}
    row["reached"] = outcome.engine_seconds > 0
    # the prover asks the referee itself, and tells a proof of what is false as a defect
    accused = any(note.kind == "defect" for note in outcome.notes)
    wrong = ruling.kind == "false" and (accused or outcome.status in PROVED)
    refused = outcome.status == "refuted" and ruling.kind == "true" and not ruling.ignored
    return row | {"false": [str(g) for g in problem.goals] if wrong or refused else []}


def _forged(problem: Problem, seed: int) -> Row:
    """Forge proofs in every way and have them checked; those that are accepted are kept."""
    counts: dict[str, Counter[str]] = {}
    false, accepted = [], []
    for family in FAMILIES:
        counts[family] = Counter()
        for forged in forgeries(problem, family, seed):
            end, said = judge(forged)
            counts[family][end] += 1
            if end in ("wrong", "caught", "crash", "everywhere", "undecided"):
                accepted.append({"way": forged.way, "end": end, "proof": _written(forged.proof)})
            if end in ("wrong", "caught", "crash"):
                false.append(f"{forged.way}: {forged.proof.goal} was {said}")
    made = {family: dict(ends) for family, ends in counts.items()}
    return {"end": "forged", "forged": made, "accepted": accepted, "false": false}


def _written(proof: Proof) -> str:
    try:
        return to_json(proof)
    except ValueError:  # with coordinates that are no numbers
        return repr(proof)


# --- running and counting -----------------------------------------------------------------------


def _tasks(
    problems: Sequence[Problem], kinds: Sequence[str], first: int
) -> Iterator[tuple[Problem, str, int]]:
    for seed in count(first):
        for problem in problems:
            for kind in kinds:
                yield problem, kind, seed


def _read(path: Path) -> list[Row]:
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def summary(rows: Sequence[Row]) -> str:
    """Return the counts as Markdown."""
    lines = ["| | mutants | drawn | reached the engine | statements judged | wrong |"]
    lines += ["|---" * 6 + "|"]
    for kind in KINDS[:3]:
        mine = [r for r in rows if r["kind"] == kind and r["end"] != "no mutant"]
        drawn = [r for r in mine if r["end"] not in ("no figure", "degenerate figure", "error")]
        if kind == "claim":
            reached = [r for r in mine if r.get("reached")]
            judged = len(reached)
        else:
            reached = [r for r in drawn if r.get("facts")]
            facts = [_mapping(r["facts"]) for r in reached]
            judged = sum(n for f in facts for ruling, n in f.items() if ruling != "not applicable")
        wrong = sum(bool(r.get("false")) for r in mine)
        lines.append(
            f"| {kind} | {len(mine)} | {len(drawn)} | {len(reached)} | {judged} | {wrong} |"
        )
    kinds: Counter[str] = Counter()
    for row in rows:
        kinds.update(_mapping(row.get("facts", {})))
    lines += ["", "facts: " + ", ".join(f"{n} {kind}" for kind, n in sorted(kinds.items()))]
    pairs = Counter(
        (str(r["end"]), str(r["ruling"])) for r in rows if r["kind"] == "claim" and "ruling" in r
    )
    lines += ["claims: " + ", ".join(f"{n} {a}/{b}" for (a, b), n in sorted(pairs.items()))]
    return "\n".join([*lines, "", *_forged_table(rows)])


def _forged_table(rows: Sequence[Row]) -> list[str]:
    counts = {family: Counter[str]() for family in FAMILIES}
    for row in rows:
        made = row.get("forged", {})
        assert isinstance(made, dict)
        for family, found in made.items():
            counts[family].update(found)
    lines = [f"| forged | proofs | {' | '.join(ENDS)} |", "|---" * (len(ENDS) + 2) + "|"]
    for family, found in {**counts, "all": sum(counts.values(), Counter())}.items():
        cells = " | ".join(str(found[end]) for end in ENDS)
        lines.append(f"| {family} | {found.total()} | {cells} |")
    return lines


def _mapping(value: object) -> dict[str, int]:
    assert isinstance(value, dict)
    return value


def main() -> int:
    """Run the hunt."""
    parser = argparse.ArgumentParser(description="Hunt for false statements called proved.")
    parser.add_argument("files", nargs="*", type=Path, default=PROBLEMS, metavar="FILE")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.jsonl")
    parser.add_argument("--seconds", type=float, default=60.0, help="how long to go on")
    parser.add_argument("--rows", type=int, default=sys.maxsize, help="how many rows to add")
    parser.add_argument("--first-seed", type=int, default=0, help="others make other mutants")
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=list(KINDS))
    options = parser.parse_args()
    problems = [_without_places(p) for path in options.files for p in read_problems(path)]
    rows = _read(options.out)
    done = {(r["problem"], r["kind"], r["seed"]) for r in rows}
    end, wanted = time.monotonic() + options.seconds, len(rows) + options.rows
    with options.out.open("a", encoding="utf-8") as out:
        for problem, kind, seed in _tasks(problems, options.kinds, options.first_seed):
            if time.monotonic() > end or len(rows) >= wanted:
                break
            if (problem.name, kind, seed) in done:
                continue
            row = hunt(problem, kind, seed)
            rows.append(row)
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
            out.flush()
            if row.get("false"):
                print(f"{problem.name} {kind} {seed}: {row['false']}", flush=True)
                print(f"  {row.get('text', '')}", flush=True)
    print(summary(rows))
    return int(any(row.get("false") for row in rows))


def _without_places(problem: Problem) -> Problem:
    """Return what a text says but for where it puts its points."""
    return replace(problem, clauses=tuple(replace(c, coordinates=()) for c in problem.clauses))


if __name__ == "__main__":
    sys.exit(main())
