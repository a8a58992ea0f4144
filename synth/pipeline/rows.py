"""A row of the data set: one theorem with its proof, and what may be asked about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields

import pyarrow as pa

__all__ = ["SCHEMA_VERSION", "Row", "schema", "table"]

SCHEMA_VERSION = 1


@dataclass(frozen=True)
class Row:
    """One theorem; the columns of the Parquet files, explained in ``docs/data.md``.

    ``problem`` is text in the AG1 language, auxiliary clauses after ``|``, the goal after ``?``.
    ``proof`` is the JSON of :mod:`porism.geometry.checker.proof_json`. ``steps`` counts the steps
    that are not premises. ``block`` and ``number`` say where in the run the theorem was found, and
    ``figure`` in which figure of the block: theorems of one figure are sisters.
    """

    hash: str
    problem: str
    goal: str
    kind: str
    proof: str
    steps: int
    points: int
    aux_points: int
    figure_seed: int
    block: int
    figure: int
    number: int
    generator: str
    schema_version: int = SCHEMA_VERSION


def schema(kind: type[Row] = Row) -> pa.Schema:
    """Return the Arrow schema of rows of a class."""
    types = {"str": pa.string(), "int": pa.int64(), "bool": pa.bool_()}
    return pa.schema([(field.name, types[str(field.type)]) for field in fields(kind)])


def table(rows: Iterable[Row], kind: type[Row] = Row) -> pa.Table:
    """Return rows of one class as an Arrow table."""
    return pa.Table.from_pylist([asdict(row) for row in rows], schema=schema(kind))
