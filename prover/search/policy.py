"""The numbers of the search, each with its meaning and the measurement that chose it.

"Measured" names the commit message, page or script where the figures stand; "not measured"
means that the number was a first guess that worked and that no other has been tried.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["DEFAULT_POLICY", "Neighbourhood", "Policy", "Sizes"]


@dataclass(frozen=True)
class Sizes:
    """How many candidates of a figure are tried alone, and how many of the best two by two."""

    single: int
    paired: int


@dataclass(frozen=True)
class Neighbourhood:
    """How many attempts surround a node, that is, some candidates with what may follow them.

    ``following`` of the candidates that stand on the newest point are tried, ``older`` of those
    suggested before it, and ``pairs`` of candidates.
    """

    following: int
    older: int
    pairs: int


@dataclass(frozen=True)
class Policy:
    """What the search tries, how often, and for how long."""

    # --- the schedule of one figure ----------------------------------------------------------

    of_problem: Sizes = Sizes(4000, 160)
    """Candidates of the figure of the problem."""
    of_preadded: Sizes = Sizes(2500, 90)
    """Candidates of a figure with preadded points, which has 8,000 attempts for everything."""
    following: int = 300
    """Candidates asked for after a new point."""
    sharpness: float = 1.0
    """A candidate is drawn with odds exp(sharpness x score)."""
    expansions: int = 6
    """Random steps (expand, deepen or sample sets) of a round, some 400 attempts each; a barrier
    opens each round, so this is also how long a proved lemma waits."""
    expanding: float = 0.6
    """Probability that a random step expands a candidate that has not been expanded."""
    deepening: float = 0.3
    """Probability that it adds a candidate to a node; the rest samples sets."""
    around_new: Neighbourhood = Neighbourhood(200, 150, 100)
    """Attempts around a candidate that is expanded."""
    around_deeper: Neighbourhood = Neighbourhood(150, 50, 50)
    """Attempts around a node with one candidate more."""
    around_lemma: Neighbourhood = Neighbourhood(200, 150, 50)
    """Attempts around the candidates that proved a lemma."""
    mixed_pairs: float = 0.4
    """Share of pairs whose second candidate is an older one."""
    sets: int = 300
    """Sets of candidates drawn from everywhere in one random step."""
    retries: int = 8
    """Attempts that proved lemmas around which the search goes on after a barrier."""
    rounds_before_slow: int = 12
    """Rounds made while slow proposals are found, before waiting for them."""
    rounds_per_slow: int = 4
    """Rounds of the quick proposals for one of the slow ones."""

    # --- figures in turn -----------------------------------------------------------------------

    alone: int = 40_000
    """Attempts in the figure of the problem before others are made."""
    preadded_attempts: int = 8_000
    """Attempts in a figure with preadded points."""
    between: int = 3_000
    """Attempts in the figure of the problem between two others."""
    preadded_counts: tuple[int, ...] = (1, 2, 2, 3, 3, 4)
    """How many points are preadded, drawn from this list."""
    preadded_seconds: float = 5.0
    """Bound on closing a figure with preadded points; it takes milliseconds."""

    # --- one attempt ---------------------------------------------------------------------------

    attempt_seconds: float = 1.0
    """Bound on one attempt; nearly all take well below a millisecond."""
    attempt_facts: int = 20_000
    """Bound on the facts of one attempt."""
    chunk: int = 128
    """Attempts that a thread takes at a time."""
    lookahead: int = 2
    """Chunks prepared beyond one for each thread."""

    # --- lemmas, size, users' rules -----------------------------------------------------------

    conjectures: int = 40
    """Statements besides the goals that attempts are asked for; the core takes 64 in all."""
    most_points: int = 40
    """A figure with more points is not expanded (the figure of the problem: with four more)."""
    rule_candidates: int = 200
    """Candidates tried with users' rules."""
    rule_attempts: int = 10
    """Attempts with users' rules between others, which are some thousand times quicker."""
    rule_seconds: float = 20.0
    """Bound on one of them, which takes some tenths of a second."""

    # --- memory ---------------------------------------------------------------------------------

    gc_thresholds: tuple[int, int, int] = (50_000, 50, 50)
    """Thresholds of Python's garbage collector during a search."""
    gc_figures: int = 30
    """Figures with preadded points between two full collections."""

    # --- hits -----------------------------------------------------------------------------------

    rederiving_seconds: float = 10.0
    """Bound on deriving a hit anew, and on each try to leave out points."""
    refused_proofs: int = 20
    """Proofs of one goal that the checker may refuse before no more are written ..."""
    attempts_per_refused: int = 2_000
    """... and one more for so many attempts, so that proofs take a twentieth of the time."""


DEFAULT_POLICY = Policy()
