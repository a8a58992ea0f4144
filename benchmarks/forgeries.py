"""Forged proofs: spoiled ones, and right steps in a frame that is not right.

By *mutation*: an accepted proof of the corpus is spoiled in one to three places
(:mod:`benchmarks.proof_mutations`), claims another statement, calls its points by each other's
names, or brings another figure.

By *construction*: the engine is the forger. It is given something that the text does not allow,
closes that, and whatever it derives falsely is traced back. Every step of such a proof is right:

* ``smuggled``: auxiliary clauses with more demands than their points can meet, some of them with
  terms that cancel or nearly vanish, so that they speak of old points;
* ``assumed``: the figure is one in which a false statement happens to hold, and a clause says so;
* ``unmeant``: all premises hold in the figure, but it is the other intersection, the other side or
  sense, or points coincide;
* ``far``: the same, with another point so far away that all else is small beside it.

What a forged proof claims is judged by the referee, and what is accepted is right only where the
verdict says no more than that (:mod:`benchmarks.judging`); a spoiled proof can still be right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, lru_cache
from random import Random

from benchmarks.mutants import mutant
from benchmarks.proof_mutations import MUTATIONS
from porism.ddar.closure import Closure, Limits
from porism.ddar.engine import saturate
from porism.ddar.traceback import TracebackError, traceback
from porism.geometry.checker.proof_json import from_json, to_json
from porism.geometry.errors import PorismError
from porism.geometry.figure.diagram import draw
from porism.geometry.figure.system import System
from porism.geometry.forms import check_form, is_trivial
from porism.geometry.language.text import parse_problem
from porism.geometry.language.writer import to_text
from porism.geometry.measure.tolerances import ENTERED
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Clause, Coordinates, Problem
from porism.geometry.proof import Proof
from porism.geometry.referee import referee
from porism.prover.options import SolveOptions
from porism.prover.solve import solve

__all__ = ["FAMILIES", "Forged", "forgeries"]

_DRAWING = 2.0  # seconds for one figure
_CLOSING = Limits(seconds=5.0, facts=5_000)
_SOLVING = SolveOptions(budget=10.0, threads=1, proposer="none")
_SPOILED = 30  # proofs that are made of one proof at a time
_FALSE = 12  # false facts of one closure that are traced back
_DEPENDS = 1  # and of such as hold in some configurations
_JUDGED = 400  # facts of one closure that the referee is asked about
_STARTS = 6  # random places from which a figure of the premises alone is looked for

Mutation = Callable[[Proof, Random], "Proof | None"]


@dataclass(frozen=True)
class Forged:
    """A forged proof, and which way it was made."""

    way: str
    proof: Proof


def forgeries(problem: Problem, family: str, seed: int) -> Iterator[Forged]:
    """Make forged proofs about a problem, or about a mutant of it."""
    random = Random(f"{family}/{problem.name}/{seed}")
    return FAMILIES[family](problem, seed, random)


# --- by mutation --------------------------------------------------------------------------------


@cache  # one entry a problem: to find them takes longer than to spoil them
def _proofs_of(text: str, name: str) -> tuple[Proof, ...]:
    return solve(parse_problem(text, name), _SOLVING).proofs


def _spoiled(problem: Problem, seed: int, random: Random) -> Iterator[Forged]:
    proofs = _proofs_of(to_text(problem), problem.name)
    ways = {**MUTATIONS, **_MORE}
    for proof in proofs:
        for _ in range(_SPOILED):
            names = random.choices(sorted(ways), k=random.choice((1, 1, 1, 2, 3)))
            found: Proof | None = proof
            for name in names:
                found = _changed(ways[name], found, random)
            if found is not None and found != proof:
                yield Forged("+".join(names), found)


def _changed(way: Mutation, proof: Proof | None, random: Random) -> Proof | None:
    """Change a proof in one way; None where it is so spoiled that this has no meaning."""
    try:
        return proof and way(proof, random)
    except (ArithmeticError, LookupError, ValueError):
        return None


def _points_permuted(proof: Proof, random: Random) -> Proof | None:
    """The steps speak of other points; the figure and the text stay."""
    points = proof.problem.points
    some = random.sample(points, min(len(points), random.choice((2, 2, 3))))
    names = dict(zip(some, some[1:] + some[:1], strict=True))
    if random.random() < 0.5:
        moved = {names.get(p, p): at for p, at in proof.coordinates.items()}
        return replace(proof, coordinates=moved)
    data = to_json(replace(proof, problem=proof.problem.rename(names)))
    try:
        renamed = from_json(data).problem
    except PorismError:
        return None
    return replace(proof, problem=renamed)


def _other_text(proof: Proof, random: Random) -> Proof | None:
    """The statement is another one, with the figure of the old one or its own."""
    found = mutant(replace(proof.problem, auxiliary=()), random.randrange(1000))
    if found is None or set(found.points) != {p for c in proof.problem.clauses for p in c.points}:
        return None
    problem = replace(found, goals=proof.problem.goals, auxiliary=proof.problem.auxiliary)
    if random.random() < 0.3:
        return replace(proof, problem=problem)
    try:
        places = draw(problem, seed=random.randrange(100), seconds=_DRAWING, want_goal=False)
    except PorismError:
        return None
    return replace(proof, problem=problem, coordinates=places.coordinates)


def _lost_premise(proof: Proof, random: Random) -> Proof | None:
    """One construction of the text is dropped, and the steps still cite its premises."""
    several = [i for i, c in enumerate(proof.problem.clauses) if len(c.constructions) > 1]
    if not several:
        return None
    i = random.choice(several)
    clause = proof.problem.clauses[i]
    j = random.randrange(len(clause.constructions))
    rest = replace(clause, constructions=clause.constructions[:j] + clause.constructions[j + 1 :])
    clauses = (*proof.problem.clauses[:i], rest, *proof.problem.clauses[i + 1 :])
    return replace(proof, problem=replace(proof.problem, clauses=clauses))


def _clause_made_auxiliary(proof: Proof, random: Random) -> Proof | None:
    """The last clause of the text is called auxiliary, goal and all."""
    *first, last = proof.problem.clauses
    if not first:
        return None
    auxiliary = (last, *proof.problem.auxiliary)
    return replace(proof, problem=replace(proof.problem, clauses=tuple(first), auxiliary=auxiliary))


def _goal_in_a_clause(proof: Proof, random: Random) -> Proof | None:
    """An auxiliary clause, or the last one of the text, says the goal as well."""
    goal = _false_statement(proof.problem, random)
    if goal is None:
        return None
    place = Clause(("x9",), (), (goal,))
    problem = replace(proof.problem, auxiliary=(*proof.problem.auxiliary, place), goals=(goal,))
    step = replace(proof.steps[0], statement=goal)
    x, y = next(iter(proof.coordinates.values()))
    places = {**proof.coordinates, "x9": (x + 0.3, y + 0.1)}
    return replace(proof, problem=problem, goal=goal, steps=(step,), coordinates=places)


def _other_figure(proof: Proof, random: Random) -> Proof | None:
    """Scaled, mirrored, flattened, shaken, thrown far, or with two points at one place."""
    at = dict(proof.coordinates)
    factor = random.choice((1e-12, 1e-6, 1e6, 1e8, -1.0))
    point, other = random.sample(list(at), 2) if len(at) > 1 else (next(iter(at)),) * 2
    match random.randrange(6):
        case 0:
            at = {p: (x * factor, y * factor) for p, (x, y) in at.items()}
        case 1:
            at = {p: (-x, y) for p, (x, y) in at.items()}
        case 2:
            at = {p: (x, y * 1e-9) for p, (x, y) in at.items()}
        case 3:
            at = {p: (x + random.gauss(0, 1e-7), y) for p, (x, y) in at.items()}
        case 4:
            at[point] = (at[point][0] * 1e8 + 1e8, at[point][1])
        case _:
            at[point] = at[other]
    return replace(proof, coordinates=at)


_MORE: dict[str, Mutation] = {
    function.__name__.strip("_").replace("_", " "): function
    for function in (
        _points_permuted,
        _other_text,
        _lost_premise,
        _clause_made_auxiliary,
        _goal_in_a_clause,
        _other_figure,
    )
}


# --- by construction ----------------------------------------------------------------------------


def _traced(
    closure: Closure, text: Problem, way: str, random: Random, most: int = _FALSE
) -> Iterator[Forged]:
    """Trace back facts of a closure that are false of the text."""
    known = {p for clause in text.clauses for p in clause.points}
    facts = [f.statement for f in closure.facts() if f.rule != "given"]
    facts = [s for s in dict.fromkeys(facts) if set(s.points) <= known and not is_trivial(s)]
    if len(facts) > _JUDGED:
        facts = random.sample(facts, _JUDGED)
    if not facts:
        return
    ruling = referee(replace(text, goals=tuple(facts), auxiliary=()), instances=1)
    false = [r.goal for r in ruling.goals if r.kind == "false"]
    depends = [r.goal for r in ruling.goals if r.kind == "depends"]
    wanted = random.sample(false, min(most, len(false)))
    for goal in (*wanted, *random.sample(depends, min(_DEPENDS, len(depends)))):
        try:
            proof = traceback(closure, goal)
        except (TracebackError, PorismError):
            continue
        problem = replace(proof.problem, goals=(goal,))
        yield Forged(way, replace(proof, problem=problem))


def _smuggled(problem: Problem, seed: int, random: Random) -> Iterator[Forged]:
    """A new point with demands that it cannot meet for all places of the old ones."""
    text = replace(problem, goals=())
    for _ in range(10):
        clause = _demanding_clause(text, random)
        if clause is None:
            continue
        asked = text.with_auxiliary((clause,))
        places = _figure_of_premises(asked, random, near=_drawn(text, seed))
        if places is not None:
            yield from _traced(saturate(asked, places, _CLOSING), text, "smuggled", random)


def _demanding_clause(text: Problem, random: Random) -> Clause | None:
    points = text.points
    if len(points) < 3:
        return None
    new = "x9"
    found: list[Predicate] = []
    for _ in range(random.choice((1, 2, 3, 3, 4))):
        statement = _statement(random, (*points, new), new)
        if statement is not None:
            found.append(statement)
    return Clause((new,), (), tuple(found)) if found else None


_FORMS = (
    *("coll", "para", "perp", "cong", "eqangle", "eqratio", "cyclic", "midp", "circle", "overlap"),
    *("simtri", "contri", "distseq", "sqeq", "angeq", "distmeq", "aconst", "rconst", "l2const"),
)
_SIZES = {"coll": 3, "midp": 3, "overlap": 2, "eqangle": 8, "eqratio": 8, "simtri": 6, "contri": 6}
_WEIGHTS = tuple(Fraction(w) for w in ("1", "-1", "2", "-2", "1000", "1/1000", "1/2", "-1/1000"))


def _statement(random: Random, points: Sequence[str], new: str) -> Predicate | None:
    """Some statement with the new point, now and then with terms of it that cancel."""
    name = random.choice(_FORMS)
    constants: tuple[Fraction, ...] = ()
    if name in ("distseq", "sqeq", "angeq", "distmeq"):
        old = random.sample(points[:-1], min(len(points) - 1, 4)) * 2
        names, weights = old[:4], [Fraction(1), Fraction(-1)]
        a = random.choice(old)
        c = random.choice(_WEIGHTS)
        other = random.choice((a, random.choice(old)))
        names += [a, new, *random.choice(((other, new), (new, other)))]
        weights += [c, random.choice((-c, -c, -c, random.choice(_WEIGHTS)))]
        last = {"angeq": (Fraction(0),), "distmeq": (Fraction(1),)}.get(name, ())
        made = Predicate(name, tuple(names), (*weights, *last))
    else:
        size = _SIZES.get(name, 2 if name == "l2const" else 4)
        names = [random.choice(points) for _ in range(size)]
        names[random.randrange(size)] = new
        if name in ("aconst", "rconst", "l2const"):
            constants = (random.choice((Fraction(1, 3), Fraction(1, 2), Fraction(2))),)
        made = Predicate(name, tuple(names), constants)
    try:
        check_form(made)
    except (ValueError, ZeroDivisionError, IndexError):
        return None
    return made


def _false_statement(problem: Problem, random: Random) -> Predicate | None:
    points = [p for clause in problem.clauses for p in clause.points]
    if len(points) < 4:
        return None
    name = random.choice(("coll", "para", "perp", "cong", "cyclic"))
    return Predicate(name, tuple(random.sample(points, 3 if name == "coll" else 4)))


@lru_cache(maxsize=4)
def _drawn(text: Problem, seed: int) -> Coordinates | None:
    try:
        return draw(text, seed=seed, seconds=_DRAWING, want_goal=False).coordinates
    except PorismError:
        return None


def _figure_of_premises(
    problem: Problem, random: Random, near: Coordinates | None = None
) -> Coordinates | None:
    """Return places in which the premises hold, whatever they were meant to say.

    They are looked for from anywhere, or from those of another figure, shaken a little.
    """
    points = problem.points
    system = System(points, problem.premises, 1.0)
    for number in range(_STARTS):
        start = {p: complex(random.uniform(-2, 2), random.uniform(-2, 2)) for p in points}
        if near is not None and number % 3 < 2:
            start |= {p: complex(*near[p]) + 0.05 * start[p] for p in points if p in near}
        x = system.polish(system.array(start), steps=40)
        if system.error(x) < ENTERED:
            return {p: (z.real, z.imag) for p, z in system.coords(x).items()}
    return None


def _assumed(problem: Problem, seed: int, random: Random) -> Iterator[Forged]:
    """A figure in which something false happens to hold, and a clause that uses it."""
    text = replace(problem, goals=())
    for _ in range(3):
        accident = _false_statement(text, random)
        if accident is None:
            return
        hidden = replace(text, clauses=(*text.clauses, Clause(("x9",), (), (accident,))))
        places = _figure_of_premises(hidden, random, near=_drawn(text, seed))
        if places is None:
            continue
        a, b = accident.points[:2]
        carried = (accident, Predicate("coll", ("x9", a, b)))
        clause = Clause(("x9",), (), carried[random.choice((0, 1)) :])
        asked = text.with_auxiliary((clause,))
        closed = _figure_near(asked, places)
        if closed is not None:
            yield from _traced(saturate(asked, closed, _CLOSING), text, "assumed", random)
        # the engine is told of the accident, and the proof does not say where it has it from
        told = saturate(hidden, places, _CLOSING)
        for forged in _traced(told, text, "assumed silently", random, most=4):
            rest = {p: at for p, at in forged.proof.coordinates.items() if p != "x9"}
            claimed = replace(text, goals=(forged.proof.goal,))
            yield replace(forged, proof=replace(forged.proof, problem=claimed, coordinates=rest))


def _figure_near(problem: Problem, places: Coordinates) -> Coordinates | None:
    system = System(problem.points, problem.premises, 1.0)
    start = {p: complex(*places.get(p, (0.1, 0.2))) for p in problem.points}
    x = system.polish(system.array(start), steps=40)
    if not system.error(x) < ENTERED:
        return None
    return {p: (z.real, z.imag) for p, z in system.coords(x).items()}


def _unmeant(problem: Problem, seed: int, random: Random) -> Iterator[Forged]:
    """A figure of the premises from anywhere: other intersections, sides, senses; coincidences."""
    changed = mutant(problem, seed) or problem
    text = replace(changed, goals=())
    for _ in range(4):
        joined = text
        if random.random() < 0.6 and len(text.points) > 2:  # two points at one place
            pair = tuple(random.sample(text.points, 2))
            at_one = Clause(("x9",), (), (Predicate("overlap", pair),))
            joined = replace(text, clauses=(*text.clauses, at_one))
        places = _figure_of_premises(joined, random, near=_drawn(text, seed))
        if places is None:
            continue
        own = {p: at for p, at in places.items() if p != "x9"}
        yield from _traced(saturate(text, own, _CLOSING), text, "unmeant", random)


def _far(problem: Problem, seed: int, random: Random) -> Iterator[Forged]:
    """The same, in a text with a free point more, which lies far away."""
    away = Clause(("z9",), (), ())
    for forged in _unmeant(problem, seed, random):
        proof = forged.proof
        clauses = (*proof.problem.clauses, away)
        distance = random.choice((1e3, 1e6, 1e8, 9e8))
        problem_far = replace(proof.problem, clauses=clauses)
        places = {**proof.coordinates, "z9": (distance, -distance / 3)}
        yield Forged("far", replace(proof, problem=problem_far, coordinates=places))


FAMILIES: dict[str, Callable[[Problem, int, Random], Iterator[Forged]]] = {
    "spoiled": _spoiled,
    "smuggled": _smuggled,
    "assumed": _assumed,
    "unmeant": _unmeant,
    "far": _far,
}
