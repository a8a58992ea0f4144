// Segments divided in the same ratio.
//
//     ab : bc = pq : qr               ab : ac = pq : pr
//     ----------------- division      ----------------- division_of_whole
//     ab : ac = pq : pr               ab : bc = pq : qr
//
// with b between a and c, q between p and r. Known proportions keep a group together; only its
// representatives are compared.

#include "engine.hpp"

namespace porism {

void Engine::find_divisions() {
  const auto join = [&](const Division& s, const Division& t) {
    const auto [a, b, c, ratio] = s;
    const auto [p, q, r, other] = t;
    const bool parts = same_ratio(a, b, b, c, p, q, q, r);
    const bool first = same_ratio(a, b, a, c, p, q, p, r);
    const bool second = same_ratio(b, c, a, c, q, r, p, r);
    if (static_cast<int>(parts) + static_cast<int>(first) + static_cast<int>(second) == 0) {
      return false;
    }
    if (first && second) return true;
    if (parts) {
      conclude(Rule::division, {a, b, c, p, q, r}, Kind::eqratio, {a, b, a, c, p, q, p, r});
    } else if (first) {
      conclude(Rule::division_of_whole, {a, b, c, p, q, r}, Kind::eqratio,
               {a, b, b, c, p, q, q, r});
    } else {
      conclude(Rule::division_of_whole, {c, b, a, r, q, p}, Kind::eqratio,
               {c, b, b, a, r, q, q, p});
    }
    return true;
  };
  const auto known = [&](const Division& d) { return is_collinear(d.a, d.b, d.c); };
  for (auto& group : figure_.equal_divisions) {
    if (expired()) return;
    for (std::size_t i = 0; i < group.size(); ++i) {
      const Division& s = figure_.divisions[group[i]];
      if (expired()) return;
      if (group.size() == 1 || !known(s)) continue;
      for (std::size_t j = i + 1; j < group.size() && !expired();) {
        const Division& t = figure_.divisions[group[j]];
        if (known(t) && join(s, t)) {
          group[j] = group.back();
          group.pop_back();
        } else {
          ++j;
        }
      }
    }
  }
}

}  // namespace porism
