"""Points on a circle because they see a segment under a right angle, which chains hide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from porism.geometry.predicates import Predicate
from porism.geometry.proof import Step
from porism.geometry.telling.lines import Lines

__all__ = ["Diameter", "diameter_of"]

Corner = tuple[str, str, str]


@dataclass(frozen=True)
class Diameter:
    """Two right angles over one segment: ``a v b`` and ``a w b``; the four points."""

    angles: tuple[Corner, Corner]
    points: tuple[str, ...]


def diameter_of(step: Step, steps: Sequence[Step], lines: Lines) -> Diameter | None:
    """Read a step that concludes four concyclic points from two right angles so; else None."""
    s = step.statement
    cited = [steps[i].statement for i in step.premises]
    right = [c for c in cited if c.name == "perp"]
    if s.name != "cyclic" or any(c.name not in ("perp", "coll") for c in cited) or len(right) != 2:
        return None
    for v, w in combinations(s.points, 2):
        a, b = (p for p in s.points if p not in (v, w))
        if all(any(_is_right((a, x, b), r, lines) for r in right) for x in (v, w)):
            return Diameter(((a, v, b), (a, w, b)), s.points)
    return None


def _is_right(corner: Corner, perp: Predicate, lines: Lines) -> bool:
    a, v, b = corner
    arms = {lines.of((a, v)), lines.of((v, b))}
    p = perp.points
    return len(arms) == 2 and arms == {lines.of((p[0], p[1])), lines.of((p[2], p[3]))}
