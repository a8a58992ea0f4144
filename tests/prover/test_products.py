"""Products of matrices, in parts that BLAS does not share among threads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pytest

from porism.prover.prior.products import MOST_MULTIPLICATIONS, product

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Counting(np.ndarray):
    """A matrix that notes how many multiplications its products take."""

    counts: ClassVar[list[int]] = []

    def __matmul__(self, other: Any) -> Any:
        self.counts.append(self.shape[0] * self.shape[1] * other.shape[1])
        return np.asarray(self) @ other


@pytest.mark.parametrize(
    "shape", [(0, 5, 3), (7, 5, 3), (2000, 98, 32), (3161, 16, 16), (40, 3, 9)]
)
def test_a_product_is_that_of_numpy_in_small_parts(shape: tuple[int, int, int]) -> None:
    random = np.random.default_rng(0)
    left: NDArray[np.float64] = random.normal(size=shape[:2])
    right: NDArray[np.float64] = random.normal(size=shape[1:])
    Counting.counts = []
    found = product(left.view(Counting), right)
    assert np.allclose(found, left @ right)
    assert max(Counting.counts, default=0) <= MOST_MULTIPLICATIONS
    assert sum(Counting.counts) == shape[0] * shape[1] * shape[2]
