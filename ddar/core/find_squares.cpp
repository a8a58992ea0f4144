// Squares of lengths.
//
//     ab ⟂ cd                                 ac² + bd² = ad² + bc²
//     --------------- perpendicular_squares   --------------------- perpendicular_squares_converse
//     ac² + bd² = ad² + bc²                   ab ⟂ cd
//
//     m midpoint of ab
//     -------------------------- median_length
//     xa² + xb² = 2 xm² + 2 am²

#include "engine.hpp"
#include "retain_open.hpp"

namespace porism {

void Engine::find_squares() {
  if (!options_.square_table) return;
  const LinearTable& squares = table(Table::square);
  const auto square = [&](Point a, Point b) -> Residue {
    return a == b ? 0 : squares.fingerprint(kConstants + pair_index(a, b));
  };
  retain_open(figure_.perpendiculars, stop(), [&](const Perpendicular& t) {
    const auto [a, b, c, d] = t;
    const bool right = is_perpendicular(a, b, c, d);
    const bool sums = add(square(a, c), square(b, d)) == add(square(a, d), square(b, c));
    if (right && !sums) {
      conclude(Rule::perpendicular_squares, {a, b, c, d}, Kind::sqeq, {a, c, b, d, a, d, b, c},
               {{1, 1}, {1, 1}, {-1, 1}, {-1, 1}});
    } else if (sums && !right) {
      conclude(Rule::perpendicular_squares_converse, {a, b, c, d}, Kind::perp, {a, b, c, d});
    }
    return right || sums;
  });
  // Each point is seen once from each midpoint that is known to be one.
  const auto size = static_cast<Point>(figure_.size());
  medians_drawn_.resize(figure_.midpoints.size());
  for (std::size_t i = 0; i < figure_.midpoints.size(); ++i) {
    const auto [a, m, b] = figure_.midpoints[i];
    Point& x = medians_drawn_[i];
    if (x == size || expired() || !is_midpoint(m, a, b)) continue;
    for (; x < size && !expired(); ++x) {
      if (figure_.coincide(x, a) || figure_.coincide(x, b) || figure_.coincide(x, m)) continue;
      const Residue sides = add(square(x, a), square(x, b));
      const Residue half = add(square(x, m), square(a, m));
      if (sides == add(half, half)) continue;
      conclude(Rule::median_length, {a, b, m, x}, Kind::sqeq, {x, a, x, b, x, m, a, m},
               {{1, 1}, {1, 1}, {-2, 1}, {-2, 1}});
    }
  }
}

}  // namespace porism
