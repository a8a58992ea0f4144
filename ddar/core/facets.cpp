#include "facets.hpp"

namespace porism {

bool factor(Rational value, std::array<std::int64_t, 32>& exponents) {
  exponents.fill(0);
  std::int64_t numerator = value.numerator;
  std::int64_t denominator = value.denominator;
  if (numerator <= 0 || denominator <= 0) return false;
  for (std::size_t i = 0; i < kPrimes.size() && (numerator != 1 || denominator != 1); ++i) {
    for (; numerator % kPrimes[i] == 0; numerator /= kPrimes[i]) ++exponents[i];
    for (; denominator % kPrimes[i] == 0; denominator /= kPrimes[i]) --exponents[i];
  }
  return numerator == 1 && denominator == 1;
}

bool leaves_out(Kind kind, std::span<const Rational> constants) {
  std::array<std::int64_t, 32> exponents;
  for (const Rational& r : constants) {
    if (std::abs(r.numerator) > kLargestConstant || r.denominator > kLargestConstant) return true;
  }
  return info(kind).logarithm && !factor(constants.back(), exponents);
}

bool Equation::subtract_log(Rational value) {
  std::array<std::int64_t, 32> exponents;
  if (!factor(value, exponents)) return false;
  for (std::uint32_t i = 0; i < exponents.size(); ++i) {
    if (exponents[i] != 0) constant(i, {-exponents[i], 1});
  }
  return true;
}

}  // namespace porism
