// Bisectors and centres of triangles, parallels across two lines.
//
//     ∠(ab, ad) = ∠(ad, ac),  d on bc                   db : dc = ab : ac,  d on bc
//     ------------------------------- bisector_ratio    --------------- bisector_ratio_converse
//     db : dc = ab : ac                                 ∠(ab, ad) = ∠(ad, ac)
//
//     ai, bi bisect angles of abc            ah ⟂ bc,  bh ⟂ ca
//     --------------------------- incentre   ----------------- orthocentre
//     ci bisects the angle at c              ch ⟂ ab
//
//     ab ∥ cd ∥ mn,  m on ad,  n on bc              ab ∥ cd,  am : md = bn : nc
//     -------------------------------- intercept    --------------------------- intercept_converse
//     ma : md = nb : nc                             mn ∥ ab

#include "engine.hpp"
#include "retain_open.hpp"

namespace porism {

void Engine::find_bisectors() {
  retain_open(figure_.bisectors, stop(), [&](const Bisector& t) {
    const auto [a, b, c, d] = t;
    const bool angles = is_bisector(a, b, c, d);
    const bool ratio = same_ratio(d, b, d, c, a, b, a, c);
    if (angles && ratio) return true;
    if ((!angles && !ratio) || !is_collinear(d, b, c)) return false;
    if (angles) {
      conclude(Rule::bisector_ratio, {a, b, c, d}, Kind::eqratio, {d, b, d, c, a, b, a, c});
    } else {
      conclude(Rule::bisector_ratio_converse, {a, b, c, d}, Kind::eqangle,
               {a, b, a, d, a, d, a, c});
    }
    return true;
  });
}

void Engine::find_triangle_centres() {
  retain_open(figure_.orthocentres, stop(), [&](const TriangleCentre& t) {
    const auto [a, b, c, h] = t;
    const bool at_a = is_perpendicular(a, h, b, c);
    const bool at_b = is_perpendicular(b, h, c, a);
    const bool at_c = is_perpendicular(c, h, a, b);
    if (at_a + at_b + at_c < 2) return false;
    if (!at_a) {
      conclude(Rule::orthocentre, {b, c, a, h}, Kind::perp, {a, h, b, c});
    } else if (!at_b) {
      conclude(Rule::orthocentre, {c, a, b, h}, Kind::perp, {b, h, c, a});
    } else if (!at_c) {
      conclude(Rule::orthocentre, {a, b, c, h}, Kind::perp, {c, h, a, b});
    }
    return true;
  });
  retain_open(figure_.incentres, stop(), [&](const TriangleCentre& t) {
    const auto [a, b, c, i] = t;
    const bool at_a = is_bisector(a, b, c, i);
    const bool at_b = is_bisector(b, c, a, i);
    const bool at_c = is_bisector(c, a, b, i);
    if (at_a + at_b + at_c < 2) return false;
    if (!at_a) {
      conclude(Rule::incentre, {b, c, a, i}, Kind::eqangle, {a, b, a, i, a, i, a, c});
    } else if (!at_b) {
      conclude(Rule::incentre, {c, a, b, i}, Kind::eqangle, {b, c, b, i, b, i, b, a});
    } else if (!at_c) {
      conclude(Rule::incentre, {a, b, c, i}, Kind::eqangle, {c, a, c, i, c, i, c, b});
    }
    return true;
  });
}

void Engine::find_intercepts() {
  retain_open(figure_.intercepts, stop(), [&](const Intercept& t) {
    const auto [a, b, c, d, m, n] = t;
    if (!same_direction(a, b, c, d)) return false;
    const bool parallel = same_direction(a, b, m, n);
    const bool ratio = same_ratio(m, a, m, d, n, b, n, c);
    if (parallel && ratio) return true;
    if (!parallel && !ratio) return false;
    if (figure_.degenerate(a, b, d)) return true;
    if (!is_collinear(m, a, d) || !is_collinear(n, b, c)) return false;
    if (parallel) {
      conclude(Rule::intercept, {a, b, c, d, m, n}, Kind::eqratio, {m, a, m, d, n, b, n, c});
    } else {
      conclude(Rule::intercept_converse, {a, b, c, d, m, n}, Kind::para, {a, b, m, n});
    }
    return true;
  });
}

}  // namespace porism
