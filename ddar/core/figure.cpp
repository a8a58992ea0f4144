// Figure: predicates on coordinates and the listing of points on lines and
// circles and across parallels. Other candidates are listed in
// figure_directions.cpp (perpendiculars, bisectors, centres),
// figure_distances.cpp, figure_shapes.cpp and figure_transversals.cpp.

#include "figure.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace porism {

bool Figure::degenerate(Point a, Point b, Point c) const {
  const double ux = places_[b].x - places_[a].x;
  const double uy = places_[b].y - places_[a].y;
  const double vx = places_[c].x - places_[a].x;
  const double vy = places_[c].y - places_[a].y;
  const double longest = std::max({length(a, b), length(a, c), length(b, c)});
  return std::abs(ux * vy - uy * vx) < kFlat * longest * longest;
}

bool Figure::clockwise(Point a, Point b, Point c) const {
  return (places_[b].x - places_[a].x) * (places_[c].y - places_[a].y) <
         (places_[b].y - places_[a].y) * (places_[c].x - places_[a].x);
}

bool Figure::between(Point b, Point a, Point c) const {
  return (places_[a].x - places_[b].x) * (places_[c].x - places_[b].x) +
             (places_[a].y - places_[b].y) * (places_[c].y - places_[b].y) <
         0;
}

bool Figure::concurrent(Point a, Point b, Point c, Point d, Point e, Point f) const {
  std::array<std::array<double, 3>, 3> rows{};
  const std::array<std::array<Point, 2>, 3> lines_of = {{{a, b}, {c, d}, {e, f}}};
  for (std::size_t i = 0; i < 3; ++i) {
    const auto [p, q] = lines_of[i];
    const double nx = (places_[q].y - places_[p].y) / length(p, q);
    const double ny = (places_[p].x - places_[q].x) / length(p, q);
    rows[i] = {nx, ny, nx * (places_[p].x - places_[a].x) + ny * (places_[p].y - places_[a].y)};
  }
  const auto& [u, v, w] = rows;
  const double determinant = u[0] * (v[1] * w[2] - v[2] * w[1]) -
                             u[1] * (v[0] * w[2] - v[2] * w[0]) +
                             u[2] * (v[0] * w[1] - v[1] * w[0]);
  const double size = length(a, b) + length(c, d) + length(e, f);
  return std::abs(determinant) < 1e-4 * size;
}

Point Figure::add_point(double x, double y) {
  const auto p = static_cast<Point>(size());
  places_.push_back({x, y});
  for (Point q = 0; q < p; ++q) {
    const double dx = x - places_[q].x;
    const double dy = y - places_[q].y;
    double direction = std::atan2(dy, dx) / std::numbers::pi;
    if (direction < 0) direction += 1;
    if (direction >= 1) direction -= 1;
    const double length = std::hypot(dx, dy);
    pairs_.push_back({direction, length, std::log(length), kNone, kNone});
  }
  for (Point q = 0; q < p; ++q) {
    if (coincide(p, q)) overlaps.push_back({p, q});
  }
  list_lines(p);
  list_circles(p);
  list_triangles(p);
  list_distances(p);
  list_bisectors(p);
  list_directions(p);
  list_perpendiculars(p);
  list_incentres(p);
  list_intercepts(p);
  list_transversals(p);
  list_powers(p);
  return p;
}

// --- lines
// ----------------------------------------------------------------------------------

void Figure::join_line(std::uint32_t line, Point p) {
  auto& points = lines[line].points;
  const bool crowded = points.size() > kLongLine;
  if (crowded) ++candidates_dropped;
  const std::size_t bases = crowded ? 3 : points.size();
  for (std::size_t i = 0; i < bases; ++i) {
    for (std::size_t j = i + 1; j < points.size(); ++j) {
      std::array<Point, 3> order = {points[i], points[j], p};
      if (coincide(p, points[i]) || coincide(p, points[j])) continue;
      if (between(points[i], points[j], p)) order = {points[j], points[i], p};
      if (between(p, points[i], points[j])) order = {points[i], p, points[j]};
      collinear.push_back({order[0], order[1], order[2]});
      if (divisions.size() < kMostCandidates) {
        enter_division(order[0], order[1], order[2]);
      } else {
        ++candidates_dropped;
      }
    }
  }
  for (const Point q : points) pairs_[pair_index(p, q)].line = line;
  points.push_back(p);
}

// Three points in a row, filed with the others that divide a segment in the
// same ratio. A midpoint is filed both ways round.
void Figure::enter_division(Point a, Point b, Point c) {
  double ratio = length(a, b) / length(a, c);
  if (ratio > 0.5 + kLengthTolerance) {
    std::swap(a, c);
    ratio = 1 - ratio;
  }
  if (std::abs(ratio - 0.5) < kLengthTolerance) midpoints.push_back({a, b, c});
  const auto number = static_cast<std::uint32_t>(divisions.size());
  divisions.push_back({a, b, c, ratio});
  const auto place = std::lower_bound(
      division_groups_.begin(), division_groups_.end(), ratio - kLengthTolerance,
      [](const DivisionGroup& group, double wanted) { return group.ratio < wanted; });
  if (place != division_groups_.end() && place->ratio < ratio + kLengthTolerance) {
    auto& group = equal_divisions[place->group];
    if (group.empty()) group.push_back(place->first);
    group.push_back(number);
    return;
  }
  const auto group = static_cast<std::uint32_t>(equal_divisions.size());
  division_groups_.insert(place, {ratio, group, number});
  equal_divisions.emplace_back();
}

void Figure::list_lines(Point p) {
  for (Point a = 0; a < p; ++a) {
    if (coincide(p, a)) continue;
    if (pairs_[pair_index(p, a)].line != kNone) continue;
    for (Point b = a + 1; b < p; ++b) {
      if (coincide(p, b) || coincide(a, b)) continue;
      if (!parallel(p, a, p, b) || !parallel(p, a, a, b)) continue;
      std::uint32_t line = pairs_[pair_index(a, b)].line;
      if (line == kNone) {
        line = static_cast<std::uint32_t>(lines.size());
        lines.push_back({{a, b}});
        pairs_[pair_index(a, b)].line = line;
      }
      join_line(line, p);
      break;
    }
  }
}

// --- circles
// ----------------------------------------------------------------------------------

bool Figure::has_circle(Point a, Point b, Point c) const {
  return std::any_of(circles.begin(), circles.end(), [&](const NumericCircle& circle) {
    return circle.points.contains(a) && circle.points.contains(b) && circle.points.contains(c);
  });
}

bool Figure::on(const NumericCircle& circle, Point p) const {
  const double distance = std::hypot(places_[p].x - circle.x, places_[p].y - circle.y);
  return std::abs(distance - circle.radius) < kLengthTolerance * circle.radius;
}

void Figure::join_circle(std::uint32_t index, Point p) {
  auto& points = circles[index].points;
  for (const Point a : points) {
    if (coincide(p, a)) continue;
    for (std::size_t i = 0; i < points.size(); ++i) {
      for (std::size_t j = i + 1; j < points.size(); ++j) {
        const Point u = points[i];
        const Point v = points[j];
        if (!coincide(u, v) && equal_length(p, a, u, v))
          equal_chords.push_back({index, p, a, u, v});
      }
    }
    // Chords that share p.
    for (const Point b : points) {
      if (b < a && !coincide(p, b) && equal_length(p, a, p, b)) {
        equal_chords.push_back({index, p, a, p, b});
      }
    }
  }
  points.push_back(p);
}

void Figure::list_circles(Point p) {
  for (auto& circle : circles) {
    if (std::hypot(places_[p].x - circle.x, places_[p].y - circle.y) < kCoincident) {
      circle.centres.push_back(p);
      on_circles.push_back({static_cast<std::uint32_t>(&circle - circles.data()), p});
    }
  }
  for (std::uint32_t i = 0; i < circles.size(); ++i) {
    if (!on(circles[i], p)) continue;
    join_circle(i, p);
    // Whether p is as far from the centre is a question again, even if it was
    // settled before.
    for (const Point centre : circles[i].centres) {
      const bool open = std::any_of(on_circles.begin(), on_circles.end(), [&](const OnCircle& t) {
        return t.circle == i && t.centre == centre;
      });
      if (!open) on_circles.push_back({i, centre});
    }
  }
  // Circles through p that have exactly three older points: chords pa seen
  // under one angle.
  std::vector<std::pair<double, Point>> seen;
  for (Point a = 0; a < p; ++a) {
    if (coincide(p, a)) continue;
    seen.clear();
    for (Point c = a + 1; c < p; ++c) {
      if (coincide(c, p) || coincide(c, a) || degenerate(a, c, p)) continue;
      double angle = direction(c, a) - direction(c, p);
      if (angle < 0) angle += 1;
      seen.emplace_back(angle, c);
    }
    std::sort(seen.begin(), seen.end());
    for (std::size_t i = 0; i + 1 < seen.size(); ++i) {
      if (seen[i + 1].first - seen[i].first > kAngleTolerance) continue;
      const Point b = seen[i].second;
      const Point c = seen[i + 1].second;
      if (coincide(b, c) || degenerate(a, b, c) || has_circle(p, a, b)) continue;
      NumericCircle circle;
      const double ux = places_[a].x - places_[p].x;
      const double uy = places_[a].y - places_[p].y;
      const double vx = places_[b].x - places_[p].x;
      const double vy = places_[b].y - places_[p].y;
      const double area = 2 * (ux * vy - uy * vx);
      const double u = ux * ux + uy * uy;
      const double v = vx * vx + vy * vy;
      const double cx = (vy * u - uy * v) / area;
      const double cy = (ux * v - vx * u) / area;
      circle.radius = std::hypot(cx, cy);
      circle.x = places_[p].x + cx;
      circle.y = places_[p].y + cy;
      const auto index = static_cast<std::uint32_t>(circles.size());
      circles.push_back(circle);
      for (Point q = 0; q <= p; ++q) {
        if (std::hypot(places_[q].x - circle.x, places_[q].y - circle.y) < kCoincident) {
          circles[index].centres.push_back(q);
          on_circles.push_back({index, q});
        } else if (on(circles[index], q)) {
          join_circle(index, q);
        }
      }
    }
  }
}

// --- parallels
// ------------------------------------------------------------------------------------

void Figure::list_intercepts(Point p) {
  std::vector<std::pair<Point, Point>> rungs;
  for (const NumericLine& one : lines) {
    if (one.points.back() != p || one.points.size() > kLongLine) continue;
    for (const NumericLine& other : lines) {
      if (intercepts.size() > kMostCandidates) {
        ++candidates_dropped;
        return;
      }
      if (other.points.size() > kLongLine) continue;
      if (&one == &other || (other.points.back() == p)) continue;
      for (const Point q : other.points) {
        if (one.points.contains(q)) continue;
        rungs.clear();
        for (const Point u : one.points) {
          for (const Point v : other.points) {
            if (u == p || coincide(u, v) || v == q || one.points.contains(v) ||
                other.points.contains(u)) {
              continue;
            }
            if (parallel(u, v, p, q) && !coincide(u, p) && !coincide(v, q))
              rungs.emplace_back(u, v);
          }
        }
        for (std::size_t i = 0; i < rungs.size(); ++i) {
          for (std::size_t j = i + 1; j < rungs.size(); ++j) {
            const auto [a, b] = rungs[i];
            const auto [d, c] = rungs[j];
            if (coincide(a, d) || coincide(b, c)) continue;
            intercepts.push_back({a, b, c, d, p, q});
            intercepts.push_back({p, q, c, d, a, b});
          }
        }
      }
    }
  }
}

}  // namespace porism
