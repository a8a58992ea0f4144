"""From a data set of theorems to lists of numbers, the same for the same seed.

A data set is a folder of Parquet files with the columns ``hash``, ``problem`` (AG1 text, auxiliary
clauses behind ``|``) and ``aux_points``. Which theorems are held out is decided by their hash
alone, so that growing a data set never moves one from training to validation.

An epoch shows each theorem in a fresh, equally true form: points that enter symmetrically are
exchanged and clauses reordered (then renamed, so that nothing hangs on letters). Sometimes
unrelated points are mixed in as distractors, as in real problems. How often a theorem comes is
said in :mod:`porism.lm.mix`.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import cast

import pyarrow as pa
import pyarrow.parquet as pq

from porism.geometry.constructions import CONSTRUCTIONS
from porism.geometry.errors import InputError, ParseError
from porism.geometry.language.text import parse_problem
from porism.geometry.limits import MOST_BYTES_UNPACKED
from porism.geometry.problem import Clause, Construction, Problem
from porism.lm.mix import Mix
from porism.lm.order import base_symmetries
from porism.lm.packing import Document
from porism.lm.text import Line, line_of
from porism.lm.tokenizer import Tokenizer

__all__ = [
    "Corpus",
    "Row",
    "Theorems",
    "document",
    "load",
    "shuffled",
]

SCHEMA_VERSION = 1
_COLUMNS = ("hash", "problem", "aux_points", "schema_version")
_MEASURED = 500  # theorems by whose length that of all is judged
_UNFINISHED = "blocks"  # the folder in which a generator keeps what is not yet in order


@dataclass(frozen=True)
class Row:
    """One theorem of the data set."""

    hash: str
    problem: str
    aux_points: int

    def parsed(self) -> Problem:
        """Read the problem. Raises InputError with the hash of the row."""
        try:
            return parse_problem(self.problem)
        except ParseError as error:
            raise InputError(f"row {self.hash[:12]} of the data set: {error}") from None


@dataclass(frozen=True)
class Corpus:
    """The theorems for training and those held out, both sorted by hash."""

    training: tuple[Row, ...]
    held_out: tuple[Row, ...]

    @property
    def identity(self) -> str:
        """A fingerprint of the data set."""
        digest = hashlib.sha256()
        for row in (*self.training, *self.held_out):
            digest.update(row.hash.encode())
        return digest.hexdigest()


# --- loading --------------------------------------------------------------------------------


def load(folder: str | Path, held_out: float = 0.02) -> Corpus:
    """Read a data set. Raises InputError when it is missing, cut off, foreign or of another age."""
    root = Path(folder)
    files = sorted(root.rglob("*.parquet")) if root.is_dir() else []
    files = [f for f in files if _UNFINISHED not in f.relative_to(root).parts]
    for file in files:  # the data set may come from anybody
        if file.is_symlink() or not file.is_file():
            raise InputError(f"{file}: a link or a device, which no data set has")
    if not files:
        raise InputError(f"{folder}: no data set there (a folder with .parquet files)")
    rows: dict[str, Row] = {}
    for file in files:
        for row in _rows(file):
            rows.setdefault(row.hash, row)
    parts: tuple[list[Row], list[Row]] = ([], [])
    for row in sorted(rows.values(), key=lambda r: r.hash):
        parts[_fraction(row.hash) < held_out].append(row)
    if not parts[0]:
        raise InputError(f"{folder}: the data set has no rows to train on")
    return Corpus(tuple(parts[0]), tuple(parts[1]))


def _rows(file: Path) -> Iterator[Row]:
    try:
        parquet = pq.ParquetFile(file)
        missing = [c for c in _COLUMNS if c not in parquet.schema_arrow.names]
        if missing:
            raise InputError(f"{file}: not a data set of theorems, no column {missing[0]!r}")
        groups = range(parquet.metadata.num_row_groups)
        size = sum(parquet.metadata.row_group(k).total_byte_size for k in groups)
        if size > MOST_BYTES_UNPACKED:
            raise InputError(f"{file}: {size >> 20:,} MiB when unpacked, too much to be read")
        columns = parquet.read(columns=list(_COLUMNS)).to_pydict()
    except (OSError, ValueError, pa.ArrowException) as error:
        reason = (str(error).splitlines() or [""])[0]
        raise InputError(f"{file}: not a Parquet file, or cut off ({reason})") from None
    for name, text, aux, version in zip(*(columns[c] for c in _COLUMNS), strict=True):
        if not (isinstance(name, str) and isinstance(text, str) and isinstance(aux, int)):
            raise InputError(f"{file}: not a data set of theorems, its columns are of other types")
        if version != SCHEMA_VERSION:
            raise InputError(
                f"{file}: data of schema version {version}, this program reads {SCHEMA_VERSION}"
            )
        yield Row(name, text, aux)


def _fraction(name: str) -> float:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:6], "big") / 2**48


# --- the same theorem in other words --------------------------------------------------------


def shuffled(problem: Problem, random: Random, company: Problem | None = None) -> Problem:
    """Return the problem with its clauses in another possible order, and symmetric points swapped.

    ``company`` is another problem whose points are put among them; its goals are not.
    """
    clauses = list(problem.clauses)
    if company is not None:
        names = {p: f"{p}'" for p in company.points}
        taken = set(problem.points)
        if not taken & set(names.values()):
            clauses += [c.rename(names) for c in company.clauses]
    clauses = [_swapped(c, random) for c in clauses]
    return Problem(
        problem.name, tuple(_reordered(clauses, random)), problem.goals, problem.auxiliary
    )


def _swapped(clause: Clause, random: Random) -> Clause:
    """Exchange the new points of a figure from nothing in a way that changes nothing."""
    if len(clause.constructions) != 1 or CONSTRUCTIONS[clause.constructions[0].name].given:
        return clause
    call = clause.constructions[0]
    images = random.choice(base_symmetries(call.name))
    definition = CONSTRUCTIONS[call.name]
    places = [definition.points.index(letter) for letter in definition.new]
    arguments = list(call.arguments)
    for place, source in zip(places, images, strict=True):
        arguments[place] = call.arguments[places[source]]
    points = tuple(arguments[p] for p in places)
    return Clause(points, (Construction(call.name, tuple(arguments), call.constants),))


def _reordered(clauses: Sequence[Clause], random: Random) -> Iterator[Clause]:
    """A random order in which each clause comes after the points it needs."""
    maker = {p: k for k, clause in enumerate(clauses) for p in clause.points}
    waits = [
        {maker[p] for c in clause.constructions for p in c.arguments} - {k}
        for k, clause in enumerate(clauses)
    ]
    pending = list(range(len(clauses)))
    done: set[int] = set()
    while pending:
        k = random.choice([k for k in pending if waits[k] <= done])
        pending.remove(k)
        done.add(k)
        yield clauses[k]


# --- documents --------------------------------------------------------------------------------


def encoded(line: Line, tokenizer: Tokenizer, weight: float) -> Document:
    """Return the numbers of a line and the weight of each in the loss."""
    statement = [tokenizer.begin, *tokenizer.encode(line.statement)]
    auxiliary = [*tokenizer.encode(line.auxiliary), tokenizer.stop]
    last = 1.0 if line.auxiliary else weight
    weights = [0.0] + [weight] * (len(statement) - 1) + [last] * len(auxiliary)
    return statement + auxiliary, weights


def mean_length(rows: Sequence[Row], tokenizer: Tokenizer, context: int, mix: Mix) -> float:
    """Return the mean number of tokens of a theorem that fits into ``context``; 1 if none does."""
    some = Theorems(rows[:_MEASURED])
    sizes = [len(document(some, k, tokenizer, mix, Random(k))[0]) for k in range(len(some))]
    fitting = [size for size in sizes if size <= context]
    return sum(fitting) / len(fitting) if fitting else 1.0


class Theorems:
    """The problems of rows, each read when it is first asked for and kept.

    Reading takes three quarters of the time in which a theorem is written anew. What is kept is
    pickled, some 800 bytes a theorem; as objects it would be 6,400.
    """

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows
        self._kept: dict[int, bytes] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, number: int) -> Problem:
        """The problem of a row without what its constructions give: text needs no more.

        Raises InputError with the hash of a row that is no problem.
        """
        kept = self._kept.get(number)
        if kept is not None:
            return cast("Problem", pickle.loads(kept))
        problem = self._rows[number].parsed()
        slim = Problem(
            problem.name,
            tuple(_bare(c) for c in problem.clauses),
            problem.goals,
            tuple(_bare(c) for c in problem.auxiliary),
        )
        self._kept[number] = pickle.dumps(slim, pickle.HIGHEST_PROTOCOL)
        return slim


def _bare(clause: Clause) -> Clause:
    calls = (Construction(c.name, c.arguments, c.constants) for c in clause.constructions)
    return Clause(clause.points, tuple(calls))


def document(
    theorems: Theorems, number: int, tokenizer: Tokenizer, mix: Mix, random: Random
) -> Document:
    """Return one of the theorems in another dress, sometimes among the points of another one."""
    company = None
    if random.random() < mix.company:
        company = theorems[random.randrange(len(theorems))]
    problem = shuffled(theorems[number], random, company)
    return encoded(line_of(problem), tokenizer, mix.statement_weight)
