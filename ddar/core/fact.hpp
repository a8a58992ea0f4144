// Statements and the journal of facts: what was concluded, by which rule, from which points.
//
// A fact does not list its premises. The rule's pattern under the recorded substitution names
// them, and "as of fact number n" says when they held; the proof writer asks for the reasons of
// exactly those it needs (explain.hpp). So recording costs the hot loop one append.

#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "contract.hpp"
#include "facets.hpp"
#include "shared_prefix_log.hpp"

namespace porism {

// A statement on its own: a goal, or something found in a figure.
struct Statement {
  Kind kind;
  std::vector<Point> points;
  std::vector<Rational> constants;
};

// Why a fact is one: a premise, algebra of one table, or a rule of the catalogue. `letters` are
// those of the rule in alphabetical order, the order of the recorded substitution. The build makes
// rules.inc from geometry/rules.txt; not every rule has a matcher.
enum class Rule : std::uint8_t {
  given,
  algebra_angle,
  algebra_ratio,
  algebra_length,
  algebra_square,
#define PORISM_RULE(id, letters) id,
#include "rules.inc"
#undef PORISM_RULE
  count,
};

struct RuleInfo {
  std::string_view id;
  std::string_view letters;
};

inline constexpr std::array<RuleInfo, static_cast<std::size_t>(Rule::count)> kRules = {{
    {"given", ""},
    {"angle", ""},
    {"ratio", ""},
    {"length", ""},
    {"square", ""},
#define PORISM_RULE(id, letters) {#id, letters},
#include "rules.inc"
#undef PORISM_RULE
}};

struct Fact {
  Kind kind;
  Rule rule;
  std::uint8_t point_count;
  std::uint8_t constant_count;
  std::uint32_t points;        // where its points start in the journal
  std::uint32_t constants;     // where its constants start
  std::uint32_t substitution;  // where the points for the rule's letters start
};

// All facts in the order of their derivation. Flat, so that copies are cheap.
class Journal {
 public:
  std::uint32_t append(Kind kind, std::span<const Point> points,
                       std::span<const Rational> constants, Rule rule,
                       std::span<const Point> substitution) {
    const auto start = [](const auto& v) { return static_cast<std::uint32_t>(v.size()); };
    facts_.push_back({kind, rule, static_cast<std::uint8_t>(points.size()),
                      static_cast<std::uint8_t>(constants.size()), start(points_),
                      start(constants_), start(points_) + start(points)});
    points_.append(points);
    points_.append(substitution);
    constants_.append(constants);
    return static_cast<std::uint32_t>(facts_.size() - 1);
  }

  // Take back the newest fact.
  void retract() {
    const Fact& newest = facts_[facts_.size() - 1];
    points_.shrink(newest.points);
    constants_.shrink(newest.constants);
    facts_.shrink(facts_.size() - 1);
  }

  [[nodiscard]] const Fact& fact(std::uint32_t number) const {
    PORISM_REQUIRE(number < size());
    return facts_[number];
  }
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(facts_.size()); }
  [[nodiscard]] std::span<const Point> points(const Fact& fact) const {
    return points_.slice(fact.points, fact.point_count);
  }
  [[nodiscard]] std::span<const Rational> constants(const Fact& fact) const {
    return constants_.slice(fact.constants, fact.constant_count);
  }
  [[nodiscard]] std::span<const Point> substitution(const Fact& fact) const {
    const auto& letters = kRules[static_cast<std::size_t>(fact.rule)].letters;
    return points_.slice(fact.substitution, letters.size());
  }

  // For all lists, to archive them.
  template <class Visit>
  void visit_lists(Visit visit) {
    visit(facts_);
    visit(points_);
    visit(constants_);
  }

 private:
  SharedPrefixLog<Fact> facts_;
  SharedPrefixLog<Point> points_;
  SharedPrefixLog<Rational> constants_;
};

}  // namespace porism
