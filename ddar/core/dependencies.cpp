// Walking back from a statement to the premises. See dependencies.hpp.

#include "dependencies.hpp"

#include <algorithm>
#include <set>

namespace porism {

namespace {

bool repeats(std::span<const Point> points) {
  for (std::size_t i = 0; i < points.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (points[i] == points[j]) return true;
    }
  }
  return false;
}

std::optional<Table> table_of(Rule rule) {
  switch (rule) {
    case Rule::algebra_angle:
      return Table::angle;
    case Rule::algebra_ratio:
      return Table::ratio;
    case Rule::algebra_length:
      return Table::length;
    case Rule::algebra_square:
      return Table::square;
    default:
      return std::nullopt;
  }
}

// Is triangle pqr of one statement triangle pqr of the other, up to the order of the vertices?
bool same_triangles(std::span<const Point> s, std::span<const Point> t) {
  std::array<std::size_t, 3> order = {0, 1, 2};
  do {
    bool direct = true;
    bool swapped = true;
    for (std::size_t i = 0; i < 3; ++i) {
      direct = direct && s[i] == t[order[i]] && s[3 + i] == t[3 + order[i]];
      swapped = swapped && s[i] == t[3 + order[i]] && s[3 + i] == t[order[i]];
    }
    if (direct || swapped) return true;
  } while (std::next_permutation(order.begin(), order.end()));
  return false;
}

}  // namespace

bool DependencyTracer::by_table(Table table, Kind kind, std::span<const Point> points,
                                std::span<const Rational> constants, std::uint32_t before,
                                Numbers& found) {
  auto& explainer = explainers_[static_cast<std::size_t>(table)];
  bool explained = false;
  visit_facets(kind, points, constants, [&](const Equation& equation) {
    if (explained || equation.table != table) return;
    if (!explainer) explainer = std::make_unique<Explainer>(engine_, table);
    const auto shares = explainer->explain(equation);
    if (!shares) return;
    for (const Share& share : *shares) {
      if (share.fact >= before) return;
    }
    explained = true;
    for (const Share& share : *shares) found.push_back(share.fact);
  });
  return explained;
}

bool DependencyTracer::derive(Kind kind, std::span<const Point> points,
                              std::span<const Rational> constants, std::uint32_t before,
                              Numbers& found) {
  const Journal& journal = engine_.journal();
  switch (kind) {
    case Kind::midp: {
      const std::array<Point, 4> equal = {points[0], points[1], points[0], points[2]};
      return derive(Kind::coll, points, {}, before, found) &&
             derive(Kind::cong, equal, {}, before, found);
    }
    case Kind::circle: {
      const std::array<Point, 4> first = {points[0], points[1], points[0], points[2]};
      const std::array<Point, 4> second = {points[0], points[1], points[0], points[3]};
      return derive(Kind::cong, first, {}, before, found) &&
             derive(Kind::cong, second, {}, before, found);
    }
    case Kind::overlap:
    case Kind::simtri:
    case Kind::simtrir:
    case Kind::contri:
    case Kind::contrir: {
      const std::uint32_t end = std::min(before, journal.size());
      for (std::uint32_t number = 0; number < end; ++number) {
        const Fact& fact = journal.fact(number);
        if (fact.kind != kind) continue;
        const auto p = journal.points(fact);
        const bool same = kind == Kind::overlap ? (p[0] == points[0] && p[1] == points[1]) ||
                                                      (p[0] == points[1] && p[1] == points[0])
                                                : same_triangles(p, points);
        if (!same) continue;
        found.push_back(number);
        return true;
      }
      return false;
    }
    case Kind::coll:
    case Kind::cyclic:
      if (repeats(points)) return true;  // says nothing
      break;
    default:
      break;
  }
  for (std::size_t t = 0; t < kTables; ++t) {
    if (by_table(static_cast<Table>(t), kind, points, constants, before, found)) return true;
  }
  return false;
}

const DependencyTracer::Known& DependencyTracer::premises_of(std::uint32_t number) {
  Known& known = known_[number];
  if (known.done) return known;
  known.done = true;
  const Journal& journal = engine_.journal();
  const Fact& fact = journal.fact(number);
  if (fact.rule == Rule::given) {
    known.sound = true;
    return known;
  }
  if (const auto table = table_of(fact.rule)) {
    known.sound = by_table(*table, fact.kind, journal.points(fact), journal.constants(fact), number,
                           known.premises);
    return known;
  }
  const auto substitution = journal.substitution(fact);
  std::vector<Point> points;
  known.sound = true;
  for (const PremisePattern& premise : patterns_[static_cast<std::size_t>(fact.rule)]) {
    points.clear();
    for (const std::uint8_t letter : premise.letters) points.push_back(substitution[letter]);
    if (!derive(premise.kind, points, premise.constants, number, known.premises)) {
      known.sound = false;
      return known;
    }
  }
  return known;
}

std::optional<Dependencies> DependencyTracer::trace(Kind kind, std::span<const Point> points,
                                                    std::span<const Rational> constants) {
  Numbers pending;
  if (!derive(kind, points, constants, engine_.journal().size(), pending)) return std::nullopt;
  // Facts depend on earlier ones only: in descending order each fact comes after all that depend
  // on it.
  Dependencies result;
  std::set<std::uint32_t> open(pending.begin(), pending.end());
  std::vector<std::uint32_t> order;
  while (!open.empty()) {
    const std::uint32_t number = *open.rbegin();
    open.erase(number);
    order.push_back(number);
    const Known& known = premises_of(number);
    if (!known.sound) return std::nullopt;
    open.insert(known.premises.begin(), known.premises.end());
  }
  std::reverse(order.begin(), order.end());
  std::vector<std::uint32_t> depths(order.size(), 0);
  for (std::size_t i = 0; i < order.size(); ++i) {
    const Known& known = known_[order[i]];
    if (engine_.journal().fact(order[i]).rule == Rule::given) {
      result.given.push_back(order[i]);
      continue;
    }
    ++result.derived;
    for (const std::uint32_t premise : known.premises) {
      const auto at = std::lower_bound(order.begin(), order.end(), premise) - order.begin();
      depths[i] = std::max(depths[i], depths[static_cast<std::size_t>(at)]);
    }
    ++depths[i];
    result.depth = std::max(result.depth, depths[i]);
  }
  return result;
}

}  // namespace porism
