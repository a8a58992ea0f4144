"""What the engine did in one figure, as tables: seconds, facts, rules, and what was left out.

The closure must have been made with ``profile=True``, else its seconds are zero.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from porism.ddar.closure import Closure, Statistics
from porism.geometry.equations import TABLES
from porism.prover.bench.tables import grid

__all__ = ["left_out_text", "profile_text"]


def left_out_text(closure: Closure) -> str:
    """Say on one line what the engine left out, and how often; empty when nothing was."""
    return ", ".join(f"{count} x {what}" for what, count in closure.left_out().items())


def profile_text(closure: Closure, seconds: float) -> str:
    """Return the tables, a blank line between two of them.

    ``seconds`` is the wall-clock time in which the closure was made.
    """
    stats = closure.statistics()
    parts = (
        _matchers(_largest_first(stats.seconds), seconds),
        _tables(stats),
        _rules(_largest_first(stats.fired), len(closure)),
        _predicates(closure),
        _ending(closure, stats),
    )
    return "\n".join(parts)


def _largest_first(table: Mapping[str, float]) -> dict[str, float]:
    return dict(sorted(table.items(), key=lambda item: -item[1]))


def _matchers(spent: Mapping[str, float], seconds: float) -> str:
    """What no matcher took was spent on listing candidates in the figure and on premises."""
    rest = max(0.0, seconds - sum(spent.values()))
    rows = [["matcher", "ms", "share"]]
    for name, s in (*((name, s) for name, s in spent.items() if s > 5e-7), ("(figure)", rest)):
        rows.append([name, _ms(s), f"{s / seconds:.0%}"])
    return grid([*rows, ["all", _ms(seconds), ""]], right=(1, 2))


def _tables(stats: Statistics) -> str:
    """The seconds are those in which equations entered, a part of what matchers took."""
    seconds = stats.table_seconds
    rows = [["table", "equations", "contradictory", "ms"]]
    rows += [
        [t, str(stats.equations[t]), str(stats.contradictions[t]), _ms(seconds[t])] for t in TABLES
    ]
    return grid(rows, right=(1, 2, 3))


def _rules(fired: Mapping[str, float], facts: int) -> str:
    given = facts - sum(fired.values())
    rows = [["rule", "fired"], *([rule, f"{count:g}"] for rule, count in fired.items())]
    return grid([*rows, ["(given)", f"{given:g}"], ["all", f"{facts}"]], right=(1,))


def _predicates(closure: Closure) -> str:
    counts = Counter(fact.statement.name for fact in closure.facts())
    rows = [["predicate", "facts"], *([name, str(n)] for name, n in counts.most_common())]
    return grid([*rows, ["all", str(len(closure))]], right=(1,))


def _ending(closure: Closure, stats: Statistics) -> str:
    how = "not run" if closure.stopped is None else closure.stopped.name.lower()
    said = f"  {how} after {stats.rounds} rounds"
    if stats.user_rules_tried is not None:
        said += f", {stats.user_rules_tried} instances of your rules tried"
    return f"{said}; left out: {left_out_text(closure) or 'nothing'}\n"


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:.3f}"
