"""The problem languages: text or file in, :class:`~porism.geometry.problem.Problem` out, and back.

* ``ag1`` — clauses of constructions; ``ag2`` — predicates and coordinates; ``ggb`` — GeoGebra.
* ``reader`` decides which it is; every bad input ends in a
:class:`~porism.geometry.errors.PorismError`.
"""

from porism.geometry.language.reader import (
    parse_problem,
    parse_problems,
    read_problems,
    read_target,
)
from porism.geometry.language.writer import to_text

__all__ = ["parse_problem", "parse_problems", "read_problems", "read_target", "to_text"]
