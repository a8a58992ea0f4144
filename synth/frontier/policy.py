"""The numbers of the frontier, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["POLICY", "FrontierPolicy"]


@dataclass(frozen=True)
class FrontierPolicy:
    """How figures are varied, how long is searched, and how much of one figure is kept."""

    variants: int = 16
    """Foundations tried of a figure. One in sixteen leaves something open and true."""
    own_chance: float = 0.5
    """Of the figures with at most the most points: the first variant is the figure itself."""
    points: tuple[int, int] = (6, 14)
    """Points of a figure founded anew; the number is drawn."""
    most_statements: int = 24
    """Open statements of a variant that are asked for together; the core takes 64, and the search
    asks for 40 of its own besides."""

    mining_attempts: int = 20_000
    """Attempts in a variant, which end when all has fallen: for nine variants in ten within a
    thousand, while in one in seventy something is left after 6,000."""
    late: int = 300
    """What falls sooner in a variant is not looked at. Cut down to what it needs, a statement takes
    fewer attempts rather than more, since a smaller figure has fewer candidates."""
    in_vain: int = 3
    """Theorems of a variant that are searched for and turn out easy."""
    of_group: int = 1
    """Of those that the same attempt proved; they are one theorem in other words."""
    rows: int = 2
    """Theorems kept of a variant."""
    of_figure: int = 3
    """Of a figure, with all that comes of it; they resemble each other."""
    mutated: int = 2
    """Theorems kept of a variant whose figures, auxiliary points included, are founded anew."""
    mutants: int = 4
    """Foundations tried of each."""
    extensions: int = 2
    """Times that a variant in which something fell late is extended by points near it."""
    extension_steps: tuple[int, int] = (1, 3)
    """Idioms added by an extension."""

    fewest_auxiliary: int = 2
    """Auxiliary points of a theorem."""
    least_attempts: int = 300
    """A theorem that the search proves sooner is not kept."""
    rung: int = 20_000
    """Attempts of the first rung of the ladder: the sweep, and some rounds."""
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
