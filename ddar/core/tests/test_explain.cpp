// Explanations against combinations made by hand.

#include <array>
#include <optional>
#include <vector>

#include "check.hpp"
#include "engine.hpp"
#include "explain.hpp"
#include "tests.hpp"

namespace porism::tests {

namespace {

std::optional<std::vector<Share>> explained(const Engine& engine, Table table, Kind kind,
                                            std::span<const Point> points) {
  Explainer explainer(engine, table);
  std::optional<std::vector<Share>> answer;
  visit_facets(kind, points, {}, [&](const Equation& equation) {
    if (!answer && equation.table == table) answer = explainer.explain(equation);
  });
  return answer;
}

// Is `shares` exactly these facts, each with its coefficient?
bool is(const std::optional<std::vector<Share>>& shares,
        const std::vector<std::pair<std::uint32_t, Rational>>& wanted) {
  if (!shares || shares->size() != wanted.size()) return false;
  for (const auto& [fact, q] : wanted) {
    bool found = false;
    for (const Share& s : *shares) {
      found = found || (s.fact == fact && s.coefficient.numerator == q.numerator &&
                        s.coefficient.denominator == q.denominator);
    }
    if (!found) return false;
  }
  return true;
}

}  // namespace

void test_explain() {
  using Four = std::array<Point, 4>;
  Engine engine;
  for (int i = 0; i < 3; ++i) {  // three parallel segments 01, 23, 45 and one across, 67
    engine.add_point(0.0, i);
    engine.add_point(2.0 + i, i);
  }
  engine.add_point(7.0, 0.0);
  engine.add_point(7.0, 3.0);
  // (01) - (23) and (23) - (45) add up to (01) - (45).
  const std::uint32_t first = engine.assume(Kind::para, Four{0, 1, 2, 3}, {});
  const std::uint32_t second = engine.assume(Kind::para, Four{2, 3, 4, 5}, {});
  CHECK(is(explained(engine, Table::angle, Kind::para, Four{0, 1, 4, 5}),
           {{first, {1, 1}}, {second, {1, 1}}}));
  // The other way round, one of them enters with the other sign.
  const std::uint32_t upright = engine.assume(Kind::perp, Four{6, 7, 4, 5}, {});
  CHECK(is(explained(engine, Table::angle, Kind::perp, Four{6, 7, 2, 3}),
           {{upright, {1, 1}}, {second, {-1, 1}}}));
  CHECK(!explained(engine, Table::angle, Kind::para, Four{0, 2, 1, 3}));
  // 2 (02) = 2 (24) says |02| = |24| once halved.
  const std::array<Rational, 3> twice = {{{2, 1}, {-2, 1}, {1, 1}}};
  const std::uint32_t doubled = engine.assume(Kind::distmeq, Four{0, 2, 2, 4}, twice);
  CHECK(is(explained(engine, Table::ratio, Kind::cong, Four{0, 2, 2, 4}), {{doubled, {1, 2}}}));
}

}  // namespace porism::tests
