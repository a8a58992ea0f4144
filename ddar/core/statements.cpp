// All kinds in their order; those that are read off the candidates and the journal.
// See statements.hpp.

#include "statements.hpp"

#include <algorithm>
#include <array>
#include <numeric>

#include "statement_finder.hpp"

namespace porism {

std::vector<Statement> StatementFinder::run() {
  if (most_ == 0) return {};
  list_segments();
  lines();
  perpendiculars();
  equal_lengths();
  midpoints();
  circles();
  angles();
  ratios();
  constant_ratios();
  if (!open_) triangles();
  return std::move(found_);
}

bool StatementFinder::offer(Kind kind, std::vector<Point> points, std::vector<Rational> constants,
                            std::uint32_t& room) {
  if (engine_.holds(kind, points, constants) == open_) return room > 0;
  found_.push_back({kind, std::move(points), std::move(constants)});
  return --room > 0;
}

void StatementFinder::circles() {
  std::uint32_t room = most_;
  std::vector<std::size_t> order(figure_.circles.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  dice_.shuffle(order);
  for (const std::size_t i : order) {
    std::vector<Point> on;
    for (const Point p : figure_.circles[i].points) {
      if (p < points_) on.push_back(p);
    }
    if (on.size() < 4) continue;
    const std::size_t tries = on.size() == 4 ? 1 : 8;
    for (std::size_t n = 0; n < tries; ++n) {
      dice_.shuffle(on);
      std::vector<Point> four(on.begin(), on.begin() + 4);
      std::sort(four.begin(), four.end());
      if (!is_new(Kind::cyclic, four)) continue;
      if (!offer(Kind::cyclic, four, {}, room)) return;
    }
  }
}

bool StatementFinder::is_new(Kind kind, const std::vector<Point>& points) const {
  return std::none_of(found_.begin(), found_.end(),
                      [&](const Statement& s) { return s.kind == kind && s.points == points; });
}

void StatementFinder::triangles() {
  std::uint32_t similar = most_;
  std::uint32_t mirrored = most_;
  const Journal& journal = engine_.journal();
  std::vector<std::uint32_t> order(journal.size());
  std::iota(order.begin(), order.end(), 0U);
  dice_.shuffle(order);
  for (const std::uint32_t number : order) {
    const Fact& fact = journal.fact(number);
    if (fact.rule == Rule::given) continue;
    if (fact.kind != Kind::simtri && fact.kind != Kind::simtrir) continue;
    auto& room = fact.kind == Kind::simtri ? similar : mirrored;
    const auto p = journal.points(fact);
    if (room == 0 || std::any_of(p.begin(), p.end(), [&](Point q) { return q >= points_; })) {
      continue;
    }
    // A triangle that is similar to itself says only that it is isosceles.
    std::array<Point, 3> s = {p[0], p[1], p[2]};
    std::array<Point, 3> t = {p[3], p[4], p[5]};
    std::sort(s.begin(), s.end());
    std::sort(t.begin(), t.end());
    if (s == t) continue;
    offer(fact.kind, {p.begin(), p.end()}, {}, room);
  }
}

std::vector<Statement> derived_statements(const Engine& engine, const DrawOptions& options) {
  return StatementFinder(engine, options, false).run();
}

std::vector<Statement> open_conjectures(const Engine& engine, const DrawOptions& options) {
  return StatementFinder(engine, options, true).run();
}

}  // namespace porism
