"""What is true of a figure, for the page: statements with what is known of each."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection
from typing import Any

from porism.geometry.errors import InputError
from porism.geometry.problem import Problem
from porism.geometry.words import display_names
from porism.prover.discovery.discover import Discovery, discover
from porism.studio.reading import stated

__all__ = ["found_in"]

_SAYS = {
    "proved": "has a proof",
    "likely": "likely: has a proof, which may not cover every configuration",
    "true": "true, and no proof is known yet",
    "depends": "true in this configuration, as far as is known",
    "seen": "seen in all figures drawn",
}


def found_in(
    problem: Problem,
    about: Collection[str],
    seed: int,
    say: Callable[[dict[str, Any]], None],
    stop: threading.Event,
) -> list[dict[str, Any]]:
    """Return what is true of the points ``about``, best first. Raises PorismError."""
    unknown = [p for p in about if p not in problem.points]
    if unknown:
        raise InputError(f"the figure has no point {unknown[0]}")
    found = discover(
        problem,
        about=about,
        seed=seed,
        report=lambda text: say({"phase": text[:1].upper() + text[1:]}),
        cancel=stop,
    )
    names = display_names(problem.points)
    return [{**stated(d.statement, names), "known": d.known, "why": _why(d)} for d in found]


def _why(discovery: Discovery) -> str:
    text = _SAYS[discovery.known]
    if discovery.known == "proved":
        steps = f"{discovery.steps} step{'s' * (discovery.steps != 1)}"
        text = f"{text} of {steps}, from {discovery.clauses} clause{'s' * (discovery.clauses > 1)}"
    return text
