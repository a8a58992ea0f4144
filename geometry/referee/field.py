"""The field that a statement is evaluated in: a large random prime with the roots it needs.

The prime is 1 modulo a given number, so that the field has roots of unity of that order: the
direction of a line, as the quotient z/z̄ of its complex vector, turned by q half-turns is
multiplied by the root of unity at the angle 2πq, and angles given in degrees are exact.
Square roots that the field lacks are taken in a tower of quadratic extensions.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from random import Random

from porism.geometry.referee.extension import Element, Extension, Layer, inverse, level_of

__all__ = ["MAX_LEVEL", "Field", "make_field", "rational_of"]

MAX_LEVEL = 3
"""The highest field of a tower: of degree 8. Four roots nested in each other are rare."""

_SIMPLE = 1 << 20  # fractions of larger numbers are not recognised
_RATIOS = sorted({Fraction(a, b) for a in range(1, 5) for b in range(1, 5)} | {Fraction(6)})
_SMALL = [q for q in range(3, 400, 2) if all(q % r for r in range(3, q, 2))]
_WITNESSES = 24  # rounds of the Miller-Rabin test: a composite passes with 2^-48 at most


class Field:
    """F_p for a prime ``p`` = 1 modulo ``order``, a multiple of 12, and the fields above it."""

    def __init__(self, p: int, order: int, rng: Random) -> None:
        self.p = p
        self.order = order
        self.half = (p + 1) // 2
        odd, twos = p - 1, 0
        while odd % 2 == 0:
            odd, twos = odd // 2, twos + 1
        nonresidue = next(g for g in range(2, p) if pow(g, (p - 1) // 2, p) != 1)
        self._odd, self._twos = odd, twos
        self._powers = [pow(nonresidue, odd, p)]  # [k] is a root of unity of order 2^(twos - k)
        for _ in range(twos - 1):
            self._powers.append(self._powers[-1] ** 2 % p)
        # The root that one layer adjoins is no square in it: its norm is minus the square
        # below, and -1 is a square (4 divides the order). So it is adjoined a root of next.
        self.layers = [Layer(1, p, nonresidue)]
        for level in range(2, MAX_LEVEL + 1):
            below = self.layers[-1]
            self.layers.append(Layer(level, p, Extension(below, 0, 1)))
        self.small = [(self.rational(q), self.rational(q * q)) for q in _RATIOS]
        noncube = next(g for g in range(2, p) if pow(g, (p - 1) // 3, p) != 1)
        cofactor = p - 1
        while cofactor % 3 == 0:
            cofactor //= 3
        self._cubic_unity = pow(noncube, cofactor, p)
        self._unity = self._root_of_unity(rng)
        self.i = self.rotation(Fraction(1, 2))

    def _root_of_unity(self, rng: Random) -> int:
        p, n = self.p, self.order
        primes = _prime_factors(n)
        while True:
            root = pow(rng.randrange(2, p), (p - 1) // n, p)
            if all(pow(root, n // q, p) != 1 for q in primes):
                return root

    def rotation(self, half_turns: Fraction) -> int:
        """Return e^(iπ·half_turns): what turns a vector by that angle.

        Raises ValueError when the field has no such root of unity.
        """
        steps = half_turns / 2 * self.order
        if steps.denominator != 1:
            raise ValueError(f"no root of unity of order {2 * half_turns.denominator}")
        return pow(self._unity, steps.numerator % self.order, self.p)

    def rational(self, q: Fraction) -> int:
        """Return a rational number as an element of the prime field."""
        return q.numerator * pow(q.denominator, -1, self.p) % self.p

    def sqrt(self, x: Element, limit: int) -> Element | None:
        """Return a square root of ``x``, None where it lies above the level ``limit``."""
        level = level_of(x)
        for height in range(level, limit + 1):
            root = self._sqrt(x, height)
            if root is not None:
                return root
        return None

    def _sqrt(self, x: Element, level: int) -> Element | None:
        """Return a square root in the field of this level, which holds ``x``."""
        p = self.p
        if isinstance(x, int) and level == 0:
            return self._tonelli(x)
        layer = self.layers[level - 1]
        if isinstance(x, int) or x.layer.level < level:
            root = self._sqrt(x, level - 1)
            if root is not None:
                return root
            root = self._sqrt(x * inverse(layer.square, p) % p, level - 1)
            assert root is not None  # the quotient of two non-squares is a square
            return Extension(layer, 0, root)
        norm = self._sqrt((x.low * x.low - x.high * x.high * layer.square) % p, level - 1)
        if norm is None:
            return None
        low = self._sqrt((x.low + norm) * self.half % p, level - 1)
        if low is None:
            low = self._sqrt((x.low - norm) * self.half % p, level - 1)
        assert low is not None  # the product of the two is a non-square times a square
        return Extension(layer, low, x.high * inverse(2 * low, p)) % p

    def cube_roots(self, x: int) -> tuple[int, ...]:
        """Return the three cube roots in F_p of an element that is not zero, or none.

        Up to an element of order a power of three a cube root is a power; that element is
        looked up among those powers, which are few.
        """
        p, part = self.p, self.p - 1
        while part % 3 == 0:
            part //= 3
        near = pow(x, pow(3, -1, part), p)
        rest = x * pow(near, -3, p) % p
        step, count = self._cubic_unity, (p - 1) // part
        log, power = 0, 1
        while power != rest:
            log, power = log + 1, power * step % p
        if log % 3:
            return ()
        return tuple(near * pow(step, (log + j * count) // 3, p) % p for j in range(3))

    def _tonelli(self, x: int) -> int | None:
        """Return a square root in F_p (Tonelli, Shanks)."""
        p = self.p
        if not x:
            return 0
        w = pow(x, (self._odd - 1) // 2, p)
        root, rest = x * w % p, x * w * w % p
        while rest != 1:
            k, power = 0, rest
            while power != 1:
                power, k = power * power % p, k + 1
                if k == self._twos:
                    return None
            factor = self._powers[self._twos - k - 1]
            root, rest = root * factor % p, rest * factor * factor % p
        return root


def _prime_factors(n: int) -> list[int]:
    found, q = [], 2
    while q * q <= n:
        if n % q == 0:
            found.append(q)
            while n % q == 0:
                n //= q
        q += 1
    return [*found, n] if n > 1 else found


def _is_prime(n: int, rng: Random) -> bool:
    if any(n % q == 0 for q in _SMALL):
        return n in _SMALL
    odd, twos = n - 1, 0
    while odd % 2 == 0:
        odd, twos = odd // 2, twos + 1
    for _ in range(_WITNESSES):
        x = pow(rng.randrange(2, n - 1), odd, n)
        if x in (1, n - 1):
            continue
        for _ in range(twos - 1):
            x = x * x % n
            if x == n - 1:
                break
        else:
            return False
    return True


@lru_cache(maxsize=64)
def make_field(bits: int, order: int, seed: int) -> Field:
    """Return F_p for a random prime of ``bits`` bits that is 1 modulo ``order``.

    ``order`` must be a multiple of twelve. The same arguments give the same field.
    """
    rng = Random(f"{bits}/{order}/{seed}")
    low, high = (1 << (bits - 1)) // order, ((1 << bits) - 1) // order
    while True:
        p = rng.randrange(low + 1, high) * order + 1
        if _is_prime(p, rng):
            return Field(p, order, rng)


def rational_of(value: int, p: int) -> Fraction | None:
    """Return the simple fraction that is ``value`` modulo p, None where there is none."""
    before, rest, back, forth = p, value, 0, 1  # rest = forth * value modulo p
    while rest > _SIMPLE:
        quotient = before // rest
        before, rest, back, forth = rest, before - quotient * rest, forth, back - quotient * forth
    if not 0 < abs(forth) <= _SIMPLE:
        return None
    return Fraction(rest, forth)
