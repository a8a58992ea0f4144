"""The card of a data set says what is in it, in the form that the hub reads."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pytest

from porism.synth.pipeline.blocks import pack
from porism.synth.pipeline.card import CARD, Bar, bars, write_card
from porism.synth.pipeline.manifest import Identity, Manifest
from porism.synth.pipeline.place import Folder
from porism.synth.pipeline.recipe import Block
from porism.synth.pipeline.rows import Row
from porism.synth.pipeline.shards import Store
from porism.synth.pipeline.sisters import alone_at_random


def row(number: int, kind: str, steps: int, aux: int) -> Row:
    key = f"{number % 16:x}{number:063x}"
    return Row(key, "p", "g", kind, "{}", steps, 5 + aux, aux, 1, 0, number // 3, number, "porism")


@pytest.fixture
def written(tmp_path: Path) -> Path:
    store = Store(Folder(tmp_path), Manifest(Identity("9.9+synth.1", 7, 100, "abcd")), threads=1)
    rows = [row(k, "coll" if k % 3 else "perp", 4 + 8 * k, k % 2) for k in range(30)]
    store.add(0, pack(Block(tuple(rows), Counter(figures=1)), 7200.0))
    store.merge()
    write_card(store.place, store.manifest)
    return tmp_path


def test_the_card_has_counts_seed_version_and_licence(written: Path) -> None:
    text = (written / CARD).read_text(encoding="utf-8")
    for said in (
        "30 different theorems, 15 of them with auxiliary points",
        "porism 9.9+synth.1",
        "| 7, 100 |",
        "| coll | 20 | 66.7 % | 10 |",
        "| perp | 10 | 33.3 % | 5 |",
        "| 120 and more | 15 | 50.0 % | 8 |",
        "median, 90 %, 99 %, longest | 116, 212, 236, 236 |",
        "the same, with auxiliary points | 124, 220, 236, 236 |",
        "licence | apache-2.0",
        "figures that they come from | 10 |",
        "have no sister | 1 |",
        "2.00 |",
    ):
        assert said in text, said


def test_the_head_is_yaml_and_finds_the_files(written: Path) -> None:
    yaml = pytest.importorskip("yaml")
    head = yaml.safe_load((written / CARD).read_text(encoding="utf-8").split("---\n")[1])
    assert head["license"] == "apache-2.0"
    assert head["size_categories"] == ["n<1K"]
    (config,) = head["configs"]
    (files,) = config["data_files"]
    assert set(written.glob(files["path"])) == set(written.rglob("*.parquet"))


def test_histograms_are_svg_and_shown_by_the_card(written: Path) -> None:
    text = (written / CARD).read_text(encoding="utf-8")
    for file in (written / "card").iterdir():
        ElementTree.fromstring(file.read_text(encoding="utf-8"))
        assert f"(card/{file.name})" in text
    assert len(list((written / "card").iterdir())) == 4


def test_a_part_in_which_nine_rows_in_ten_have_no_sister() -> None:
    assert alone_at_random({1: 5}) == 1
    assert alone_at_random({1: 90, 2: 5}) == 1
    assert alone_at_random({2: 100}) == pytest.approx(0.1)
    assert 0.9 == pytest.approx((1 - alone_at_random({3: 7})) ** 2)


def test_the_longest_bar_is_that_of_the_most() -> None:
    svg = ElementTree.fromstring(bars("a < b", [Bar("x", 1, 0), Bar("y", 4, 2)]))
    drawn = [r.attrib for r in svg.iter("{http://www.w3.org/2000/svg}rect")]
    assert [float(r["width"]) for r in drawn if r["height"] == "17"] == [82.5, 0.0, 330.0, 165.0]
