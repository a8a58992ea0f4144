"""A wheel of this checkout, installed in an environment that has nothing else of ours."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.geometry.corpora import ROOT


@dataclass(frozen=True)
class Installed:
    """An environment with the wheel: its programs, its packages, the names of the wheel's files."""

    programs: Path
    packages: Path
    names: frozenset[str]

    def run(self, *words: object, cwd: Path) -> subprocess.CompletedProcess[str]:
        """Run a program of the environment in a folder."""
        program, *rest = map(str, words)
        hidden = ("PYTHONPATH", "VIRTUAL_ENV")
        return subprocess.run(
            [str(self.programs / program), *rest],
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=cwd,
            env={key: value for key, value in os.environ.items() if key not in hidden},
            check=False,
        )


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Build the wheel and install it, once for all worker processes of a test run."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    with (shared / "wheel.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        folder = shared / "installed"
        if not folder.exists():
            _install(_build(shared / "wheel"), folder)
    packages = Path(sysconfig.get_path("purelib", vars={"base": str(folder)}))
    (record,) = packages.glob("porism-*.dist-info/RECORD")
    lines = record.read_text(encoding="utf-8").splitlines()
    return Installed(folder / "bin", packages, frozenset(line.split(",")[0] for line in lines))


def _build(folder: Path) -> Path:
    """Build the wheel; what `make build` has compiled is not compiled again."""
    _pip("wheel", "--no-build-isolation", "--no-deps", "--wheel-dir", folder, ROOT)
    (wheel,) = folder.glob("porism-*.whl")
    return wheel


def _install(wheel: Path, folder: Path) -> None:
    """Make an environment with the wheel, which finds what it depends on where we find it."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    packages = Path(sysconfig.get_path("purelib", vars={"base": str(folder)}))
    others = [path for path in sys.path if Path(path).name in ("site-packages", "dist-packages")]
    (packages / "dependencies.pth").write_text("\n".join(others) + "\n", encoding="utf-8")
    _pip("--python", folder / "bin" / "python", "install", "--no-deps", "--no-index", wheel)


def _pip(*words: object) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pip", "-qq", "--disable-pip-version-check", *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
