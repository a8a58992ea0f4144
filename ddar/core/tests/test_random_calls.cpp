// Random calls of the engine, in any order a program might make them. Whatever is called: what
// held goes on to hold, a copy answers like the original, every fact holds, and a saturated
// engine has nothing to add. Points lie on a grid and may coincide; statements may be false.

#include <array>
#include <atomic>
#include <random>
#include <utility>
#include <vector>

#include "check.hpp"
#include "engine.hpp"
#include "explain.hpp"
#include "tests.hpp"

namespace porism::tests {

namespace {

class Caller {
 public:
  explicit Caller(std::uint64_t seed) : random_(seed) {
    Options options;
    options.square_table = below(3) != 0;
    options.sines = below(3) == 0;
    engine_ = Engine(options);
    for (int i = 0; i < 4; ++i) add_point();
  }

  void step() {
    switch (below(8)) {
      case 0:
        if (engine_.figure().size() < 9) add_point();
        return;
      case 1:
      case 2:
      case 3:
        assume();
        return;
      case 4:
        saturate();
        return;
      case 5:
        copy();
        return;
      case 6:
        explain();
        return;
      default:
        stop_early();
        return;
    }
  }

  void finish() {
    saturate();
    const Journal& journal = engine_.journal();
    for (std::uint32_t number = 0; number < journal.size(); ++number) {
      const Fact& fact = journal.fact(number);
      if (fact.rule == Rule::given) continue;  // a premise may be false in the figure
      visit_facets(fact.kind, journal.points(fact), journal.constants(fact),
                   [&](const Equation& equation) {
                     std::vector<Term> terms;
                     if (!engine_.terms(equation, terms)) return;
                     if (!enabled(equation.table)) return;
                     CHECK(engine_.table(equation.table).evaluate(terms) == 0);
                   });
    }
    for (const Statement& s : held_) CHECK(engine_.holds(s.kind, s.points, s.constants));
  }

 private:
  std::uint64_t below(std::uint64_t bound) { return random_() % bound; }

  [[nodiscard]] bool enabled(Table table) const {
    return table != Table::square || engine_.options().square_table;
  }

  void add_point() {
    engine_.add_point(static_cast<double>(below(4)), static_cast<double>(below(4)));
  }

  Statement statement() {
    constexpr std::array<std::pair<Kind, std::size_t>, 17> kArities = {{
        {Kind::coll, 3},
        {Kind::cyclic, 4},
        {Kind::para, 4},
        {Kind::perp, 4},
        {Kind::cong, 4},
        {Kind::eqangle, 8},
        {Kind::eqratio, 8},
        {Kind::midp, 3},
        {Kind::circle, 4},
        {Kind::simtri, 6},
        {Kind::simtrir, 6},
        {Kind::aconst, 4},
        {Kind::rconst, 4},
        {Kind::r2const, 4},
        {Kind::lconst, 2},
        {Kind::distseq, 6},
        {Kind::overlap, 2},
    }};
    constexpr std::array<Rational, 8> kNumbers = {
        {{1, 1}, {2, 1}, {1, 2}, {1, 4}, {3, 1}, {137, 1}, {std::int64_t{1} << 40, 3}, {5, 9}}};
    const auto& [kind, arity] = kArities[below(kArities.size())];
    Statement s{kind, {}, {}};
    for (std::size_t i = 0; i < arity; ++i) {
      s.points.push_back(static_cast<Point>(below(engine_.figure().size())));
    }
    const bool one = kind == Kind::aconst || kind == Kind::rconst || kind == Kind::r2const ||
                     kind == Kind::lconst;
    const std::size_t count = kind == Kind::distseq ? 3 : one ? 1 : 0;
    for (std::size_t i = 0; i < count; ++i) s.constants.push_back(kNumbers[below(8)]);
    if (kind == Kind::distseq) s.constants[2].numerator *= -1;
    return s;
  }

  // Mostly true statements: false ones leave the tables as they are.
  void assume() {
    const Statement s = statement();
    if (s.kind == Kind::overlap) return;  // not a premise that the engine takes
    engine_.assume(s.kind, s.points, s.constants);
  }

  void saturate() {
    CHECK(engine_.saturate({}) == StopReason::saturated);
    const std::uint32_t size = engine_.journal().size();
    CHECK(engine_.saturate({}) == StopReason::saturated);
    CHECK(engine_.journal().size() == size);
    note();
  }

  // Remember some statements that hold.
  void note() {
    for (int i = 0; i < 200; ++i) {
      Statement s = statement();
      if (engine_.holds(s.kind, s.points, s.constants)) held_.push_back(std::move(s));
    }
  }

  void copy() {
    Engine other = engine_;
    for (int i = 0; i < 50; ++i) {
      const Statement s = statement();
      CHECK(other.holds(s.kind, s.points, s.constants) ==
            engine_.holds(s.kind, s.points, s.constants));
    }
    other.add_point(2.5, 1.5);
    CHECK(other.saturate({}) == StopReason::saturated);
    CHECK(other.figure().size() == engine_.figure().size() + 1);
    if (below(2) == 0) {
      Engine back = other;
      engine_ = std::move(other);
      other = std::move(back);
    }
  }

  void explain() {
    const auto table = static_cast<Table>(below(kTables));
    if (!enabled(table)) return;
    Explainer explainer(engine_, table);
    for (const Statement& s : held_) {
      visit_facets(s.kind, s.points, s.constants, [&](const Equation& equation) {
        std::vector<Term> terms;
        if (equation.table != table || !engine_.terms(equation, terms)) return;
        if (engine_.table(table).evaluate(terms) != 0) return;
        CHECK(explainer.explain(equation).has_value());
      });
    }
  }

  void stop_early() {
    const std::atomic<bool> cancelled = below(2) == 0;
    const Limits limits{0.0, static_cast<std::uint32_t>(below(20)), &cancelled};
    const StopReason reason = engine_.saturate(limits);
    CHECK(reason != StopReason::goal_reached);
  }

  std::mt19937_64 random_;
  Engine engine_;
  std::vector<Statement> held_;
};

}  // namespace

void test_random_calls() {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Caller caller(seed);
    for (int i = 0; i < 30; ++i) caller.step();
    caller.finish();
  }
}

}  // namespace porism::tests
