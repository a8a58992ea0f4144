// The engine: a figure, four tables, a journal, and the matchers that run to saturation.
//
//     Engine engine(options);
//     engine.add_point(x, y) ...      every point of the figure
//     engine.assume(kind, ...)        every premise
//     engine.saturate(limits)         until nothing new follows, or a limit
//     engine.holds(kind, ...)         is it in the closure?
//
// Points and premises may be added after a saturation; only what they touch is done again.
// An Engine is copied to clone the closure. Explanations are made by an Explainer (explain.hpp).
//
// Each matcher (matchers.inc) is a member function in one of the files find_*.cpp. It walks the
// figure's candidates, asks the tables whether the premises of a rule hold exactly, and concludes.

#pragma once

#include <array>
#include <atomic>
#include <bitset>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "facets.hpp"
#include "figure.hpp"
#include "linear.hpp"
#include "stop.hpp"

namespace porism {

enum class StopReason : std::uint8_t { saturated, goal_reached, deadline, cancelled, fact_limit };

inline constexpr std::array<std::string_view, 5> kStopNames = {"saturated", "goal", "deadline",
                                                               "cancelled", "limit"};

struct Options {
  bool square_table = true;
  bool sines = false;  // the law of sines, in the ratio table: slower, and stronger
  std::bitset<static_cast<std::size_t>(Rule::count)> without;  // rules that conclude nothing
};

struct Limits {
  double seconds = 10.0;
  std::uint32_t facts = 1'000'000;
  const std::atomic<bool>* cancel = nullptr;
  Stop stop{};
};

// How many matchers there are (matchers.inc).
inline constexpr std::size_t kMatchers = 0
#define PORISM_MATCHER(name, tier, reads) +1  // NOLINT(bugprone-macro-parentheses): a sum of them
#include "matchers.inc"
#undef PORISM_MATCHER
    ;

// Their names, for statistics.
inline constexpr std::array<std::string_view, kMatchers> kMatcherNames = {
#define PORISM_MATCHER(name, tier, reads) #name,
#include "matchers.inc"
#undef PORISM_MATCHER
};

struct Stats {
  std::uint32_t rounds = 0;
  std::uint32_t figure_rejections = 0;  // equations that the figure contradicts
  // Statements and known ratios with an equation that no table can hold: a prime beyond the list,
  // a number too large. Left out, which is sound; ratios are counted once for each look at them.
  std::uint32_t statements_left_out = 0;
  std::uint32_t ratios_left_out = 0;
  std::array<std::uint32_t, static_cast<std::size_t>(Rule::count)> fired{};
  // Only when profiling: by matcher, and of these by table that equations entered.
  std::array<double, kMatchers> seconds{};
  std::array<double, kTables> table_seconds{};
};

class Engine {
 public:
  explicit Engine(Options options = {}) : options_(options) {}

  Point add_point(double x, double y);

  // Enter a premise. Returns its fact number. require: points exist.
  std::uint32_t assume(Kind kind, std::span<const Point> points,
                       std::span<const Rational> constants);

  // Stops early when every goal holds (if there is any).
  StopReason saturate(const Limits& limits, std::span<const Statement> goals = {});

  [[nodiscard]] bool holds(Kind kind, std::span<const Point> points,
                           std::span<const Rational> constants) const;

  // How many free variables are left in a statement's equations, reduced by what is known: zero
  // where it holds. Of equations that each suffice the best counts, of several needed the sum.
  [[nodiscard]] std::uint32_t residual(const Statement& statement) const;

  [[nodiscard]] const Journal& journal() const { return journal_; }
  [[nodiscard]] const Figure& figure() const { return figure_; }
  [[nodiscard]] const LinearTable& table(Table t) const {
    return tables_[static_cast<std::size_t>(t)];
  }
  [[nodiscard]] const Stats& stats() const { return stats_; }
  [[nodiscard]] const Options& options() const { return options_; }
  bool profile = false;

  // Translate an equation into terms of its table, the whole turns of an angle equation read off
  // the figure included. Returns false when a pair has no direction or length, or the figure
  // contradicts the equation.
  bool terms(const Equation& equation, std::vector<Term>& into) const;

 private:
  bool enabled(Table t) const;
  // Whether the deadline has passed or somebody cancelled; looks at the clock now and then, and at
  // once after a conclusion, which can take milliseconds in a large table.
  bool expired();
  void look_at_the_clock_soon() { ticks_ |= 63U; }
  StopReason close(const Limits& limits, std::span<const Statement> goals);
  auto stop() {
    return [this] { return expired(); };
  }
  // Append a conclusion of a rule; undo and return false when its equations were already implied.
  bool conclude(Rule rule, std::initializer_list<Point> substitution, Kind kind,
                std::initializer_list<Point> points,
                std::initializer_list<Rational> constants = {});
  bool enter(std::uint32_t fact, Kind kind, std::span<const Point> points,
             std::span<const Rational> constants);

  // Matchers. Each returns after one pass over its candidates.
#define PORISM_MATCHER(name, tier, reads) void find_##name();
#include "matchers.inc"
#undef PORISM_MATCHER
  void group_powers();
  bool run(std::size_t matcher);  // false when it has seen all there is
  // Once the history has doubled, move it to a buffer that copies of the engine share.
  void archive();

  // Exact questions on pairs.
  [[nodiscard]] Residue direction(Point a, Point b) const {
    return tables_[0].fingerprint(kConstants + pair_index(a, b));
  }
  [[nodiscard]] Residue log_length(Point a, Point b) const {
    return tables_[1].fingerprint(log_variable_[pair_index(a, b)]);
  }
  [[nodiscard]] Variable variable_of(Table t, const PairTerm& term) const;
  Variable make_sine(Point a, Point b, Point c, Point d);
  [[nodiscard]] bool has_sine(Point a, Point b, Point c, Point d) const;
  [[nodiscard]] bool same_direction(Point a, Point b, Point c, Point d) const;
  [[nodiscard]] bool is_perpendicular(Point a, Point b, Point c, Point d) const;
  [[nodiscard]] bool same_length(Point a, Point b, Point c, Point d) const;
  [[nodiscard]] bool is_collinear(Point a, Point b, Point c) const;
  [[nodiscard]] bool is_midpoint(Point m, Point a, Point b) const;
  [[nodiscard]] bool is_bisector(Point at, Point a, Point b, Point i) const;
  [[nodiscard]] bool same_ratio(Point a, Point b, Point c, Point d, Point e, Point f, Point g,
                                Point h) const;
  // The angle from line ab to line cd, in [0, 1), as a fingerprint.
  [[nodiscard]] Residue angle(Point a, Point b, Point c, Point d) const;

  // Ratios that pass between tables (find_lengths.cpp).
  void conclude_ratio(Rule rule, std::int64_t power, Rational ratio, Point a, Point b,
                      std::optional<std::array<Point, 2>> other);
  // What the last pass over the segments of one table has seen.
  struct Exchanged {
    std::size_t points = 0;
    std::array<std::size_t, 2> from_logs{}, from_values{};  // rewritten rows of the two tables
    std::vector<bool> takes_part;                           // by pair
    std::vector<Residue> keys;                              // of the values, by pair
  };
  void exchange_ratios(Table target, std::int64_t power, Exchanged& done);

  // Circles: for each numeric circle, the sets of its points known to be concyclic.
  struct CircleParts {
    std::vector<PointList> parts;
  };
  [[nodiscard]] std::vector<PointList> equidistant_groups(const OnCircle& t) const;
  [[nodiscard]] std::optional<std::array<Point, 3>> three_apart(const PointList& group,
                                                                Point d) const;
  void extend_part(PointList& part, const PointList& points);
  void join_part(PointList& part, Point x, Point y, Point z, Point joined);
  void merge_parts(CircleParts& circle, const PointList& points);
  bool new_part(CircleParts& circle, const PointList& points);
  [[nodiscard]] bool concyclic(Point a, Point b, Point c, Point d) const;
  [[nodiscard]] const PointList* part_of(std::uint32_t circle,
                                         std::initializer_list<Point> points) const;

  // Corners of triangles whose angles look equal up to sense (find_sines.cpp).
  struct Corner {
    Point at, from, to;
  };
  struct CornerClass {
    double angle;
    std::vector<Corner> corners;
    bool settled = false;  // its sine is a known number
  };
  void list_corners();
  void conclude_laws_of_sines();
  void find_chords_and_sines();
  [[nodiscard]] Corner same_sense(const Corner& u, const Corner& v) const;

  // Radical centres of three of the figure's circles (find_radical_axes.cpp).
  struct RadicalCentre {
    std::array<std::uint32_t, 3> circles;
    std::array<Point, 6> chords;  // ab, cd, ef
    Point point;
  };
  void list_radical_centres();

  // Similar triangles.
  struct ShapeKey {
    std::array<Residue, 3> angles;  // third unused
    std::array<Residue, 3> ratios;  // opposite 0 : opposite 1, 1 : 2, 2 : 0
  };
  [[nodiscard]] ShapeKey shape_key(const Triangle& triangle) const;
  bool match_shapes(const Triangle& s, const ShapeKey& key_s, const Triangle& t,
                    const ShapeKey& key_t);

  Options options_;
  std::chrono::steady_clock::time_point deadline_ = std::chrono::steady_clock::time_point::max();
  const std::atomic<bool>* cancel_ = nullptr;
  const Stop* stop_ = nullptr;  // of a run
  bool expired_ = false;
  std::uint32_t ticks_ = 0;
  Figure figure_;
  std::array<LinearTable, kTables> tables_;
  Journal journal_;
  std::shared_ptr<const std::byte[]> archive_;  // what the journal and the tables have archived
  Stats stats_;
  std::vector<CircleParts> circle_parts_;
  std::vector<Point> overlapping_;  // pairs known to coincide, flat
  // Versions of the tables a matcher last saw, so that idle matchers cost nothing.
  std::array<std::array<std::uint64_t, 2>, kMatchers> seen_{};
  // Variables of the ratio table: logarithms of lengths by pair, of sines by two pairs.
  std::vector<Variable> log_variable_;
  std::vector<PairIndex> pair_of_log_;  // by variable; kNone for a sine
  std::unordered_map<std::uint64_t, Variable> sine_variable_;
  Exchanged lengths_exchanged_, squares_exchanged_;
  std::vector<Point> medians_drawn_;              // by midpoint of the figure: to the points below
  std::vector<std::vector<Power>> power_groups_;  // by the value they seem to have
  std::size_t powers_grouped_ = 0;
  std::vector<RadicalCentre> radical_centres_;
  std::size_t radical_centres_listed_ = 0;
  std::vector<CornerClass> corner_classes_;
  std::size_t corners_listed_ = 0;  // points in the figure when they were listed
  Variable next_ratio_variable_ = kConstants;
};

}  // namespace porism
