// Concyclic points. A numeric circle is split into parts, sets of points known to be on one
// circle. A part grows by a point that sees some chord of the part under the angle under which
// the part sees it; the equations of the new point against all of the part follow at once.
//
//     oa = ob = oc = od              abcp, abcq, abcr, abcs cyclic
//     ----------------- concyclic    ----------------------------- same_circle
//     abcd cyclic                    pqrs cyclic
//
//     abcd cyclic,  oa = ob = oc
//     -------------------------- on_circle
//     oa = od

#include <algorithm>
#include <array>
#include <optional>

#include "engine.hpp"
#include "retain_open.hpp"

namespace porism {

bool Engine::concyclic(Point a, Point b, Point c, Point d) const {
  const auto coincide = [&](Point p, Point q) { return figure_.coincide(p, q); };
  if (coincide(a, b) || coincide(a, c) || coincide(a, d) || coincide(b, c) || coincide(b, d) ||
      coincide(c, d)) {
    return false;
  }
  return angle(c, a, c, b) == angle(d, a, d, b) || angle(b, a, b, c) == angle(d, a, d, c) ||
         angle(b, a, b, d) == angle(c, a, c, d);
}

// joined lies with x, y, z, points of the part.
void Engine::join_part(PointList& part, Point x, Point y, Point z, Point joined) {
  const Point a = part[0];
  const Point b = part[1];
  const Point c = part[2];
  conclude(Rule::same_circle, {x, y, z, a, b, c, joined}, Kind::cyclic, {a, b, c, joined});
  for (std::size_t i = 3; i < part.size(); ++i) {
    conclude(Rule::same_circle, {a, b, c, a, b, part[i], joined}, Kind::cyclic,
             {a, b, part[i], joined});
  }
  part.push_back(joined);
}

void Engine::extend_part(PointList& part, const PointList& points) {
  for (const Point d : points) {
    if (part.contains(d) || expired()) continue;
    bool found = false;
    for (std::size_t i = 0; i < part.size() && !found; ++i) {
      for (std::size_t j = i + 1; j < part.size() && !found; ++j) {
        for (std::size_t k = j + 1; k < part.size() && !found; ++k) {
          if (!concyclic(part[i], part[j], part[k], d)) continue;
          join_part(part, part[i], part[j], part[k], d);
          found = true;
        }
      }
    }
  }
}

bool Engine::new_part(CircleParts& circle, const PointList& points) {
  const auto covered = [&](Point a, Point b, Point c) {
    return std::any_of(circle.parts.begin(), circle.parts.end(), [&](const auto& part) {
      return part.contains(a) && part.contains(b) && part.contains(c);
    });
  };
  const std::size_t n = points.size();
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = i + 1; j < n && !expired(); ++j) {
      for (std::size_t k = j + 1; k < n; ++k) {
        if (covered(points[i], points[j], points[k])) continue;
        for (std::size_t l = k + 1; l < n; ++l) {
          if (!concyclic(points[i], points[j], points[k], points[l])) continue;
          conclude(Rule::algebra_angle, {}, Kind::cyclic,
                   {points[i], points[j], points[k], points[l]});
          circle.parts.push_back({points[i], points[j], points[k], points[l]});
          return true;
        }
      }
    }
  }
  return false;
}

// Three parts, each two with a common chord: if the chords do not meet in one point, the circles
// are one (and they are drawn as one).
void Engine::merge_parts(CircleParts& circle, const PointList& points) {
  if (circle.parts.size() < 3) return;
  const auto chord = [&](const PointList& u, const PointList& v) {
    PointList common;
    for (const Point p : u) {
      if (v.contains(p)) common.push_back(p);
    }
    return common;
  };
  for (std::size_t i = 0; i < circle.parts.size(); ++i) {
    for (std::size_t j = i + 1; j < circle.parts.size(); ++j) {
      const auto cd = chord(circle.parts[i], circle.parts[j]);
      if (cd.size() != 2) continue;
      for (std::size_t k = j + 1; k < circle.parts.size(); ++k) {
        const auto ab = chord(circle.parts[i], circle.parts[k]);
        const auto ef = chord(circle.parts[j], circle.parts[k]);
        if (ab.size() != 2 || ef.size() != 2 || ab == cd || ab == ef || cd == ef) continue;
        if (figure_.concurrent(ab[0], ab[1], cd[0], cd[1], ef[0], ef[1])) continue;
        conclude(Rule::one_circle, {ab[0], ab[1], cd[0], cd[1], ef[0], ef[1]}, Kind::cyclic,
                 {ab[0], ab[1], cd[0], ef[0]});
        extend_part(circle.parts[i], points);
        return;
      }
    }
  }
}

void Engine::find_cyclic() {
  circle_parts_.resize(figure_.circles.size());
  for (std::size_t i = 0; i < figure_.circles.size(); ++i) {
    const auto& points = figure_.circles[i].points;
    CircleParts& circle = circle_parts_[i];
    if (circle.parts.size() == 1 && circle.parts[0].size() == points.size()) continue;
    if (expired()) return;
    for (auto& part : circle.parts) extend_part(part, points);
    while (new_part(circle, points)) extend_part(circle.parts.back(), points);
    merge_parts(circle, points);
    // A part inside another one has been absorbed.
    auto& parts = circle.parts;
    std::sort(parts.begin(), parts.end(),
              [](const auto& u, const auto& v) { return u.size() > v.size(); });
    for (std::size_t j = parts.size(); j-- > 1;) {
      const bool inside = std::any_of(
          parts.begin(), parts.begin() + static_cast<std::ptrdiff_t>(j), [&](const auto& big) {
            return std::all_of(parts[j].begin(), parts[j].end(),
                               [&](Point p) { return big.contains(p); });
          });
      if (inside) parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(j));
    }
  }
}

const PointList* Engine::part_of(std::uint32_t circle, std::initializer_list<Point> points) const {
  if (circle >= circle_parts_.size()) return nullptr;
  for (const auto& part : circle_parts_[circle].parts) {
    if (std::all_of(points.begin(), points.end(), [&](Point p) { return part.contains(p); })) {
      return &part;
    }
  }
  return nullptr;
}

// The points of a circle that seems to be about o, by their known distances from o.
std::vector<PointList> Engine::equidistant_groups(const OnCircle& t) const {
  std::vector<PointList> groups;
  for (const Point p : figure_.circles[t.circle].points) {
    const auto group = std::find_if(groups.begin(), groups.end(), [&](const auto& g) {
      return same_length(t.centre, g.front(), t.centre, p);
    });
    if (group == groups.end()) {
      groups.push_back({p});
    } else {
      group->push_back(p);
    }
  }
  return groups;
}

// Three points of a group at different places, and elsewhere than d. Two names for one place may
// be on a circle, but not in one premise.
std::optional<std::array<Point, 3>> Engine::three_apart(const PointList& group, Point d) const {
  std::array<Point, 3> chosen{};
  std::size_t count = 0;
  for (const Point p : group) {
    const auto near = [&](Point q) { return figure_.coincide(p, q); };
    if (near(d) || std::any_of(chosen.data(), chosen.data() + count, near)) continue;
    chosen[count++] = p;
    if (count == chosen.size()) return chosen;
  }
  return std::nullopt;
}

void Engine::find_concyclic() {
  for (const OnCircle& t : figure_.on_circles) {
    if (expired()) return;
    const Point o = t.centre;
    for (const auto& group : equidistant_groups(t)) {
      if (group.size() < 4) continue;
      for (std::size_t i = 3; i < group.size() && !expired(); ++i) {
        const Point d = group[i];
        const auto three = three_apart(group, d);
        if (!three) continue;
        const auto [a, b, c] = *three;
        if (concyclic(a, b, c, d)) continue;
        conclude(Rule::concyclic, {a, b, c, d, o}, Kind::cyclic, {a, b, c, d});
        for (std::size_t j = 0; j < i; ++j) {
          const Point e = group[j];
          if (e == c || figure_.coincide(e, a) || figure_.coincide(e, b) ||
              figure_.coincide(e, d)) {
            continue;
          }
          conclude(Rule::concyclic, {a, b, e, d, o}, Kind::cyclic, {a, b, e, d});
        }
      }
    }
  }
}

void Engine::find_on_circle() {
  circle_parts_.resize(figure_.circles.size());
  retain_open(figure_.on_circles, stop(), [&](const OnCircle& t) {
    const Point o = t.centre;
    const auto groups = equidistant_groups(t);
    for (const auto& group : groups) {
      if (expired()) return false;
      for (const Point d : figure_.circles[t.circle].points) {
        if (same_length(o, group[0], o, d)) continue;
        const auto three = three_apart(group, d);
        if (!three) continue;
        const auto [a, b, c] = *three;
        if (part_of(t.circle, {a, b, c, d}) == nullptr) continue;
        conclude(Rule::on_circle, {a, b, c, d, o}, Kind::cong, {o, a, o, d});
      }
    }
    const auto& parts = circle_parts_[t.circle].parts;
    return groups.size() == 1 && !parts.empty() &&
           parts[0].size() == figure_.circles[t.circle].points.size();
  });
}

}  // namespace porism
