// A statement depends on the premises that its derivation uses, and on no others.

#include <array>

#include "check.hpp"
#include "dependencies.hpp"
#include "tests.hpp"

namespace porism::tests {

void test_dependencies() {
  using Four = std::array<Point, 4>;
  RulePatterns patterns;  // letters a, b, c, h
  patterns[static_cast<std::size_t>(Rule::orthocentre)] = {{Kind::perp, {0, 3, 1, 2}, {}},
                                                           {Kind::perp, {1, 3, 2, 0}, {}}};
  Engine engine;
  engine.add_point(0.0, 0.0);
  engine.add_point(4.0, 0.0);
  engine.add_point(1.0, 3.0);
  engine.add_point(1.0, 1.0);
  engine.add_point(5.0, 4.0);
  const std::uint32_t unused = engine.assume(Kind::cong, Four{0, 4, 0, 4}, {});
  const std::uint32_t first = engine.assume(Kind::perp, Four{0, 3, 1, 2}, {});
  const std::uint32_t second = engine.assume(Kind::perp, Four{1, 3, 2, 0}, {});
  const Four third = {2, 3, 0, 1};
  {
    DependencyTracer tracer(engine, patterns);
    CHECK(!tracer.trace(Kind::perp, third, {}));
  }
  const Statement goal{Kind::perp, {third.begin(), third.end()}, {}};
  CHECK(engine.saturate({}, {&goal, 1}) == StopReason::goal_reached);
  DependencyTracer tracer(engine, patterns);
  const auto found = tracer.trace(Kind::perp, third, {});
  CHECK(found.has_value());
  if (!found) return;
  CHECK((found->given == std::vector<std::uint32_t>{first, second}));
  CHECK(found->derived == 1 && found->depth == 1);
  // A premise depends on itself.
  const auto own = tracer.trace(Kind::perp, Four{0, 3, 1, 2}, {});
  CHECK(own && own->given == std::vector<std::uint32_t>{first} && own->derived == 0);
  CHECK(unused < first);
}

}  // namespace porism::tests
