// Triangles by shape: every triangle is entered under its two smaller angles, so triangles that
// look similar meet in one cell of a hash table.

#include <algorithm>
#include <cmath>
#include <utility>

#include "figure.hpp"

namespace porism {

namespace {

constexpr double kCells = 1e5;  // in a half-turn

std::uint64_t cell_of(double angle) { return static_cast<std::uint64_t>(angle * kCells); }

std::uint64_t cell_key(std::uint64_t smallest, std::uint64_t middle) {
  return (smallest * kGoldenRatio) ^ (middle * 0xC2B2AE3D27D4EB4FULL);
}

std::size_t slot_of(std::uint64_t key, std::size_t slots) {
  return static_cast<std::size_t>((key ^ (key >> 29)) * 0xBF58476D1CE4E5B9ULL >> 20) & (slots - 1);
}

}  // namespace

void Figure::list_triangles(Point p) {
  for (Point a = 0; a < p; ++a) {
    for (Point b = a + 1; b < p; ++b) enter_triangle(a, b, p);
  }
}

void Figure::enter_triangle(Point a, Point b, Point c) {
  if (degenerate(a, b, c)) return;
  const bool sense = clockwise(a, b, c);
  const auto angle = [&](Point at, Point from, Point to) {
    double value = direction(at, to) - direction(at, from);
    if (sense) value = -value;
    return value < 0 ? value + 1 : value;
  };
  struct Corner {
    double angle;
    Point point;
  };
  std::array<Corner, 3> corners = {Corner{angle(a, b, c), a}, Corner{angle(b, c, a), b},
                                   Corner{angle(c, a, b), c}};
  const auto put_in_order = [&](std::size_t i, std::size_t j) {
    if (corners[j].angle < corners[i].angle) std::swap(corners[i], corners[j]);
  };
  put_in_order(0, 1);
  put_in_order(1, 2);
  put_in_order(0, 1);
  // Equal angles come in the order of their points, not of their rounding errors.
  for (const std::size_t i : {0U, 1U, 0U}) {
    if (corners[i + 1].angle - corners[i].angle < kAngleTolerance &&
        corners[i + 1].point < corners[i].point) {
      std::swap(corners[i], corners[i + 1]);
    }
  }
  const auto order = [&](int i, int j, int k) {
    const std::array<Point, 3> vertices = {corners[i].point, corners[j].point, corners[k].point};
    enter_shape(vertices, clockwise(vertices[0], vertices[1], vertices[2]), corners[0].angle,
                corners[1].angle);
  };
  order(0, 1, 2);
  const bool low = corners[1].angle - corners[0].angle < kAngleTolerance;
  const bool high = corners[2].angle - corners[1].angle < kAngleTolerance;
  if (low) order(1, 0, 2);
  if (high) order(0, 2, 1);
  if (low && high) {
    order(1, 2, 0);
    order(2, 0, 1);
    order(2, 1, 0);
  }
}

void Figure::enter_shape(std::array<Point, 3> order, bool clockwise, double smallest,
                         double middle) {
  if (shape_table_.size() < 2 * shapes.size() + 64) {
    std::size_t slots = 128;
    while (slots < 4 * shapes.size()) slots *= 2;
    shape_table_.assign(slots, kNone);
    for (std::uint32_t i = 0; i < shapes.size(); ++i) {
      std::size_t slot =
          slot_of(cell_key(cell_of(shapes[i].smallest), cell_of(shapes[i].middle)), slots);
      while (shape_table_[slot] != kNone) slot = (slot + 1) & (slots - 1);
      shape_table_[slot] = i;
    }
  }
  const std::size_t slots = shape_table_.size();
  const auto entry = static_cast<std::uint32_t>(triangles.size());
  triangles.push_back({order, clockwise, kNone});
  // A shape within the tolerance may have been filed in a neighbouring cell.
  const std::uint64_t last_u = cell_of(smallest + kAngleTolerance);
  const std::uint64_t last_v = cell_of(middle + kAngleTolerance);
  for (std::uint64_t u = cell_of(smallest - kAngleTolerance); u <= last_u; ++u) {
    for (std::uint64_t v = cell_of(middle - kAngleTolerance); v <= last_v; ++v) {
      for (std::size_t slot = slot_of(cell_key(u, v), slots); shape_table_[slot] != kNone;
           slot = (slot + 1) & (slots - 1)) {
        Shape& shape = shapes[shape_table_[slot]];
        if (std::abs(shape.smallest - smallest) > kAngleTolerance ||
            std::abs(shape.middle - middle) > kAngleTolerance) {
          continue;
        }
        triangles[entry].next = shape.first;
        shape.first = entry;
        if (++shape.count == 2) open_shapes.push_back(shape_table_[slot]);
        return;
      }
    }
  }
  std::size_t slot = slot_of(cell_key(cell_of(smallest), cell_of(middle)), slots);
  while (shape_table_[slot] != kNone) slot = (slot + 1) & (slots - 1);
  shape_table_[slot] = static_cast<std::uint32_t>(shapes.size());
  shapes.push_back({smallest, middle, entry, 1});
}

}  // namespace porism
