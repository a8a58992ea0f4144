#include "field.hpp"

#include "contract.hpp"

namespace porism {

Residue inverse(Residue a) {
  PORISM_REQUIRE(a != 0);
  // Extended Euclid; the Bezout coefficient stays below the prime in absolute value.
  std::int64_t previous = 0;
  std::int64_t current = 1;
  Residue high = kPrime;
  Residue low = a;
  while (low > 1) {
    const Residue quotient = high / low;
    const Residue rest = high % low;
    const std::int64_t next = previous - static_cast<std::int64_t>(quotient) * current;
    high = low;
    low = rest;
    previous = current;
    current = next;
  }
  return from_integer(current);
}

Residue from_rational(Rational value) {
  PORISM_REQUIRE(from_integer(value.denominator) != 0);
  const Residue numerator = from_integer(value.numerator);
  if (value.denominator == 1) return numerator;
  return mul(numerator, inverse(from_integer(value.denominator)));
}

std::optional<Rational> reconstruct(Residue value) {
  // Wang's algorithm: stop Euclid's at the first remainder below sqrt(p / 2).
  constexpr std::int64_t kBound = std::int64_t{1} << 30;
  std::int64_t high = static_cast<std::int64_t>(kPrime);
  std::int64_t low = static_cast<std::int64_t>(value);
  std::int64_t previous = 0;
  std::int64_t current = 1;
  while (low >= kBound) {
    const std::int64_t quotient = high / low;
    const std::int64_t rest = high % low;
    const std::int64_t next = previous - quotient * current;
    high = low;
    low = rest;
    previous = current;
    current = next;
  }
  if (current < 0) {
    current = -current;
    low = -low;
  }
  if (current == 0 || current >= kBound) return std::nullopt;
  return Rational{low, current};
}

}  // namespace porism
