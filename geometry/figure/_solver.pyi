"""
Systems of equations between the points of a figure. porism.geometry.figure.system imports it.
"""

from collections.abc import Sequence
from typing import Annotated

import numpy
from numpy.typing import NDArray

class System:
    """Rows over points; see porism.geometry.figure.system."""

    def __init__(
        self,
        points: int,
        rows: Sequence[tuple[int, Sequence[tuple[int, int, float]], float]],
        size: float,
    ) -> None: ...
    def evaluate(
        self,
        x: Annotated[
            NDArray[numpy.float64], dict(shape=(None,), order="C", device="cpu", writable=False)
        ],
    ) -> tuple[
        Annotated[NDArray[numpy.float64], dict(order="C")],
        Annotated[NDArray[numpy.float64], dict(order="C")],
    ]: ...
    def minimise(
        self,
        x: Annotated[
            NDArray[numpy.float64], dict(shape=(None,), order="C", device="cpu", writable=False)
        ],
        free: Sequence[int],
        steps: int,
        spread: float,
        apart: Sequence[tuple[int, int]],
    ) -> Annotated[NDArray[numpy.float64], dict(order="C")]: ...
