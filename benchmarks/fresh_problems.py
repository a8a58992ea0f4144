"""Write a problem file of theorems that nobody chose, to measure proposers on.

    porism synth --out fresh --problems 1500 --seed 99
    python -m benchmarks.fresh_problems fresh --trained-on DATA --points 2 --out build/fresh2.txt
    python benchmarks/solve_rates.py build/fresh2.txt --budgets 5 20

Takes statements whose proofs in the data set have at least that many auxiliary points, leaves these
out, and leaves out what is in DATA too. Deduction alone proves none of them: that is how they came
into the data set.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

from benchmarks.found_within import all_rows


def main() -> int:
    parser = argparse.ArgumentParser(description="Theorems of a data set as a problem file.")
    parser.add_argument("data", type=Path, metavar="FRESH")
    parser.add_argument("--trained-on", type=Path, metavar="DATA")
    parser.add_argument("--points", type=int, default=1, help="auxiliary points, at least")
    parser.add_argument("--problems", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    known = {r.hash for r in all_rows(options.trained_on)} if options.trained_on else set()
    rows = [r for r in all_rows(options.data) if r.aux_points >= options.points]
    rows = [r for r in rows if r.hash not in known]
    rows = random.Random(options.seed).sample(rows, min(options.problems, len(rows)))
    lines: list[str] = []
    for row in rows:
        given, rest = row.problem.split("|", 1)
        lines += [f"theorem_{row.hash[:10]}", f"{given.strip()} ? {rest.split('?', 1)[1].strip()}"]
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(rows)} problems in {options.out}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
