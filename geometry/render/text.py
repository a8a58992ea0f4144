"""A proof as plain text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from textwrap import fill

from porism.geometry.checker.check import Verdict
from porism.geometry.proof import Proof
from porism.geometry.render.story import Cite, Fact, Story, Text, tell
from porism.geometry.rules import Rule

__all__ = ["render_text"]

_WIDTH = 96


def render_text(
    proof: Proof, verdict: Verdict | None = None, rules: Mapping[str, Rule] | None = None
) -> str:
    """Write the proof for a terminal; ``verdict`` adds the conditions under which it holds."""
    return "\n".join(_lines(tell(proof, verdict, rules))) + "\n"


def _lines(story: Story) -> list[str]:
    margin = len(str(len(story.given) + len(story.derived))) + 3
    lines = [story.title, "", *(_wrap(s, "  ") for s in story.setting), "", story.goal]
    if story.construction:
        lines += ["", "Construction"]
        for what, why in story.construction:
            lines += [_wrap(what, "  "), _wrap(f"({why}.)", "      ")]
    if story.given:
        lines += ["", "Given"]
        lines += [_fact(fact, margin) for fact in story.given]
    lines += ["", "Proof"]
    for fact in story.derived:
        lines.append(_fact(fact, margin))
        if fact.working:
            lines.append(_wrap(flat(fact.working), " " * (margin + 3)))
    if not story.derived:
        lines.append("  It is given.")
    if story.answer:
        lines += ["", f"Answer: {story.answer}"]
    if story.legend:
        lines += ["", _wrap(story.legend, "")]
    if story.verdict:
        lines += ["", f"Checked: {story.verdict}."]
    lines += _list("It holds when", story.conditions)
    lines += _list("Seen in figures drawn afresh", story.notes)
    return lines


def _fact(fact: Fact, margin: int) -> str:
    head = f"{fact.number}. ".rjust(margin)
    reason = f"   ({flat(fact.reason)})" if fact.reason else ""
    return _wrap(f"{head}{fact.statement}{reason}", "", " " * (margin + 3))


def flat(text: Text) -> str:
    """Write citations in brackets."""
    return "".join(_cite(part) if isinstance(part, Cite) else part for part in text)


def _cite(cite: Cite) -> str:
    return f"[{', '.join(map(str, cite.numbers))}]"


def _list(title: str, rows: Iterable[str]) -> list[str]:
    found = [_wrap(f"  - {row}", "", "    ") for row in rows]
    return ["", f"{title}:", *found] if found else []


def _wrap(text: str, first: str, rest: str | None = None) -> str:
    return fill(
        text,
        _WIDTH,
        initial_indent=first,
        subsequent_indent=first if rest is None else rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
