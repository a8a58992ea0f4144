"""Figures that nothing can be moved in: fixed up to similarity by what the text says.

Such a text has finitely many figures, one for each choice of a root. No configuration among them is
rare because some number has to be small; but one of many roots may be, so each figure has to be
met several times before they are taken for all.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from porism.geometry.figure.system import System
from porism.geometry.measure.tolerances import MARGIN
from porism.geometry.problem import Coordinates, Problem

__all__ = ["are_all", "is_rigid"]

_SIMILARITIES = 4  # directions in which a figure moves, turns and grows
_FREE = 1e-6  # singular values, of derivatives by the size of the figure, of directions left free
_LEAST = 60  # figures; one of several that are drawn as often as others is not missed
_OFTEN = 3  # times that each is met: of what is rarer, one would be met once or twice
_SAME = 1e-5  # distance of points of two figures that are one, in units of their first two points


def are_all(problem: Problem, figures: Sequence[Coordinates]) -> bool:
    """Tell whether the figures of a text are finitely many, and these are all of them.

    Each is met several times. Mirror images are different figures.
    """
    if len(figures) < _LEAST or not all(is_rigid(problem, at) for at in figures):
        return False
    met: list[tuple[npt.NDArray[np.complex128], int]] = []
    for at in figures:
        z = np.array([complex(*place) for place in at.values()])
        base = z[1] - z[0]
        if abs(base) < MARGIN * float(np.abs(z - z[0]).max()):
            return False
        shape = (z - z[0]) / base
        for number, (other, count) in enumerate(met):
            if float(np.abs(shape - other).max()) < _SAME * float(np.abs(shape).max()):
                met[number] = other, count + 1
                break
        else:
            met.append((shape, 1))
    return all(count >= _OFTEN for _, count in met)


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
