"""Training the prior: pools of a few figures, to weights that the search can read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from porism.prover.prior.fitting import Fitting, fit, shares
from porism.prover.prior.pools import main as make_pools
from porism.prover.prior.scorer import read_weights
from porism.prover.prior.train import main

pytestmark = pytest.mark.lm


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("pools")
    make_pools(["--out", str(made), "--figures", "8"])
    return made


def test_training_lowers_the_loss_and_writes_weights_that_can_be_read(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--pools", str(folder), "--out", str(tmp_path)]
    main([*arguments, "--epochs", "30"])
    said = [json.loads(line) for line in capsys.readouterr().out.splitlines()[1:]]
    losses = [line["loss"] for line in said if "loss" in line]
    assert len(losses) == 2 * 6 and losses[5] < losses[0] and losses[11] < losses[6]
    layers = read_weights(tmp_path)
    assert set(layers) == {"before", "after", "pairs"}
    assert all(np.isfinite(array).all() for of in layers.values() for array in of.arrays.values())


def test_a_folder_without_pools_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--pools", str(tmp_path), "--out", str(tmp_path)])
    assert f"no pools in {tmp_path}" in capsys.readouterr().err


def test_a_figure_counts_as_the_root_of_its_pools() -> None:
    assert shares(["f-1-0-a", "f-1-1-a", "f-1-1-b"])[0] == 1.0
    assert shares(["f-1-1-a", "f-1-1-b"]) == pytest.approx([2**-0.5] * 2)


def test_all_pools_are_met_once_an_epoch_and_the_best_is_found() -> None:
    network = nn.Linear(1, 1)
    met: list[int] = []
    told: list[float] = []

    def losses(batch: Sequence[int]) -> list[Tensor]:
        met.extend(batch)
        return [(network(torch.ones(1)) - 3.0).square().sum() for _ in batch]

    how = Fitting(batch=2, epochs=60, rate=0.3, decay=0.0, seed=0)
    fit(network, 5, losses, how, lambda epoch, loss: told.append(loss))
    assert sorted(met[:5]) == sorted(met[5:10]) == [0, 1, 2, 3, 4]
    assert len(told) == 60 and told[-1] < 0.01 < told[0]
