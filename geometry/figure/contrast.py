"""What tells the figures of a problem in which something holds from those in which it fails.

A statement may hold in some figures of a text and fail in others. Which ones is said by facts of
order (:mod:`porism.geometry.figure.traits`), one alone or a few together. What is found here fits
the figures it was looked for in; whether it fits others is for the caller to try.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from porism.geometry.figure.traits import Trait, traits
from porism.geometry.problem import Coordinates, Problem

__all__ = ["Group", "contrast", "groups"]

_MOST_GROUPS = 4  # descriptions, before it is left to the pictures
_LEAST = 0.08  # of the figures that are to be described: what fits fewer may be chance
_AS_GOOD = 0.8  # of the figures that two facts describe, one fact that is enough instead
_MOST_TRAITS = 4  # that describe figures together, where they hold in all of these
_BLOCK = 512  # rows that are compared at once: a megabyte or two of numbers for each
_STAGES = (1, 3, 6)  # kinds of facts that are tried first, if these are not enough, and last

Flags = npt.NDArray[np.bool_]  # a row for each trait, a column for each figure
Numbers = npt.NDArray[np.int_]


@dataclass(frozen=True)
class Group:
    """Figures that a few traits describe; none of those on the other side has all of them.

    What no traits describe is a group without any.
    """

    traits: tuple[Trait, ...]
    figures: tuple[int, ...]


def contrast(problem: Problem, one: Coordinates, other: Coordinates) -> str:
    """Return in words a fact of order that holds in ``one`` and not in ``other``; or nothing."""
    for trait in traits(problem, [one, other]):
        if trait.held[0] and not trait.held[1]:
            return trait.words
    return ""


def groups(
    found: Sequence[Trait], inside: Sequence[int], outside: Sequence[int]
) -> tuple[Group, ...]:
    """Describe the figures ``inside`` so that no description fits one ``outside``.

    Every figure is in one group. Facts that are easy to see are tried alone first.
    """
    best: tuple[Group, ...] = (Group((), tuple(inside)),) if inside else ()
    for kind in _STAGES:
        made = _described([t for t in found if t.kind <= kind], inside, outside)
        if _unsaid(made) < _unsaid(best):
            best = made
        if not _unsaid(best):
            break
    return best


def _unsaid(made: Sequence[Group]) -> int:
    return sum(len(group.figures) for group in made if not group.traits)


def _described(
    found: Sequence[Trait], inside: Sequence[int], outside: Sequence[int]
) -> tuple[Group, ...]:
    left = np.array(inside)
    made: list[Group] = []
    if found:
        flags = np.array([trait.held for trait in found], dtype=bool)
        least = max(1.0, _LEAST * len(inside))
        while len(left) and len(made) < _MOST_GROUPS:
            chosen = _best(flags, left, outside, least)
            chosen = chosen or _common(flags[:, left], flags[:, outside])
            if not chosen:
                break
            mine = flags[list(chosen)][:, left].all(0)
            made.append(Group(tuple(found[i] for i in chosen), tuple(left[mine].tolist())))
            left = left[~mine]
    return (*made, Group((), tuple(left.tolist()))) if len(left) else tuple(made)


def _best(flags: Flags, inside: Numbers, outside: Sequence[int], least: float) -> tuple[int, ...]:
    """Return the one or two traits that share most figures inside and none outside.

    Of equals the first is taken; there is none where they share fewer than ``least``. Traits
    that hold less often, or in the same figures as an earlier one, are never that: most are so.
    """
    often = np.flatnonzero(flags[:, inside].sum(axis=1) >= least)
    both = np.packbits(flags[often][:, [*inside, *outside]], axis=1)
    first_of = {row.tobytes(): k for k, row in reversed(list(enumerate(both)))}
    rows = often[sorted(first_of.values())]
    if not len(rows):
        return ()
    right, wrong = flags[rows][:, inside], flags[rows][:, outside]
    alone = np.where(wrong.any(axis=1), 0, right.sum(axis=1))
    one = int(np.argmax(alone))
    most, pair = _best_pair(right, wrong)
    if most < least:
        return ()
    enough = alone[one] >= max(least, _AS_GOOD * most)
    return tuple(int(rows[k]) for k in ((one,) if enough else pair))


def _best_pair(right: Flags, wrong: Flags, block: int = _BLOCK) -> tuple[int, tuple[int, int]]:
    """Return how many figures the best two rows share, and which rows these are, the first of such.

    ``right`` and ``wrong`` have a row for each trait; the two may be one, and share none of
    ``wrong``. Two rows share no more than either has: rows that have fewer than some two share
    need not be looked at, and mostly these are nearly all.
    """
    count = right.sum(axis=1)
    forbidden = right.shape[1] + 1.0  # one shared figure outside outweighs all inside
    left = np.concatenate([right, wrong], axis=1).astype(np.float32)
    other = np.concatenate([right, wrong * -forbidden], axis=1).astype(np.float32)
    # these are likely to share many, so that others need not be looked at
    likely = count / max(1, right.shape[1]) - wrong.sum(axis=1) / max(1, wrong.shape[1])
    leading = np.argsort(-likely, kind="stable")[:block]
    most = max(0, int((left[leading] @ other[leading].T).max()))
    rows = np.flatnonzero(count >= most)
    best, pair = 0, (0, 0)
    while len(rows):
        shared = left[rows[:block]] @ other[rows].T  # of two rows the first is looked up
        if shared.max() > best:
            best = int(shared.max())
            i, j = map(int, np.unravel_index(int(np.argmax(shared)), shared.shape))
            pair = int(rows[i]), int(rows[j])
        rows = rows[block:]
        rows = rows[count[rows] > best]
    return best, pair


def _common(right: Flags, wrong: Flags) -> tuple[int, ...]:
    """Return a few traits that all figures of one side share, and none of the other all of them."""
    chosen: list[int] = []
    rest = np.ones(wrong.shape[1], dtype=bool)
    shared = np.flatnonzero(right.all(axis=1))
    while rest.any() and len(shared) and len(chosen) < _MOST_TRAITS:
        left = wrong[shared][:, rest].sum(axis=1)
        chosen.append(int(shared[int(np.argmin(left))]))
        rest &= wrong[chosen[-1]]
    return () if rest.any() else tuple(sorted(chosen))
