// Why does an equation hold? As a combination of the equations that entered a table.
//
// The engine does not record how rows were combined. An Explainer repeats the elimination of one
// table with the combinations written along, once per proof, and then expresses any implied
// equation in the accepted ones. They are independent, so the combination is unique, and it
// uses nothing that was accepted after the equation began to hold.

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "engine.hpp"

namespace porism {

struct Share {
  std::uint32_t fact;
  std::uint8_t facet;
  Rational coefficient;
};

class Explainer {
 public:
  // Refers to the engine, which must outlive it and not change. Where `stop` says so, an answer is
  // not to be used.
  Explainer(const Engine& engine, Table table, const Stop& stop = {});

  // The shares that add up to the equation, or nothing when it does not follow.
  [[nodiscard]] std::optional<std::vector<Share>> explain(const Equation& equation,
                                                          const Stop& stop = {});

 private:
  struct Row {
    std::vector<Term> terms;   // what is left after elimination, led by the pivot
    std::vector<Term> shares;  // in equations, numbered as in origins_
  };
  void enter(std::span<const Term> terms, Origin origin, const Stop& stop);
  bool reduce(std::vector<Term>& terms, std::vector<Term>& shares, const Stop& stop);

  const Engine& engine_;
  std::vector<Row> rows_;
  std::vector<Origin> origins_;
  std::unordered_map<Variable, std::uint32_t> row_of_pivot_;
};

}  // namespace porism
