// The power of a point, which ties products of lengths to squares of lengths.
//
//     p on chord ab of a circle about o,  q on chord cd of a circle about w
//     ---------------------------------------------------------------------
//     pa * pb = qc * qd   <=>   op² - oa² = wq² - wc²      equal_powers, _converse
//     pa * pb = uv²       <=>   op² - oa² = uv²            power_outside, power_inside, ...
//
// (signs from the figure). Candidates are points whose powers look equal; those known to be
// equal both ways are joined, so that only representatives are compared.

#include <algorithm>
#include <cmath>
#include <tuple>

#include "engine.hpp"

namespace porism {

void Engine::group_powers() {
  power_groups_.clear();
  auto powers = figure_.powers;
  std::stable_sort(powers.begin(), powers.end(), [](const Power& u, const Power& v) {
    return std::abs(u.value) < std::abs(v.value);
  });
  for (std::size_t i = 0, first = 0; i <= powers.size(); ++i) {
    if (i < powers.size() && (i == 0 || std::abs(powers[i].value) - std::abs(powers[i - 1].value) <
                                            kLengthTolerance * std::abs(powers[i].value))) {
      continue;
    }
    // At least one of them must be a point on a chord.
    const auto begin = powers.begin() + static_cast<std::ptrdiff_t>(first);
    const auto end = powers.begin() + static_cast<std::ptrdiff_t>(i);
    if (i - first > 1 &&
        std::any_of(begin, end, [](const Power& p) { return p.centre != kNoPoint; })) {
      // The order of equal values is an accident of rounding; proofs must not depend on it.
      std::sort(begin, end, [](const Power& u, const Power& v) {
        return std::tie(u.centre, u.a, u.b, u.point) < std::tie(v.centre, v.a, v.b, v.point);
      });
      power_groups_.emplace_back(begin, end);
    }
    first = i;
  }
  powers_grouped_ = figure_.size();
}

void Engine::find_powers() {
  if (!options_.square_table) return;
  if (powers_grouped_ != figure_.size()) group_powers();
  const LinearTable& squares = table(Table::square);
  const auto square = [&](Point a, Point b) {
    return a == b ? 0 : squares.fingerprint(kConstants + pair_index(a, b));
  };
  const auto product_of = [&](const Power& p) {
    return add(log_length(p.point, p.a), log_length(p.point, p.b));
  };
  // op² - oa², or uv²; with the sign of the figure turned to plus.
  const auto difference_of = [&](const Power& p) {
    if (p.centre == kNoPoint) return square(p.a, p.point);
    const Residue outer = square(p.centre, p.point);
    const Residue inner = square(p.centre, p.a);
    return p.value > 0 ? sub(outer, inner) : sub(inner, outer);
  };
  const auto known = [&](const Power& p) {
    return p.centre == kNoPoint ||
           (same_length(p.centre, p.a, p.centre, p.b) && is_collinear(p.point, p.a, p.b));
  };
  constexpr Rational kPlus{1, 1};
  constexpr Rational kMinus{-1, 1};
  const auto join = [&](const Power& s, const Power& t, bool products) {
    const auto [o, a, b, p, value] = s;
    if (t.centre != kNoPoint) {
      const auto [w, c, d, q, other] = t;
      if ((value > 0) != (other > 0)) return false;
      if (products) {
        return conclude(Rule::equal_powers, {a, b, c, d, o, p, q, w}, Kind::sqeq,
                        {o, p, o, a, w, q, w, c}, {kPlus, kMinus, kMinus, kPlus});
      }
      return conclude(Rule::equal_powers_converse, {a, b, c, d, o, p, q, w}, Kind::distmeq,
                      {p, a, p, b, q, c, q, d}, {kPlus, kPlus, kMinus, kMinus, kPlus});
    }
    const Point u = t.a;
    const Point v = t.point;
    if (!products) {
      return conclude(value > 0 ? Rule::power_outside_converse : Rule::power_inside_converse,
                      {a, b, o, p, u, v}, Kind::distmeq, {p, a, p, b, u, v},
                      {kPlus, kPlus, {-2, 1}, kPlus});
    }
    if (value > 0) {
      return conclude(Rule::power_outside, {a, b, o, p, u, v}, Kind::sqeq, {o, p, o, a, u, v},
                      {kPlus, kMinus, kMinus});
    }
    return conclude(Rule::power_inside, {a, b, o, p, u, v}, Kind::sqeq, {o, a, o, p, u, v},
                    {kPlus, kMinus, kMinus});
  };
  for (auto& group : power_groups_) {
    if (expired()) return;
    std::size_t kept = 0;
    for (std::size_t i = 0; i < group.size(); ++i) {
      const Power s = group[i];
      bool joined = false;
      const bool usable = !expired() && known(s);
      for (std::size_t j = 0; j < kept && usable && !joined && !expired(); ++j) {
        const Power t = group[j];
        const bool products = product_of(s) == product_of(t);
        const bool differences = difference_of(s) == difference_of(t);
        if (products && differences) {
          joined = true;
        } else if ((products || differences) && known(t)) {
          // The one on a chord goes first.
          if (s.centre != kNoPoint) {
            join(s, t, products);
          } else if (t.centre != kNoPoint) {
            join(t, s, products);
          }
        }
      }
      if (!joined) group[kept++] = s;
    }
    group.resize(kept);
  }
}

}  // namespace porism
