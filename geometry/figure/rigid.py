"""Figures that nothing can be moved in: fixed up to similarity by what the text says.

Such a text has finitely many figures, one for each choice of a root, and no configuration among
them is rare because some number has to be small.
"""

from __future__ import annotations

import numpy as np

from porism.geometry.figure.system import System
from porism.geometry.problem import Coordinates, Problem

__all__ = ["is_rigid"]

_SIMILARITIES = 4  # directions in which a figure moves, turns and grows
_FREE = 1e-6  # singular values, of derivatives by the size of the figure, of directions left free


def is_rigid(problem: Problem, at: Coordinates) -> bool:
    """Tell whether every small change of a figure that keeps the premises is a similarity."""
    near = {name: complex(*place) for name, place in at.items()}
    xs, ys = zip(*at.values(), strict=True)
    size = max(max(xs) - min(xs), max(ys) - min(ys)) or 1.0
    system = System(tuple(near), problem.premises, size, near)
    if not system.rows:
        return False
    _, slopes = system.evaluate(system.array(near))
    rank = int(np.sum(np.linalg.svd(slopes * size, compute_uv=False) > _FREE))
    return 2 * len(near) - rank <= _SIMILARITIES
