// Menelaus, Ceva and their converses.
//
//     d on bc,  e on ca,  f on ab
//     d, e, f on a line  <=>  ad, be, cf through one point  up to the number of inner points
//     -------------------------------------------------------------------------------------
//     (bd : dc) (ce : ea) (af : fb) = 1

#include "engine.hpp"
#include "retain_open.hpp"

namespace porism {

namespace {

constexpr std::initializer_list<Rational> kProduct = {{1, 1}, {-1, 1}, {1, 1}, {-1, 1},
                                                      {1, 1}, {-1, 1}, {1, 1}};

}  // namespace

void Engine::find_transversals() {
  const auto product = [&](Point a, Point b, Point c, Point d, Point e, Point f) {
    const Residue up = add(add(log_length(b, d), log_length(c, e)), log_length(a, f));
    const Residue down = add(add(log_length(d, c), log_length(e, a)), log_length(f, b));
    return up == down;
  };
  const auto sides = [&](Point a, Point b, Point c, Point d, Point e, Point f) {
    return is_collinear(d, b, c) && is_collinear(e, c, a) && is_collinear(f, a, b);
  };
  retain_open(figure_.transversals, stop(), [&](const Transversal& t) {
    const auto [a, b, c, d, e, f] = t;
    if (figure_.degenerate(a, b, c)) return true;
    const bool line = is_collinear(d, e, f);
    const bool known = product(a, b, c, d, e, f);
    if (line && known) return true;
    if ((!line && !known) || !sides(a, b, c, d, e, f)) return false;
    if (line) {
      conclude(Rule::menelaus, {a, b, c, d, e, f}, Kind::distmeq,
               {b, d, d, c, c, e, e, a, a, f, f, b}, kProduct);
    } else {
      conclude(Rule::menelaus_converse, {a, b, c, d, e, f}, Kind::coll, {d, e, f});
    }
    return true;
  });
  retain_open(figure_.cevians, stop(), [&](const Cevians& t) {
    const auto [a, b, c, d, e, f, p] = t;
    if (figure_.degenerate(a, b, c)) return true;
    const bool first = is_collinear(p, a, d);
    const bool second = is_collinear(p, b, e);
    const bool third = is_collinear(p, c, f);
    if (first && second && third) return true;  // the product follows from Menelaus
    if (first + second + third < 2) return false;
    if (!product(a, b, c, d, e, f) || !sides(a, b, c, d, e, f)) return false;
    if (!third) {
      conclude(Rule::ceva_converse, {a, b, c, d, e, f, p}, Kind::coll, {p, c, f});
    } else if (!second) {
      conclude(Rule::ceva_converse, {c, a, b, f, d, e, p}, Kind::coll, {p, b, e});
    } else {
      conclude(Rule::ceva_converse, {b, c, a, e, f, d, p}, Kind::coll, {p, a, d});
    }
    return true;
  });
}

}  // namespace porism
