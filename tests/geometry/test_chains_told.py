"""How a chain of equal expressions is told."""

from __future__ import annotations

from itertools import pairwise

import pytest

from porism.geometry.problem import Coordinates
from porism.geometry.rules import parse_statement
from porism.geometry.telling.chains import Layout, Link
from porism.geometry.telling.cut import pieces
from porism.geometry.telling.model import Chain, Formula, Name
from porism.geometry.telling.notation import Notation
from porism.geometry.telling.phrases import load_language
from porism.geometry.telling.tell import tell
from porism.geometry.telling.text import flat
from tests.geometry.hand_proofs import hand_proof


def chain_told(text: str, lines: str, places: Coordinates) -> Chain:
    """Tell the last step of a proof by hand, and return its chain."""
    telling = tell(hand_proof(text, lines, coordinates=places))
    sentence = telling.claims[-1].sentences[-1]
    (chain,) = (part for part in sentence.text if isinstance(part, Chain))
    return chain


def test_of_congruent_triangles_a_chain_takes_the_equal_sides() -> None:
    """The engine may have divided by another side; a reader never writes CB · AB / AB."""
    shape = {"a": (0.0, 0.0), "x": (0.0, 2.0), "c": (1.2, -1.6)}
    moved = {p: (u + 9, v + 1) for p, (u, v) in zip("pqr", shape.values(), strict=True)}
    chain = chain_told(
        "a b c = triangle a b c; p q r = triangle p q r; x = on_circle x a b ? cong a b p r",
        """
        given cong a b a x
        given contri a x c p q r
        given cong p q p r
        ratio 0 1 2 => cong a b p r
        """,
        {**shape, **moved, "b": (2.0, 0.0)},
    )
    assert [flat((row.right,)) for row in chain.rows] == ["AX", "PQ", "PR"]


def test_of_a_mean_proportional_the_square_is_told() -> None:
    """Nobody writes CD = AB^(1/2) · PQ^(1/2)."""
    places = {"a": (0.0, 0.0), "b": (1.0, 0.0), "c": (0.0, 1.0), "d": (2.0, 1.0)}
    places |= {"e": (0.0, 2.0), "f": (2.0, 2.0), "p": (0.0, 3.0), "q": (4.0, 3.0)}
    chain = chain_told(
        "a b c d = quadrangle; e f p q = quadrangle ? cong c d e f",
        """
        given eqratio a b c d c d p q
        given eqratio a b e f e f p q
        ratio 0 1 => cong c d e f
        """,
        places,
    )
    first = chain.rows[0].left
    assert first is not None and flat((first,)) == "CD²"
    assert [flat((row.right,)) for row in chain.rows] == ["AB · PQ", "EF²"]


def test_halves_that_leave_no_root_are_not_multiplied_through() -> None:
    """AB² : CD² = PQ² : RS² is what one reads; AB : CD = PQ : RS is what one writes."""
    places: dict[str, tuple[float, float]] = {}
    for y, (pair, size) in enumerate([("ab", 2.0), ("cd", 4.0), ("pq", 1.0), ("rs", 2.0)]):
        places |= {pair[0]: (0.0, float(y)), pair[1]: (size, float(y))}
    chain = chain_told(
        "a b c d = quadrangle; p q r s = quadrangle ? rconst a b c d 1/2",
        """
        given r2const a b p q 4/1
        given r2const c d p q 16/1
        ratio 0 1 => rconst a b c d 1/2
        """,
        places,
    )
    first = chain.rows[0].left
    assert first is not None and flat((first,)) == "AB / CD"
    assert [flat((row.right,)) for row in chain.rows] == ["2 · PQ / CD", "1 / 2"]


def test_no_length_is_brought_in_only_to_go_out_again() -> None:
    """EB : BM = EB : DM, as triangles MBC and MDA with BC = DA have equal sides."""
    turned = {"d": (0.0, 2.0), "a": (-1.0, 1.0), "f": (-0.5, 2.5)}
    chain = chain_told(
        "m = free m; b c = segment b c; d a = segment d a; e = free e; f = free f "
        "? eqratio e b b m f d d m",
        """
        given cong d a b c
        given simtri m b c m d a
        given cong f d e b
        ratio 0 1 2 => eqratio e b b m f d d m
        """,
        {"m": (0.0, 0.0), "b": (2.0, 0.0), "c": (1.0, 1.0), "e": (2.5, 0.5), **turned},
    )
    assert [flat((row.right,)) for row in chain.rows] == ["EB / DM", "FD / DM"]


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("eqratio x k x o x y x o", "XK = XY"),
        ("eqratio x o x k o x x y", "XK = XY"),
        ("eqratio x o x o x k x y", "XK = XY"),
        ("eqratio x k x o x y y o", "XK : XO = XY : YO"),
        ("simtri o m r o n r", "△OMR ≅ △ONR"),
        ("simtrir o m r s r m", "△OMR ≅ △SRM"),
        ("simtri o m r m o r", "△OMR ≅ △MOR"),
        ("simtri o m r o r n", "△OMR ∼ △ORN"),
    ],
)
def test_what_has_a_common_side_is_equal_and_not_only_in_proportion(
    statement: str, said: str
) -> None:
    notation = Notation("kmnorsxy", load_language("en"))
    assert flat(notation.statement(parse_statement(statement))) == said


@pytest.mark.parametrize("count", [1, 6, 7, 12, 13, 20])
def test_no_chain_is_told_in_one_go_that_is_longer_than_six_links(count: int) -> None:
    def value(n: int) -> Formula:
        return Formula((Name(f"p{n}", "P"), *([Name("q", "Q")] if n % 3 else [])))

    links = tuple(Link(value(n), (n,)) for n in range(1, count + 1))
    told = pieces(Layout(value(0), links))
    assert [link for piece in told for link in piece.links] == list(links)
    assert all(len(piece.links) <= 6 for piece in told)
    for before, after in pairwise(told):
        assert after.start == before.links[-1].expression


def test_a_long_chain_is_cut_at_its_shortest_expression() -> None:
    sizes = [1, 2, 3, 3, 1, 3, 2, 1]
    links = tuple(Link(Formula((Name("p", "P"),) * size), (n,)) for n, size in enumerate(sizes))
    first, second = pieces(Layout(Formula(("x",)), links))
    assert (len(first.links), len(second.links)) == (5, 3)
