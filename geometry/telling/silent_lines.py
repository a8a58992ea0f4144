"""Which points are on one line, of which a sentence makes use without saying so."""

from __future__ import annotations

from collections.abc import Sequence

from porism.geometry.problem import Coordinates
from porism.geometry.proof import Step
from porism.geometry.telling.lines import Lines
from porism.geometry.telling.model import Text
from porism.geometry.telling.notation import Notation

__all__ = ["silent_lines"]


def silent_lines(
    told: Sequence[int], steps: Sequence[Step], places: Coordinates, notation: Notation
) -> Text:
    """List the lines that the steps ``told`` stand on, each by all its points in their order.

    Empty where there are none. What one of the steps concludes itself is said anyway.
    """
    cited = dict.fromkeys(premise for i in told for premise in steps[i].premises)
    statements = [steps[i].statement for i in cited if steps[i].statement.name == "coll"]
    lines = Lines(statements, places)
    found = dict.fromkeys(lines.of((s.points[0], s.points[1])) for s in statements)
    language = notation.language
    said = [
        language.say("short", "coll", {"points": notation.listed(_in_order(line, places))})
        for line in found
    ]
    return language.listed(said, "semicolon", "semicolon")


def _in_order(line: Sequence[str], places: Coordinates) -> list[str]:
    """Put points of a line in the order in which the figure has them."""
    return sorted(line, key=lambda p: (places[p], p))
