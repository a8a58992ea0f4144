// A small theorem, its clone and a warm extension, without Python.

#include <array>
#include <cmath>
#include <numbers>

#include "check.hpp"
#include "engine.hpp"
#include "explain.hpp"
#include "tests.hpp"

namespace porism::tests {

namespace {

using Points = std::array<Point, 4>;

// A regular polygon, of which many more corners look equal than are known to be.
Engine polygon(int size) {
  Options options;
  options.sines = true;
  Engine engine(options);
  for (int i = 0; i < size; ++i) {
    const double angle = 2 * std::numbers::pi * i / size;
    engine.add_point(std::cos(angle), std::sin(angle));
  }
  return engine;
}

void test_a_run_that_is_asked_to_end() {
  // Every pass over many candidates asks, so little is concluded before it ends.
  Engine stopped = polygon(40);
  int asked = 0;
  CHECK(stopped.saturate({1e6, 1'000'000, nullptr, [&] { return ++asked > 2; }}) ==
        StopReason::cancelled);
  CHECK(asked == 3);
  CHECK(stopped.journal().size() < 100);

  // It goes on where it was, and comes to the same end.
  Engine whole = polygon(12);
  Engine parts = polygon(12);
  CHECK(whole.saturate({}) == StopReason::saturated);
  int turns = 0;
  for (StopReason reason = StopReason::cancelled; reason != StopReason::saturated; ++turns) {
    const int patience = turns;
    int questions = 0;
    reason = parts.saturate({1e6, 1'000'000, nullptr, [&] { return ++questions > patience; }});
  }
  CHECK(turns > 3);
  for (const Table t : {Table::angle, Table::ratio, Table::length, Table::square}) {
    CHECK(whole.table(t).version() == parts.table(t).version());
  }
}

}  // namespace

void test_engine() {
  test_a_run_that_is_asked_to_end();
  // Triangle abc with altitudes ah and bh: ch is the third.
  Engine engine;
  const Point a = engine.add_point(0.0, 0.0);
  const Point b = engine.add_point(4.0, 0.0);
  const Point c = engine.add_point(1.0, 3.0);
  const Point h = engine.add_point(1.0, 1.0);
  engine.assume(Kind::perp, Points{a, h, b, c}, {});
  engine.assume(Kind::perp, Points{b, h, c, a}, {});
  const Points goal = {c, h, a, b};
  CHECK(!engine.holds(Kind::perp, goal, {}));
  CHECK(engine.saturate({}) == StopReason::saturated);
  CHECK(engine.holds(Kind::perp, goal, {}));
  CHECK(!engine.holds(Kind::cong, goal, {}));

  // What holds can be explained; the shares refer to facts of the journal.
  Explainer explainer(engine, Table::angle);
  visit_facets(Kind::perp, goal, {}, [&](const Equation& equation) {
    const auto shares = explainer.explain(equation);
    CHECK(shares.has_value() && !shares->empty());
    if (shares) {
      for (const Share& share : *shares) CHECK(share.fact < engine.journal().size());
    }
  });

  // Adding the foot of the altitude to a clone leaves the original as it was.
  const std::uint32_t facts = engine.journal().size();
  Engine clone = engine;
  const Point f = clone.add_point(1.0, 0.0);
  clone.assume(Kind::coll, std::array<Point, 3>{f, a, b}, {});
  clone.assume(Kind::perp, Points{c, f, a, b}, {});
  CHECK(clone.saturate({}) == StopReason::saturated);
  CHECK(clone.holds(Kind::coll, std::array<Point, 3>{c, h, f}, {}));
  CHECK(engine.journal().size() == facts);
  CHECK(engine.figure().size() == 4);
}

}  // namespace porism::tests
