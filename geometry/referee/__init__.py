"""The referee: statements decided by exact evaluation over finite fields.

Entry point: :func:`referee`. It knows no rule and no engine, and imports nothing of Porism but
statements, problems and the table of constructions.
"""

from porism.geometry.referee.evaluate import AT_NAMED_PLACE
from porism.geometry.referee.ruling import Counts, GoalRuling, Ruling, Verdict, referee

__all__ = ["AT_NAMED_PLACE", "Counts", "GoalRuling", "Ruling", "Verdict", "referee"]
