// What does a statement stand on? The premises of the problem that its derivation uses, found
// without writing the proof down.
//
// A rule's fact stands on the facts that state its premises, a fact of a table on those whose
// equations add up to it (explain.hpp). What the premises of a rule are is told by the caller, who
// has it from the catalogue (geometry/rules.txt).

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

struct Basis {
  std::vector<std::uint32_t> given;  // numbers of facts that are premises of the problem
  std::uint32_t derived = 0;         // how many other facts the derivation passes through
  std::uint32_t depth = 0;           // length of the longest chain of facts
};

class Support {
 public:
  // Refers to both, which must stay as they are.
  Support(const Engine& engine, const RulePatterns& patterns)
      : engine_(engine), patterns_(patterns), known_(engine.journal().size()) {}

  // Nothing when no derivation is found.
  [[nodiscard]] std::optional<Basis> of(Kind kind, std::span<const Point> points,
                                        std::span<const Rational> constants);

 private:
  using Numbers = std::vector<std::uint32_t>;
  struct Known {
    bool done = false;
    bool sound = false;
    Numbers premises;  // facts it stands on directly
  };

  // Adds the facts below `before` from which the statement follows; false if there are none.
  bool stands_on(Kind kind, std::span<const Point> points, std::span<const Rational> constants,
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
