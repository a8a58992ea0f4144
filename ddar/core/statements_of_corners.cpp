// Statements about angles and ratios at two vertices, or one that is a number. See statements.hpp.

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "statement_finder.hpp"

namespace porism {

namespace {

// Keys of the angles that are worth telling: n/24 of a half-turn.
using AngleKeys = std::array<Residue, 11>;

template <class Key>
AngleKeys angle_keys(Key key) {
  AngleKeys keys{};
  for (std::size_t i = 0; i < keys.size(); ++i) keys[i] = key(static_cast<std::int64_t>(i) + 1);
  return keys;
}

const AngleKeys& measured_angles() {
  static const AngleKeys keys =
      angle_keys([](std::int64_t n) { return rounded(static_cast<double>(n) / 24.0); });
  return keys;
}

const AngleKeys& known_angles() {
  static const AngleKeys keys =
      angle_keys([](std::int64_t n) { return mul(from_rational({n, 24}), weight(0)); });
  return keys;
}

}  // namespace

void StatementFinder::angles() {
  std::uint32_t room = most_;
  std::uint32_t constant = most_;
  auto list = corners([&](Point v, Point a, Point b) -> std::optional<Corner> {
    double turn = figure_.direction(v, b) - figure_.direction(v, a);
    if (turn < 0) turn += 1;
    if (turn > 0.5) {
      std::swap(a, b);
      turn = 1 - turn;
    }
    const Residue first = fingerprint(Table::angle, v, a);
    const Residue second = fingerprint(Table::angle, v, b);
    Residue key = sub(second, first);
    if (key == 0 || turn < kFlat || turn > 0.5 - kFlat) return std::nullopt;
    if (figure_.direction(v, b) < figure_.direction(v, a)) key = add(key, weight(0));
    if (!open_) return Corner{v, a, b, key, key, first, second};
    return Corner{v,
                  a,
                  b,
                  rounded(turn),
                  key,
                  direction_keys_[pair_index(v, a)],
                  direction_keys_[pair_index(v, b)]};
  });
  for (const Corner& c : list) {
    if (constant == 0) break;
    constant_angle(c, constant);
  }
  match(list, [&](const Corner& s, const Corner& t) {
    return offer(Kind::eqangle, {s.v, s.a, s.v, s.b, t.v, t.a, t.v, t.b}, {}, room);
  });
}

void StatementFinder::constant_angle(const Corner& c, std::uint32_t& room) {
  const LinearTable& table = engine_.table(Table::angle);
  const auto part = [&](Point p) { return table.variable_part(kConstants + pair_index(c.v, p)); };
  if (!open_ && part(c.a) != part(c.b)) return;
  const auto& keys = open_ ? measured_angles() : known_angles();
  const auto* const found = std::find(keys.begin(), keys.end(), c.key);
  if (found == keys.end()) return;
  const std::int64_t n = found - keys.begin() + 1;
  const std::int64_t d = std::gcd(n, std::int64_t{24});
  offer(Kind::aconst, {c.v, c.a, c.v, c.b}, {{n / d, 24 / d}}, room);
}

void StatementFinder::ratios() {
  std::uint32_t room = most_;
  const LinearTable& table = engine_.table(Table::ratio);
  auto list = corners([&](Point v, Point a, Point b) -> std::optional<Corner> {
    if (figure_.length(v, a) < figure_.length(v, b)) std::swap(a, b);
    const Variable first = kConstants + pair_index(v, a);
    const Variable second = kConstants + pair_index(v, b);
    if (table.variable_part(first) == table.variable_part(second)) return std::nullopt;
    const Residue x = table.fingerprint(first);
    const Residue y = table.fingerprint(second);
    if (!open_) return Corner{v, a, b, sub(x, y), sub(x, y), x, y};
    const double p = figure_.length(v, a);
    const double q = figure_.length(v, b);
    if (p - q < kFlat) return std::nullopt;
    return Corner{v,
                  a,
                  b,
                  rounded(std::log(p / q)),
                  sub(x, y),
                  length_keys_[pair_index(v, a)],
                  length_keys_[pair_index(v, b)]};
  });
  match(list, [&](const Corner& s, const Corner& t) {
    return offer(Kind::eqratio, {s.v, s.a, s.v, s.b, t.v, t.a, t.v, t.b}, {}, room);
  });
}

}  // namespace porism
