"""How well a figure can be seen, and trusted: clear of near-coincidences of every sort."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache

import numpy as np
import numpy.typing as npt

__all__ = ["score"]

Indices = npt.NDArray[np.intp]

_TRUE = 1e-7  # below this sine three points are on a line indeed, not by bad luck


def score(at: Mapping[str, complex]) -> float:
    """Return a number to compare figures of one problem by; larger is better, at most 0.

    Penalised: points that nearly or wholly coincide, triples that are nearly but not quite
    collinear, and points far away from the bulk of the figure.
    """
    z: npt.NDArray[np.complex128] = np.array(list(at.values()))
    n = len(z)
    if n < 3:
        return 0.0
    distance = np.abs(z[:, None] - z[None, :])
    middle = complex(np.sort(z.real)[n // 2], np.sort(z.imag)[n // 2])
    bulk = float(np.sort(np.abs(z - middle))[n // 2]) or 1.0  # medians: outliers do not count
    apart = distance[distance > _TRUE * bulk]
    overlaps = (n * n - n - apart.size) // 2
    closest = float(apart.min()) / bulk if apart.size else 1.0
    farthest = float(np.abs(z - middle).max()) / bulk
    penalty = 2.0 * math.sqrt(max(0.0, 0.25 / max(closest, 1e-9) - 1.0))
    penalty += max(0.0, farthest - 2.5)
    return -(penalty + 4.0 * _flattest(z) + 3.0 * overlaps)


@lru_cache(maxsize=64)
def _triples(n: int) -> tuple[Indices, Indices, Indices]:
    i, j, k = (index.ravel() for index in np.meshgrid(*[np.arange(n)] * 3, indexing="ij"))
    chosen = (i < j) & (j < k)
    return i[chosen], j[chosen], k[chosen]


def _flattest(z: npt.NDArray[np.complex128]) -> float:
    """How much the flattest true triangle falls short of a comfortable 3 degrees, 0 to 1."""
    n = len(z)
    i, j, k = _triples(n)
    a, b, c = z[i], z[j], z[k]
    u, v, w = b - a, c - a, c - b
    sides = np.sort(np.abs(np.stack([u, v, w])), axis=0)
    area = np.abs((np.conj(u) * v).imag)
    sine = area / (sides[1] * sides[2] + 1e-300)
    sine = sine[sine > _TRUE]
    flattest = float(sine.min()) if sine.size else 1.0
    return max(0.0, 1.0 - flattest / 0.05)
