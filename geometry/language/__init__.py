"""The problem languages: text or file in, :class:`~porism.geometry.problem.Problem` out, and back.

* ``ag1`` — clauses of constructions; ``ag2`` — predicates and coordinates; ``ggb`` — GeoGebra.
* ``text`` reads statements, ``reader`` files; each decides which dialect or format it is, and
every bad input ends in a :class:`~porism.geometry.errors.PorismError`.

Files are read by :mod:`porism.geometry.language.reader`, which is not imported here: whoever wants
the text only, as the checker does, does not load the reader of GeoGebra files.
"""

from porism.geometry.language.text import parse_problem, parse_problems
from porism.geometry.language.writer import to_text

__all__ = ["parse_problem", "parse_problems", "to_text"]
