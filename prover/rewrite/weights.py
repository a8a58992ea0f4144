"""What a reader finds hard, as numbers: the policy of the rewriter.

The weight of a derivation is the sum of the weights of its steps; a step that "everybody sees" is
well below one, a named theorem about one, a sum as much as it has links. The numbers were set by
reading proofs before and after (docs/rewriting.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import lcm

from porism.geometry.predicates import Predicate
from porism.geometry.rule import Rule

__all__ = [
    "CHEAP_SUM",
    "GIVEN",
    "LONGEST_SUM",
    "UNSEEN",
    "crowded_link_weight",
    "link_count",
    "link_weight",
    "rule_weight",
    "sum_weight",
]

GIVEN = 0.1
"""A premise that has to be looked up."""

GIVEN_OF_AUXILIARY = 0.5
"""A premise about a point that the problem does not have."""

UNSEEN = 1.2
"""What a statement is taken to cost before anybody has looked how it follows."""

CHEAP_SUM = 0.7
"""What a sum costs that is worth another look at the rule that needs it: one link or two."""

LONGEST_SUM = 6
"""More links than this in one chain are not read; a claim goes in between."""

_LINK = 0.4  # each equality of a chain
_EQUAL = 0.25  # a link that puts a length for an equal one
_RENAMED = 0.08  # a link that only writes a line by other points of it
_SUM = 0.25  # a chain at all
_HALVED = 5.0  # an angle equation halved: true up to a multiple of 90 degrees, and a condition
_DIVIDED = 1.0  # for each further part that it is divided into
_TOO_LONG = 0.8  # each link beyond LONGEST_SUM, besides its own weight

_RULE = 1.0
_CHOICE = 1.2  # the figure decides: a condition that the reader has to believe
_ORDER = 0.35  # a condition about order or sides
_ORDER_CONDITIONS = frozenset(
    ("between", "sameside", "nsameside", "acute_angle", "obtuse_angle", "longer", "nconcur")
)
_OF_RULE = {
    # seen at once
    "isosceles": 0.6,
    "isosceles_converse": 0.6,
    "concyclic": 0.6,
    "concyclic_in_turn": 0.6,
    "points_of_a_circle": 0.6,
    "centre": 0.4,
    "midpoint": 0.3,
    "congruent": 0.5,
    "congruent_mirrored": 0.5,
    "bisector_of_segment": 0.7,
    "bisector_of_segment_converse": 0.7,
    "perpendicular_bisector": 0.6,
    "median_is_altitude": 0.7,
    "altitude_is_median": 0.7,
    "hypotenuse_midpoint": 0.7,
    "angle_at_radius": 0.4,
    "angle_at_centre": 0.4,
    "angle_at_incentre": 0.6,
    "one_bisector": 0.6,
    "halves_of_equal_angles": 0.6,
    "halves_of_supplements": 0.8,
    "equal_tangents": 0.7,
    "tangents_bisected": 0.8,
    "bisector_is_altitude": 0.9,
    "bisector_is_perpendicular_bisector": 0.9,
    "thales": 0.7,
    "thales_circle": 0.8,
    "midline": 0.7,
    "midline_half": 0.7,
    "same_circle": 0.3,
    "equal_sines": 0.3,
    "law_of_sines": 0.1,  # a reason, and never a sentence
    "on_circle": 0.9,
    "segment_sum": 0.4,
    "overlap_direction": 0.3,
    "overlap_distance": 0.3,
    "same_point_equidistant": 0.3,
    "middle_of_arc": 0.8,
    "middle_of_arc_converse": 0.8,
    "equal_chords": 0.9,
    "equal_chords_converse": 0.9,
    "incircle_chord": 1.3,
    # theorems whose premises take a while to be found in the figure
    "similar_ssa": 1.6,
    "similar_ssa_mirrored": 1.6,
    "perpendicular_squares": 1.3,
    "perpendicular_squares_converse": 1.3,
    "equal_powers": 1.6,
    "equal_powers_converse": 1.6,
    "radical_axis": 1.4,
    "one_circle": 1.6,
    "spiral_centre": 1.4,
}


def rule_weight(rule: Rule) -> float:
    """Return the weight of a step by ``rule``."""
    order = sum(c.name in _ORDER_CONDITIONS for c in rule.conditions)
    return _OF_RULE.get(rule.id, _RULE) + _CHOICE * bool(rule.choice) + _ORDER * order


def link_weight(statement: Predicate) -> float:
    """Return what using a facet of ``statement`` once adds to a chain."""
    return {"coll": _RENAMED, "cong": _EQUAL}.get(statement.name, _LINK)


def crowded_link_weight(statement: Predicate) -> float:
    """Return what using a facet once more adds to a chain that is too long already."""
    return link_weight(statement) + (_TOO_LONG if statement.name != "coll" else 0.0)


def link_count(links: Iterable[tuple[Predicate, Fraction]]) -> Fraction:
    """Return how many links a chain of statements, each with its coefficient, has."""
    return sum((abs(c) for s, c in links if s.name != "coll"), Fraction(0))


def sum_weight(links: Sequence[tuple[Predicate, Fraction]], table: str) -> float:
    """Return the weight of a step that adds up facets of statements, each with its coefficient."""
    weight = sum(link_weight(s) * float(abs(c)) for s, c in links)
    count = link_count(links)
    parts = lcm(*(c.denominator for _, c in links)) if table == "angle" else 1
    divided = _HALVED + _DIVIDED * (parts - 2) if parts > 1 else 0.0
    beyond = max(0.0, float(count) - LONGEST_SUM)
    alone = len(links) == 1
    return (0.0 if alone else _SUM) + weight + divided + _TOO_LONG * beyond
