// Two sides equal, two angles equal; what is equally far from two points.
//
//     oa = ob                         ∠(oa, ab) = ∠(ab, ob)
//     --------------------- isosceles --------------------- isosceles_converse
//     ∠(oa, ab) = ∠(ab, ob)           oa = ob
//
//     pa = pb,  qa = qb                       pa = pb,  ab ⟂ pq
//     ----------------- bisector_of_segment   ----------------- bisector_of_segment_converse
//     ab ⟂ pq                                 qa = qb
//
//     ab ⟂ bc,  m midpoint of ac
//     -------------------------- hypotenuse_midpoint
//     ma = mb

#include "engine.hpp"
#include "retain_open.hpp"

namespace porism {

void Engine::find_isosceles() {
  retain_open(figure_.isosceles, stop(), [&](const Isosceles& t) {
    const auto [o, a, b] = t;
    if (figure_.degenerate(o, a, b)) return true;
    const bool sides = same_length(o, a, o, b);
    // 2 d(ab) = d(oa) + d(ob): ab bisects the angle of the lines through a parallel to them.
    const double turns = nearest_turn(2 * figure_.direction(a, b) - figure_.direction(o, a) -
                                      figure_.direction(o, b));
    const Residue sum = add(direction(o, a), direction(o, b));
    const Residue twice = add(direction(a, b), direction(a, b));
    const bool angles =
        sub(twice, sum) == mul(from_integer(static_cast<std::int64_t>(turns)), weight(0));
    if (sides && !angles) {
      conclude(Rule::isosceles, {a, b, o}, Kind::eqangle, {o, a, a, b, a, b, o, b});
    } else if (angles && !sides) {
      conclude(Rule::isosceles_converse, {a, b, o}, Kind::cong, {o, a, o, b});
    }
    return sides || angles;
  });
}

void Engine::find_equidistant() {
  retain_open(figure_.equidistant, stop(), [&](const Equidistant& t) {
    const auto [a, b, p, q] = t;
    const bool p_equal = same_length(p, a, p, b);
    const bool q_equal = same_length(q, a, q, b);
    if (!p_equal && !q_equal) return false;
    const bool right = is_perpendicular(a, b, p, q);
    if (p_equal && q_equal) {
      if (!right) {
        conclude(Rule::bisector_of_segment, {a, b, p, q}, Kind::perp, {a, b, p, q});
      }
      return true;
    }
    if (!right) return false;
    if (p_equal) {
      conclude(Rule::bisector_of_segment_converse, {a, b, p, q}, Kind::cong, {q, a, q, b});
    } else {
      conclude(Rule::bisector_of_segment_converse, {a, b, q, p}, Kind::cong, {p, a, p, b});
    }
    return true;
  });
}

void Engine::find_right_angles() {
  retain_open(figure_.right_angles, stop(), [&](const RightAngle& t) {
    const auto [a, b, c, m] = t;
    if (same_length(m, a, m, b)) return true;
    if (!is_perpendicular(a, b, b, c) || !is_midpoint(m, a, c)) return false;
    conclude(Rule::hypotenuse_midpoint, {a, b, c, m}, Kind::cong, {m, a, m, b});
    return true;
  });
}

}  // namespace porism
