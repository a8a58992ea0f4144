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
  switch (kind) {
    case Kind::rconst:
    case Kind::r2const:
    case Kind::lconst:
    case Kind::l2const:
    case Kind::sine2:
    case Kind::distmeq:
      return !factor(constants.back(), exponents);
    default:
      return false;
  }
}

bool Equation::subtract_log(Rational value, std::int64_t factor_of_log) {
  std::array<std::int64_t, 32> exponents;
  if (!factor(value, exponents)) return false;
  for (std::uint32_t i = 0; i < exponents.size(); ++i) {
    if (exponents[i] != 0) constant(i, {-exponents[i] * factor_of_log, 1});
  }
  return true;
}

}  // namespace porism
