// Statements about two segments: what falls together by direction or length. See statements.hpp.

#include <algorithm>
#include <cmath>
#include <numeric>

#include "statement_finder.hpp"

namespace porism {

StatementFinder::Segment StatementFinder::segment(Table table, Point a, Point b,
                                                  double value) const {
  const Residue exact = fingerprint(table, a, b);
  return {a, b, open_ ? rounded(value) : exact, exact, value};
}

void StatementFinder::list_segments() {
  direction_keys_.resize(pair_count(figure_.size()));
  length_keys_.resize(pair_count(figure_.size()));
  for (Point b = 0; b < points_; ++b) {
    for (Point a = 0; a < b; ++a) {
      if (figure_.coincide(a, b)) continue;
      directions_.push_back(segment(Table::angle, a, b, figure_.direction(a, b)));
      lengths_.push_back(segment(Table::ratio, a, b, figure_.length(a, b)));
      direction_keys_[pair_index(a, b)] = directions_.back().key;
      length_keys_[pair_index(a, b)] = lengths_.back().key;
    }
  }
  dice_.shuffle(directions_);
  dice_.shuffle(lengths_);
  parallel_ = groups(directions_);
  equal_ = groups(lengths_);
}

void StatementFinder::lines() {
  std::uint32_t collinear = most_;
  std::uint32_t parallel = most_;
  auto order = parallel_;
  dice_.shuffle(order);
  for (const auto& group : order) {
    draw(directions_, group, [&](std::size_t i, std::size_t j) {
      const Segment& s = directions_[i];
      const Segment& t = directions_[j];
      const bool a = s.a == t.a || s.a == t.b;
      const bool b = s.b == t.a || s.b == t.b;
      if (a || b) {
        if (collinear == 0) return parallel > 0;
        const Point third = (s.a == t.a || s.b == t.a) ? t.b : t.a;
        offer(Kind::coll, {s.a, s.b, third}, {}, collinear);
      } else if (parallel > 0 && !figure_.degenerate(s.a, s.b, t.a)) {
        offer(Kind::para, {s.a, s.b, t.a, t.b}, {}, parallel);
      }
      return collinear + parallel > 0;
    });
  }
}

void StatementFinder::perpendiculars() {
  static const Residue half = mul(inverse(2), weight(0));
  std::uint32_t room = most_;
  std::vector<std::size_t> order(directions_.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  dice_.shuffle(order);
  for (const std::size_t i : order) {
    const Segment& s = directions_[i];
    if (s.value >= 0.5) continue;  // the other line of the pair has the larger direction
    const Residue wanted = open_ ? rounded(s.value + 0.5) : add(s.key, half);
    const auto range =
        std::equal_range(directions_.begin(), directions_.end(), Segment{0, 0, wanted, 0, 0},
                         [](const Segment& x, const Segment& y) { return x.key < y.key; });
    const auto count = static_cast<std::size_t>(range.second - range.first);
    if (count == 0) continue;
    const Segment& t = range.first[static_cast<std::ptrdiff_t>(dice_.below(count))];
    if (open_ && t.exact == add(s.exact, half)) continue;
    if (!offer(Kind::perp, {s.a, s.b, t.a, t.b}, {}, room)) return;
  }
}

void StatementFinder::equal_lengths() {
  std::uint32_t room = most_;
  auto order = equal_;
  dice_.shuffle(order);
  for (const auto& group : order) {
    draw(lengths_, group, [&](std::size_t i, std::size_t j) {
      const Segment& s = lengths_[i];
      const Segment& t = lengths_[j];
      return offer(Kind::cong, {s.a, s.b, t.a, t.b}, {}, room);
    });
    if (room == 0) return;
  }
}

void StatementFinder::midpoints() {
  std::uint32_t room = most_;
  for (const auto& group : equal_) {
    for (std::size_t i = group.first; i < group.second; ++i) {
      for (std::size_t j = i + 1; j < group.second; ++j) {
        const Segment& s = lengths_[i];
        const Segment& t = lengths_[j];
        Point m = 0;
        if (s.a == t.a || s.a == t.b)
          m = s.a;
        else if (s.b == t.a || s.b == t.b)
          m = s.b;
        else
          continue;
        const Point a = s.a == m ? s.b : s.a;
        const Point b = t.a == m ? t.b : t.a;
        if (!figure_.degenerate(m, a, b)) continue;
        if (!offer(Kind::midp, {m, a, b}, {}, room)) return;
      }
    }
  }
}

void StatementFinder::constant_ratios() {
  std::uint32_t room = most_;
  const LinearTable& table = engine_.table(Table::ratio);
  std::vector<Segment> list = lengths_;
  for (Segment& s : list) {  // for conjectures, all are compared with all
    s.key = open_ ? 0 : table.variable_part(kConstants + pair_index(s.a, s.b));
  }
  auto order = groups(list);
  dice_.shuffle(order);
  for (const auto& group : order) {
    draw(list, group, [&](std::size_t i, std::size_t j) {
      const Segment& s = list[i];
      const Segment& t = list[j];
      const bool touch = s.a == t.a || s.a == t.b || s.b == t.a || s.b == t.b;
      if (touch && figure_.degenerate(s.a, s.b, t.a) && figure_.degenerate(s.a, s.b, t.b))
        return true;
      constant_ratio(s, t, room);
      return room > 0;
    });
    if (room == 0) return;
  }
}

void StatementFinder::constant_ratio(const Segment& s, const Segment& t, std::uint32_t& room) {
  const double ratio = s.value / t.value;
  if (std::abs(ratio - 1) < 1e-6 || ratio > 1) return;
  const std::int64_t largest = open_ ? 4 : 12;
  for (std::int64_t d = 2; d <= largest; ++d) {
    const auto n = static_cast<std::int64_t>(std::llround(ratio * static_cast<double>(d)));
    if (n > 0 && std::abs(ratio - static_cast<double>(n) / static_cast<double>(d)) < 1e-7) {
      offer(Kind::rconst, {s.a, s.b, t.a, t.b}, {{n, d}}, room);
      return;
    }
  }
  for (std::int64_t d = 2; d <= largest; ++d) {
    const double square = ratio * ratio;
    const auto n = static_cast<std::int64_t>(std::llround(square * static_cast<double>(d)));
    if (n > 0 && std::abs(square - static_cast<double>(n) / static_cast<double>(d)) < 1e-7) {
      offer(Kind::r2const, {s.a, s.b, t.a, t.b}, {{n, d}}, room);
      return;
    }
  }
}

}  // namespace porism
