"""Random problems and small data sets for the tests of the language model."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq

from porism.geometry.constructions import Definition, definitions
from porism.geometry.errors import ParseError
from porism.geometry.language.text import parse_problem
from porism.geometry.language.writer import to_text as to_ag1
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Clause, Problem

ALL = tuple(d for d in definitions() if d.origin != "ours")  # none of which is suggested
BASES = tuple(d for d in ALL if not d.given)
PLACED = tuple(d for d in ALL if d.given)
LOCI = tuple(d for d in PLACED if d.free == d.new and len(d.new) == 1)
GOALS = ((3, "coll"), (4, "perp"), (4, "para"), (4, "cong"), (4, "cyclic"), (3, "midp"))


def random_problem(
    random: Random, clauses: int = 4, auxiliary: int = 1, *, constants: bool = True
) -> Problem:
    """A problem that the parser accepts; whether it has a figure nobody asks."""
    made: list[Clause] = []
    known: list[str] = []
    first = random.choice([d for d in BASES if len(d.new) >= 3])
    wanted = [first, *(random.choice(PLACED) for _ in range(clauses - 1 + auxiliary))]
    for definition in wanted:
        clause = random_clause(random, definition, known, constants=constants)
        if clause is not None:
            made.append(clause)
            known += clause.points
    split = max(1, len(made) - auxiliary)
    own = [p for c in made[:split] for p in c.points]
    count, name = random.choice(GOALS)
    goal = Predicate(name, tuple(random.sample(own, min(count, len(own)))))
    if len(goal.points) < count:
        goal = Predicate("coll", tuple(own[:3]))
    text = to_ag1(Problem("", tuple(made[:split]), (goal,), tuple(made[split:])))
    return parse_problem(text)


def random_clause(
    random: Random, definition: Definition, known: Sequence[str], *, constants: bool = True
) -> Clause | None:
    """A clause with ``definition`` on known points, sometimes with a second construction."""
    if definition.constant and not constants:
        return None
    new = [f"p{len(known) + k}" for k in range(len(definition.new))]
    calls = [definition]
    if definition in LOCI and random.random() < 0.4:
        calls.append(random.choice(LOCI))
    for _ in range(10):
        applied = []
        for call in calls:
            if call.constant and not constants:
                return None
            constant = Fraction(random.randint(1, 5), 6) if call.constant else None
            given = len(call.given)
            if given <= len(known):
                old = iter(random.sample(known, given))
            else:
                old = iter(random.choices(known, k=given))
            fresh = iter(new)
            points = tuple(next(fresh) if p in call.new else next(old) for p in call.points)
            applied.append(call.apply(points, constant))
        clause = Clause(tuple(new), tuple(applied))
        free = "; ".join(f"{p} = free {p}" for p in known)
        try:
            parse_problem(f"{free}; {to_ag1(Problem('', (clause,)))}".lstrip("; "), need_goal=False)
        except ParseError:
            continue
        return clause
    return None


def write_data(folder: Path, count: int, seed: int = 0, **columns: object) -> Path:
    """Write a data set of random problems, half of them with auxiliary points."""
    random = Random(seed)
    rows = []
    for number in range(count):
        problem = random_problem(random, random.randint(2, 5), number % 2)
        text = to_ag1(problem)
        row: dict[str, object] = {
            "hash": hashlib.sha256(f"{seed}/{number}".encode()).hexdigest(),
            "problem": text,
            "aux_points": len(problem.auxiliary_points),
            "schema_version": 1,
        }
        rows.append({**row, **columns})
    folder.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(rows), folder / f"part-{seed}.parquet")
    return folder
