// Sorting pairs, angles and ratios by their fingerprints or values. See statements.hpp.

#include "statements.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace porism {

namespace {

constexpr std::size_t kMostTries = 64;  // of random draws from one group of equal things

// A small generator (splitmix64); the standard distributions differ between libraries.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  std::size_t below(std::size_t count) {
    state_ += kGoldenRatio;
    return static_cast<std::size_t>(mix(state_) % count);
  }
  template <class T>
  void shuffle(std::vector<T>& items) {
    for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[below(i)]);
  }

 private:
  std::uint64_t state_;
};

// `key` is what is compared: the fingerprint `exact`, or for conjectures the value.
struct Segment {
  Point a, b;
  Residue key, exact;
  double value;  // direction or length
};

// An angle va -> vb, or a ratio va : vb.
struct Corner {
  Point v, a, b;
  Residue key, exact;
  Residue first, second;  // keys of va and vb
};

// Equal values have equal keys, but for the few that lie on a border.
Residue rounded(double value) { return static_cast<Residue>(std::llround((value + 64.0) * 1e8)); }

// Sorts by keys, equal ones in the order they have: keys with places are a quarter of the items.
template <class T>
void sort_by_key(std::vector<T>& items) {
  std::vector<std::pair<Residue, std::size_t>> order;
  order.reserve(items.size());
  for (std::size_t i = 0; i < items.size(); ++i) order.emplace_back(items[i].key, i);
  std::sort(order.begin(), order.end());
  std::vector<T> sorted;
  sorted.reserve(items.size());
  for (const auto& [key, i] : order) sorted.push_back(items[i]);
  items = std::move(sorted);
}

// Leaves out items whose key nothing else has, or most of them: few of many angles are equal, and
// the others need not be sorted.
template <class T>
void leave_out_singles(std::vector<T>& items) {
  constexpr int kBits = 12;
  const auto bucket = [](const T& item) { return mix(item.key) >> (64 - kBits); };
  std::array<std::uint8_t, std::size_t{1} << kBits> seen{};  // 0, 1, or more than one
  for (const T& item : items) {
    auto& count = seen[bucket(item)];
    if (count < 2) ++count;
  }
  std::erase_if(items, [&](const T& item) { return seen[bucket(item)] < 2; });
}

template <class T>
std::vector<std::pair<std::size_t, std::size_t>> groups(std::vector<T>& items) {
  sort_by_key(items);
  std::vector<std::pair<std::size_t, std::size_t>> result;
  for (std::size_t i = 0; i < items.size();) {
    std::size_t j = i + 1;
    while (j < items.size() && items[j].key == items[i].key) ++j;
    if (j > i + 1) result.emplace_back(i, j);
    i = j;
  }
  return result;
}

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

class Finder {
 public:
  Finder(const Engine& engine, const DrawOptions& options, bool open)
      : engine_(engine),
        figure_(engine.figure()),
        most_(options.most),
        open_(open),
        points_(static_cast<Point>(figure_.size())),
        dice_(options.seed) {}

  std::vector<Statement> run() {
    if (most_ == 0) return {};
    list_segments();
    lines();
    perpendiculars();
    equal_lengths();
    midpoints();
    circles();
    angles();
    ratios();
    constant_ratios();
    if (!open_) triangles();
    return std::move(found_);
  }

 private:
  Residue fingerprint(Table table, Point a, Point b) const {
    return engine_.table(table).fingerprint(kConstants + pair_index(a, b));
  }

  Segment segment(Table table, Point a, Point b, double value) const {
    const Residue exact = fingerprint(table, a, b);
    return {a, b, open_ ? rounded(value) : exact, exact, value};
  }

  void list_segments() {
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

  // Keep a statement that holds (a conjecture: that does not). Returns whether there is room left.
  bool offer(Kind kind, std::vector<Point> points, std::vector<Rational> constants,
             std::uint32_t& room) {
    if (engine_.holds(kind, points, constants) == open_) return room > 0;
    found_.push_back({kind, std::move(points), std::move(constants)});
    return --room > 0;
  }

  // Draw two members of a group of equals, again and again, as long as `take` says so: any two, or
  // for conjectures two that are not known to be equal.
  template <class T, class Take>
  void draw(const std::vector<T>& items, std::pair<std::size_t, std::size_t> group, Take take) {
    std::vector<std::size_t> members;
    for (std::size_t i = group.first; i < group.second; ++i) {
      const bool known = open_ && std::any_of(members.begin(), members.end(), [&](auto j) {
                           return items[i].exact == items[j].exact;
                         });
      if (!known) members.push_back(i);
    }
    const std::size_t size = members.size();
    if (size < 2) return;
    const std::size_t tries = std::min(kMostTries, size * (size - 1) / 2);
    for (std::size_t n = 0; n < tries; ++n) {
      const std::size_t i = dice_.below(size);
      std::size_t j = dice_.below(size - 1);
      if (j >= i) ++j;
      if (!take(members[i], members[j])) return;
    }
  }

  void lines() {
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

  void perpendiculars() {
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

  void equal_lengths() {
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

  void midpoints() {
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

  void circles() {
    std::uint32_t room = most_;
    std::vector<std::size_t> order(figure_.circles.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    dice_.shuffle(order);
    for (const std::size_t i : order) {
      std::vector<Point> on;
      for (const Point p : figure_.circles[i].points) {
        if (p < points_) on.push_back(p);
      }
      if (on.size() < 4) continue;
      const std::size_t tries = on.size() == 4 ? 1 : 8;
      for (std::size_t n = 0; n < tries; ++n) {
        dice_.shuffle(on);
        std::vector<Point> four(on.begin(), on.begin() + 4);
        std::sort(four.begin(), four.end());
        if (!is_new(Kind::cyclic, four)) continue;
        if (!offer(Kind::cyclic, four, {}, room)) return;
      }
    }
  }

  bool is_new(Kind kind, const std::vector<Point>& points) const {
    return std::none_of(found_.begin(), found_.end(),
                        [&](const Statement& s) { return s.kind == kind && s.points == points; });
  }

  // Corners of one kind: for each vertex, pairs of points around it.
  template <class Make>
  std::vector<Corner> corners(Make make) {
    std::vector<Corner> result;
    result.reserve(std::size_t{points_} * pair_count(points_));
    for (Point v = 0; v < points_; ++v) {
      for (Point b = 0; b < points_; ++b) {
        if (b == v || figure_.coincide(v, b)) continue;
        for (Point a = 0; a < b; ++a) {
          if (a == v || figure_.coincide(v, a)) continue;
          if (const auto corner = make(v, a, b)) result.push_back(*corner);
        }
      }
    }
    dice_.shuffle(result);
    return result;
  }

  template <class Offer>
  void match(std::vector<Corner>& list, Offer offer_pair) {
    leave_out_singles(list);
    auto order = groups(list);
    dice_.shuffle(order);
    for (const auto& group : order) {
      bool room = true;
      draw(list, group, [&](std::size_t i, std::size_t j) {
        const Corner& s = list[i];
        const Corner& t = list[j];
        // parallel sides, or equal ones: nothing but a consequence of these
        if (s.first == t.first || s.second == t.second) return true;
        return room = offer_pair(s, t);
      });
      if (!room) return;
    }
  }

  void angles() {
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

  void constant_angle(const Corner& c, std::uint32_t& room) {
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

  void ratios() {
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

  void constant_ratios() {
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

  void constant_ratio(const Segment& s, const Segment& t, std::uint32_t& room) {
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

  void triangles() {
    std::uint32_t similar = most_;
    std::uint32_t mirrored = most_;
    const Journal& journal = engine_.journal();
    std::vector<std::uint32_t> order(journal.size());
    std::iota(order.begin(), order.end(), 0U);
    dice_.shuffle(order);
    for (const std::uint32_t number : order) {
      const Fact& fact = journal.fact(number);
      if (fact.rule == Rule::given) continue;
      if (fact.kind != Kind::simtri && fact.kind != Kind::simtrir) continue;
      auto& room = fact.kind == Kind::simtri ? similar : mirrored;
      const auto p = journal.points(fact);
      if (room == 0 || std::any_of(p.begin(), p.end(), [&](Point q) { return q >= points_; })) {
        continue;
      }
      // A triangle that is similar to itself says only that it is isosceles.
      std::array<Point, 3> s = {p[0], p[1], p[2]};
      std::array<Point, 3> t = {p[3], p[4], p[5]};
      std::sort(s.begin(), s.end());
      std::sort(t.begin(), t.end());
      if (s == t) continue;
      offer(fact.kind, {p.begin(), p.end()}, {}, room);
    }
  }

  const Engine& engine_;
  const Figure& figure_;
  std::uint32_t most_;
  bool open_;
  Point points_;
  Dice dice_;
  std::vector<Segment> directions_, lengths_;          // in groups of equal keys
  std::vector<Residue> direction_keys_, length_keys_;  // of pairs
  std::vector<std::pair<std::size_t, std::size_t>> parallel_, equal_;
  std::vector<Statement> found_;
};

}  // namespace

std::vector<Statement> derived_statements(const Engine& engine, const DrawOptions& options) {
  return Finder(engine, options, false).run();
}

std::vector<Statement> open_conjectures(const Engine& engine, const DrawOptions& options) {
  return Finder(engine, options, true).run();
}

}  // namespace porism
