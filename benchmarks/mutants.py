"""Statements near those of a file, mostly false: to see whether a prover falls for them.

A mutant differs from its problem in one to three places: a point stands where another stood, two
change places, a construction becomes another with as many points, one of two loci is dropped, a
number changes, a predicate or the goal is another statement. What results reads like any problem.
The figure that such a statement is drawn in may be *special*: a triangle is equilateral, a point of
a line a midpoint, a point of a circle opposite to another, though the text says no such thing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from random import Random

from porism.geometry.constructions import CONSTRUCTIONS, Definition, definitions
from porism.geometry.errors import PorismError
from porism.geometry.language.text import parse_problem
from porism.geometry.language.writer import to_text
from porism.geometry.predicates import KINDS, Predicate
from porism.geometry.problem import Clause, Construction, Problem

__all__ = ["mutant", "special"]

_ANGLES = tuple(Fraction(n, 12) for n in (1, 2, 3, 4, 6, 8, 9, 10))
_NUMBERS = (Fraction(1), Fraction(2), Fraction(1, 2), Fraction(3, 2), Fraction(3))
_TRIES = 60

Change = Callable[[Problem, Random], "Problem | None"]


def mutant(problem: Problem, seed: int) -> Problem | None:
    """Return a statement with one to three things changed, None where none was found."""
    random = Random(f"{problem.name}/{seed}")
    changes = random.choice((1, 1, 1, 2, 2, 3))
    ways = _CHANGES if _calls(problem) else _OF_PREDICATES
    for _ in range(_TRIES):
        found: Problem | None = problem
        for _ in range(changes):
            change = random.choice(ways)
            found = change(found, random) if found is not None else None
        if found is None:
            continue
        try:
            text = to_text(found)
            read = parse_problem(text, f"{problem.name}~{seed}")
        except (PorismError, ValueError):
            continue
        if text != to_text(problem):
            return read
    return None


# --- changes ----------------------------------------------------------------------------------


def _calls(problem: Problem) -> list[tuple[int, int, Construction]]:
    """All constructions, with the numbers of their clause and their place in it."""
    return [
        (i, j, call)
        for i, clause in enumerate(problem.clauses)
        for j, call in enumerate(clause.constructions)
    ]


def _with_call(problem: Problem, i: int, j: int, call: Construction | None) -> Problem:
    clause = problem.clauses[i]
    before, after = clause.constructions[:j], clause.constructions[j + 1 :]
    calls = (*before, *([] if call is None else [call]), *after)
    return _with_clause(problem, i, replace(clause, constructions=calls))


def _with_clause(problem: Problem, i: int, clause: Clause) -> Problem:
    return replace(problem, clauses=(*problem.clauses[:i], clause, *problem.clauses[i + 1 :]))


def _known(problem: Problem, i: int) -> tuple[str, ...]:
    return tuple(p for clause in problem.clauses[:i] for p in clause.points)


def _applied(
    definition: Definition, arguments: tuple[str, ...], constants: tuple[Fraction, ...]
) -> Construction | None:
    if len(set(arguments)) < len(arguments) and len(arguments) < 5:
        return None
    try:
        return definition.apply(arguments, *constants)
    except ValueError:
        return None


def _exchange_point(problem: Problem, random: Random) -> Problem | None:
    """One known point of a construction becomes another."""
    i, j, call = random.choice(_calls(problem))
    known = _known(problem, i)
    places = [k for k, p in enumerate(call.arguments) if p in known]
    if not places:
        return None
    arguments = list(call.arguments)
    arguments[random.choice(places)] = random.choice(known)
    new = _applied(CONSTRUCTIONS[call.name], tuple(arguments), call.constants)
    return None if new is None else _with_call(problem, i, j, new)


def _swap_points(problem: Problem, random: Random) -> Problem | None:
    """Two known points of a construction change places."""
    i, j, call = random.choice(_calls(problem))
    known = _known(problem, i)
    places = [k for k, p in enumerate(call.arguments) if p in known]
    if len(places) < 2:
        return None
    k, m = random.sample(places, 2)
    arguments = list(call.arguments)
    arguments[k], arguments[m] = arguments[m], arguments[k]
    new = _applied(CONSTRUCTIONS[call.name], tuple(arguments), call.constants)
    return None if new is None else _with_call(problem, i, j, new)


def _other_construction(problem: Problem, random: Random) -> Problem | None:
    """A construction becomes another that makes as many points of as many."""
    i, j, call = random.choice(_calls(problem))
    old = CONSTRUCTIONS[call.name]
    alike = [
        d
        for d in definitions()
        if d.name != old.name
        and len(d.new) == len(old.new)
        and len(d.given) == len(old.given)
        and bool(d.free) >= (len(problem.clauses[i].constructions) > 1)
    ]
    if not alike:
        return None
    definition = random.choice(alike)
    new = iter([p for p, q in zip(call.arguments, old.points, strict=True) if q in old.new])
    given = iter([p for p, q in zip(call.arguments, old.points, strict=True) if q not in old.new])
    arguments = tuple(next(new) if p in definition.new else next(given) for p in definition.points)
    constants = {"": (), "angle": (random.choice(_ANGLES),)}.get(
        definition.constant, (random.choice(_NUMBERS),)
    )
    made = _applied(definition, arguments, constants)
    return None if made is None else _with_call(problem, i, j, made)


def _drop_locus(problem: Problem, random: Random) -> Problem | None:
    """A point on two loci is left on one."""
    several = [(i, j) for i, j, _ in _calls(problem) if len(problem.clauses[i].constructions) > 1]
    return _with_call(problem, *random.choice(several), None) if several else None


def _other_number(problem: Problem, random: Random) -> Problem | None:
    numbers = [(i, j, call) for i, j, call in _calls(problem) if call.constants]
    if not numbers:
        return None
    i, j, call = random.choice(numbers)
    definition = CONSTRUCTIONS[call.name]
    value = random.choice(_ANGLES if definition.constant == "angle" else _NUMBERS)
    new = _applied(definition, call.arguments, (value,))
    return None if new is None else _with_call(problem, i, j, new)


def _other_predicate(problem: Problem, random: Random) -> Problem | None:
    """What a text without constructions demands speaks of another point, says another thing, or is
    not said.
    """
    said = [(i, j) for i, c in enumerate(problem.clauses) for j, _ in enumerate(c.predicates)]
    if not said:
        return None
    i, j = random.choice(said)
    clause = problem.clauses[i]
    known = (*_known(problem, i), *clause.points)
    before, after = clause.predicates[:j], clause.predicates[j + 1 :]
    demands = (*before, *after)
    if random.random() < 0.8:
        demands = (*before, _other_statement(clause.predicates[j], known, random), *after)
    return _with_clause(problem, i, replace(clause, predicates=demands))


def _other_goal(problem: Problem, random: Random) -> Problem | None:
    """The goal speaks of another point, or says something else of the same."""
    goal = random.choice(problem.goals)
    return replace(problem, goals=(_other_statement(goal, problem.points, random),))


def _other_statement(said: Predicate, known: tuple[str, ...], random: Random) -> Predicate:
    points = list(said.points)
    name = said.name
    match random.randrange(3):
        case 0:
            points[random.randrange(len(points))] = random.choice(known)
        case 1:
            k, m = random.sample(range(len(points)), 2)
            points[k], points[m] = points[m], points[k]
        case _:
            alike = [
                k.name
                for k in KINDS.values()
                if k.arity == said.kind.arity
                and k.constant == said.kind.constant
                and not k.figure_only
                and not k.is_question
            ]
            name = random.choice(alike or [name])
    return Predicate(name, tuple(points), said.constants)


_CHANGES: tuple[Change, ...] = (
    _exchange_point,
    _exchange_point,
    _swap_points,
    _other_construction,
    _drop_locus,
    _other_number,
    _other_goal,
    _other_goal,
)
_OF_PREDICATES: tuple[Change, ...] = (_other_predicate, _other_predicate, _other_goal)


# --- special figures --------------------------------------------------------------------------

_SPECIAL_SHAPES: dict[str, tuple[str, ...]] = {
    "triangle": ("ieq_triangle", "iso_triangle", "r_triangle", "risos"),
    "iso_triangle": ("ieq_triangle", "risos"),
    "r_triangle": ("risos",),
    "quadrangle": ("isquare", "rectangle", "trapezoid", "eq_trapezoid", "r_trapezoid"),
    "trapezoid": ("isquare", "eq_trapezoid", "r_trapezoid"),
}
_SPECIAL_PLACES: dict[str, tuple[str, ...]] = {
    "on_line": ("midpoint", "mirror"),
    "on_circle": ("mirror", "psquare", "eq_triangle"),
    "on_bline": ("eq_triangle", "midpoint"),
    "on_dia": ("midpoint",),
}


def special(problem: Problem, random: Random) -> Problem:
    """Return a problem whose figures are figures of ``problem``, but special ones."""
    found = problem
    for i, j, call in _calls(problem):
        if len(problem.clauses[i].constructions) > 1 or random.random() < 0.3:
            continue
        old = CONSTRUCTIONS[call.name]
        names = _SPECIAL_SHAPES.get(old.name, ())
        if not names and old.name not in _SPECIAL_PLACES:
            continue
        if names:
            made = _applied(CONSTRUCTIONS[random.choice(names)], call.arguments, ())
        else:
            made = _place(old.name, call.arguments, random)
        if made is not None:
            found = _with_call(found, i, j, made)
    return found


def _place(name: str, arguments: tuple[str, ...], random: Random) -> Construction | None:
    """A special point of the same locus: x, then the two known points of the construction."""
    special_name = random.choice(_SPECIAL_PLACES[name])
    x, a, b = arguments
    order = {  # on_circle x o a: opposite to a, a quarter and a sixth of a turn from it
        ("on_circle", "mirror"): (x, b, a),
        ("on_circle", "psquare"): (x, a, b),
    }
    return _applied(CONSTRUCTIONS[special_name], order.get((name, special_name), (x, a, b)), ())
