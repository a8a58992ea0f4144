// Points drawn at one place, proved to be one point when two of their lines or circles agree.
//
//     d(px) = d(py),  d(qx) = d(qy)    d(px) = d(py),  ox = oy    ox = oy,  wx = wy
//     ----------------------------- same_point_lines, _line_circle, _circles
//     x and y are the same point
//
// The circles about o and w through x touch when x is known to be on the line ow; then there is
// only one such point (same_point_touching). From then on they see every other point alike.

#include <cmath>

#include "engine.hpp"
#include "retain_open.hpp"

namespace porism {

void Engine::find_overlaps() {
  retain_open(figure_.overlaps, stop(), [&](const Overlap& t) {
    const Point x = t.x;  // no structured binding: clang before 16 cannot capture one
    const Point y = t.y;
    std::vector<Point> aligned;
    std::vector<Point> equidistant;
    const auto size = static_cast<Point>(figure_.size());
    for (Point p = 0; p < size; ++p) {
      if (figure_.coincide(p, x)) continue;
      if (same_direction(p, x, p, y)) aligned.push_back(p);
      if (same_length(p, x, p, y)) equidistant.push_back(p);
    }
    const auto prove = [&]() -> bool {
      for (const Point p : aligned) {
        for (const Point q : aligned) {
          if (p < q && !figure_.degenerate(p, q, x)) {
            return conclude(Rule::same_point_lines, {p, q, x, y}, Kind::overlap, {x, y});
          }
        }
        for (const Point o : equidistant) {
          if (o == p || !figure_.perpendicular(p, x, o, x)) {
            return conclude(Rule::same_point_line_circle, {o, p, x, y}, Kind::overlap, {x, y});
          }
        }
      }
      // i and j are seen under one angle from both places, and p not along the tangent there.
      for (const Point p : aligned) {
        for (Point i = 0; i < size; ++i) {
          if (figure_.coincide(i, x) || i == p) continue;
          for (Point j = 0; j < size; ++j) {
            if (j == i || figure_.coincide(j, x) || figure_.degenerate(x, i, j)) continue;
            if (angle(x, i, x, j) != angle(y, i, y, j)) continue;
            const double along = figure_.direction(x, i) - figure_.direction(p, x);
            const double tangent = figure_.direction(j, i) - figure_.direction(x, j);
            if (std::abs(along - tangent - nearest_turn(along - tangent)) < 1e-4) continue;
            return conclude(Rule::same_point_line_arc, {i, j, p, x, y}, Kind::overlap, {x, y});
          }
        }
      }
      for (const Point o : equidistant) {
        for (const Point w : equidistant) {
          if (o >= w || figure_.coincide(o, w)) continue;
          if (!figure_.degenerate(o, w, x)) {
            return conclude(Rule::same_point_circles, {o, w, x, y}, Kind::overlap, {x, y});
          }
          if (is_collinear(o, w, y)) {
            return conclude(Rule::same_point_touching, {o, w, x, y}, Kind::overlap, {x, y});
          }
          if (is_collinear(o, w, x)) {
            return conclude(Rule::same_point_touching, {o, w, y, x}, Kind::overlap, {y, x});
          }
        }
      }
      return false;
    };
    if (!holds(Kind::overlap, std::array<Point, 2>{x, y}, {}) && !prove()) return false;
    overlapping_.push_back(x);
    overlapping_.push_back(y);
    for (Point p = 0; p < size; ++p) {
      if (figure_.coincide(p, x)) continue;
      conclude(Rule::overlap_direction, {p, x, y}, Kind::para, {x, p, y, p});
      conclude(Rule::overlap_distance, {p, x, y}, Kind::cong, {x, p, y, p});
    }
    return true;
  });
}

}  // namespace porism
