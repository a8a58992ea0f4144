"""Random figures of any number of points, for benchmarks that need large ones.

A figure grows by random constructions on random older points. There are two kinds:

* ``loose``: five free points to begin with, points on loci and more free points later. Little
  is true in such a figure besides what was put in;
* ``dense``: three free points and no others, constructions that place their point, older points
  preferred. Lines, circles and triangles meet again and again, as in a problem.

Points that come close to another one, or far out, are not taken. The same number of points and
seed give the same figure.
"""

from __future__ import annotations

from math import dist
from random import Random
from typing import Literal

from porism.geometry.errors import PorismError
from porism.geometry.figure.diagram import draw, extend
from porism.geometry.language import parse_problem
from porism.geometry.problem import Coordinates, Problem

Kind = Literal["loose", "dense"]

# One new point x from older points: how many, and the construction.
PLACED: tuple[tuple[int, str], ...] = (
    (2, "x = midpoint {} {}"),
    (3, "x = foot {} {} {}"),
    (4, "x = on_line {} {}, on_line {} {}"),
    (3, "x = circumcenter {} {} {}"),
    (3, "x = orthocenter {} {} {}"),
    (3, "x = incenter {} {} {}"),
    (3, "x = reflect {} {} {}"),
    (2, "x = mirror {} {}"),
    (3, "x = on_line {0} {1}, on_circle {2} {1}"),
    (3, "x = on_circle {0} {1}, on_circle {2} {1}"),
    (5, "x = on_pline {} {} {}, on_line {} {}"),
    (5, "x = on_tline {} {} {}, on_line {} {}"),
    (5, "x = angle_bisector {} {} {}, on_line {} {}"),
    (4, "x = on_bline {} {}, on_line {} {}"),
    (4, "x = on_bline {} {}, on_bline {} {}"),
)
ON_LOCI: tuple[tuple[int, str], ...] = (
    (3, "x = on_circum {} {} {}"),
    (2, "x = on_circle {} {}"),
    (2, "x = on_line {} {}"),
)

_APART = 0.03
_REACH = 4.0


def random_figure(points: int, seed: int, kind: Kind) -> tuple[Problem, Coordinates]:
    """Return a figure with that many points, at least five, and its coordinates."""
    random = Random(f"{kind}/{points}/{seed}")
    loose = kind == "loose"
    text = "; ".join(f"p{i} = free" for i in range(5 if loose else 3))
    diagram = draw(parse_problem(text, need_goal=False), seed=seed)
    while len(diagram.coordinates) < points:
        known = list(diagram.coordinates)
        name = f"p{len(known)}"
        clause = _clause(random, known, loose=loose).replace("x", name, 1)
        try:
            larger = parse_problem(f"{text}; {clause}", need_goal=False)
            drawn = extend(larger, diagram)
        except PorismError:
            continue
        place = drawn.coordinates[name]
        nearest = min(dist(place, drawn.coordinates[p]) for p in known)
        if max(map(abs, place)) < _REACH and nearest > _APART:
            text, diagram = f"{text}; {clause}", drawn
    return parse_problem(text, need_goal=False), diagram.coordinates


def _clause(random: Random, known: list[str], *, loose: bool) -> str:
    if loose and random.random() < 1 / 12:
        return "x = free"
    among = known if loose else known[: 8 + len(known) // 4]
    menu = PLACED + ON_LOCI if loose else PLACED
    count, pattern = random.choice([entry for entry in menu if entry[0] <= len(among)])
    return pattern.format(*random.sample(among, count))
