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

#include "field.hpp"
#include "shared_prefix_log.hpp"

namespace porism {

using Point = std::uint16_t;
inline constexpr Point kNoPoint = 0xFFFFu;

// The order is that of kKindNames.
enum class Kind : std::uint8_t {
  coll,
  cyclic,
  para,
  perp,
  cong,
  eqangle,
  eqratio,
  midp,
  circle,
  simtri,
  simtrir,
  contri,
  contrir,
  aconst,
  rconst,
  r2const,
  lconst,
  l2const,
  angeq,
  distmeq,
  distseq,
  sqeq,
  overlap,
  sinetri,
  eqsine,
  sine2,
  chordsine,
};

inline constexpr std::array<std::string_view, 27> kKindNames = {
    "coll",   "cyclic",  "para",    "perp",    "cong",   "eqangle",  "eqratio",
    "midp",   "circle",  "simtri",  "simtrir", "contri", "contrir",  "aconst",
    "rconst", "r2const", "lconst",  "l2const", "angeq",  "distmeq",  "distseq",
    "sqeq",   "overlap", "sinetri", "eqsine",  "sine2",  "chordsine"};

// A statement on its own: a goal, or something found in a figure.
struct Statement {
  Kind kind;
  std::vector<Point> points;
  std::vector<Rational> constants;
};

// Rules of geometry/rules.txt the core knows how to look for, and the letters of each in the
// order of the recorded substitution. A test holds the ids equal to those of the catalogue.
enum class Rule : std::uint8_t {
  given,
  algebra_angle,
  algebra_ratio,
  algebra_length,
  algebra_square,
  similar_aa,
  similar_aa_mirrored,
  similar_sss,
  similar_sss_mirrored,
  similar_sas,
  similar_sas_mirrored,
  similar_ssa,
  similar_ssa_mirrored,
  isosceles,
  isosceles_converse,
  bisector_of_segment,
  bisector_of_segment_converse,
  hypotenuse_midpoint,
  concyclic,
  same_circle,
  on_circle,
  equal_chords,
  equal_chords_converse,
  isosceles_trapezoid,
  one_circle,
  radical_axes,
  orthocentre,
  incentre,
  bisector_ratio,
  bisector_ratio_converse,
  division,
  division_of_whole,
  intercept,
  intercept_converse,
  menelaus,
  menelaus_converse,
  ceva,
  ceva_converse,
  equal_powers,
  equal_powers_converse,
  power_outside,
  power_outside_converse,
  power_inside,
  power_inside_converse,
  segment_sum,
  perpendicular_squares,
  perpendicular_squares_converse,
  median_length,
  law_of_sines,
  chord_and_sine,
  equal_sines,
  equal_sines_converse,
  sine_90,
  sine_30,
  sine_150,
  sine_45,
  sine_135,
  sine_60,
  sine_120,
  same_point_lines,
  same_point_line_circle,
  same_point_circles,
  same_point_touching,
  same_point_line_arc,
  overlap_direction,
  overlap_distance,
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
    {"similar_aa", "abcpqr"},
    {"similar_aa_mirrored", "abcpqr"},
    {"similar_sss", "abcpqr"},
    {"similar_sss_mirrored", "abcpqr"},
    {"similar_sas", "abcpqr"},
    {"similar_sas_mirrored", "abcpqr"},
    {"similar_ssa", "abcpqr"},
    {"similar_ssa_mirrored", "abcpqr"},
    {"isosceles", "oab"},
    {"isosceles_converse", "oab"},
    {"bisector_of_segment", "abpq"},
    {"bisector_of_segment_converse", "abpq"},
    {"hypotenuse_midpoint", "abcm"},
    {"concyclic", "oabcd"},
    {"same_circle", "abcpqrs"},
    {"on_circle", "oabcd"},
    {"equal_chords", "abcpqr"},
    {"equal_chords_converse", "abcpqr"},
    {"isosceles_trapezoid", "abcd"},
    {"one_circle", "abcdef"},
    {"radical_axes", "abcdefp"},
    {"orthocentre", "abch"},
    {"incentre", "abci"},
    {"bisector_ratio", "abcd"},
    {"bisector_ratio_converse", "abcd"},
    {"division", "abcpqr"},
    {"division_of_whole", "abcpqr"},
    {"intercept", "abcdmn"},
    {"intercept_converse", "abcdmn"},
    {"menelaus", "abcdef"},
    {"menelaus_converse", "abcdef"},
    {"ceva", "abcdefp"},
    {"ceva_converse", "abcdefp"},
    {"equal_powers", "abcdopqw"},
    {"equal_powers_converse", "abcdopqw"},
    {"power_outside", "abopuv"},
    {"power_outside_converse", "abopuv"},
    {"power_inside", "abopuv"},
    {"power_inside_converse", "abopuv"},
    {"segment_sum", "abc"},
    {"perpendicular_squares", "abcd"},
    {"perpendicular_squares_converse", "abcd"},
    {"median_length", "abmx"},
    {"law_of_sines", "abc"},
    {"chord_and_sine", "abco"},
    {"equal_sines", "abcdefgh"},
    {"equal_sines_converse", "abcdefgh"},
    {"sine_90", "abcd"},
    {"sine_30", "abcd"},
    {"sine_150", "abcd"},
    {"sine_45", "abcd"},
    {"sine_135", "abcd"},
    {"sine_60", "abcd"},
    {"sine_120", "abcd"},
    {"same_point_lines", "pqxy"},
    {"same_point_line_circle", "opxy"},
    {"same_point_circles", "owxy"},
    {"same_point_touching", "owxy"},
    {"same_point_line_arc", "pijxy"},
    {"overlap_direction", "axy"},
    {"overlap_distance", "axy"},
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

  [[nodiscard]] const Fact& fact(std::uint32_t number) const { return facts_[number]; }
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
