"""Which source the next figure comes from: those that gave hard theorems, and the others too.

The generator follows the prover. What the search proves quickly is no reward, so a source from
which only easy theorems come is drawn from more and more rarely, down to a floor.
"""

from __future__ import annotations

from collections.abc import Iterable
from random import Random

from porism.synth.frontier.policy import POLICY, FrontierPolicy

__all__ = ["Chooser"]


class Chooser:
    """Draws names in proportion to what they gave for what they cost."""

    def __init__(self, names: Iterable[str], policy: FrontierPolicy = POLICY) -> None:
        """Begin with even chances."""
        self._policy = policy
        self._gain = dict.fromkeys(names, 0.0)
        self._cost = dict.fromkeys(self._gain, 0.0)
        self._tries = dict.fromkeys(self._gain, 0)

    def shares(self) -> dict[str, float]:
        """Return the probability of each name."""
        mean_cost = sum(self._cost.values()) / max(1, sum(self._tries.values()))
        mean = sum(self._gain.values()) / max(1.0, sum(self._cost.values()))
        prior = self._policy.prior * mean_cost
        rates = {
            name: (gain + mean * prior + 1e-9) / max(1.0, self._cost[name] + prior)
            for name, gain in self._gain.items()
        }
        total = sum(rates.values())
        left = 1.0 - self._policy.floor * len(rates)
        return {name: self._policy.floor + left * rate / total for name, rate in rates.items()}

    def choose(self, random: Random) -> str:
        """Draw a name."""
        shares = self.shares()
        return random.choices(list(shares), list(shares.values()))[0]

    def learn(self, name: str, gain: float, cost: float) -> None:
        """Take note of what a figure gave, and of the attempts it took."""
        self._gain[name] += gain
        self._cost[name] += cost
        self._tries[name] += 1
