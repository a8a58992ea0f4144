"""Files that are installed can be named alone; files of the user come first."""

from __future__ import annotations

from pathlib import Path

import pytest

from porism.prover.cli.shipped import Shipped, resolve, shipped_names
from tests.geometry.corpora import OURS, ROOT
from tests.prover.command import Porism


def test_all_shipped_files_have_names() -> None:
    problems = {path.stem for path in OURS}
    assert set(shipped_names(Shipped.PROBLEMS)) == problems | {"pappus"}
    assert shipped_names(Shipped.RULES) == ("pappus_rule",)
    configs = {path.stem for path in (ROOT / "lm" / "configs").glob("*.toml")}
    assert set(shipped_names(Shipped.SETTINGS)) == configs


@pytest.mark.parametrize("given", ["imo_ag_30", "imo_ag_30.txt", Path("imo_ag_30")])
def test_a_shipped_file_is_found_by_its_name(
    given: str | Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    found = resolve(given, Shipped.PROBLEMS)
    assert found.samefile(ROOT / "problems" / "imo_ag_30.txt")
    assert resolve("small", Shipped.SETTINGS).samefile(ROOT / "lm" / "configs" / "small.toml")
    (tmp_path / "imo_ag_30").mkdir()
    assert resolve(given, Shipped.PROBLEMS) == found, "a folder is no problem file"


def test_a_file_of_the_user_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("imo_ag_30").write_text("mine", encoding="utf-8")
    assert resolve("imo_ag_30", Shipped.PROBLEMS) == Path("imo_ag_30")
    assert resolve("imo_ag_30.txt", Shipped.PROBLEMS) != Path("imo_ag_30.txt")


@pytest.mark.parametrize("given", ["./imo_ag_30", "problems/imo_ag_30", "nothing", "a" * 5000])
def test_other_paths_mean_what_they_say(
    given: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert str(resolve(given, Shipped.PROBLEMS)) == str(Path(given))


def test_a_misspelt_name_has_a_near_one(
    porism: Porism, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = porism("solve", "imo_ag30")
    assert ran.status == 2
    assert ran.err == "porism: imo_ag30: no such file or directory; did you mean imo_ag_30?\n"
