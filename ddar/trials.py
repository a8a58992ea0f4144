"""Many attempts to reach goals by adding auxiliary points to one closed figure.

The native side is ``ddar/core/trials.hpp``. Points are numbers here: those of the closure in their
order, then the points that constructions make, in the order in which these are added.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from porism.ddar import _core
from porism.ddar.closure import Closure, Limits
from porism.geometry.predicates import Predicate

__all__ = ["MOST_GOALS", "Attempt", "Observation", "Trials"]

Attempt = tuple[int, ...]
"""Numbers of constructions, each after those whose points it uses."""

MOST_GOALS = _core.MOST_GOALS
"""How many goals one run can answer."""


class Observation(NamedTuple):
    """What an attempt shows.

    ``mask`` has the goals that hold after it. ``facts`` were concluded from the points it added,
    ``old_facts`` of them speak of points of the figure only; ``equations`` were accepted by the
    tables, premises included. ``residual`` is the number of free variables left in the equations of
    the first goal, reduced by what is known: 0 where it holds.
    """

    mask: int
    facts: int
    old_facts: int
    equations: int
    residual: int


class Trials:
    """Constructions for one closed figure, and attempts that add some of them and close again.

    Constructions may be added while other threads run attempts.
    """

    def __init__(self, base: Closure, goals: Sequence[Predicate], limits: Limits) -> None:
        """Try on copies of ``base``; ``goals`` are statements about its points.

        ``limits`` bound each attempt. Raises ValueError (in :meth:`run`) for more than
        ``MOST_GOALS`` goals.
        """
        self._core = _core.Trials(base.core)
        self._limits = limits
        self._goals = [base.encode(goal) for goal in goals]

    def add(
        self,
        places: Sequence[tuple[float, float]],
        premises: Iterable[tuple[str, Sequence[int]]],
    ) -> int:
        """Add a construction of points at ``places``; return its number.

        ``premises`` are the statements without constants that it asserts: a predicate and the
        numbers of its points. Raises IndexError for a number that no point has yet.
        """
        return self._core.add(places, [(name, list(points), []) for name, points in premises])

    def run(self, attempts: Sequence[Attempt]) -> list[int]:
        """Return for each attempt the goals that hold after it: bit g stands for goal g.

        The mask is 0 for an attempt in a wrong order and for one skipped after :meth:`cancel`.
        Releases the GIL.
        """
        return self._core.run(attempts, self._goals, self._limits.seconds, self._limits.facts)

    def observe(self, attempts: Sequence[Attempt]) -> list[Observation]:
        """Return for each attempt what :meth:`run` does, and what else it shows."""
        rows = self._core.observe(attempts, self._goals, self._limits.seconds, self._limits.facts)
        return [Observation(*row) for row in rows]

    def rebase(self, base: Closure, goals: Sequence[Predicate]) -> None:
        """Start from another closure of the same points, for other goals.

        No thread may be in :meth:`run`. Raises ValueError when the number of points differs.
        """
        self._core.rebase(base.core)
        self._goals = [base.encode(goal) for goal in goals]

    def cancel(self) -> None:
        """Make running and later calls of :meth:`run` return at once."""
        self._core.cancel()
