"""Without the extras the prover proves; what needs one says which."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from porism.geometry.extras import EXTRAS

ALTITUDES = "a b c = triangle; h = on_tline b a c, on_tline c a b ? perp a h b c"
NEEDS = {
    "pyarrow": [("synth", "--out", "data", "--problems", "5"), ("synth-audit", "data")],
    "torch": [("train", "--data", "data", "--out", "run"), ("solve", ALTITUDES, "--weights", ".")],
}


def run_without(modules: list[str], program: str, folder: Path) -> subprocess.CompletedProcess[str]:
    hidden = "".join(f"sys.modules[{name!r}] = None; " for name in modules)
    return subprocess.run(
        [sys.executable, "-c", f"import sys; {hidden}{program}"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("module", "words"), [(module, words) for module in NEEDS for words in NEEDS[module]]
)
def test_a_command_says_which_extra_it_needs(
    module: str, words: tuple[str, ...], tmp_path: Path
) -> None:
    program = f"from porism.prover.cli.main import main; sys.exit(main({list(words)!r}))"
    done = run_without([module], program, tmp_path)
    assert done.returncode == 2, done.stderr
    assert f"pip install 'porism[{EXTRAS[module]}]'" in done.stderr
    assert "Traceback" not in done.stderr


def test_proving_checking_and_drawing_need_no_extra(tmp_path: Path) -> None:
    program = (
        f"import porism; outcome = porism.solve({ALTITUDES!r}); print(outcome.status, "
        "porism.check(outcome.proofs[0]).status, len(porism.draw(outcome.problem).svg) > 100)"
    )
    done = run_without([*EXTRAS, "sympy"], program, tmp_path)
    assert done.stdout.split() == ["proved", "proved", "True"], done.stderr


def test_a_graph_needs_networkx(tmp_path: Path) -> None:
    program = (
        f"import porism; outcome = porism.solve({ALTITUDES!r}, proposer='none')\n"
        "try: porism.graph(outcome.proofs[0])\n"
        "except porism.InputError as error: print(error)"
    )
    done = run_without(["networkx"], program, tmp_path)
    assert "porism[graph]" in done.stdout, done.stderr
