// Engine: entering facts, exact questions, and the loop over the matchers.

#include "engine.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numbers>

namespace porism {

namespace {

constexpr double kResidual = 1e-6;

double value_of(Rational r) {
  return static_cast<double>(r.numerator) / static_cast<double>(r.denominator);
}

}  // namespace

Point Engine::add_point(double x, double y) {
  const Point p = figure_.add_point(x, y);
  for (LinearTable& table : tables_) {
    if (&table != &tables_[static_cast<std::size_t>(Table::ratio)]) {
      table.grow(pair_count(figure_.size()));
    }
  }
  while (log_variable_.size() < pair_count(figure_.size())) {
    pair_of_log_.push_back(static_cast<PairIndex>(log_variable_.size()));
    log_variable_.push_back(next_ratio_variable_++);
  }
  tables_[static_cast<std::size_t>(Table::ratio)].grow(next_ratio_variable_ - kConstants);
  for (auto& seen : seen_) seen = {~0ULL, ~0ULL};
  return p;
}

bool Engine::enabled(Table t) const { return t != Table::square || options_.square_table; }

bool Engine::expired() {
  if (expired_ || (++ticks_ & 63U) != 0) return expired_;
  expired_ = std::chrono::steady_clock::now() > deadline_ ||
             (cancel_ != nullptr && cancel_->load(std::memory_order_relaxed)) ||
             (stop_ != nullptr && *stop_ && (*stop_)());
  return expired_;
}

bool Engine::terms(const Equation& equation, std::vector<Term>& into) const {
  into.clear();
  double sum = 0;
  for (const PairTerm& term : equation.pairs()) {
    if (term.a == term.b || figure_.coincide(term.a, term.b)) return false;
    const Variable variable = variable_of(equation.table, term);
    if (variable == 0) return false;
    const double c = value_of(term.coefficient);
    into.push_back({variable, from_rational(term.coefficient)});
    if (term.c != kNoPoint) {
      sum +=
          c * std::log(std::abs(std::sin(std::numbers::pi * (figure_.direction(term.a, term.b) -
                                                             figure_.direction(term.c, term.d)))));
      continue;
    }
    switch (equation.table) {
      case Table::angle:
        sum += c * figure_.direction(term.a, term.b);
        break;
      case Table::ratio:
        sum += c * figure_.log_length(term.a, term.b);
        break;
      case Table::length:
        sum += c * figure_.length(term.a, term.b);
        break;
      case Table::square:
        sum += c * std::pow(figure_.length(term.a, term.b), 2);
        break;
    }
  }
  for (const ConstantTerm& term : equation.constants()) {
    const double c = value_of(term.coefficient);
    sum +=
        equation.table == Table::ratio ? c * std::log(static_cast<double>(kPrimes[term.unit])) : c;
    into.push_back({term.unit, from_rational(term.coefficient)});
  }
  if (equation.table == Table::angle) {
    const double turns = nearest_turn(sum);
    if (turns != 0) into.push_back({0, from_integer(-static_cast<std::int64_t>(turns))});
    sum -= turns;
  }
  return std::abs(sum) < kResidual;
}

bool Engine::enter(std::uint32_t fact, Kind kind, std::span<const Point> points,
                   std::span<const Rational> constants) {
  bool news = false;
  if (!constants.empty() && leaves_out(kind, constants)) ++stats_.statements_left_out;
  thread_local std::vector<Term> scratch;
  visit_facets(kind, points, constants, [&](const Equation& equation) {
    if (!enabled(equation.table)) return;
    if (!terms(equation, scratch)) {
      bool degenerate = false;
      for (const PairTerm& term : equation.pairs()) {
        degenerate = degenerate || term.a == term.b || figure_.coincide(term.a, term.b) ||
                     variable_of(equation.table, term) == 0;
      }
      if (!degenerate) ++stats_.figure_rejections;
      return;
    }
    auto& table = tables_[static_cast<std::size_t>(equation.table)];
    if (!profile) {
      news = table.add(scratch, {fact, equation.facet}) || news;
      return;
    }
    const auto start = std::chrono::steady_clock::now();
    news = table.add(scratch, {fact, equation.facet}) || news;
    stats_.table_seconds[static_cast<std::size_t>(equation.table)] +=
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  });
  return news;
}

std::uint32_t Engine::assume(Kind kind, std::span<const Point> points,
                             std::span<const Rational> constants) {
  PORISM_REQUIRE(
      std::all_of(points.begin(), points.end(), [&](Point p) { return p < figure_.size(); }));
  const std::uint32_t fact = journal_.append(kind, points, constants, Rule::given, {});
  enter(fact, kind, points, constants);
  return fact;
}

bool Engine::conclude(Rule rule, std::initializer_list<Point> substitution, Kind kind,
                      std::initializer_list<Point> points,
                      std::initializer_list<Rational> constants) {
  if (options_.without.test(static_cast<std::size_t>(rule))) return false;
  look_at_the_clock_soon();
  const std::span<const Point> p(points.begin(), points.size());
  const std::span<const Rational> q(constants.begin(), constants.size());
  const std::uint32_t fact = journal_.append(
      kind, p, q, rule, std::span<const Point>(substitution.begin(), substitution.size()));
  if (kind != Kind::overlap && !enter(fact, kind, p, q)) {
    journal_.retract();
    return false;
  }
  ++stats_.fired[static_cast<std::size_t>(rule)];
  return true;
}

bool Engine::holds(Kind kind, std::span<const Point> points,
                   std::span<const Rational> constants) const {
  if (kind == Kind::overlap) {
    for (std::size_t i = 0; i + 1 < overlapping_.size(); i += 2) {
      if ((overlapping_[i] == points[0] && overlapping_[i + 1] == points[1]) ||
          (overlapping_[i] == points[1] && overlapping_[i + 1] == points[0])) {
        return true;
      }
    }
    return false;
  }
  // Points drawn at one place are on many lines and circles; which of them says no equation.
  if (kind == Kind::coll || kind == Kind::cyclic) {
    for (std::size_t i = 0; i < points.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        if (figure_.coincide(points[i], points[j])) return false;
      }
    }
  }
  // Four points on a line see each other under equal angles and are on no circle.
  if (kind == Kind::cyclic && figure_.degenerate(points[0], points[1], points[2]) &&
      figure_.degenerate(points[0], points[1], points[3])) {
    return false;
  }
  // A statement with one defining facet holds if any facet is implied; the others if all are in
  // the angle and ratio tables.
  bool any = false;
  bool all = true;
  std::vector<Term> equation_terms;
  visit_facets(kind, points, constants, [&](const Equation& equation) {
    if (!enabled(equation.table)) return;
    const bool implied =
        terms(equation, equation_terms) &&
        tables_[static_cast<std::size_t>(equation.table)].evaluate(equation_terms) == 0;
    any = any || implied;
    if (equation.table == Table::angle || equation.table == Table::ratio) all = all && implied;
  });
  return info(kind).needs == Needs::any ? any : any && all;
}

std::uint32_t Engine::residual(const Statement& statement) const {
  if (holds(statement.kind, statement.points, statement.constants)) return 0;
  constexpr std::uint32_t none = 0xFFFFFFFF;
  std::uint32_t least = none;
  std::uint32_t sum = 0;
  std::vector<Term> equation_terms, left, merged;
  visit_facets(statement.kind, statement.points, statement.constants,
               [&](const Equation& equation) {
                 if (!enabled(equation.table) || !terms(equation, equation_terms)) return;
                 const LinearTable& table = tables_[static_cast<std::size_t>(equation.table)];
                 left.clear();
                 for (const Term& term : equation_terms) {
                   if (term.variable < kConstants) continue;
                   add_multiple(left, term.coefficient, table.row(term.variable), merged);
                   left.swap(merged);
                 }
                 const auto count = static_cast<std::uint32_t>(
                     std::count_if(left.begin(), left.end(),
                                   [](const Term& term) { return term.variable >= kConstants; }));
                 least = std::min(least, count);
                 if (equation.table == Table::angle || equation.table == Table::ratio) sum += count;
               });
  if (least == none) return none;
  // Of what is not implied something is left, be it a constant.
  return std::max<std::uint32_t>(1, info(statement.kind).needs == Needs::any ? least : sum);
}

// --- exact questions ----------------------------------------------------------------------------

namespace {

std::uint64_t sine_key(Point a, Point b, Point c, Point d) {
  const std::uint64_t u = pair_index(a, b);
  const std::uint64_t v = pair_index(c, d);
  return u < v ? u << 32 | v : v << 32 | u;
}

}  // namespace

// The variable of a term; 0 for a sine that is not in use.
Variable Engine::variable_of(Table t, const PairTerm& term) const {
  if (term.c != kNoPoint) {
    const auto found = sine_variable_.find(sine_key(term.a, term.b, term.c, term.d));
    return found == sine_variable_.end() ? 0 : found->second;
  }
  const PairIndex pair = pair_index(term.a, term.b);
  return t == Table::ratio ? log_variable_[pair] : kConstants + pair;
}

bool Engine::has_sine(Point a, Point b, Point c, Point d) const {
  return sine_variable_.contains(sine_key(a, b, c, d));
}

Variable Engine::make_sine(Point a, Point b, Point c, Point d) {
  const auto [place, made] = sine_variable_.try_emplace(sine_key(a, b, c, d), next_ratio_variable_);
  if (made) {
    ++next_ratio_variable_;
    pair_of_log_.push_back(kNone);
    tables_[static_cast<std::size_t>(Table::ratio)].grow(next_ratio_variable_ - kConstants);
  }
  return place->second;
}

bool Engine::same_direction(Point a, Point b, Point c, Point d) const {
  const double turns = nearest_turn(figure_.direction(a, b) - figure_.direction(c, d));
  Residue difference = sub(direction(a, b), direction(c, d));
  if (turns != 0) difference = turns > 0 ? sub(difference, weight(0)) : add(difference, weight(0));
  return difference == 0;
}

Residue Engine::angle(Point a, Point b, Point c, Point d) const {
  const double value = figure_.direction(c, d) - figure_.direction(a, b);
  const Residue difference = sub(direction(c, d), direction(a, b));
  return value < -kAngleTolerance ? add(difference, weight(0)) : difference;
}

bool Engine::is_perpendicular(Point a, Point b, Point c, Point d) const {
  static const Residue half = mul(inverse(2), weight(0));
  return angle(a, b, c, d) == half;
}

bool Engine::same_length(Point a, Point b, Point c, Point d) const {
  return log_length(a, b) == log_length(c, d);
}

bool Engine::is_collinear(Point a, Point b, Point c) const {
  return same_direction(a, b, a, c) && same_direction(a, b, b, c);
}

bool Engine::is_midpoint(Point m, Point a, Point b) const {
  return same_length(m, a, m, b) && is_collinear(m, a, b);
}

bool Engine::is_bisector(Point at, Point a, Point b, Point i) const {
  const double turns = nearest_turn(2 * figure_.direction(at, i) - figure_.direction(at, a) -
                                    figure_.direction(at, b));
  const Residue twice = add(direction(at, i), direction(at, i));
  const Residue sum = add(direction(at, a), direction(at, b));
  return sub(twice, sum) == mul(from_integer(static_cast<std::int64_t>(turns)), weight(0));
}

bool Engine::same_ratio(Point a, Point b, Point c, Point d, Point e, Point f, Point g,
                        Point h) const {
  return sub(log_length(a, b), log_length(c, d)) == sub(log_length(e, f), log_length(g, h));
}

// --- the loop -----------------------------------------------------------------------------------

namespace {

constexpr std::uint64_t kAngle = 1, kRatio = 2, kLength = 4, kSquare = 8;

constexpr std::array<std::size_t, kMatchers> kTierOf = {
#define PORISM_MATCHER(name, tier, reads) tier,
#include "matchers.inc"
#undef PORISM_MATCHER
};
static_assert(std::is_sorted(kTierOf.begin(), kTierOf.end()));

}  // namespace

bool Engine::run(std::size_t matcher) {
  struct Row {
    void (Engine::*find)();
    std::uint64_t reads;
  };
  static constexpr std::array<Row, kMatchers> kRows = {{
#define PORISM_MATCHER(name, tier, reads) {&Engine::find_##name, reads},
#include "matchers.inc"
#undef PORISM_MATCHER
  }};
  const Row& row = kRows[matcher];
  const auto version = [&](std::size_t t, std::uint64_t flag) -> std::uint64_t {
    return (row.reads & flag) != 0 ? tables_[t].version() : 0;
  };
  const std::array<std::uint64_t, 2> now = {version(0, kAngle) << 32 | version(1, kRatio),
                                            version(2, kLength) << 32 | version(3, kSquare)};
  if (seen_[matcher] == now) return false;
  seen_[matcher] = now;
  if (!profile) {
    (this->*row.find)();
    return true;
  }
  const auto start = std::chrono::steady_clock::now();
  (this->*row.find)();
  stats_.seconds[matcher] +=
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return true;
}

StopReason Engine::saturate(const Limits& limits, std::span<const Statement> goals) {
  stop_ = &limits.stop;
  const StopReason reason = close(limits, goals);
  stop_ = nullptr;
  return reason;
}

StopReason Engine::close(const Limits& limits, std::span<const Statement> goals) {
  using Clock = std::chrono::steady_clock;
  deadline_ = Clock::now() + std::chrono::duration_cast<Clock::duration>(
                                 std::chrono::duration<double>(std::min(limits.seconds, 1e6)));
  cancel_ = limits.cancel;
  expired_ = false;
  const auto reached = [&] {
    for (const Statement& goal : goals) {
      if (!holds(goal.kind, goal.points, goal.constants)) return false;
    }
    return !goals.empty();
  };
  if (reached()) return StopReason::goal_reached;
  // Elementary matchers first: the others run only when these have nothing left to say, which
  // keeps proofs elementary and most rounds short.
  for (std::size_t tier = 0; tier <= kTierOf.back();) {
    ++stats_.rounds;
    expired_ = Clock::now() > deadline_;  // and now and then within the matchers
    const std::uint32_t before = journal_.size();
    for (std::size_t matcher = 0; matcher < kMatchers; ++matcher) {
      if (kTierOf[matcher] != tier || !run(matcher)) continue;
      if (expired_) {
        seen_[matcher] = {~0ULL, ~0ULL};  // it may not have seen all of its candidates
        return Clock::now() > deadline_ ? StopReason::deadline : StopReason::cancelled;
      }
      if (cancel_ != nullptr && cancel_->load(std::memory_order_relaxed)) {
        return StopReason::cancelled;
      }
      if (journal_.size() > limits.facts) return StopReason::fact_limit;
    }
    const bool news = journal_.size() != before;
    if (news && reached()) return StopReason::goal_reached;
    tier = news ? 0 : tier + 1;
  }
  archive();
  return StopReason::saturated;
}

void Engine::archive() {
  std::size_t own = 0;
  std::size_t all = 0;
  const auto visit_lists = [&](auto visit) {
    journal_.visit_lists(visit);
    for (LinearTable& table : tables_) table.visit_lists(visit);
  };
  visit_lists([&](const auto& list) {
    own += list.own_bytes();
    all += list.bytes();
  });
  if (2 * own < all) return;
  const std::shared_ptr<std::byte[]> memory(new std::byte[all]);
  std::byte* end = memory.get();
  visit_lists([&](auto& list) { end = list.archive(end); });
  archive_ = memory;  // the older archive lives on with the copies that use it
}

}  // namespace porism
