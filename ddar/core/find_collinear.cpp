// Collinear points. Three points are on a line as soon as two of the three pairs have one
// direction; then
//
//     coll a b c,  b between a and c
//     ------------------------------ segment_sum
//     ab + bc = ac

#include "engine.hpp"
#include "retain_open.hpp"

namespace porism {

void Engine::find_collinear() {
  retain_open(figure_.collinear, stop(), [&](const Collinear& t) {
    const auto [a, b, c] = t;
    const bool at_a = same_direction(a, b, a, c);
    const bool at_b = same_direction(a, b, b, c);
    if (!at_a && !at_b && !same_direction(a, c, b, c)) return false;
    if (!at_a || !at_b) conclude(Rule::algebra_angle, {}, Kind::coll, {a, b, c});
    conclude(Rule::segment_sum, {a, b, c}, Kind::distseq, {a, b, b, c, a, c},
             {{1, 1}, {1, 1}, {-1, 1}});
    return true;
  });
}

}  // namespace porism
