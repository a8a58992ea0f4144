// Harvest: statements worth stating among those that hold in a closed figure.
//
// The tables imply far more than the journal says. Pairs, angles and ratios are sorted by their
// fingerprints; what falls together is a statement. Of each kind a few are drawn at random, so that
// a figure with many parallels is not all parallels; what follows from a simpler statement by
// its form alone (equal angles between parallel lines) is left out.
//
// The same can be done with what the figure shows instead of what the tables imply: what is true
// in the figure and not known is open, and may be a theorem that needs another point.

#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine.hpp"

namespace porism {

struct Found {
  Kind kind;
  std::vector<Point> points;
  std::vector<Rational> constants;
};

struct HarvestOptions {
  Point below = 0xFFFF;    // statements about points with smaller numbers only
  std::uint32_t most = 8;  // of each kind
  std::uint64_t seed = 0;  // of the draw
  bool open = false;       // what is true in the figure and does not hold
  // Leave out what holds there, where the points have the same numbers.
  const Engine* before = nullptr;
};

[[nodiscard]] std::vector<Found> harvest(const Engine& engine, const HarvestOptions& options);

// May `after`, a continuation of `before`, know more about the points of `before`? Quick; errs on
// the side of yes.
[[nodiscard]] bool knows_more(const Engine& before, const Engine& after);

}  // namespace porism
