"""The numbers of the frontier, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["POLICY", "FrontierPolicy"]


@dataclass(frozen=True)
class FrontierPolicy:
    """How figures are varied, how long is searched, and how much of one figure is kept."""

    variants: int = 8
    """Foundations tried of a figure. One in twenty leaves something open and true."""
    own_chance: float = 0.5
    """Of the figures: the first variant is the figure itself."""
    fewest_points: int = 6
    """Points of a figure founded anew, at least; the number is drawn."""
    most_statements: int = 24
    """Open statements of a variant that are looked at."""

    mining_attempts: int = 8_000
    """Attempts in a variant. What falls does so in the sweep, in the sweep after its lemmas, or
    among the pairs; of what is left a search of 20,000 proved next to nothing."""
    in_vain: int = 4
    """Theorems of a variant, or of an extension, that are searched for and turn out easy."""
    of_group: int = 2
    """Of those that the same attempt proved; they are one theorem in other words."""
    rows: int = 4
    """Theorems kept of a variant."""
    mutated: int = 2
    """Theorems kept of a variant whose figures, auxiliary points included, are founded anew."""
    mutants: int = 4
    """Foundations tried of each."""
    extensions: int = 3
    """Times that a variant in which something fell is extended. Half of all theorems come from
    there: they need points of several statements, or hide points of the figure."""
    extension_steps: tuple[int, int] = (1, 3)
    """Idioms added by an extension."""
    combined: int = 6
    """Attempts whose points an extension uses together."""
    rows_of_extension: int = 2
    """Theorems kept of an extension; more of them resemble each other."""

    fewest_auxiliary: int = 2
    """Auxiliary points of a theorem."""
    least_attempts: int = 1_000
    """A theorem that the search proves sooner is not kept."""
    easy_attempts: int = 5_000
    """A theorem that takes fewer falls among the first pairs of candidates; four of five do."""
    easy_rows: int = 3
    """Of these for each figure, with all that comes of it; they resemble each other most."""
    rung: int = 20_000
    """Attempts of the first rung of the ladder: the sweep of single candidates, that of pairs, and
    some rounds."""
    climbing: float = 0.4
    """Probability of going on to the next rung, of twice as many attempts; it is drawn before the
    search, so that what is given up is not chosen by how the search went."""
    rungs: int = 6
    """The last one has 640,000 attempts."""

    floor: float = 0.15
    """Least share of a source, so that none dies out."""
    prior: float = 4.0
    """Figures by which a source's yield is held to be average before it is known."""


POLICY = FrontierPolicy()
