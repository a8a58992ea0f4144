"""A Ray cluster makes what one machine makes, to the byte, whoever dies on the way."""

from __future__ import annotations

import json
import socket
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from porism.geometry.errors import InputError
from porism.prover.cli.main import main
from porism.synth.cluster import connect
from porism.synth.cluster.connect import connected
from porism.synth.cluster.program import difference, program
from porism.synth.pipeline.run import Plan, run

FIGURES = 4  # in a block


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "data").iterdir()}


# --- without a cluster ----------------------------------------------------------------------


def test_another_program_is_told_and_a_patch_of_python_is_none() -> None:
    ours = "0.1.0 (12345678, Python 3.11.7)"
    assert difference(ours, "n", "0.1.0 (12345678, Python 3.11.9)") is None
    for theirs in ("0.1.0 (87654321, Python 3.11.7)", "0.1.0 (12345678, Python 3.12.7)"):
        said = difference(ours, "node-7", theirs)
        assert said is not None
        assert "node-7" in said
        assert theirs in said
    assert difference(program(), "n", program()) is None


def test_without_ray_there_is_advice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    assert main(["synth", "--out", str(tmp_path / "d"), "--ray", "local"]) == 2
    assert "porism[ray]" in capsys.readouterr().err


@pytest.fixture
def ray() -> Any:
    return pytest.importorskip("ray", reason="needs porism[ray]")


def test_an_address_at_which_nobody_answers_is_told_at_once(
    ray: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # and does not listen
        address = f"127.0.0.1:{nobody.getsockname()[1]}"
        assert main(["synth", "--out", str(tmp_path / "d"), "--ray", address]) == 2
    assert f"no Ray cluster at '{address}': connection refused" in capsys.readouterr().err
    monkeypatch.delenv("RAY_ADDRESS", raising=False)
    monkeypatch.setattr(connect, "_current_cluster", lambda: None)
    for wrong, said in (
        ("auto", "no Ray cluster on this machine"),
        ("somewhere", "not an address"),
        ("host:port", "not an address"),
        ("host:99999", "not an address"),
    ):
        with pytest.raises(InputError, match=said), connected(wrong):
            pass
    assert not (tmp_path / "d").exists()


# --- with one, which takes some seconds to start --------------------------------------------


@pytest.fixture
def cluster(ray: Any) -> Iterator[Any]:
    """Two nodes of one core each on this machine; the first one is the head."""
    cluster_utils = pytest.importorskip("ray.cluster_utils")
    made = cluster_utils.Cluster(
        initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False}
    )
    made.add_node(num_cpus=1)
    yield made
    made.shutdown()


def plan(folder: Path, problems: int) -> Plan:
    return Plan(folder, problems, None, 2, figures=FIGURES)


@pytest.mark.exhaustive
@pytest.mark.filterwarnings("ignore")
def test_a_node_that_is_killed_half_way_loses_and_doubles_nothing(
    cluster: Any, tmp_path: Path
) -> None:
    one, many = tmp_path / "one", tmp_path / "many"
    run(plan(one, 40))
    with connected(cluster.address):
        from porism.synth.cluster.workers import ClusterWorkers

        class Killing(ClusterWorkers):
            """Kills the second node when the first blocks have come."""

            came = 0
            sizes: list[int] = []  # noqa: RUF012 (read by the test)

            def finished(self, seconds: float) -> list[tuple[int, bytes]]:
                found = super().finished(seconds)
                Killing.sizes.append(self.size)
                if not Killing.came and found:
                    (node,) = cluster.worker_nodes
                    cluster.remove_node(node, allow_graceful=False)
                Killing.came += len(found)
                return found

        run(replace(plan(many, 40), hire=Killing))
    assert Killing.came >= 2
    assert Killing.sizes[0] == 2
    assert files(many) == files(one)


@pytest.mark.exhaustive
@pytest.mark.filterwarnings("ignore")
def test_the_command_works_on_a_cluster_of_its_own(
    ray: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, many = tmp_path / "one", tmp_path / "many"
    words = ["--problems", "20", "--workers", "1", "--figures", str(FIGURES)]
    assert main(["synth", "--out", str(one), *words]) == 0
    assert main(["synth", "--out", str(many), *words, "--ray", "local"]) == 0
    assert files(many) == files(one)
    said = capsys.readouterr().out
    # Problems are solved there too; this is one test since a cluster takes long to start.
    found = {}
    for where in ([], ["--ray", "local"]):
        out = tmp_path / f"{len(where)}.jsonl"
        command = ["bench", "textbook", "--proposer", "none", "--out", str(out), *where]
        names = ("--problem", "midline", "--problem", "intercept_theorem")
        assert main([*command, *names]) == 0
        lines = [json.loads(line) for line in out.read_text().splitlines()]
        found[len(where)] = {
            row["problem"]: {k: v for k, v in row.items() if "seconds" not in k} for row in lines
        }
    assert len(found[0]) == 2
    assert found[0] == found[2]
    first, second = (line for line in said.splitlines() if line)
    assert first.split('"core_seconds"')[0] == second.split('"core_seconds"')[0]
