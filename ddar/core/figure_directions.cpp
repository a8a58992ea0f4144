// What directions show: perpendicular lines, orthocentres, feet of bisectors,
// incentres.
//
// Directions of all lines are kept sorted, and so are those from each point to
// older ones. What is perpendicular to a new line is then looked up; a ray that
// bisects the angle of two others is found by walking from both ends for the
// two whose sum is twice its own.

#include <algorithm>
#include <cmath>
#include <tuple>

#include "figure.hpp"

namespace porism {

namespace {

constexpr double kWindow = 2 * kAngleTolerance;  // of look-ups; exact predicates decide

}  // namespace

void Figure::list_directions(Point p) {
  const auto earlier = [](const auto& u, const auto& v) { return u.direction < v.direction; };
  const auto first = static_cast<std::ptrdiff_t>(rays_.size());
  for (Point q = 0; q < p; ++q) rays_.push_back({direction(p, q), q});
  std::sort(rays_.begin() + first, rays_.end(), earlier);
  std::size_t old = directions_.size();
  directions_.resize(old + p);
  // Merge from the end.
  std::size_t fresh = rays_.size();
  for (std::size_t left = directions_.size(); left > old; --left) {
    const std::size_t to = left - 1;
    const Ray& ray = rays_[fresh - 1];
    if (old > 0 && directions_[old - 1].direction > ray.direction) {
      directions_[to] = directions_[--old];
    } else {
      directions_[to] = {ray.direction, ray.to, p};
      --fresh;
    }
  }
}

void Figure::list_perpendiculars(Point p) {
  const bool crowded = perpendiculars.size() > kMostCandidates;
  if (crowded) ++candidates_dropped;
  std::vector<std::pair<Point, Point>> across;  // lines ab, as (b, a), a < b
  const auto look_up = [&](double from, double to) {
    auto line =
        std::lower_bound(directions_.begin(), directions_.end(), from,
                         [](const Direction& d, double value) { return d.direction < value; });
    for (; line != directions_.end() && line->direction < to; ++line) {
      across.emplace_back(line->b, line->a);
    }
  };
  for (Point q = 0; q < p; ++q) {
    if (coincide(p, q)) continue;
    const double wanted = direction(p, q) < 0.5 ? direction(p, q) + 0.5 : direction(p, q) - 0.5;
    across.clear();
    look_up(wanted - kWindow, wanted + kWindow);
    if (wanted < kWindow) look_up(wanted + 1 - kWindow, 1);
    if (wanted > 1 - kWindow) look_up(0, wanted - 1 + kWindow);
    std::sort(across.begin(), across.end());
    for (const auto& [b, a] : across) {
      if (coincide(a, b) || !perpendicular(p, q, a, b)) continue;
      // Of two lines through p the pair is listed once.
      if (!crowded && (b != p || a > q)) perpendiculars.push_back({p, q, a, b});
      if (b < q && !degenerate(p, q, b) && perpendicular(p, b, q, a) && !degenerate(q, b, a) &&
          !degenerate(p, q, a) && !degenerate(p, b, a)) {
        orthocentres.push_back({q, b, a, p});
      }
    }
  }
}

// --- bisectors
// ----------------------------------------------------------------------------------

void Figure::add_bisector(Point apex, Point a, Point b, Point c) {
  const bool at_b = bisects(apex, a, c, b);
  const bool at_c = bisects(apex, a, b, c);
  const bool at_a = bisects(apex, b, c, a);
  if (!at_a && !at_b && !at_c) return;
  if (coincide(apex, a) || coincide(apex, b) || coincide(apex, c) || degenerate(apex, a, b)) return;
  if (degenerate(apex, b, c) || degenerate(apex, a, c)) return;
  if (at_b) bisectors.push_back({apex, a, c, b});
  if (at_c) bisectors.push_back({apex, a, b, c});
  if (at_a) bisectors.push_back({apex, b, c, a});
}

void Figure::list_bisectors(Point p) {
  for (const NumericLine& line : lines) {
    if (line.points.size() > kLongLine) continue;
    const auto& on_line = line.points;
    const bool member = on_line.back() == p;
    for (std::size_t i = 0; i < on_line.size(); ++i) {
      for (std::size_t j = i + 1; j < on_line.size(); ++j) {
        if (coincide(on_line[i], on_line[j])) continue;
        if (member) {
          if (j + 1 == on_line.size()) break;
          if (coincide(on_line[i], p) || coincide(on_line[j], p)) continue;
          for (Point apex = 0; apex < p; ++apex) {
            if (!on_line.contains(apex)) add_bisector(apex, on_line[i], on_line[j], p);
          }
        } else {
          for (std::size_t k = j + 1; k < on_line.size(); ++k) {
            if (coincide(on_line[i], on_line[k]) || coincide(on_line[j], on_line[k])) continue;
            add_bisector(p, on_line[i], on_line[j], on_line[k]);
          }
        }
      }
    }
  }
}

// Calls found(a, b) for rays from one point whose directions add up to twice
// `direction`.
template <class Found>
void Figure::visit_sides(std::span<const Ray> rays, double direction, Found found) {
  if (rays.size() < 2) return;
  const double twice = 2 * direction;
  // Three rounds, whole numbers apart.
  // NOLINTNEXTLINE(bugprone-float-loop-counter,clang-analyzer-security.FloatLoopCounter)
  for (double sum = twice - std::floor(twice) - 1; sum < 2 + kWindow; sum += 1) {
    std::size_t i = 0;
    std::size_t j = rays.size() - 1;
    if (sum + kWindow < rays[0].direction + rays[1].direction) continue;
    if (sum - kWindow > rays[j - 1].direction + rays[j].direction) continue;
    while (i < j) {
      const double here = rays[i].direction + rays[j].direction - sum;
      if (here > kWindow) {
        --j;
      } else if (here < -kWindow) {
        ++i;
      } else {
        // Rays may lie on each other; what lies on the bisector itself is no
        // side.
        if (std::abs(rays[i].direction - direction) > kWindow) {
          for (std::size_t k = j; k > i && rays[i].direction + rays[k].direction - sum > -kWindow;
               --k) {
            found(rays[i].to, rays[k].to);
          }
        }
        ++i;
      }
    }
  }
}

void Figure::list_incentres(Point p) {
  // Triples with a bisector at p, or towards p at the newest of the three;
  // newest first.
  std::vector<std::array<Point, 3>> triples;
  const auto note = [&](Point a, Point b, Point c) {
    std::array<Point, 3> triple = {a, b, c};
    std::sort(triple.begin(), triple.end(), std::greater<>());
    triples.push_back(triple);
  };
  const auto around = [&](Point q) {
    return std::span<const Ray>(rays_).subspan(pair_count(q), q);
  };
  for (Point a = 0; a < p; ++a) {
    if (coincide(p, a)) continue;
    visit_sides(around(p), direction(p, a), [&](Point b, Point c) { note(a, b, c); });
    visit_sides(around(a), direction(p, a), [&](Point b, Point c) { note(a, b, c); });
  }
  std::sort(triples.begin(), triples.end());
  triples.erase(std::unique(triples.begin(), triples.end()), triples.end());
  const auto incentre = [&](Point a, Point b, Point c, Point i) {
    if (bisects(a, b, c, i) && bisects(b, c, a, i)) incentres.push_back({a, b, c, i});
  };
  for (const auto& [a, b, c] : triples) {
    if (degenerate(p, a, b) || degenerate(a, b, c) || degenerate(p, a, c) || degenerate(p, b, c))
      continue;
    if (bisects(p, a, b, c) || bisects(p, a, c, b) || bisects(p, b, c, a)) {
      incentre(p, a, b, c);
      incentre(p, a, c, b);
      incentre(p, b, c, a);
    }
    incentre(a, b, c, p);
  }
}

}  // namespace porism
