"""The steps of a schedule: what it asks its caller to do, and what it is answered."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias, TypeVar

__all__ = [
    "Answer",
    "Attempt",
    "AwaitSlow",
    "Barrier",
    "BarrierResult",
    "Crowd",
    "Expand",
    "Groups",
    "LookAlike",
    "Numbers",
    "Phase",
    "ProposeSlowly",
    "Rescore",
    "Rescored",
    "Sets",
    "Step",
    "Steps",
    "Suggestion",
    "Suppose",
    "Symmetric",
    "asked",
]

Numbers = tuple[int, ...]  # of candidates
Phase = Literal["sweep", "rollouts"]  # of attempts: one by one and two by two; random sets
Suggestion = tuple[int, float]  # the number of a candidate and its score


class Attempt(NamedTuple):
    """Try these candidates together, with all they stand on. Has no answer."""

    candidates: Numbers
    phase: Phase


@dataclass(frozen=True)
class Crowd:
    """Try many candidates together: ``added``, and of the ``others`` the first at different places.

    There are at most ``most`` of these. Has no answer.
    """

    added: Numbers
    others: Numbers
    most: int


@dataclass(frozen=True)
class Barrier:
    """Wait until all attempts have been answered. The answer is a :class:`BarrierResult`."""


@dataclass(frozen=True)
class BarrierResult:
    """What attempts since the last barrier proved besides goals.

    ``new_lemmas`` has, for each lemma, the candidates of the attempt that proved it. ``leading``
    are the candidates for which :class:`Suppose` has reached a goal so far.
    """

    new_lemmas: tuple[Numbers, ...] = ()
    leading: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Suppose:
    """Find out whether a goal follows if what the figure shows of a candidate holds.

    The answer comes with the next barrier. It is an attempt, unless nothing is shown.
    """

    candidate: int


@dataclass(frozen=True)
class Expand:
    """Ask for at most ``most`` candidates that may follow some others: suggestions, best first."""

    after: Numbers
    most: int


@dataclass(frozen=True)
class ProposeSlowly:
    """Begin to look for candidates that take long to find. Has no answer yet."""


@dataclass(frozen=True)
class AwaitSlow:
    """Wait for what :class:`ProposeSlowly` began. The answer is a list of suggestions."""


@dataclass(frozen=True)
class Rescore:
    """Score candidates anew by what attempts and suppositions have shown, once all are answered.

    The answer is :class:`Rescored`.
    """

    candidates: tuple[Suggestion, ...]


@dataclass(frozen=True)
class Rescored:
    """Candidates, best first, with the logarithms of their odds.

    ``pairs`` are tried first, then those with a candidate that is ``leading``.
    """

    candidates: Sequence[Suggestion]
    leading: frozenset[int] = frozenset()
    pairs: Sequence[tuple[int, int]] = ()


@dataclass(frozen=True)
class LookAlike:
    """Ask which of some candidates, best first, look alike. The answer is :class:`Sets`."""

    among: Numbers


@dataclass(frozen=True)
class Symmetric:
    """Ask for the orbits of some candidates, best first, under the symmetries of the figure.

    The answer is :class:`Groups`; each orbit begins with one of these candidates.
    """

    among: Numbers


@dataclass(frozen=True)
class Sets:
    """Sets of candidates that look alike, that of the best candidate first."""

    sets: Sequence[Numbers]


Step: TypeAlias = (
    "Attempt | Crowd | Suppose | Barrier | Expand | ProposeSlowly | AwaitSlow | Rescore"
    " | LookAlike | Symmetric"
)


@dataclass(frozen=True)
class Groups:
    """The orbits of candidates under each group of symmetries, that of the best candidate first."""

    orbits: Sequence[Sequence[Numbers]]


Answer: TypeAlias = "BarrierResult | Rescored | Sets | Groups | Sequence[Suggestion] | None"
Steps: TypeAlias = Generator[Step, Answer, None]

_A = TypeVar("_A", BarrierResult, Rescored, Sets, Groups)


def asked(question: Step, kind: type[_A]) -> Generator[Step, Answer, _A]:
    """Ask a question and return its answer. Raises TypeError where that is of another kind."""
    answer = yield question
    if not isinstance(answer, kind):
        raise TypeError(f"{type(question).__name__} is answered by {kind.__name__}")
    return answer
