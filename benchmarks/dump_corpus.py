"""Write figures and premises of problem files as plain text, for the core's own tests.

    python benchmarks/dump_corpus.py problems/*.txt > build/corpus.txt

The format is described in ``ddar/core/tests/test_corpus.cpp``.
"""

from __future__ import annotations

import sys

from porism.geometry.errors import PorismError
from porism.geometry.figure.diagram import draw
from porism.geometry.language.reader import read_problems
from porism.geometry.predicates import KINDS
from porism.geometry.problem import Problem


def dump(problem: Problem) -> list[str]:
    """Return the lines of one problem; raises PorismError when it has no figure."""
    coordinates = draw(problem, seed=0).coordinates
    number = {name: i for i, name in enumerate(problem.points)}
    lines = [f"problem {problem.name.replace(' ', '_')}"]
    lines += [f"point {x!r} {y!r}" for x, y in (coordinates[p] for p in problem.points)]
    for s in problem.premises:
        if KINDS[s.name].figure_only:
            continue
        points = " ".join(str(number[p]) for p in s.points)
        constants = " ".join(f"{q.numerator} {q.denominator}" for q in s.constants)
        lines.append(f"given {s.name} {len(s.points)} {points} {len(s.constants)} {constants}")
    return [*lines, "end"]


def main(files: list[str]) -> int:
    """Dump all problems of ``files``; those without a figure are named on standard error."""
    for file in files:
        for problem in read_problems(file):
            try:
                print("\n".join(dump(problem)))
            except PorismError as error:
                print(f"{problem.name}: {error}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
