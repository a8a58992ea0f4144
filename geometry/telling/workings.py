"""The chains of a proof, each laid out once and every link of it checked."""

from __future__ import annotations

from porism.geometry.proof import ByAlgebra, ByRule, Proof, Step
from porism.geometry.telling.chains import Layout, angle_layout, lay_out
from porism.geometry.telling.lines import Lines
from porism.geometry.telling.linkcheck import links_hold
from porism.geometry.telling.notation import Notation
from porism.geometry.telling.ratios import ratio_layout

__all__ = ["Workings"]


_LONG = 8  # links; such a chain is compared with that of the derivation, term by term


class Workings:
    """Lays out algebraic steps.

    ``laid_out`` counts the links of chains, ``failed`` the steps whose chain does not hold.
    """

    def __init__(self, proof: Proof, notation: Notation) -> None:
        self.proof, self.steps, self.notation = proof, proof.steps, notation
        self.laid_out, self.failed = 0, 0
        self._lines: dict[int, Lines] = {}
        self._layouts: dict[int, Layout | None] = {}

    def lines_before(self, step: int) -> Lines:
        """Return the lines known when a step is told."""
        if step not in self._lines:
            known = [s.statement for s in self.steps[: step + 1] if s.id != step]
            self._lines[step] = Lines(known, self.proof.coordinates)
        return self._lines[step]

    def _points_wanted(self, step: Step) -> tuple[str, ...]:
        """Return the points of the one conclusion that a step is there for, if it is one."""
        users = [s for s in self.steps if step.id in s.premises]
        only = users[0] if len(users) == 1 else None
        return only.statement.points if only and isinstance(only.reason, ByRule) else ()

    def layout(self, step: Step, reason: ByAlgebra) -> Layout | None:
        """Lay out the algebra of a step; None where a link cannot be shown to hold."""
        if step.id not in self._layouts:
            self._layouts[step.id] = self._laid_out(step, reason)
        return self._layouts[step.id]

    def _laid_out(self, step: Step, reason: ByAlgebra) -> Layout | None:
        if reason.table in ("area", "product"):  # a sum of whole statements: they say all of it
            return None
        lines = self.lines_before(step.id)
        found: Layout | None = None
        if reason.table == "angle":
            preferred = self._points_wanted(step)
            found = angle_layout(step, reason, self.steps, self.notation, lines, preferred)
        elif reason.table == "ratio":
            found = ratio_layout(step, reason, self.steps, self.notation)
        if found is not None and not links_hold(found, step, reason.table, self.steps, lines):
            found = None
        if found is None or len(found.links) > _LONG:
            termwise = lay_out(step, reason, self.steps, self.notation)
            holds = links_hold(termwise, step, reason.table, self.steps, lines)
            if found is None and not holds:
                self.failed += 1
                return None
            if found is None or (holds and len(termwise.links) < len(found.links)):
                found = termwise
        self.laid_out += len(found.links)
        return found
