// Which premises of the problem does a statement depend on? Found without writing the proof down.
//
// A fact concluded by a rule depends on the facts that state the rule's premises, a fact concluded
// by a table on those whose equations add up to it (explain.hpp). The caller supplies the premises
// of the rules from the catalogue (geometry/rules.txt).

#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "engine.hpp"
#include "explain.hpp"

namespace porism {

// A premise of a rule; `letters` are places in the rule's substitution.
struct PremisePattern {
  Kind kind;
  std::vector<std::uint8_t> letters;
  std::vector<Rational> constants;
};

// By number of rule; rules that are not in the catalogue (tables, givens) have no premises.
using RulePatterns = std::array<std::vector<PremisePattern>, static_cast<std::size_t>(Rule::count)>;

struct Dependencies {
  std::vector<std::uint32_t> given;  // numbers of the facts that are premises of the problem
  std::uint32_t derived = 0;         // number of other facts in the derivation
  std::uint32_t depth = 0;           // length of its longest chain of facts
};

class DependencyTracer {
 public:
  // Refers to both: they must outlive the tracer, and the engine must not change.
  DependencyTracer(const Engine& engine, const RulePatterns& patterns)
      : engine_(engine), patterns_(patterns), known_(engine.journal().size()) {}

  // The dependencies of a statement; nothing when no derivation is found.
  [[nodiscard]] std::optional<Dependencies> trace(Kind kind, std::span<const Point> points,
                                                  std::span<const Rational> constants);

 private:
  using Numbers = std::vector<std::uint32_t>;
  struct Known {
    bool done = false;
    bool sound = false;
    Numbers premises;  // facts it follows from directly
  };

  // Adds the facts below `before` from which the statement follows; false if there are none.
  bool derive(Kind kind, std::span<const Point> points, std::span<const Rational> constants,
              std::uint32_t before, Numbers& found);
  bool by_table(Table table, Kind kind, std::span<const Point> points,
                std::span<const Rational> constants, std::uint32_t before, Numbers& found);
  const Known& premises_of(std::uint32_t fact);

  const Engine& engine_;
  const RulePatterns& patterns_;
  std::vector<Known> known_;
  std::array<std::unique_ptr<Explainer>, kTables> explainers_;
};

}  // namespace porism
