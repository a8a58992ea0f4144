// Statements found in a figure hold, conjectures do not, and a seed always gives the same.

#include <algorithm>
#include <array>

#include "check.hpp"
#include "statements.hpp"
#include "tests.hpp"

namespace porism::tests {

namespace {

bool same(const std::vector<Statement>& s, const std::vector<Statement>& t) {
  return std::equal(s.begin(), s.end(), t.begin(), t.end(),
                    [](const Statement& x, const Statement& y) {
                      return x.kind == y.kind && x.points == y.points;
                    });
}

bool has(const std::vector<Statement>& statements, Kind kind) {
  return std::any_of(statements.begin(), statements.end(),
                     [&](const Statement& s) { return s.kind == kind; });
}

}  // namespace

void test_statements() {
  // A square with its centre, of which only the midpoint of one diagonal is given.
  Engine engine;
  for (const auto& [x, y] : {std::pair{0.0, 0.0}, {2.0, 0.0}, {2.0, 2.0}, {0.0, 2.0}, {1.0, 1.0}}) {
    engine.add_point(x, y);
  }
  engine.assume(Kind::midp, std::array<Point, 3>{4, 0, 2}, {});
  CHECK(engine.saturate({}) == StopReason::saturated);
  const auto derived = derived_statements(engine, {8, 1});
  const auto open = open_conjectures(engine, {8, 1});
  CHECK(has(derived, Kind::coll) && has(derived, Kind::midp));
  CHECK(!has(derived, Kind::perp));
  CHECK(has(open, Kind::perp) && has(open, Kind::para) && has(open, Kind::cyclic));
  for (const Statement& s : derived) CHECK(engine.holds(s.kind, s.points, s.constants));
  for (const Statement& s : open) CHECK(!engine.holds(s.kind, s.points, s.constants));
  CHECK(same(derived, derived_statements(engine, {8, 1})));
  CHECK(same(open, open_conjectures(engine, {8, 1})));
  CHECK(derived_statements(engine, {0, 1}).empty());
}

}  // namespace porism::tests
