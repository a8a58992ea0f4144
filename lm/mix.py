"""How often each theorem comes in an epoch, and what counts in the loss.

Theorems with auxiliary points are repeated until they make the share that the settings ask for;
AlphaGeometry2 (Chervonyi et al. 2025, arXiv:2502.03544) uses a half. Of their constructions 40 %
are midpoints and reflections in a point, and a hundredth of that are points in which a line meets
a circle through three points again, which the proofs of competitions need: so rare ones may be
repeated more often.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Protocol

__all__ = ["Mix", "epoch_order"]


class _Theorem(Protocol):
    """What is asked of a row: its text, and whether it has auxiliary points."""

    @property
    def problem(self) -> str: ...

    @property
    def aux_points(self) -> int: ...


@dataclass(frozen=True)
class Mix:
    """How theorems are mixed and weighed.

    ``aux_share`` is the least share of theorems with auxiliary points, reached by repeating them
    at most ``most_repeats`` times an epoch and by leaving others out beyond that.
    ``statement_weight`` is the weight of the statement's tokens in the loss (auxiliary tokens have
    1), ``company`` the share of theorems shown among points of another one. ``rarity`` is for
    auxiliary constructions that figures seldom need: a theorem whose rarest one is n times rarer
    than the commonest of all is repeated n ** ``rarity`` times as often (0: all alike).
    """

    aux_share: float = 0.5
    most_repeats: int = 8
    statement_weight: float = 0.2
    company: float = 0.2
    rarity: float = 0.0


def epoch_order(rows: Sequence[_Theorem], mix: Mix, random: Random) -> list[int]:
    """Return the numbers of the rows of an epoch, shuffled."""
    aux = [k for k, row in enumerate(rows) if row.aux_points]
    plain = [k for k, row in enumerate(rows) if not row.aux_points]
    repeats = 1.0
    if aux and plain and 0 < mix.aux_share < 1:
        odds = mix.aux_share / (1 - mix.aux_share)
        repeats = min(mix.most_repeats, max(1.0, odds * len(plain) / len(aux)))
        plain = random.sample(plain, min(len(plain), round(repeats * len(aux) / odds)))
    order = [*_repeated(aux, _weights([rows[k] for k in aux], mix), repeats, random), *plain]
    random.shuffle(order)
    return order


def _repeated(
    numbers: Sequence[int], weights: Sequence[float], repeats: float, random: Random
) -> Iterator[int]:
    """Yield each number in proportion to its weight, ``repeats`` times in the mean.

    Fractions are carried over from one number to the next, so that the sum is right to one; with
    equal weights each number comes once before one comes twice.
    """
    total = sum(weights)
    share = repeats * len(numbers) / total if total else 0.0
    places = list(range(len(numbers)))
    random.shuffle(places)
    fraction = random.random()
    for place in places:
        fraction += share * weights[place]
        whole = int(fraction)
        fraction -= whole
        yield from [numbers[place]] * whole


def _weights(rows: Sequence[_Theorem], mix: Mix) -> list[float]:
    """How often each theorem with auxiliary points comes, compared with those of a common kind.

    At most ``most_repeats`` times as often.
    """
    kinds = [_auxiliary_kinds(row.problem) for row in rows]
    counts = Counter(kind for found in kinds for kind in found)
    most = max(counts.values(), default=1)
    rarest = (min(counts[kind] for kind in found) for found in kinds)
    return [min(float(mix.most_repeats), (most / count) ** mix.rarity) for count in rarest]


def _auxiliary_kinds(problem: str) -> tuple[str, ...]:
    """The constructions of each auxiliary clause, as in ``on_circle on_line``.

    Nothing is parsed: a text that is no problem is refused where it is read.
    """
    clauses = problem.partition("|")[2].partition("?")[0].split(";")
    calls = (clause.partition("=")[2].split(",") for clause in clauses)
    return tuple(
        " ".join(sorted(words[0] for call in made if (words := call.split()))) for made in calls
    )
