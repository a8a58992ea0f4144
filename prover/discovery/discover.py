"""A discovery tool: statements that hold in many figures of a problem, the unexpected ones first.

A figure proposes (:mod:`porism.prover.discovery.sightings`), figures drawn afresh weed out. What is
left is asked of the closure, which has proofs, and of the referee, which is exact: a statement that
it confirms is a theorem, with a proof or without. Proofs are checked. Where that leaves it to
figures whether another configuration is otherwise, or was not done, a statement is only likely.
What follows in few steps, or from little of the figure, ranks low; of one thing that can be said in
many ways the best is kept.

>>> from porism.geometry.language import parse_problem
>>> euler = "a b c = triangle; o = circle a b c; h = orthocenter a b c; x y z g = centroid a b c"
>>> problem = parse_problem(euler, need_goal=False)
>>> "coll o h g" in [str(found.statement) for found in discover(problem, most=3)]
True
"""

from __future__ import annotations

import math
import threading
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Literal

from porism.ddar.closure import Closure, Limits
from porism.ddar.engine import saturate
from porism.ddar.traceback import TracebackError, traceback
from porism.geometry.errors import FigureError, InputError, RefutedError
from porism.geometry.figure.diagram import Diagram, draw, draw_fresh
from porism.geometry.measure.truth import holds
from porism.geometry.predicates import Predicate, canonical
from porism.geometry.problem import Coordinates, Problem
from porism.geometry.proof import Given, Proof
from porism.geometry.referee import referee
from porism.geometry.verify import Verdict, check
from porism.prover.discovery.sightings import MOST_POINTS, Sighting, sightings
from porism.prover.time_limit import OutOfTime, time_limit

__all__ = ["Discovery", "Known", "discover"]

Known = Literal["proved", "likely", "true", "depends", "seen"]

_FIGURES = 4  # drawn afresh; chance coincidences do not survive one
_DRAWING_SECONDS = 8.0
_CLOSING_SECONDS = 10.0
_MOST_LOOKED_AT = 1500  # statements, the likely ones first
_MOST_TRACED = 400  # proofs written to see how long they are
_MOST_ASKED = 60  # of the referee, who takes milliseconds for each
_MOST_CHECKED = 40  # proofs, the best ones first
_CHECKING_SECONDS = 10.0  # for all of them; each takes some tenths
_NEAR = 1e-7

_WORTH = {"coll": 3.0, "cyclic": 3.0, "circle": 2.5, "midp": 2.2, "perp": 2.0, "para": 2.0,
          "eqangle": 1.7, "cong": 1.6}  # fmt: skip
"""How much a statement of a kind tells, in the eyes of a person who looks at a figure."""

_SPARE = 3  # statements checked besides those to be shown, as some fall back
_UNPROVED_STEPS = 12  # a theorem that deduction does not reach counts as if it had a proof so long
_STEPS_THAT_COUNT = 25


@dataclass(frozen=True)
class Discovery:
    """A statement that holds in all figures drawn.

    ``known``: deduction has a proof, of ``steps`` derived steps, that the checker accepts, and the
    statement is true on every branch (``proved``), or that is not sure (``likely``); or the referee
    says that it is true; or the referee or the checker that it depends on the configuration; or it
    was only seen. ``clauses`` is how many clauses of the problem it needs, or at least speaks of.
    ``score`` is what it is ranked by.
    """

    statement: Predicate
    known: Known
    steps: int
    clauses: int
    score: float


def discover(
    problem: Problem,
    *,
    about: Collection[str] = (),
    most: int = 30,
    seed: int = 0,
    report: Callable[[str], None] = lambda _: None,
    cancel: threading.Event | None = None,
) -> list[Discovery]:
    """Return at most ``most`` statements about the points of ``problem``, best first.

    Each speaks of all points of ``about``, and none is a goal already. ``report`` is told what is
    going on; ``cancel`` ends the search with what is known. Raises InputError for more than
    ``MOST_POINTS`` points, FigureError where there is no figure.
    """
    if len(problem.points) > MOST_POINTS:
        count = len(problem.points)
        raise InputError(f"{count} points; at most {MOST_POINTS} can be looked at together")
    bare = replace(problem, goals=())
    stop = cancel or threading.Event()
    report("drawing figures")
    diagram = draw(bare, seed=seed, seconds=_DRAWING_SECONDS, want_goal=False)
    asked = {canonical(goal) for goal in problem.goals}
    shown = sightings(diagram.coordinates)
    seen = [
        sighting
        for sighting in _surviving(bare, diagram, shown, frozenset(about), seed)
        if canonical(sighting.statement) not in asked
    ]
    report(f"deducing; {len(seen)} statements hold in all figures")
    closure = saturate(bare, diagram.coordinates, Limits(seconds=_CLOSING_SECONDS))
    proofs: dict[Predicate, Proof] = {}
    found = list(_judged(bare, closure, seen, proofs, report, stop))
    best = _best(found, _said(bare, shown), min(most, len(found)) + _SPARE)
    report("checking proofs")
    checked = _checked(best, proofs, _births(bare), seed, stop)
    return sorted(checked, key=_rank)[:most]


# --- seeing ---------------------------------------------------------------------------------------


def _surviving(
    problem: Problem,
    diagram: Diagram,
    shown: Sequence[Sighting],
    about: frozenset[str],
    seed: int,
) -> list[Sighting]:
    """Return what holds in the figure and in others, and is no premise."""
    others = _others(problem, diagram, seed)
    premises = {canonical(s) for s in problem.premises}
    unique: dict[Predicate, Sighting] = {}
    for sighting in shown:
        s = canonical(sighting.statement)
        if about <= set(s.points) and s not in premises and s.name in _WORTH:
            unique.setdefault(s, sighting)
    born = _births(problem)
    likely = sorted(unique.values(), key=lambda s: -_promise(s.statement, born))
    return [
        sighting
        for sighting in likely[:_MOST_LOOKED_AT]
        if all(_holds(sighting.statement, at) for at in others)
    ]


def _others(problem: Problem, diagram: Diagram, seed: int) -> list[Coordinates]:
    try:
        fresh = draw_fresh(problem, diagram, _FIGURES, seed, seconds=_DRAWING_SECONDS)
    except (FigureError, RefutedError):  # a figure that has no second one
        return []
    return [other.coordinates for other in fresh]


def _holds(statement: Predicate, at: Coordinates) -> bool:
    try:
        return holds(statement, at, _NEAR)
    except ValueError:  # points of it coincide there
        return False


def _births(problem: Problem) -> dict[str, int]:
    """Return the number of the clause that makes each point."""
    return {p: n for n, clause in enumerate(problem.clauses) for p in clause.points}


def _promise(statement: Predicate, born: dict[str, int]) -> float:
    """Rank before anything is known: points of many clauses, and of late ones, promise more."""
    births = {born.get(p, 0) for p in statement.points}
    return _WORTH[statement.name] * len(births) + 0.1 * sum(births)


# --- judging --------------------------------------------------------------------------------------


def _judged(
    problem: Problem,
    closure: Closure,
    seen: Sequence[Sighting],
    proofs: dict[Predicate, Proof],
    report: Callable[[str], None],
    stop: threading.Event,
) -> Iterator[tuple[Hashable, Discovery]]:
    """Yield what is known of the statements; the proofs written go into ``proofs``."""
    born = _births(problem)
    proved = [s for s in seen if closure.holds(s.statement)]
    report(f"{len(proved)} statements have a proof; weighing them")
    for sighting in proved[:_MOST_TRACED]:
        if stop.is_set():
            return
        try:
            proof = traceback(closure, sighting.statement)
        except TracebackError:
            continue
        steps = sum(not isinstance(step.reason, Given) for step in proof.steps)
        by_definition = steps == 1 and sighting.statement.name in ("midp", "circle")
        if steps and not by_definition:
            clauses = _clauses_used(problem, proof, born)
            proofs[sighting.statement] = proof
            yield sighting.group, _ranked(sighting.statement, "likely", steps, clauses, born)
    yield from _without_proof(problem, closure, seen, report, stop)


def _without_proof(
    problem: Problem,
    closure: Closure,
    seen: Sequence[Sighting],
    report: Callable[[str], None],
    stop: threading.Event,
) -> Iterator[tuple[Hashable, Discovery]]:
    """Ask the referee about what deduction does not reach."""
    born = _births(problem)
    asked = [s for s in seen if not closure.holds(s.statement)][:_MOST_ASKED]
    if not asked or stop.is_set():
        return
    report(f"asking the referee about {len(asked)} statements without a proof")
    ruling = referee(replace(problem, goals=tuple(s.statement for s in asked)))
    known: dict[str, Known] = {"true": "true", "depends": "depends", "not applicable": "seen"}
    for sighting, of_goal in zip(asked, ruling.goals, strict=True):
        if of_goal.kind in known:
            s = sighting.statement
            clauses = len({born[p] for p in s.points if p in born})
            found = _ranked(s, known[of_goal.kind], _UNPROVED_STEPS, clauses, born)
            yield sighting.group, found


def _checked(
    found: Sequence[Discovery],
    proofs: Mapping[Predicate, Proof],
    born: dict[str, int],
    seed: int,
    stop: threading.Event,
) -> list[Discovery]:
    """Check the proofs of what was found, as many as there is time for; drop what is false."""
    ruled: dict[Predicate, Known | None] = {}
    with suppress(OutOfTime), time_limit(_CHECKING_SECONDS):
        for s in [d.statement for d in found if d.known == "likely"][:_MOST_CHECKED]:
            if stop.is_set():
                break
            proof = proofs[s]
            asked = replace(proof, problem=replace(proof.problem, goals=(proof.goal,)))
            ruled[s] = _ruled(check(asked, seed=seed))
    kept = ((d, ruled.get(d.statement, d.known)) for d in found)
    return [
        d if known == d.known else _ranked(d.statement, known, d.steps, d.clauses, born)
        for d, known in kept
        if known is not None
    ]


def _ruled(verdict: Verdict) -> Known | None:
    """Return what a verdict makes of a statement that deduction has a proof of."""
    if not verdict.accepted:
        return None
    if verdict.status == "proved_for_configuration":
        return "depends"
    return "proved" if verdict.ruling.startswith("true") else "likely"


def _clauses_used(problem: Problem, proof: Proof, born: dict[str, int]) -> int:
    """Count the clauses whose premises a proof cites, and those that made its points."""
    owner = {canonical(s): n for n, clause in enumerate(problem.clauses) for s in clause.premises}
    cited = {canonical(s.statement) for s in proof.steps if isinstance(s.reason, Given)}
    return len({owner[s] for s in cited if s in owner} | {born[p] for p in proof.goal.points})


def _ranked(
    statement: Predicate, known: Known, steps: int, clauses: int, born: dict[str, int]
) -> Discovery:
    """Score a statement: what it tells, how far it is from the premises, how much it needs.

    A statement about points of one clause only says how the construction works.
    """
    spread = len({born.get(p, 0) for p in statement.points})
    depth = math.log2(1 + min(steps, _STEPS_THAT_COUNT))
    sure = {"proved": 1.0, "likely": 1.0, "true": 1.1, "depends": 0.6, "seen": 0.5}[known]
    score = _WORTH[statement.name] * depth * math.sqrt(clauses) * (0.5 + 0.25 * spread) * sure
    return Discovery(statement, known, steps, clauses, score)


def _said(problem: Problem, shown: Sequence[Sighting]) -> dict[Hashable, set[str]]:
    """Return which points the premises say to be on one line or one circle, by group."""
    premises = {canonical(s) for s in problem.premises}
    said: defaultdict[Hashable, set[str]] = defaultdict(set)
    for sighting in shown:
        if sighting.statement.name in ("coll", "cyclic"):
            if canonical(sighting.statement) in premises:
                said[sighting.group].update(sighting.statement.points)
    return dict(said)


def _best(
    found: Sequence[tuple[Hashable, Discovery]],
    said: Mapping[Hashable, set[str]],
    most: int,
) -> list[Discovery]:
    """Keep the best of each group, and put those first that tell most."""
    groups: defaultdict[Hashable, list[Discovery]] = defaultdict(list)
    for group, discovery in found:
        groups[group].append(discovery)
    kept = [d for key, group in groups.items() for d in _of_group(group, said.get(key, ()))]
    return sorted(kept, key=_rank)[:most]


def _rank(discovery: Discovery) -> tuple[float, str]:
    return -discovery.score, str(discovery.statement)


def _of_group(group: Sequence[Discovery], said: Collection[str]) -> Iterator[Discovery]:
    """Yield the ways of saying one thing that are nearest, until all its points are spoken of.

    With the fifth point of a circle something is said that the first four did not. Of some points
    the premises have ``said`` it.
    """
    told = set(said)
    for discovery in sorted(group, key=lambda d: (d.steps, -d.score, str(d.statement))):
        if not told.issuperset(discovery.statement.points):
            told.update(discovery.statement.points)
            yield discovery
