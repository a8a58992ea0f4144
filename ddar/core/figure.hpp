// The drawn figure and what seems true in it.
//
// The figure decides what is tried: each kind of coincidence that some rule
// could prove (points on a line, on a circle, triangles of one shape, equal
// distances from a point, ...) is listed once, when its last point is added.
// Matchers then ask the exact tables about these candidates only, so a round
// costs what the figure shows, not what its points could do. A coincidence that
// is only numerical stays a candidate for ever; nothing here is ever taken for
// true.
//
// Angles are in half-turns. Tolerances are relative to a figure of unit size.

#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "contract.hpp"
#include "fact.hpp"
#include "point_list.hpp"
#include "slack_vector.hpp"

namespace porism {

inline constexpr double kAngleTolerance = 1e-8;
inline constexpr double kLengthTolerance = 1e-8;
inline constexpr double kCoincident = 1e-7;  // points closer than this are at one place
// Beyond these a figure is no olympiad figure, and listing everything would
// take minutes: lines of more points list their triples with the first few
// points only, and the rest is left out.
inline constexpr std::size_t kLongLine = 12;
inline constexpr std::size_t kMostCandidates = 60'000;
inline constexpr double kFlat = 1e-5;  // triangles with a smaller angle count as flat

using PairIndex = std::uint32_t;

inline constexpr PairIndex pair_index(Point a, Point b) {
  return a < b ? static_cast<PairIndex>(b) * (b - 1u) / 2u + a
               : static_cast<PairIndex>(a) * (a - 1u) / 2u + b;
}

inline constexpr std::size_t pair_count(std::size_t points) {
  return points < 2 ? 0 : points * (points - 1) / 2;
}

// The whole number nearest to the sum of some angles: adding this constant
// leaves no room for fractions (and std::round is a function call on older
// processors).
inline double nearest_turn(double sum) {
  constexpr double kNoFraction = 6755399441055744.0;  // 1.5 * 2^52
  return (sum + kNoFraction) - kNoFraction;
}

inline bool is_whole(double angle) {
  return std::abs(angle - nearest_turn(angle)) < kAngleTolerance;
}

// Points on one line, in order along it.
struct NumericLine {
  PointList points;
};

// At least four points on one circle, and the points at its centre.
struct NumericCircle {
  double x, y, radius;
  PointList points;
  PointList centres;
};

// A triangle with its vertices in increasing order of the angles. A triangle
// with equal angles is entered once for every such order.
struct Triangle {
  std::array<Point, 3> vertices;
  bool clockwise;
  std::uint32_t next;  // in its shape; kNone ends
};

inline constexpr std::uint32_t kNone = 0xFFFFFFFFu;

// Triangles that look similar and are not yet known to be: a list of
// representatives.
struct Shape {
  double smallest, middle;  // angles
  std::uint32_t first;
  std::uint32_t count;
};

// A table of small structs reads best with one to a line.
// clang-format off
struct Isosceles {
  Point apex, a, b;
};
struct Collinear {
  Point a, b, c;
};  // b between a and c
struct Division {
  Point a, b, c;
  double ratio;
};  // the same, ab : ac <= 1/2
struct Equidistant {
  Point a, b, p, q;
};  // p and q each as far from a as from b
struct RightAngle {
  Point a, b, c, middle;
};  // middle of ac, as far from b
struct Bisector {
  Point a, b, c, foot;
};  // foot on bc, on a bisector at a
struct TriangleCentre {
  Point a, b, c, centre;
};
struct Intercept {
  Point a, b, c, d, m, n;
};  // ab, cd, mn parallel; a m d and b n c lines
struct EqualChords {
  std::uint32_t circle;
  Point a, b, p, q;
};
struct Perpendicular {
  Point a, b, c, d;
};  // ab and cd; a and c may be one point
struct OnCircle {
  std::uint32_t circle;
  Point centre;
};
struct Overlap {
  Point x, y;
};
struct Transversal {
  Point a, b, c, d, e, f;
};  // d on bc, e on ca, f on ab, d e f a line
// A point on a chord of a circle about `centre`, or (centre == kNoPoint) a
// segment point a.
struct Power {
  Point centre, a, b, point;
  double value;
};  // signed: negative inside
struct Cevians {
  Point a, b, c, d, e, f, p;
};  // d, e, f likewise, p on ad, be, cf
// clang-format on

class Figure {
 public:
  // Add a point and list every candidate it takes part in. Returns its number.
  Point add_point(double x, double y);

  [[nodiscard]] std::size_t size() const { return places_.size(); }
  [[nodiscard]] double x(Point p) const { return places_[p].x; }
  [[nodiscard]] double y(Point p) const { return places_[p].y; }

  // Direction of line ab in [0, 1), without meaning where they coincide. require: a != b, both
  // points of the figure.
  [[nodiscard]] double direction(Point a, Point b) const {
    PORISM_REQUIRE(a < size() && b < size() && a != b);
    return pairs_[pair_index(a, b)].direction;
  }
  [[nodiscard]] double length(Point a, Point b) const {
    return a == b ? 0.0 : pairs_[pair_index(a, b)].length;
  }
  // Natural logarithm of the length, without meaning where they coincide. require: as above.
  [[nodiscard]] double log_length(Point a, Point b) const {
    PORISM_REQUIRE(a < size() && b < size() && a != b);
    return pairs_[pair_index(a, b)].log_length;
  }
  [[nodiscard]] bool coincide(Point a, Point b) const { return length(a, b) < kCoincident; }
  [[nodiscard]] bool degenerate(Point a, Point b, Point c) const;
  [[nodiscard]] bool clockwise(Point a, Point b, Point c) const;
  [[nodiscard]] bool perpendicular(Point a, Point b, Point c, Point d) const {
    return is_whole(direction(a, b) - direction(c, d) + 0.5);
  }
  [[nodiscard]] bool parallel(Point a, Point b, Point c, Point d) const {
    return is_whole(direction(a, b) - direction(c, d));
  }
  [[nodiscard]] bool equal_length(Point a, Point b, Point c, Point d) const {
    const double u = length(a, b);
    const double v = length(c, d);
    return std::abs(u - v) < kLengthTolerance * (u + v);
  }
  [[nodiscard]] bool between(Point b, Point a, Point c) const;
  // Whether lines ab, cd, ef come near to one point (or to being parallel).
  [[nodiscard]] bool concurrent(Point a, Point b, Point c, Point d, Point e, Point f) const;
  // Whether line ai bisects one of the angles of lines ab and ac.
  [[nodiscard]] bool bisects(Point a, Point b, Point c, Point i) const {
    return is_whole(2 * direction(a, i) - direction(a, b) - direction(a, c));
  }

  // How often candidates were left out because there were too many: points on a line (kLongLine),
  // circles (kMostCircles), candidates of a kind (kMostCandidates).
  std::uint32_t candidates_dropped = 0;

  // Candidates. Matchers remove what is settled.
  std::vector<NumericLine> lines;
  std::vector<NumericCircle> circles;
  SlackVector<Triangle> triangles;
  SlackVector<Shape> shapes;
  std::vector<std::uint32_t> open_shapes;  // with at least two representatives
  std::vector<Isosceles> isosceles;
  std::vector<Collinear> collinear;
  std::vector<Division> divisions;
  std::vector<std::vector<std::uint32_t>> equal_divisions;  // numbers of divisions in one ratio
  std::vector<Equidistant> equidistant;
  std::vector<RightAngle> right_angles;
  std::vector<Bisector> bisectors;
  std::vector<TriangleCentre> incentres;
  std::vector<TriangleCentre> orthocentres;
  std::vector<Intercept> intercepts;
  std::vector<EqualChords> equal_chords;
  std::vector<OnCircle> on_circles;
  std::vector<Overlap> overlaps;
  std::vector<Perpendicular> perpendiculars;
  std::vector<Transversal> transversals;
  std::vector<Cevians> cevians;
  std::vector<Power> powers;
  std::vector<Collinear> midpoints;

  // All points on line ab, or none when no third point lies on it.
  [[nodiscard]] std::span<const Point> points_of_line(Point a, Point b) const {
    const std::uint32_t line = pairs_[pair_index(a, b)].line;
    return line == kNone ? std::span<const Point>{} : std::span<const Point>(lines[line].points);
  }

  // Whether a third point lies on line ab.
  [[nodiscard]] bool on_listed_line(Point a, Point b) const {
    return pairs_[pair_index(a, b)].line != kNone;
  }

 private:
  void list_lines(Point p);
  void list_circles(Point p);
  void list_triangles(Point p);
  void list_distances(Point p);
  void list_bisectors(Point p);
  void list_directions(Point p);
  void list_perpendiculars(Point p);
  void list_incentres(Point p);
  void list_intercepts(Point p);
  void list_transversals(Point p);
  void list_powers(Point p);
  [[nodiscard]] Point common_point(std::uint32_t line, std::uint32_t other) const;

  struct Ray {
    double direction;
    Point to;
  };
  template <class Found>
  static void visit_sides(std::span<const Ray> rays, double direction, Found found);
  void join_line(std::uint32_t line, Point p);
  void enter_division(Point a, Point b, Point c);
  void join_circle(std::uint32_t circle, Point p);
  void add_isosceles(Point apex, Point a, Point b);
  void add_bisector(Point apex, Point a, Point b, Point c);
  void enter_triangle(Point a, Point b, Point c);
  void enter_shape(std::array<Point, 3> order, bool clockwise, double smallest, double middle);
  [[nodiscard]] bool has_circle(Point a, Point b, Point c) const;
  [[nodiscard]] bool on(const NumericCircle& circle, Point p) const;

  struct Place {
    double x, y;
  };
  std::vector<Place> places_;
  struct Pair {
    double direction, length, log_length;
    std::uint32_t line;        // kNone for a line of two points
    std::uint32_t first_apex;  // newest entry of apexes_
  };
  SlackVector<Pair> pairs_;
  struct Direction {
    double direction;
    Point a, b;  // a < b
  };
  std::vector<Direction> directions_;  // of all pairs, sorted
  std::vector<Ray> rays_;              // from each point to older ones, sorted
  std::vector<Isosceles> chords_;      // the centre first; all that were ever listed
  std::vector<Isosceles> diameters_;
  struct Apex {
    Point point;
    std::uint32_t next;
  };
  std::vector<Apex> apexes_;
  struct DivisionGroup {
    double ratio;
    std::uint32_t group;  // of equal_divisions, empty as long as there is one division only
    std::uint32_t first;
  };
  std::vector<DivisionGroup> division_groups_;  // sorted
  std::vector<std::uint32_t> shape_table_;      // open addressing, by cell of the two angles
};

}  // namespace porism
