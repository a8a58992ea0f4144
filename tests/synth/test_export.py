"""What can be done with a data set: look at a row, hand all on, audit it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from porism.geometry.language import parse_problem
from porism.prover.cli.main import main
from porism.synth.audit import findings
from porism.synth.export import training_text
from porism.synth.pipeline.blocks import Job, make
from porism.synth.pipeline.manifest import Identity, Manifest, write_manifest
from porism.synth.pipeline.ordinary import ordinary
from porism.synth.pipeline.place import Folder
from porism.synth.pipeline.shards import Store
from porism.synth.reading import opened, read_row, read_rows


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    place, manifest = Folder(folder), Manifest(Identity("test", 0, 2, ""))
    write_manifest(place, manifest)
    store = Store(place, manifest, threads=1)
    store.add(0, make(Job(ordinary(), 0, frozenset(), 2), 0))
    store.merge()
    return folder


def test_training_text_is_that_of_alphageometry() -> None:
    problem = parse_problem(
        "a b c = triangle a b c; d = on_tline d b a c, on_tline d c a b "
        "| e = on_line e a c, on_line e b d ? perp a d b c"
    )
    assert training_text(problem) == (
        "{S} a : ; b : ; c : ; d : T d b a c 00 T d c a b 01 ? T a d b c "
        "{F1} x00 e : C e a c 02 C e b d 03 ;"
    )


def test_every_statement_stands_with_its_last_point() -> None:
    problem = parse_problem("x y z = ieq_triangle x y z; m = midpoint m x y ? perp z m x y")
    text = training_text(problem)
    given, goal = text.split(" ? ")
    points = given.removeprefix("{S} ").split(" ; ")
    assert [point.split()[0] for point in points] == ["a", "b", "c", "d"]
    assert goal == "T c d a b"
    for k, point in enumerate(points):
        words = set(point.replace(" : ", " ").split())
        assert not words & {"a", "b", "c", "d"} - set("abcd"[: k + 1])


def test_all_rows_are_exported(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "train.jsonl"
    assert main(["synth", "export", str(data), "--out", str(out)]) == 0
    lines = [json.loads(line) for line in out.read_text().splitlines()]
    place, manifest = opened(data)
    assert [line["hash"] for line in lines] == [
        row["hash"] for row in read_rows(place, manifest, ("hash",))
    ]
    assert all(line["text"].startswith("{S} a : ;") for line in lines)
    assert all(("{F1}" in line["text"]) == (line["aux_points"] > 0) for line in lines)


def test_a_row_is_shown_with_figure_and_proof(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.html"
    assert main(["synth", "show", str(data), "--row", "1", "--html", str(page)]) == 0
    said = capsys.readouterr()
    place, manifest = opened(data)
    row = read_row(place, manifest, 1)
    assert row["problem"] in said.out
    assert f"hash: {row['hash']}" in said.err
    assert "<svg" in page.read_text(encoding="utf-8")
    assert main(["synth", "show", str(data), "--row", str(manifest.rows)]) == 2
    assert f"has {manifest.rows} rows" in capsys.readouterr().err
    assert main(["synth", "show", str(tmp_path)]) == 2
    assert "holds no data set" in capsys.readouterr().err


def test_rows_are_what_they_say(data: Path) -> None:
    place, manifest = opened(data)
    for number in range(min(3, manifest.rows)):
        found = findings(read_row(place, manifest, number))
        assert found in (["proved"], ["proved_for_configuration"])
