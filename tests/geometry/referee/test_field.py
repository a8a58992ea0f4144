"""The arithmetic below the referee: primes, roots of unity, towers of square roots."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

from porism.geometry.referee.extension import Element, Extension, inverse, level_of
from porism.geometry.referee.field import MAX_LEVEL, Field, make_field, rational_of

FIELD = make_field(96, 720, 0)


def element(field: Field, level: int, rng: Random) -> Element:
    if level == 0:
        return rng.randrange(field.p)
    below = (element(field, level - 1, rng), element(field, level - 1, rng))
    return Extension(field.layers[level - 1], *below) % field.p


def test_a_field_is_the_same_for_the_same_seed_and_another_for_another() -> None:
    assert make_field(96, 720, 0).p == FIELD.p
    assert make_field(96, 720, 1).p != FIELD.p
    assert FIELD.p.bit_length() == 96


def test_a_prime_passes_fermat_and_has_the_roots_of_unity() -> None:
    p = FIELD.p
    assert all(pow(a, p - 1, p) == 1 for a in range(2, 40))
    assert (p - 1) % 720 == 0


@pytest.mark.parametrize("level", range(MAX_LEVEL + 1))
def test_the_laws_of_a_field_hold_at_every_level(level: int) -> None:
    rng, p = Random(level), FIELD.p
    for _ in range(30):
        x, y, z = element(FIELD, level, rng), element(FIELD, rng.randrange(4), rng), 7
        assert (x * (y + z) - x * y - x * z) % p == 0
        assert (x * y - y * x) % p == 0
        assert ((x + y) * (x - y) - x * x + y * y) % p == 0
        assert x * inverse(x, p) % p == 1


@pytest.mark.parametrize("level", range(MAX_LEVEL))
def test_every_element_has_a_root_one_level_higher(level: int) -> None:
    rng, p = Random(level), FIELD.p
    stayed = 0
    for _ in range(60):
        x = element(FIELD, level, rng)
        root = FIELD.sqrt(x, level + 1)
        assert root is not None
        assert (root * root - x) % p == 0
        stayed += FIELD.sqrt(x, level) is not None
    assert 15 < stayed < 45  # half of the elements are squares


def test_a_square_has_its_root_in_the_smallest_field() -> None:
    rng, p = Random(5), FIELD.p
    for level in range(MAX_LEVEL):
        x = element(FIELD, level, rng)
        root = FIELD.sqrt(x * x % p, level)
        assert root is not None
        assert level_of(root) == level
        assert root in (x, -x % p)


def test_a_third_of_all_elements_have_three_cube_roots() -> None:
    rng, p = Random(2), FIELD.p
    cubes = 0
    for _ in range(90):
        x = rng.randrange(1, p)
        roots = FIELD.cube_roots(x)
        assert len(set(roots)) == len(roots)
        assert all(pow(root, 3, p) == x for root in roots)
        cubes += bool(roots)
        assert x in FIELD.cube_roots(pow(x, 3, p))
    assert 15 < cubes < 45


def test_zero_has_no_inverse() -> None:
    with pytest.raises(ZeroDivisionError):
        inverse(0, FIELD.p)


def test_rotations_add_up() -> None:
    p = FIELD.p
    assert FIELD.rotation(Fraction(1)) == p - 1
    assert FIELD.i * FIELD.i % p == p - 1
    third = FIELD.rotation(Fraction(1, 3))
    assert pow(third, 3, p) == p - 1
    assert (third + inverse(third, p)) % p == 1  # twice the cosine of 60°
    with pytest.raises(ValueError, match="root of unity"):
        FIELD.rotation(Fraction(1, 7))


def test_simple_fractions_are_recognised() -> None:
    p = FIELD.p
    for q in (Fraction(3, 7), Fraction(-22, 19), Fraction(5)):
        assert rational_of(FIELD.rational(q), p) == q
    assert rational_of(Random(1).randrange(p), p) is None
