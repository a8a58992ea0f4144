from __future__ import annotations

from porism.geometry.measure import tolerances as t


def test_tolerances_are_in_order() -> None:
    chain = [t.EXACT, t.ON_LINE, t.COINCIDENT, t.INDEPENDENT, t.MARGIN, t.ENTERED, t.CUT, t.TYPED]
    assert chain == sorted(chain)
    assert t.EXACT < 1e-2 * t.ON_LINE  # what is true is on the line
    assert t.COINCIDENT <= 1e-2 * t.MARGIN  # what is clearly apart is not together


def test_every_tolerance_has_its_reason() -> None:
    source = (t.__file__ or "").removesuffix("c")
    with open(source, encoding="utf-8") as file:
        lines = file.read().splitlines()
    for name in t.__all__:
        at = next(i for i, line in enumerate(lines) if line.startswith(f"{name} = "))
        assert lines[at + 1].startswith('"""'), name
