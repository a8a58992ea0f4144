"""The cluster files of docs/scale.md can be read, and start what the page says they start."""

from __future__ import annotations

import re
import shlex
import subprocess

import pytest
import typer

from porism.prover.cli.main import app
from tests.geometry.corpora import ROOT

PAGE = (ROOT / "docs" / "scale.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    (found,) = re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    return str(found)


def test_the_file_for_a_cloud_is_one_that_rays_launcher_reads() -> None:
    yaml = pytest.importorskip("yaml")
    file = yaml.safe_load(block("yaml"))
    assert file["head_node_type"] in file["available_node_types"]
    assert {"cluster_name", "provider", "auth", "setup_commands"} <= set(file)
    assert any("porism[ray]" in line for line in file["setup_commands"])
    starts = [*file["head_start_ray_commands"], *file["worker_start_ray_commands"]]
    assert all(shlex.split(line)[0].endswith("ray") for line in starts)
    (head,) = [line for line in starts if "--head" in line]
    assert "--autoscaling-config" in head


def test_the_file_for_slurm_is_a_script() -> None:
    script = block("bash")
    subprocess.run(["bash", "-n"], input=script, text=True, check=True)
    directives = re.findall(r"^#SBATCH --([\w-]+)(?:=(\S+))?$", script, re.MULTILINE)
    assert {"nodes", "cpus-per-task", "time", "ntasks-per-node"} <= {name for name, _ in directives}


def test_the_commands_have_options_that_exist() -> None:
    group = typer.main.get_command(app)
    lines = re.findall(r"porism (synth|bench) ([^`\n]*)", PAGE.replace('"', ""))
    commands = [(name, line) for name, line in lines if "--" in line]
    assert len(commands) >= 4
    for name, line in commands:
        words = shlex.split(line.replace("$", ""))
        group.commands[name].make_context("porism", words)  # type: ignore[attr-defined]
