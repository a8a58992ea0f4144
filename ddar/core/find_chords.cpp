// Chords and the angles they are seen under.
//
//     ∠(ca, cb) = ∠(rp, rq),  abcpqr on a circle                ab = pq,  abcpqr on a circle
//     ------------------------------------------ equal_chords   --------- equal_chords_converse
//     ab = pq                                                   ∠(ca, cb) = ∠(rp, rq)
//
//     ab ∥ cd,  ad = bc not parallel
//     ------------------------------ isosceles_trapezoid
//     abcd cyclic
//
// In the converse the figure tells the angle from its supplement; over a diameter it cannot,
// and nothing is concluded.

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine.hpp"
#include "retain_open.hpp"

namespace porism {

void Engine::find_equal_chords() {
  retain_open(figure_.equal_chords, stop(), [&](const EqualChords& t) {
    const Point a = t.a;
    const Point b = t.b;
    Point p = t.p;
    Point q = t.q;
    const auto* part = part_of(t.circle, {a, b, p, q});
    if (part == nullptr) {
      // Equal legs between parallels.
      if (a == p || a == q || b == p || b == q || !same_length(a, b, p, q)) return false;
      if (figure_.parallel(a, b, p, q)) return true;
      if (same_direction(a, p, b, q)) {
        conclude(Rule::isosceles_trapezoid, {a, p, q, b}, Kind::cyclic, {a, p, q, b});
      } else if (same_direction(a, q, b, p)) {
        conclude(Rule::isosceles_trapezoid, {a, q, p, b}, Kind::cyclic, {a, q, p, b});
      }
      return false;
    }
    // Two names for one place may be on a circle, but not in one premise.
    const auto fits = [&](Point w, std::initializer_list<Point> others) {
      return std::none_of(others.begin(), others.end(),
                          [&](Point o) { return o != w && figure_.coincide(o, w); });
    };
    if (!fits(p, {a, b}) || !fits(q, {a, b})) return false;
    const auto apart = [&](Point u, Point v, std::initializer_list<Point> others) {
      for (const Point w : *part) {
        if (w != u && w != v && fits(w, {u, v}) && fits(w, others)) return w;
      }
      return kNoPoint;
    };
    const Point c = apart(a, b, {p, q});
    const Point r = c == kNoPoint ? c : apart(p, q, {a, b, c});
    if (r == kNoPoint) return false;
    const auto numeric = [&](Point at, Point u, Point v) {
      const double value = figure_.direction(at, v) - figure_.direction(at, u);
      return value < 0 ? value + 1 : value;
    };
    const double seen = numeric(c, a, b);
    if (std::abs(seen - numeric(r, p, q)) > kAngleTolerance) std::swap(p, q);
    if (std::abs(seen - numeric(r, p, q)) > kAngleTolerance) return true;
    const bool sides = same_length(a, b, p, q);
    const bool angles = angle(c, a, c, b) == angle(r, p, r, q);
    if (angles && !sides) {
      conclude(Rule::equal_chords, {a, b, c, p, q, r}, Kind::cong, {a, b, p, q});
    } else if (sides && !angles && std::abs(seen - 0.5) > kAngleTolerance) {
      conclude(Rule::equal_chords_converse, {a, b, c, p, q, r}, Kind::eqangle,
               {c, a, c, b, r, p, r, q});
    }
    return sides || angles;
  });
}

}  // namespace porism
