// Arithmetic modulo 2^61 - 1 and the way back to rationals.

#include <random>

#include "check.hpp"
#include "field.hpp"
#include "tests.hpp"

namespace porism::tests {

void test_field() {
  std::mt19937_64 random(1);
  const auto element = [&] { return random() % kPrime; };
  for (int i = 0; i < 1000; ++i) {
    const Residue a = element();
    const Residue b = element();
    const Residue c = element();
    CHECK(add(a, neg(a)) == 0);
    CHECK(sub(add(a, b), b) == a);
    CHECK(mul(a, add(b, c)) == add(mul(a, b), mul(a, c)));
    if (a != 0) CHECK(mul(a, inverse(a)) == 1);
  }
  for (const std::int64_t n : {-1'000'000LL, -7LL, -1LL, 0LL, 1LL, 5LL, 123'456LL}) {
    for (const std::int64_t d : {1LL, 2LL, 3LL, 360LL, 99'991LL}) {
      const auto back = reconstruct(from_rational({n, d}));
      CHECK(back.has_value());
      if (back) CHECK(back->numerator * d == n * back->denominator);
    }
  }
  // Of the numbers that are no small rational nearly all are refused; none comes back wrong.
  int refused = 0;
  for (int i = 0; i < 1000; ++i) {
    const Residue a = element();
    const auto back = reconstruct(a);
    if (back) {
      CHECK(from_rational(*back) == a);
    } else {
      ++refused;
    }
  }
  CHECK(refused > 0);
  constexpr std::int64_t kLimit = std::int64_t{1} << 30;
  for (const Rational r : {Rational{kLimit - 1, kLimit - 3}, Rational{1 - kLimit, kLimit - 2}}) {
    const auto back = reconstruct(from_rational(r));
    CHECK(back && back->numerator == r.numerator && back->denominator == r.denominator);
  }
  CHECK(!reconstruct(from_integer(kLimit)) ||
        from_rational(*reconstruct(from_integer(kLimit))) == from_integer(kLimit));
  CHECK(from_integer(-1) == kPrime - 1);
  CHECK(from_integer(static_cast<std::int64_t>(kPrime)) == 0);
  CHECK(neg(0) == 0);
}

}  // namespace porism::tests
