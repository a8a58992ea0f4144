// Attempts on a closed figure, by one thread and by several while constructions are added.

#include <atomic>
#include <thread>
#include <vector>

#include "check.hpp"
#include "tests.hpp"
#include "trials.hpp"

namespace porism::tests {

namespace {

using Masks = std::vector<std::uint64_t>;
using Attempts = std::vector<std::vector<std::uint32_t>>;

// Segments 01 and 23 are drawn parallel, which nothing says.
Engine two_segments() {
  Engine engine;
  engine.add_point(0.0, 0.0);
  engine.add_point(1.0, 0.0);
  engine.add_point(0.0, 1.0);
  engine.add_point(2.0, 1.0);
  engine.saturate({});
  return engine;
}

void test_by_several_threads() {
  const Engine engine = two_segments();
  Trials trials(engine);
  constexpr std::uint32_t kCount = 40;
  const std::vector<Statement> goals = {{Kind::para, {0, 1, 2, 3}, {}}};
  // Construction n makes the ends of a segment and says that one of the two (odd n: both) are
  // parallel to it.
  const auto add = [&](std::uint32_t n) {
    const std::uint32_t e = trials.base() + 2 * n;
    std::vector<Premise> premises = {{Kind::para, {0, 1, e, e + 1}, {}}};
    if (n % 2 == 1) premises.push_back({Kind::para, {2, 3, e, e + 1}, {}});
    trials.add({{0.0, 2.0 + n}, {3.0, 2.0 + n}}, std::move(premises));
  };
  add(0);
  add(1);
  std::vector<Masks> answers(4);
  std::vector<std::thread> threads;
  for (Masks& answer : answers) {
    threads.emplace_back([&trials, &goals, &answer] {
      for (int round = 0; round < 10; ++round) {
        answer = trials.run(Attempts{{0}, {1}, {0, 1}, {1, 0}, {}}, goals, {});
      }
    });
  }
  for (std::uint32_t n = 2; n < kCount; ++n) add(n);
  for (std::thread& thread : threads) thread.join();
  for (const Masks& answer : answers) CHECK((answer == Masks{0, 1, 1, 1, 0}));
  CHECK(trials.size() == kCount && trials.slots() == 2 * kCount);
  CHECK((trials.run(Attempts{{kCount - 1}, {kCount - 2}}, goals, {}) == Masks{1, 0}));
}

}  // namespace

void test_trials() {
  const Engine engine = two_segments();
  Trials trials(engine);
  const std::vector<Statement> goals = {{Kind::para, {0, 1, 2, 3}, {}},
                                        {Kind::perp, {0, 1, 0, 2}, {}}};
  // Slots 4 and 5, then 6: the third construction uses the point of the second.
  trials.add({{0.0, 2.0}, {3.0, 2.0}}, {{Kind::para, {0, 1, 4, 5}, {}}});
  trials.add({{0.0, 3.0}}, {{Kind::coll, {0, 2, 6}, {}}});
  trials.add({{4.0, 2.0}}, {{Kind::coll, {4, 5, 7}, {}}, {Kind::para, {2, 3, 4, 7}, {}}});
  CHECK((trials.run(Attempts{{0}, {0, 2}, {0, 1, 2}, {}, {1}}, goals, {}) == Masks{0, 1, 1, 0, 0}));
  CHECK((trials.run(Attempts{{2, 0}, {2}, {9}}, goals, {}) == Masks{0, 0, 0}));  // ill-ordered
  const std::vector<Observation> shown = trials.observe(Attempts{{}, {1}, {0, 2}, {2}}, goals, {});
  CHECK(shown[0].mask == 0 && shown[0].residual == 2 && shown[0].facts == 0);
  CHECK(shown[1].mask == 0 && shown[1].residual == 2 && shown[1].equations > 0);
  CHECK(shown[2].mask == 1 && shown[2].residual == 0);
  CHECK(shown[3].equations == 0);  // ill-ordered: it shows nothing
  const std::atomic<bool> raised = true;
  CHECK((trials.run(Attempts{{0, 2}}, goals, {10.0, 1000, &raised}) == Masks{0}));
  // From a figure in which a goal is known, each attempt reaches it.
  Engine richer = engine;
  richer.assume(Kind::perp, std::vector<Point>{0, 1, 0, 2}, {});
  trials.rebase(richer);
  CHECK((trials.run(Attempts{{}, {0}, {0, 2}}, goals, {}) == Masks{2, 2, 3}));
  test_by_several_threads();
}

}  // namespace porism::tests
