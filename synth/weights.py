"""What the sampler draws from: every construction of the language, with its weight.

The weights are by hand. Constructions that make intersections, feet, centres and circles are
preferred, for they give figures in which much can be proved; constructions with constants are
rare, since most theorems about them are statements about one number.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Mapping
from fractions import Fraction
from itertools import accumulate
from random import Random
from types import MappingProxyType
from typing import Generic, TypeVar

from porism.geometry.constructions import CONSTRUCTIONS, Definition

__all__ = ["BASES", "CONSTANTS", "HELPING", "LOCUS", "PLACED", "WeightedChoice", "definitions"]

T = TypeVar("T")


class WeightedChoice(Generic[T]):
    """Items with weights, to choose from at random."""

    def __init__(self, items: Mapping[T, float]) -> None:
        """Keep the items in their order; weights need not add up to anything."""
        self.items = tuple(items)
        self._sums = tuple(accumulate(items.values()))
        self._last = len(self.items) - 1

    def choose(self, random: Random) -> T:
        """Return one item."""
        return self.items[bisect(self._sums, random.random() * self._sums[-1], 0, self._last)]


def definitions(weights: Mapping[str, float]) -> WeightedChoice[Definition]:
    """Return constructions by name as items to choose from."""
    return WeightedChoice({CONSTRUCTIONS[name]: weight for name, weight in weights.items()})


BASES = definitions(
    {
        "triangle": 44,
        "acute_triangle": 4,
        "segment": 6,
        "quadrangle": 8,
        "iso_triangle": 5,
        "iso_triangle0": 1,
        "r_triangle": 5,
        "pentagon": 2,
        "trapezoid": 2,
        "r_trapezoid": 1,
        "eq_trapezoid": 2,
        "iso_trapezoid": 0.5,
        "eq_quadrangle": 1.5,
        "eqdia_quadrangle": 1,
        "rectangle": 1.5,
        "isquare": 1.5,
        "ieq_triangle": 1.5,
        "risos": 1,
        "triangle12": 0.5,
        "between": 0.3,
        "test_r20": 1,
        "test_r25": 1,
        "free": 1,
    }
)
"""Figures from nothing."""

PLACED = definitions(
    {
        "midpoint": 14,
        "mirror": 4,
        "reflect": 5,
        "foot": 14,
        "circle": 6,
        "circumcenter": 4,
        "incenter": 4,
        "excenter": 1.5,
        "orthocenter": 5,
        "eq_triangle": 1,
        "nsquare": 0.7,
        "psquare": 0.7,
        "shift": 1,
        "parallelogram": 3,
        "iso_trapezoid2": 1,
        "intersection_ll": 18,
        "intersection_lp": 4,
        "intersection_lt": 4,
        "intersection_pp": 2,
        "intersection_tt": 3,
        "intersection_lc": 8,
        "intersection_cc": 8,
        "incenter2": 1.5,
        "excenter2": 0.5,
        "centroid": 1,
        "ninepoints": 0.7,
        "square": 0.7,
        "tangent": 2,
        "cc_tangent0": 0.4,
        "cc_tangent": 0.3,
        "cc_itangent": 0.2,
        "trisect": 0.2,
        "trisegment": 0.4,
        "3peq": 0.3,
        "2l1c": 0.1,
        "e5128": 0.1,
        "simtri": 0.7,
        "simtrir": 0.5,
        "contri": 0.2,
        "contrir": 0.2,
    }
)
"""Constructions that leave no freedom (contri leaves a turn), apart from the choice of a branch."""

HELPING = definitions(
    {
        "midpoint": 8,
        "mirror": 5,
        "foot": 7,
        "reflect": 4,
        "circle": 3,
        "circumcenter": 4,
        "orthocenter": 2,
        "incenter": 1,
        "centroid": 1,
        "parallelogram": 3,
        "shift": 1,
        "iso_trapezoid2": 1,
        "intersection_ll": 7,
        "intersection_lc": 7,
        "intersection_cc": 3,
        "intersection_lp": 3,
        "intersection_lt": 3,
        "intersection_pp": 1,
        "intersection_tt": 1,
        "eq_triangle": 0.5,
        "psquare": 0.3,
        "nsquare": 0.3,
        "simtri": 0.5,
        "simtrir": 0.5,
    }
)
"""Points that are added to prove what is true of the others."""

LOCUS = definitions(
    {
        "on_line": 20,
        "on_circle": 14,
        "on_circum": 12,
        "on_tline": 12,
        "on_pline": 9,
        "on_bline": 7,
        "angle_bisector": 6,
        "on_dia": 5,
        "eqdistance": 3,
        "lc_tangent": 2,
        "on_aline": 4,
        "on_aline2": 2,
        "angle_mirror": 2,
        "on_opline": 0.7,
        "between_bound": 0.7,
        "iso_triangle_vertex": 0.7,
        "iso_triangle_vertex_angle": 0.5,
        "on_pline0": 0.5,
        "on_aline0": 1,
        "eqangle3": 0.7,
        "eqangle2": 0.3,
        "eqratio": 0.4,
        "eqratio6": 0.4,
        "s_angle": 0.6,
        "aconst": 0.2,
        "rconst": 0.3,
        "rconst2": 0.4,
        "r2const": 0.1,
        "lconst": 0.05,
        "l2const": 0.05,
    }
)
"""Constructions that leave their point on a line, a circle or another curve."""

CONSTANTS: Mapping[str, tuple[Fraction, ...]] = MappingProxyType(
    {
        "angle": tuple(Fraction(n, 12) for n in (2, 3, 4, 8, 9, 10)),
        "ratio": tuple(Fraction(*q) for q in ((1, 2), (2, 1), (1, 3), (3, 1), (2, 3), (3, 2))),
        "length": (Fraction(1), Fraction(2)),
    }
)
"""Angles in half-turns, ratios, lengths."""
