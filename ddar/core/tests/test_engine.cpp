// A small theorem, its clone and a warm extension, without Python.

#include <array>

#include "check.hpp"
#include "engine.hpp"
#include "explain.hpp"
#include "tests.hpp"

namespace porism::tests {

namespace {

using Points = std::array<Point, 4>;

}  // namespace

void test_engine() {
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
