"""The problem languages: text or file in, :class:`~geometry.problem.Problem` out, and back.

* ``ag1`` — clauses of constructions; ``ag2`` — predicates and coordinates; ``ggb`` — GeoGebra.
* ``reader`` decides which it is; every bad input ends in a :class:`~geometry.errors.PorismError`.
"""

from geometry.language.reader import parse_problem, parse_problems, read_problems, read_target
from geometry.language.writer import to_text

__all__ = ["parse_problem", "parse_problems", "read_problems", "read_target", "to_text"]
