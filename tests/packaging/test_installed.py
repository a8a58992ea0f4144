"""An installed copy does what a checkout does, and brings only the name ``porism``."""

from __future__ import annotations

from pathlib import Path

import pytest

from porism.prover.cli.shipped import Shipped, shipped_names
from porism.synth.pipeline.exclude import read_exclusion
from tests.geometry.corpora import OURS, ROOT
from tests.packaging.conftest import Installed

pytestmark = pytest.mark.slow


def test_only_one_name_is_installed(installed: Installed) -> None:
    tops = {name.split("/")[0] for name in installed.names if not name.startswith("..")}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"porism"}


def test_everything_that_commands_read_is_installed(installed: Installed) -> None:
    wanted = [f"problems/{path.name}" for path in OURS]
    wanted += [f"problems/examples/{p.name}" for p in (ROOT / "problems/examples").iterdir()]
    wanted += [f"lm/configs/{path.name}" for path in (ROOT / "lm" / "configs").iterdir()]
    wanted += [f"lm/weights/{p}" for p in ("model.safetensors", "model.json", "tokenizer.model")]
    wanted += ["py.typed", "geometry/rules.txt", "geometry/constructions.toml"]
    wanted += ["prover/bench/published.toml", "ddar/_core.pyi"]
    vendor = ("codemirror.js", "jsxgraphcore.js", "LICENSES.txt")
    wanted += ["studio/static/index.html", *(f"studio/static/vendor/{name}" for name in vendor)]
    assert not {f"porism/{name}" for name in wanted} - installed.names
    assert not [name for name in installed.names if "studio/web" in name]
    sources = (".cpp", ".hpp", "CMakeLists.txt")
    assert not [name for name in installed.names if name.endswith(sources)]


def test_it_is_the_installed_copy_that_runs(installed: Installed, tmp_path: Path) -> None:
    done = installed.run("python", "-c", "import porism; print(porism.__file__)", cwd=tmp_path)
    assert Path(done.stdout.strip()).parent == installed.packages / "porism", done.stderr


def test_shipped_files_are_found_in_an_empty_folder(installed: Installed, tmp_path: Path) -> None:
    problem = ("imo_ag_30", "--problem", "imo_2015_p4")
    done = installed.run("porism", "solve", *problem, "-q", "--json", "proof.json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    done = installed.run("python", "-m", "porism", "check", "proof.json", "-q", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    bench = ("bench", "imo_ag_30", "--problem", "imo_2015_p4", "--proposer", "none", "--compare")
    done = installed.run("porism", *bench, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "AlphaGeometry" in done.stdout
    script = "from porism.prover.cli.shipped import *; print(*map(shipped_names, Shipped), sep='|')"
    done = installed.run("python", "-c", script, cwd=tmp_path)
    assert done.stdout.strip() == "|".join(str(shipped_names(kind)) for kind in Shipped)


def test_the_benchmark_is_excluded_from_data_as_in_a_checkout(
    installed: Installed, tmp_path: Path
) -> None:
    script = "from porism.synth.pipeline.exclude import *; print(read_exclusion(None).digest)"
    done = installed.run("python", "-c", script, cwd=tmp_path)
    assert done.stdout.strip() == read_exclusion(None).digest, done.stderr
    assert len(read_exclusion(None).hashes) >= 30
    wrong = ("--out", "data", "--exclude", "nowhere.txt")
    done = installed.run("porism", "synth", *wrong, cwd=tmp_path)
    assert done.returncode == 2 and "no such file" in done.stderr
    assert not (tmp_path / "data").exists(), "no list must not become an empty one"


@pytest.mark.parametrize(
    "name", ["geometry", "ddar", "lm", "synth", "prover", "problems", "studio"]
)
def test_modules_of_the_user_do_not_get_in_the_way(
    installed: Installed, tmp_path: Path, name: str
) -> None:
    (tmp_path / f"{name}.py").write_text("WHOSE = 'mine'\n", encoding="utf-8")
    (tmp_path / "script.py").write_text(
        f"import {name}, porism\n"
        f"assert {name}.WHOSE == 'mine'\n"
        "text = 'a b c = triangle; h = orthocenter a b c ? perp a h b c'\n"
        "print(porism.solve(text, proposer='none').status)\n",
        encoding="utf-8",
    )
    done = installed.run("python", "script.py", cwd=tmp_path)
    assert done.stdout == "proved\n", done.stderr
