"""Measure weights on theorems of other figures than those they were trained on.

    porism synth --out fresh --problems 1500 --seed 99
    python benchmarks/found_within.py fresh --trained-on DATA [--weights DIR...] [--problems 300]

Prints a Markdown table: the share of theorems whose auxiliary construction is among the first k
proposals of a beam of 32 (see :mod:`porism.lm.evaluate`). Theorems that are in DATA too are left
out.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

from porism.lm.data import Row, load
from porism.lm.decode import WEIGHTS, Model
from porism.lm.evaluate import found_within

KS = (1, 8, 32)


def main() -> int:
    parser = argparse.ArgumentParser(description="Shares found within k proposals.")
    parser.add_argument("data", type=Path, metavar="FRESH")
    parser.add_argument("--trained-on", type=Path, metavar="DATA")
    parser.add_argument("--weights", type=Path, nargs="+", default=[WEIGHTS], metavar="DIR")
    parser.add_argument("--problems", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    known = {r.hash for r in all_rows(options.trained_on)} if options.trained_on else set()
    rows = [r for r in all_rows(options.data) if r.aux_points and r.hash not in known]
    rows = random.Random(options.seed).sample(rows, min(options.problems, len(rows)))
    print(f"{len(rows)} theorems\n")
    print(f"| weights | | {' | '.join(f'k = {k}' for k in KS)} |")
    print("|---" * (len(KS) + 2) + "|")
    for folder in options.weights:
        found = found_within(Model.load(folder), rows, KS)
        for name, shares in (("first clause", found.first), ("all in turn", found.whole)):
            print(f"| {folder} | {name} | {' | '.join(f'{shares[k]:.0%}' for k in KS)} |")
    return 0


def all_rows(folder: Path) -> list[Row]:
    """Return all theorems of a data set, sorted by hash."""
    corpus = load(folder)
    return sorted((*corpus.training, *corpus.held_out), key=lambda row: row.hash)


if __name__ == "__main__":
    raise SystemExit(main())
