// The linear table against what a system implies by construction.

#include <array>
#include <random>
#include <vector>

#include "check.hpp"
#include "linear.hpp"
#include "tests.hpp"

namespace porism::tests {

void test_linear() {
  std::mt19937_64 random(2);
  for (int round = 0; round < 50; ++round) {
    LinearTable table;
    table.grow(12);
    std::vector<std::vector<Term>> equations;
    for (std::uint32_t i = 0; i < 8; ++i) {
      std::vector<Term> equation;
      for (int j = 0; j < 3; ++j) {
        const auto variable = static_cast<Variable>(kConstants + random() % 12);
        equation.push_back({variable, from_integer(static_cast<std::int64_t>(random() % 7) - 3)});
      }
      table.add(equation, {i, 0});
      equations.push_back(equation);
    }
    // Every equation, and every combination of them, is implied.
    std::vector<Term> sum;
    for (const auto& equation : equations) {
      CHECK(table.evaluate(equation) == 0);
      const Residue factor = from_integer(static_cast<std::int64_t>(random() % 9) - 4);
      for (const Term& t : equation) sum.push_back({t.variable, mul(factor, t.coefficient)});
    }
    CHECK(table.evaluate(sum) == 0);
    CHECK(!table.add(sum, {99, 0}));
    // A new variable is free, and a copy answers alike.
    table.grow(13);
    const std::array<Term, 1> fresh = {Term{kConstants + 12, 1}};
    CHECK(table.evaluate(fresh) != 0);
    const LinearTable copy = table;
    for (const auto& equation : equations) CHECK(copy.evaluate(equation) == 0);
  }
  // Two different values of one variable contradict each other; the second is refused.
  LinearTable table;
  table.grow(1);
  const std::array<Term, 2> one = {Term{kConstants, 1}, Term{0, neg(1)}};
  const std::array<Term, 2> two = {Term{kConstants, 1}, Term{0, neg(2)}};
  CHECK(table.add(one, {0, 0}));
  CHECK(!table.add(two, {1, 0}));
  CHECK(table.contradictions() == 1);
}

}  // namespace porism::tests
