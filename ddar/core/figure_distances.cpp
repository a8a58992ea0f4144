// Equal distances: isosceles triangles, points equally far from two others,
// right angles over a diameter, and points on chords by the product of the
// parts.

#include <algorithm>
#include <tuple>

#include "figure.hpp"

namespace porism {

void Figure::add_isosceles(Point apex, Point a, Point b) {
  isosceles.push_back({apex, a, b});
  chords_.push_back({apex, a, b});
  if (between(apex, a, b) && parallel(apex, a, apex, b)) diameters_.push_back({apex, a, b});
  const PairIndex base = pair_index(a, b);
  for (std::uint32_t i = pairs_[base].first_apex; i != kNone; i = apexes_[i].next) {
    if (coincide(apexes_[i].point, apex)) continue;
    if (equidistant.size() >= kMostCandidates) {
      ++candidates_dropped;
      break;
    }
    equidistant.push_back({a, b, apexes_[i].point, apex});
  }
  apexes_.push_back({apex, pairs_[base].first_apex});
  pairs_[base].first_apex = static_cast<std::uint32_t>(apexes_.size() - 1);
}

void Figure::list_distances(Point p) {
  const auto both = [&](Point apex, Point a, Point b) {
    return equal_length(apex, a, apex, b) && !coincide(apex, a) && !coincide(a, b);
  };
  const std::size_t known = diameters_.size();
  for (Point a = 0; a < p; ++a) {
    for (Point b = 0; b < p; ++b) {
      if (b < a && both(p, b, a)) add_isosceles(p, b, a);
      if (b != a && both(a, b, p)) add_isosceles(a, b, p);
    }
  }
  // Right angles over a diameter whose midpoint is a point: p is the middle, an
  // end or the apex.
  const std::size_t first = right_angles.size();
  const auto add = [&](const Isosceles& diameter, Point b) {
    const auto [m, a, c] = diameter;
    if (b == a || b == c || b == m || !both(m, a, b) || coincide(b, c)) return;
    right_angles.push_back({a, b, c, m});
  };
  for (std::size_t i = 0; i < known; ++i) add(diameters_[i], p);
  for (std::size_t i = known; i < diameters_.size(); ++i) {
    for (Point b = 0; b <= p; ++b) add(diameters_[i], b);
  }
  std::sort(right_angles.begin() + static_cast<std::ptrdiff_t>(first), right_angles.end(),
            [](const RightAngle& u, const RightAngle& v) {
              return std::tie(u.middle, u.a, u.c, u.b) < std::tie(v.middle, v.a, v.c, v.b);
            });
}

void Figure::list_powers(Point p) {
  if (powers.size() > kMostCandidates) {
    ++candidates_dropped;
    return;
  }
  for (Point q = 0; q < p; ++q) {
    if (!coincide(p, q)) powers.push_back({kNoPoint, q, q, p, length(p, q) * length(p, q)});
  }
  const auto add = [&](Point centre, Point a, Point b, Point at) {
    if (at == a || at == b || coincide(at, a) || coincide(at, b)) return;
    const double value = length(at, a) * length(at, b);
    powers.push_back({centre, a, b, at, between(at, a, b) ? -value : value});
  };
  // New chords with every point of their lines, and the new point on older
  // chords.
  for (const auto& [o, a, b] : chords_) {
    const std::uint32_t line = pairs_[pair_index(a, b)].line;
    if (line == kNone) continue;
    if (o == p || a == p || b == p) {
      for (const Point at : lines[line].points) {
        if (at != o) add(o, a, b, at);
      }
    } else if (lines[line].points.back() == p) {
      add(o, a, b, p);
    }
  }
}

}  // namespace porism
