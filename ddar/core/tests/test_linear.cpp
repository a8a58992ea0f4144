// The linear table against what a system implies by construction.

#include <array>
#include <random>
#include <vector>

#include "check.hpp"
#include "linear.hpp"
#include "tests.hpp"

namespace porism::tests {

namespace {

constexpr std::size_t kColumns = 10;  // two constants, then variables
using Row = std::array<Residue, kColumns>;

Variable column_variable(std::size_t column) {
  return static_cast<Variable>(column < 2 ? column : kConstants + column - 2);
}

// Textbook elimination, constants last: reduces `row` and says whether a variable is left.
bool reduce(const std::vector<Row>& rows, Row& row) {
  for (const Row& known : rows) {
    std::size_t lead = kColumns;
    while (lead > 0 && known[lead - 1] == 0) --lead;
    const Residue factor = mul(row[lead - 1], inverse(known[lead - 1]));
    for (std::size_t i = 0; i < lead; ++i) row[i] = sub(row[i], mul(factor, known[i]));
  }
  for (std::size_t i = 2; i < kColumns; ++i) {
    if (row[i] != 0) return true;
  }
  return false;
}

// The table accepts what textbook elimination finds new, and implies what that finds implied.
void compare_with_textbook(std::mt19937_64& random) {
  const auto equation = [&] {
    std::vector<Term> terms;
    for (std::size_t i = 0; i < 3; ++i) {
      const auto coefficient = static_cast<std::int64_t>(random() % 5) - 2;
      terms.push_back({column_variable(random() % kColumns), from_integer(coefficient)});
    }
    return terms;
  };
  const auto row_of = [](const std::vector<Term>& terms) {
    Row row{};
    for (const Term& t : terms) {
      const std::size_t column = t.variable < 2 ? t.variable : t.variable - kConstants + 2;
      row[column] = add(row[column], t.coefficient);
    }
    return row;
  };
  LinearTable table;
  table.grow(kColumns - 2);
  std::vector<Row> rows;
  for (std::uint32_t i = 0; i < 12; ++i) {
    const auto terms = equation();
    Row row = row_of(terms);
    const bool news = reduce(rows, row);
    CHECK(table.add(terms, {i, 0}) == news);
    if (news) rows.push_back(row);
    const auto question = equation();
    Row rest = row_of(question);
    reduce(rows, rest);
    CHECK((table.evaluate(question) == 0) == (rest == Row{}));
  }
  CHECK(table.version() == rows.size());
}

}  // namespace

void test_linear() {
  std::mt19937_64 random(2);
  for (int round = 0; round < 500; ++round) compare_with_textbook(random);
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
