// What functions require of their callers is checked in this build.

#include <array>
#include <vector>

#include "check.hpp"
#include "contract.hpp"
#include "engine.hpp"
#include "intersections.hpp"
#include "tests.hpp"
#include "trials.hpp"

namespace porism::tests {

namespace {

template <class Call>
bool violates(Call call) {
  try {
    call();
  } catch (const ContractViolation&) {
    return true;
  }
  return false;
}

}  // namespace

void test_contracts() {
#ifdef PORISM_CONTRACTS
  Engine engine;
  const Point a = engine.add_point(0.0, 0.0);
  const Point b = engine.add_point(1.0, 0.0);
  CHECK(violates([] { static_cast<void>(inverse(0)); }));
  CHECK(violates([&] { engine.assume(Kind::cong, std::array<Point, 4>{a, b, a, 9}, {}); }));
  CHECK(violates([&] { static_cast<void>(engine.figure().direction(b, b)); }));
  CHECK(!violates([&] { static_cast<void>(engine.figure().direction(a, b)); }));
  CHECK(violates([&] { static_cast<void>(engine.journal().fact(0)); }));
  const std::vector<Place> many(kMostPoints + 1);
  CHECK(violates([&] { static_cast<void>(intersections(many, 0, 1, 0)); }));
  Trials trials(engine);
  CHECK(violates([&] { trials.add({{0.5, 0.5}}, {{Kind::coll, {0, 1, 4}, {}}}); }));
  CHECK(violates([&] { trials.rebase(Engine{}); }));
#endif
}

}  // namespace porism::tests
