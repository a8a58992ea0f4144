"""The numbers of the search, each with its meaning and the measurement that chose it.

Where nothing is said of a measurement, the number was a first guess that worked, and no other has
been tried. "Ablation" is ``benchmarks/ablate_policy.py``: attempts to a proof, seed 0, at most
16,000, of ten problems that need points (imo_2008_p6, 2011_p6, 2015_p3, 2019_p2, 2019_p6, blanchet,
newton_line, gauss_line, feuerbach, aime_2011_i_p4; seven are proved, in 1,920 to 6,944 attempts,
all within the sweep). "Rounds" is the same with ``--paired 0``, which leaves the random rounds to
find five of them: too few to choose between numbers that differ little.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["DEFAULT_POLICY", "AroundAlike", "Neighbourhood", "Policy", "Sizes"]


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
class AroundAlike:
    """What is tried with candidates that look alike, of which there are at most ``most`` in a set.

    Each of the first ``sets`` meets ``following`` of the candidates that stand on its last point
    and ``older`` of the best of the figure; one step of the sweep makes at most ``attempts``.
    """

    sets: int
    most: int
    following: int
    older: int
    attempts: int


@dataclass(frozen=True)
class Policy:
    """What the search tries, how often, and for how long."""

    # --- the schedule of one figure ----------------------------------------------------------

    of_problem: Sizes = Sizes(4000, 160)
    """Candidates of the figure of the problem. Rounds: without pairs 2019 P2 stays open. Ablation:
    with 1,000 candidates six are proved some 3,000 attempts sooner, and 2011 P6, which needs one
    of the candidates around number 1,850, stays open."""
    of_preadded: Sizes = Sizes(1200, 60)
    """Candidates of a figure with preadded points, which has 4,000 attempts in all. Measured
    on 2021 P3 with seeds 0, 1, 3, 4: proved in 158,458, 28,190, 116,514 and 35,921 attempts;
    before (2,500 and 90 in 8,000 attempts, no corners of triangles of lines) in 326,154, 299,618
    and twice not in 400,000. The second and fourth fall before any such figure is made."""
    widening: tuple[int, ...] = (8, 16, 32, 64, 128, 256, 512, 1000)
    """After so many candidates have been tried alone as many pairs are tried as candidates since
    the step before, the likeliest first; the rest of the pairs follow the last candidate. Measured
    on 46 hard theorems, of which 44 are proved (geometric means): with (16, 64, 256, 1000) the
    heuristic takes 297 attempts for 262, guided 234 for 148. Twice as many pairs are no better
    there (152), and worse for known problems, by a twentieth."""
    following: int = 300
    """Candidates asked for after a new point. Rounds: 100 is sooner in two of five and later in
    none."""
    sharpness: float = 1.0
    """A candidate is drawn with odds exp(sharpness x score). Rounds: 2 is sooner in two of five,
    0.5 later in one."""
    expansions: int = 6
    """Random steps (expand, deepen or sample sets) of a round, some 400 attempts each; a barrier
    opens each round, so this is also how long a proved lemma waits."""
    expanding: float = 0.6
    """Probability that a random step expands a candidate that has not been expanded. Rounds: 0.3
    with 0.6 for deepening, and 0.9 with 0.1, differ by some hundred attempts either way."""
    deepening: float = 0.3
    """Probability that it adds a candidate to a node; the rest samples sets."""
    around_new: Neighbourhood = Neighbourhood(200, 150, 100)
    """Attempts around a candidate that is expanded. Rounds: without pairs, or without older
    candidates, two of five are proved some hundred attempts sooner, none later."""
    around_deeper: Neighbourhood = Neighbourhood(150, 50, 50)
    """Attempts around a node with one candidate more."""
    around_lemma: Neighbourhood = Neighbourhood(200, 150, 50)
    """Attempts around the candidates that proved a lemma."""
    mixed_pairs: float = 0.4
    """Share of pairs whose second candidate is an older one."""
    sets: int = 300
    """Sets of candidates drawn from everywhere in one random step."""
    supposed: int = 1000
    """Candidates of which is asked whether a goal follows from what the figure shows of them and
    nobody has proved; those for which it does are leading. Measured on 71 hard theorems
    (docs/search.md): the first pair that proves the goal is number 108 where pairs with a leading
    candidate come first, 348 without."""
    others_paired: int = 40
    """Candidates that are not among the best and are paired too, since they are leading or attempts
    have shown that they are likely."""
    pair_block: int = 32
    """Pairs in a row that begin with the same candidate, so that they share a closure."""
    leading_odds: float = 3.0
    """By how much the log of the odds of drawing a leading candidate is raised. Without pairs, 25
    hard theorems with two seeds: beyond the sweep 1,650 attempts without suppositions, 2,080 with
    1, 1,800 with 2, 1,540 with 4 (about 600 of them suppositions)."""
    around_alike: AroundAlike = AroundAlike(100, 6, 60, 100, 4000)
    """Attempts with candidates that look alike. Measured on 12 problems of competitions that this
    proves: the set that is of use is mostly among the first twenty, its partner among the first
    sixty that stand on it or the first fifty of the figure (docs/search.md)."""
    alike_share: int = 2
    """Attempts of this kind for each candidate of a step of the sweep. With 1, and after the pairs
    of the last step, three of the 12 stay open for 20,000 attempts."""
    crowds: tuple[int, ...] = (16, 32)
    """Candidates of a crowd, in turn. Measured (docs/search.md): of five hard problems three fall
    soonest to 16, two to 32 or more."""
    crowds_from: int = 64
    """Crowds come after so many candidates have been tried alone, so that what few points prove is
    proved by few."""
    crowd_share: int = 4
    """One crowd for so many candidates of a step of the sweep."""
    crowds_around: int = 6
    """Crowds of candidates that stand on what is expanded."""
    crowds_sampled: int = 20
    """Crowds drawn from everywhere at the begin of a round."""
    with_orbits: int = 1000
    """Candidates of whose orbits under the symmetries of the figure is asked, which takes some
    tenths of a second."""
    orbit_pairs: float = 0.5
    """Pairs of orbits for each of these candidates."""
    orbit_crowds: tuple[int, ...] = (32, 48)
    """Candidates of a crowd of orbits, in turn. Measured, hits a core second: of six hard problems
    that such crowds prove four fall soonest to 48, two to 64; two were tried with 16 and 32, and
    fall later to both (docs/search.md)."""
    expanding_alike: float = 0.1
    """Probability that such a set is expanded in the place of a single candidate. With 0 two of
    three seeds leave 2021 P3 open for 150,000 attempts (``alone`` as here)."""
    retries: int = 8
    """Attempts that proved lemmas around which the search goes on after a barrier."""
    rounds_before_slow: int = 12
    """Rounds made while slow proposals are found, before waiting for them: some 30,000 attempts,
    longer than the network's answer takes (a second with a beam of 64 beside two threads)."""
    rounds_per_slow: int = 4
    """Rounds of the quick proposals for one of the slow ones. Measured when it was introduced:
    merged into one list, slow proposals made theorems that take ten seconds take thirty."""

    # --- figures in turn -----------------------------------------------------------------------

    first: int = 5_000
    """Attempts in the figure of the problem before others are made."""
    of_one_more: Sizes = Sizes(600, 40)
    """Candidates of a figure with one point more, which has few attempts."""
    one_more: int = 80
    """Figures with one of the best candidates each. Of nine problems of competitions that stay open
    for 120,000 attempts without such figures four are proved by figure 1, 7, 9 and 41."""
    one_more_attempts: int = 300
    """Attempts in each: those four took 96 to 313. With some thousand in each a fifth one is
    proved, by figure 24, after 123,603 attempts."""
    one_more_together: int = 8
    """After so many of them as many attempts go on in the figure of the problem."""
    alone: int = 100_000
    """Attempts in the figure of the problem before others are made. 2021 P3, guided, seeds 2 to 4:
    93,909, 89,134 and 71,785 attempts; with 60,000 (and sets expanded 0.25 of the time) 149,037,
    98,364 and 99,813."""
    preadded_attempts: int = 4_000
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
    attempt_facts: int = 100_000
    """Bound on the facts of one attempt."""
    chunk: int = 128
    """Attempts that a thread takes at a time."""
    lookahead: int = 2
    """Chunks prepared beyond one for each thread."""

    # --- lemmas, size, users' rules -----------------------------------------------------------

    conjectures: int = 40
    """Statements besides the goals that attempts are asked for; the core takes 64 in all. Ablation:
    15 is the same; without any, 2008 P6 takes 5,280 attempts for 4,000 and 2015 P3 4,384 for
    5,536. Rounds: without any, 2008 P6 takes 9,898 for 4,000."""
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
    """Thresholds of Python's garbage collector during a search. Measured on 2021 P3, two threads:
    14,000 attempts a second became 25,000 with PyTorch loaded, 22,000 became 26,000 without."""
    gc_figures: int = 30
    """Figures with preadded points between two full collections."""

    # --- before the search ----------------------------------------------------------------------

    surveyed_figures: int = 40
    """Figures that may be drawn for each second of the budget to find out in which configurations
    goals without a proof hold, before they are searched for. A figure takes 1 to 2.5 ms of a core,
    so that a tenth of the budget goes at most. A survey counts 916: of 30 seconds one is made with
    words and one without; of five there are only figures of what is true everywhere. It is counted
    in figures and not in seconds so that a run is the same on every machine."""

    # --- hits -----------------------------------------------------------------------------------

    rederiving_seconds: float = 10.0
    """Bound on deriving a hit anew, and on each try to leave out points."""
    refused_proofs: int = 20
    """Proofs of one goal that the checker may refuse before no more are written ..."""
    attempts_per_refused: int = 2_000
    """... and one more for so many attempts, so that proofs take a twentieth of the time."""


DEFAULT_POLICY = Policy()
