// Complete quadrilaterals: four lines that meet in six points of the figure. Each gives four
// triangles cut by a line (Menelaus) and up to three triangles with cevians through one point
// (Ceva). They are found when their newest vertex p = l1 l2 is added, by the lines that cross
// both l1 and l2 elsewhere.

#include <algorithm>

#include "figure.hpp"

namespace porism {

namespace {

struct Crossing {
  Point on_first, on_second;
  std::uint32_t line;
};

}  // namespace

Point Figure::common_point(std::uint32_t line, std::uint32_t other) const {
  const auto& points = lines[other].points;
  for (const Point q : lines[line].points) {
    if (std::find(points.begin(), points.end(), q) != points.end()) return q;
  }
  return kNoPoint;
}

void Figure::list_transversals(Point p) {
  std::vector<std::uint32_t> through;
  for (std::uint32_t i = 0; i < lines.size(); ++i) {
    if (lines[i].points.back() == p && lines[i].points.size() <= kLongLine) through.push_back(i);
  }
  std::vector<Crossing> crossings;
  for (std::size_t i = 0; i < through.size(); ++i) {
    for (std::size_t j = i + 1; j < through.size(); ++j) {
      if (transversals.size() > kMostCandidates) {
        ++candidates_dropped;
        return;
      }
      crossings.clear();
      for (const Point b : lines[through[i]].points) {
        for (const Point c : lines[through[j]].points) {
          if (b == p || c == p || coincide(b, p) || coincide(c, p) || coincide(b, c)) continue;
          const std::uint32_t line = pairs_[pair_index(b, c)].line;
          if (line != kNone) crossings.push_back({b, c, line});
        }
      }
      for (std::size_t k = 0; k < crossings.size(); ++k) {
        for (std::size_t l = k + 1; l < crossings.size(); ++l) {
          const auto& [b, c, third] = crossings[k];
          const auto& [f, e, fourth] = crossings[l];
          if (b == f || c == e || third == fourth) continue;
          const Point d = common_point(third, fourth);
          if (d == kNoPoint || coincide(b, f) || coincide(c, e)) continue;
          if (coincide(d, b) || coincide(d, c) || coincide(d, e) || coincide(d, f)) continue;
          // Lines p b f, p c e, b c d, f e d. Each triangle with the fourth line across.
          transversals.push_back({p, b, c, d, e, f});
          transversals.push_back({p, f, e, d, c, b});
          transversals.push_back({d, c, e, p, f, b});
          transversals.push_back({d, b, f, p, e, c});
          // Opposite vertices: p and d, b and e, c and f. A diagonal through two of them that
          // meets the side of the other two makes a triangle with three cevians.
          const auto add_cevians = [&](Point apex, Point inner, Point u, Point v, Point on_v,
                                       Point on_u) {
            if (coincide(apex, inner) || coincide(u, v)) return;
            const std::uint32_t diagonal = pairs_[pair_index(apex, inner)].line;
            const std::uint32_t side = pairs_[pair_index(u, v)].line;
            if (diagonal == kNone || side == kNone || diagonal == side) return;
            const Point foot = common_point(diagonal, side);
            if (foot == kNoPoint || coincide(foot, u) || coincide(foot, v)) return;
            if (coincide(foot, apex) || coincide(foot, inner)) return;
            cevians.push_back({apex, u, v, foot, on_v, on_u, inner});
          };
          // Triangle (apex, u, v): on_v lies on apex v and u inner, on_u on apex u and v inner.
          add_cevians(p, d, b, e, c, f);
          add_cevians(p, d, f, c, e, b);
          add_cevians(d, p, b, e, f, c);
          add_cevians(d, p, c, f, e, b);
          add_cevians(b, e, p, d, c, f);
          add_cevians(b, e, f, c, d, p);
          add_cevians(e, b, p, d, f, c);
          add_cevians(e, b, c, f, d, p);
          add_cevians(c, f, p, d, b, e);
          add_cevians(c, f, b, e, p, d);
          add_cevians(f, c, p, d, e, b);
          add_cevians(f, c, b, e, d, p);
        }
      }
    }
  }
}

}  // namespace porism
