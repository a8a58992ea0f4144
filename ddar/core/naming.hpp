// How a point on two loci is said in the problem language.

#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "loci.hpp"

namespace porism {

// A construction with the points it is given, by number; the new point is kNewPoint among them.
struct Call {
  static constexpr std::uint8_t kNewPoint = 0xFF;

  std::string_view construction;
  std::array<std::uint8_t, 6> points;
  std::size_t count;
};

// "The new point is on the locus."
Call call_of(const Locus& locus);

// "The new point is on both loci", by the name of such a point where it has one.
std::vector<Call> calls_of(const Locus& one, const Locus& two);

}  // namespace porism
