// Lines and circles of a figure: drawn ones, and those that a solver would draw.
//
// A locus is kept twice, as the construction that demands it of a point (its kind and its points)
// and as numbers. It can be evaluated again in another figure, which is how coincidences are told
// from consequences (intersections.hpp). Nothing here is taken for true.

#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "stop.hpp"

namespace porism {

struct Place {
  double x, y;
};

enum class LocusKind : std::uint8_t {
  line,                    // through a and b
  parallel,                // through a, to bc
  perpendicular,           // through a, to bc
  perpendicular_bisector,  // of ab
  internal_bisector,       // of the angle abc
  external_bisector,       // of the angle abc
  reflected,               // the line ba, reflected in the line bc
  isogonal,                // to bd in the angle abc
  centred_through,         // circle with centre a through b
  circumcircle,            // circle through a, b, c
  diameter,                // circle with diameter ab
  count,
};

// How a kind is said in the problem language: the construction, and which of the locus's points
// follow the new one.
struct LocusName {
  std::string_view construction;
  std::array<std::int8_t, 5> order;  // -1 ends
  double weight;                     // how telling it is to lie on one without being made so
};

inline constexpr std::array<LocusName, static_cast<std::size_t>(LocusKind::count)> kLocusNames = {{
    {"on_line", {0, 1, -1, -1, -1}, 1.0},
    {"on_pline", {0, 1, 2, -1, -1}, 0.5},
    {"on_tline", {0, 1, 2, -1, -1}, 0.5},
    {"on_bline", {0, 1, -1, -1, -1}, 0.55},
    {"angle_bisector", {0, 1, 2, -1, -1}, 0.45},
    {"angle_bisector", {0, 1, 2, -1, -1}, 0.4},
    {"angle_mirror", {0, 1, 2, -1, -1}, 0.3},
    {"on_aline", {1, 2, 0, 1, 3}, 0.3},
    {"on_circle", {0, 1, -1, -1, -1}, 0.7},
    {"on_circum", {0, 1, 2, -1, -1}, 0.6},
    {"on_dia", {0, 1, -1, -1, -1}, 0.4},
}};

// A line u x + v y + w = 0 with u² + v² = 1, or the circle with centre (u, v) and radius w.
struct Curve {
  double u, v, w;
};

inline constexpr double kOnLocus = 1e-7;  // in a figure of size 1, what is closer is on it

struct Locus {
  LocusKind kind;
  std::array<std::uint8_t, 4> points;  // the last one again where a kind has fewer
  std::uint64_t members;               // which points of the figure are on it, as bits
  double weight;
  Curve at;

  [[nodiscard]] bool straight() const { return kind < LocusKind::centred_through; }
};

inline constexpr std::size_t kMostPoints = 64;  // a figure's, here

// The curve of a kind of locus, or not finite where its points do not make one.
Curve curve(LocusKind kind, const std::array<std::uint8_t, 4>& points, std::span<const Place> at);

// Distance of a place from a curve.
double off(const Locus& locus, const Curve& curve, Place place);

// Loci of a figure of size 1, lines before circles, each once under its plainest name. Isogonals
// and reflections of lines, which are many, are left out when not wanted, and where they would be
// too many. What `stop` ends has no meaning. require: at most kMostPoints.
std::vector<Locus> loci_of(std::span<const Place> at, bool isogonals = true, const Stop& stop = {});

// The first of them: lines through two points of the figure.
std::vector<Locus> lines_of(std::span<const Place> at);

// Those of them that pass through a place.
std::vector<Locus> loci_through(std::span<const Place> at, Place place, const Stop& stop = {});

}  // namespace porism
