// Arithmetic in the prime field of 2^61 - 1 elements.
//
// All linear algebra of the engine runs here: a coefficient is one word, never overflows and
// is never rounded. An identity over the rationals holds in the field; the converse fails with
// probability about 2^-61 per question, and whatever a proof uses is lifted back to rationals
// (reconstruct) and added up exactly by the proof writer and again by the checker.

#pragma once

#include <cstdint>
#include <optional>

namespace porism {

using Residue = std::uint64_t;

inline constexpr Residue kPrime = (Residue{1} << 61) - 1;

inline constexpr Residue add(Residue a, Residue b) {
  const Residue sum = a + b;
  return sum >= kPrime ? sum - kPrime : sum;
}

inline constexpr Residue sub(Residue a, Residue b) { return a >= b ? a - b : a + kPrime - b; }

inline constexpr Residue neg(Residue a) { return a == 0 ? 0 : kPrime - a; }

inline constexpr Residue mul(Residue a, Residue b) {
  __extension__ using Wide = unsigned __int128;
  const Wide product = static_cast<Wide>(a) * b;
  const Residue folded =
      static_cast<Residue>(product & kPrime) + static_cast<Residue>(product >> 61);
  return folded >= kPrime ? folded - kPrime : folded;
}

inline constexpr Residue from_integer(std::int64_t value) {
  const std::int64_t rest = value % static_cast<std::int64_t>(kPrime);
  return rest < 0 ? static_cast<Residue>(rest + static_cast<std::int64_t>(kPrime))
                  : static_cast<Residue>(rest);
}

// A rational number in lowest terms, denominator positive.
struct Rational {
  std::int64_t numerator = 0;
  std::int64_t denominator = 1;
};

// require: a != 0.
Residue inverse(Residue a);

// require: the denominator is not a multiple of the prime.
Residue from_rational(Rational value);

// The one rational n/d with |n|, d < 2^30 that is congruent to `value`, if there is one.
std::optional<Rational> reconstruct(Residue value);

// 2^64 divided by the golden ratio: a multiplier that spreads keys (Knuth, TAOCP 6.4), and the
// step of splitmix64.
inline constexpr std::uint64_t kGoldenRatio = 0x9E3779B97F4A7C15ULL;

// Output function of splitmix64 (Steele, Lea and Flood, 2014).
inline constexpr std::uint64_t mix(std::uint64_t z) {
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31);
}

// The weight of variable number `index` in fingerprints: fixed, well mixed, never zero.
inline constexpr Residue weight(std::uint64_t index) {
  std::uint64_t z = mix((index + 1) * kGoldenRatio);
  z = (z & kPrime) + 2 * (z >> 61);  // the same modulo kPrime - 1, without a division
  return (z >= kPrime - 1 ? z - (kPrime - 1) : z) + 1;
}

}  // namespace porism
