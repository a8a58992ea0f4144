// Statements worth stating about a closed figure.
//
// The tables imply far more than the journal lists. Pairs, angles and ratios are sorted by their
// fingerprints; equal ones give a statement. Of each kind a few are drawn at random, so that a
// figure with many parallels does not yield parallels only; what follows from a simpler statement
// by its form alone (equal angles between parallel lines) is left out.
//
// Conjectures are found in the same way, with the values measured in the figure in place of
// fingerprints: a statement that the figure shows and the closure lacks may be a theorem that
// needs another point.

#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine.hpp"

namespace porism {

struct DrawOptions {
  std::uint32_t most = 8;  // statements of each kind
  std::uint64_t seed = 0;  // of the draw
};

// Statements that hold in the closure.
[[nodiscard]] std::vector<Statement> derived_statements(const Engine& engine,
                                                        const DrawOptions& options);

// Statements that are true in the figure and do not hold in the closure.
[[nodiscard]] std::vector<Statement> open_conjectures(const Engine& engine,
                                                      const DrawOptions& options);

}  // namespace porism
