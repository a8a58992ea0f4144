// Each matcher on a figure made for it: the rule fires, and its conclusion holds then only.

#include <cstdio>
#include <utility>
#include <vector>

#include "check.hpp"
#include "engine.hpp"
#include "tests.hpp"

namespace porism::tests {

namespace {

struct Case {
  Rule rule;
  std::vector<std::pair<double, double>> points;
  std::vector<Statement> premises;
  Statement conclusion;
  bool sines = false;
};

// Points are numbered in the order of the rule's letters, which is alphabetical.
std::vector<Case> cases() {
  return {
      {Rule::isosceles,
       {{-1, 0}, {1, 0}, {0, 2}},
       {{Kind::cong, {2, 0, 2, 1}, {}}},
       {Kind::eqangle, {2, 0, 0, 1, 0, 1, 2, 1}, {}}},
      {Rule::isosceles_converse,
       {{-1, 0}, {1, 0}, {0, 2}},
       {{Kind::eqangle, {2, 0, 0, 1, 0, 1, 2, 1}, {}}},
       {Kind::cong, {2, 0, 2, 1}, {}}},
      {Rule::bisector_of_segment,
       {{-1, 0}, {1, 0}, {0, 1}, {0, 3}},
       {{Kind::cong, {0, 2, 1, 2}, {}}, {Kind::cong, {0, 3, 1, 3}, {}}},
       {Kind::perp, {0, 1, 2, 3}, {}}},
      {Rule::hypotenuse_midpoint,
       {{3, 0}, {0, 0}, {0, 2}, {1.5, 1}},
       {{Kind::perp, {1, 0, 1, 2}, {}}, {Kind::midp, {3, 0, 2}, {}}},
       {Kind::cong, {3, 0, 3, 1}, {}}},
      {Rule::concyclic,
       {{5, 0}, {0, 5}, {-3, 4}, {4, -3}, {0, 0}},
       {{Kind::cong, {4, 0, 4, 1}, {}},
        {Kind::cong, {4, 0, 4, 2}, {}},
        {Kind::cong, {4, 0, 4, 3}, {}}},
       {Kind::cyclic, {0, 1, 2, 3}, {}}},
      {Rule::on_circle,
       {{5, 0}, {0, 5}, {-3, 4}, {4, -3}, {0, 0}},
       {{Kind::cyclic, {0, 1, 2, 3}, {}},
        {Kind::cong, {4, 0, 4, 1}, {}},
        {Kind::cong, {4, 0, 4, 2}, {}}},
       {Kind::cong, {4, 0, 4, 3}, {}}},
      {Rule::similar_aa,
       {{0, 0}, {4, 0}, {1, 3}, {10, 0}, {18, 0}, {12, 6}},
       {{Kind::eqangle, {0, 1, 0, 2, 3, 4, 3, 5}, {}},
        {Kind::eqangle, {1, 2, 1, 0, 4, 5, 4, 3}, {}}},
       {Kind::simtri, {0, 1, 2, 3, 4, 5}, {}}},
      {Rule::orthocentre,
       {{0, 0}, {4, 0}, {1, 3}, {1, 1}},
       {{Kind::perp, {0, 3, 1, 2}, {}}, {Kind::perp, {1, 3, 2, 0}, {}}},
       {Kind::perp, {2, 3, 0, 1}, {}}},
      {Rule::incentre,
       {{0, 0}, {4, 0}, {0, 3}, {1, 1}},
       {{Kind::eqangle, {0, 1, 0, 3, 0, 3, 0, 2}, {}},
        {Kind::eqangle, {1, 2, 1, 3, 1, 3, 1, 0}, {}}},
       {Kind::eqangle, {2, 0, 2, 3, 2, 3, 2, 1}, {}}},
      {Rule::bisector_ratio,
       {{0, 0}, {4, 0}, {0, 3}, {12.0 / 7, 12.0 / 7}},
       {{Kind::eqangle, {0, 1, 0, 3, 0, 3, 0, 2}, {}}, {Kind::coll, {3, 1, 2}, {}}},
       {Kind::eqratio, {3, 1, 3, 2, 0, 1, 0, 2}, {}}},
      {Rule::division,
       {{0, 0}, {1, 0}, {3, 0}, {0, 1}, {1, 2}, {3, 4}},
       {{Kind::coll, {0, 1, 2}, {}},
        {Kind::coll, {3, 4, 5}, {}},
        {Kind::eqratio, {0, 1, 1, 2, 3, 4, 4, 5}, {}}},
       {Kind::eqratio, {0, 1, 0, 2, 3, 4, 3, 5}, {}}},
      {Rule::intercept,
       {{0, 0}, {4, 0}, {5, 3}, {1, 3}, {1.0 / 3, 1}, {13.0 / 3, 1}},
       {{Kind::para, {0, 1, 2, 3}, {}},
        {Kind::para, {0, 1, 4, 5}, {}},
        {Kind::coll, {4, 0, 3}, {}},
        {Kind::coll, {5, 1, 2}, {}}},
       {Kind::eqratio, {4, 0, 4, 3, 5, 1, 5, 2}, {}}},
      {Rule::perpendicular_squares,
       {{0, 0}, {4, 0}, {1, 3}, {1, 5}},
       {{Kind::perp, {0, 1, 2, 3}, {}}},
       {Kind::sqeq, {0, 2, 1, 3, 0, 3, 1, 2}, {{1, 1}, {1, 1}, {-1, 1}, {-1, 1}}}},
      {Rule::segment_sum,
       {{0, 0}, {1, 0}, {3, 0}},
       {{Kind::coll, {0, 1, 2}, {}}},
       {Kind::distseq, {0, 1, 1, 2, 0, 2}, {{1, 1}, {1, 1}, {-1, 1}}}},
      {Rule::same_point_lines,
       {{0, 0}, {4, 0}, {1, 2}, {1, 2}},
       {{Kind::para, {0, 2, 0, 3}, {}}, {Kind::para, {1, 2, 1, 3}, {}}},
       {Kind::overlap, {2, 3}, {}}},
      {Rule::menelaus,
       {{0, 0}, {4, 0}, {0, 4}, {6, -2}, {0, 1}, {2, 0}},
       {{Kind::coll, {3, 1, 2}, {}},
        {Kind::coll, {4, 2, 0}, {}},
        {Kind::coll, {5, 0, 1}, {}},
        {Kind::coll, {3, 4, 5}, {}}},
       {Kind::distmeq,
        {1, 3, 3, 2, 2, 4, 4, 0, 0, 5, 5, 1},
        {{1, 1}, {-1, 1}, {1, 1}, {-1, 1}, {1, 1}, {-1, 1}, {1, 1}}}},
      {Rule::law_of_sines,  // sines are in use where two corners show one
       {{0, 0}, {4, 0}, {1, 3}, {10, 0}, {18, 0}, {12, 6}},
       {},
       {Kind::sinetri, {0, 1, 2}, {}},
       true},
  };
}

Engine engine_of(const Case& c) {
  Options options;
  options.sines = c.sines;
  Engine engine(options);
  for (const auto& [x, y] : c.points) engine.add_point(x, y);
  for (const Statement& s : c.premises) engine.assume(s.kind, s.points, s.constants);
  return engine;
}

bool holds(const Engine& engine, const Statement& s) {
  return engine.holds(s.kind, s.points, s.constants);
}

}  // namespace

void test_matchers() {
  for (const Case& c : cases()) {
    const auto id = kRules[static_cast<std::size_t>(c.rule)].id;
    Engine engine = engine_of(c);
    const bool before = holds(engine, c.conclusion);
    CHECK(engine.saturate({}) == StopReason::saturated);
    const bool fired = engine.stats().fired[static_cast<std::size_t>(c.rule)] > 0;
    if (before || !fired || !holds(engine, c.conclusion)) {
      std::fprintf(stderr, "matcher of rule %.*s\n", static_cast<int>(id.size()), id.data());
    }
    CHECK(!before);
    CHECK(fired);
    CHECK(holds(engine, c.conclusion));
    for (std::uint32_t n = 0; n < engine.journal().size(); ++n) {
      const Fact& fact = engine.journal().fact(n);
      const auto count = kRules[static_cast<std::size_t>(fact.rule)].letters.size();
      CHECK(engine.journal().substitution(fact).size() == count);
    }
  }
}

}  // namespace porism::tests
