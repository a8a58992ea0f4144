// Passing fixed ratios between the table of logarithms and the tables of lengths and squares:
// what one knows as a rational multiple, the others are told.
//
// Segments whose ratio a table knows make a group; groups only ever grow, as equal rows stay equal
// whatever is substituted. So a pass looks at the groups of rows that were rewritten since the last
// pass, and at all groups when there are new points.

#include <algorithm>
#include <bitset>
#include <cmath>
#include <optional>

#include "engine.hpp"

namespace porism {

namespace {

constexpr std::int64_t kLargest = 1'000'000;  // numerators and denominators worth passing on

struct Segment {
  Residue key;
  Point a, b;
};

// In the tables of lengths and squares.
Variable variable(const Segment& s) { return kConstants + pair_index(s.a, s.b); }

// A set of keys that mostly says no at once.
class Keys {
 public:
  void insert(Residue key) {
    keys_.push_back(key);
    seen_.set(key % seen_.size());
  }
  void sort() { std::sort(keys_.begin(), keys_.end()); }
  void clear() {
    keys_.clear();
    seen_.reset();
  }
  [[nodiscard]] bool contains(Residue key) const {
    return seen_.test(key % seen_.size()) && std::binary_search(keys_.begin(), keys_.end(), key);
  }

 private:
  std::vector<Residue> keys_;
  std::bitset<1024> seen_;  // which residues modulo its size the keys have
};

// Room for one pass to work in.
struct Room {
  std::vector<PairIndex> fresh, changed;
  std::vector<Segment> segments;
  Keys keys;
};

// (u / v) to the given power, when the rows differ by logarithms of primes only and it is rational.
// One that is too large is left out, and counted.
std::optional<Rational> ratio_of_logs(std::span<const Term> u, std::span<const Term> v,
                                      std::int64_t power, std::uint32_t& left_out) {
  std::array<Residue, kConstants> exponents{};
  for (const Term& term : u) {
    if (term.variable < kConstants) exponents[term.variable] = term.coefficient;
  }
  for (const Term& term : v) {
    if (term.variable >= kConstants) continue;
    exponents[term.variable] = sub(exponents[term.variable], term.coefficient);
  }
  Rational ratio{1, 1};
  for (std::size_t i = 0; i < kPrimes.size(); ++i) {
    if (exponents[i] == 0) continue;
    const auto e = reconstruct(mul(exponents[i], from_integer(power)));
    if (e && e->denominator != 1) return std::nullopt;
    if (!e || std::abs(e->numerator) > 20) {
      ++left_out;
      return std::nullopt;
    }
    std::int64_t& side = e->numerator > 0 ? ratio.numerator : ratio.denominator;
    for (std::int64_t k = std::abs(e->numerator); k > 0; --k) {
      side *= kPrimes[i];
      if (side > kLargest) {
        ++left_out;
        return std::nullopt;
      }
    }
  }
  return ratio;
}

bool is_one(Rational r) { return r.numerator == r.denominator; }

std::optional<Rational> root(Rational r) {
  const auto whole = [](std::int64_t n) -> std::int64_t {
    const auto s = static_cast<std::int64_t>(std::llround(std::sqrt(static_cast<double>(n))));
    return s * s == n ? s : 0;
  };
  const Rational s{whole(r.numerator), whole(r.denominator)};
  if (s.numerator == 0 || s.denominator == 0) return std::nullopt;
  return s;
}

}  // namespace

// x : y (or x alone when there is no y) to the given power is `ratio`, says the table of `rule`.
void Engine::conclude_ratio(Rule rule, std::int64_t power, Rational ratio, Point a, Point b,
                            std::optional<std::array<Point, 2>> other) {
  if (power == 2) {
    if (const auto plain = root(ratio)) {
      ratio = *plain;
      power = 1;
    }
  }
  if (!other) {
    conclude(rule, {}, power == 1 ? Kind::lconst : Kind::l2const, {a, b}, {ratio});
  } else if (is_one(ratio)) {
    conclude(rule, {}, Kind::cong, {a, b, (*other)[0], (*other)[1]});
  } else {
    conclude(rule, {}, power == 1 ? Kind::rconst : Kind::r2const, {a, b, (*other)[0], (*other)[1]},
             {ratio});
  }
}

void Engine::exchange_ratios(Table target, std::int64_t power, Exchanged& done) {
  const LinearTable& logs = table(Table::ratio);
  const LinearTable& values = table(target);
  const Rule from_target = target == Table::length ? Rule::algebra_length : Rule::algebra_square;
  const auto log_of = [&](const Segment& s) { return log_variable_[pair_index(s.a, s.b)]; };
  const auto size = static_cast<Point>(figure_.size());
  // Only segments on lines of three points take part in sums of lengths.
  const auto is_solved = [&](PairIndex pair) {
    return values.row(kConstants + pair).front().variable != kConstants + pair;
  };
  const auto takes_part = [&](Point a, Point b) {
    if (target == Table::square) return !figure_.coincide(a, b);
    return figure_.on_listed_line(a, b) || is_solved(pair_index(a, b));
  };
  thread_local Room room;  // a pass is short beside what it would take to allocate this
  // No structured binding: the lambdas below use these, and clang before 16 cannot capture one.
  auto& fresh = room.fresh;
  auto& changed = room.changed;
  auto& segments = room.segments;
  auto& keys = room.keys;
  // Pairs that new points have made, or have made to take part.
  fresh.clear();
  if (done.points != size) {
    done.points = size;
    done.takes_part.resize(pair_count(size));
    PairIndex pair = 0;
    for (Point b = 0; b < size; ++b) {
      for (Point a = 0; a < b; ++a, ++pair) {
        if (done.takes_part[pair] || !takes_part(a, b)) continue;
        done.takes_part[pair] = true;
        fresh.push_back(pair);
      }
    }
  }
  // Those, and pairs in rows rewritten since `seen`, which is brought up to date before anything
  // is concluded.
  const auto list_changed = [&](std::array<std::size_t, 2>& seen) {
    changed = fresh;
    for (std::size_t i = seen[0]; i < logs.rewritten().size(); ++i) {
      const PairIndex pair = pair_of_log_[logs.rewritten()[i] - kConstants];
      if (pair != kNone && (done.takes_part[pair] || is_solved(pair))) changed.push_back(pair);
    }
    for (std::size_t i = seen[1]; i < values.rewritten().size(); ++i) {
      changed.push_back(values.rewritten()[i] - kConstants);
    }
    seen = {logs.rewritten().size(), values.rewritten().size()};
  };
  // The groups with a key of a changed pair, one after the other, each by its pairs.
  const auto list_groups = [&](auto key_of) {
    segments.clear();
    if (changed.empty()) return;
    const bool many = changed.size() * 4 > pair_count(size);  // then all groups, it is quicker
    if (!many) {
      keys.clear();
      for (const PairIndex pair : changed) keys.insert(key_of(pair));
      keys.sort();
    }
    PairIndex pair = 0;
    for (Point b = 0; b < size; ++b) {
      for (Point a = 0; a < b; ++a, ++pair) {
        const Residue key = key_of(pair);
        if ((many || keys.contains(key)) && takes_part(a, b)) segments.push_back({key, a, b});
      }
    }
    std::sort(segments.begin(), segments.end(), [](const Segment& u, const Segment& v) {
      return u.key != v.key ? u.key < v.key : (u.b != v.b ? u.b < v.b : u.a < v.a);
    });
  };

  list_changed(done.from_logs);
  list_groups([&](PairIndex pair) { return logs.variable_part(log_variable_[pair]); });
  for (std::size_t i = 0, first = 0; i < segments.size(); ++i) {
    if (expired()) {
      done = {};  // the next pass begins again
      return;
    }
    if (segments[i].key != segments[first].key) first = i;
    const bool absolute = segments[i].key == 0;
    if (i == first && !absolute) continue;
    const Segment& s = segments[i];
    const Segment& t = segments[first];
    const bool equal = !absolute && logs.fingerprint(log_of(s)) == logs.fingerprint(log_of(t));
    if (equal && values.fingerprint(variable(s)) == values.fingerprint(variable(t))) continue;
    const auto ratio =
        ratio_of_logs(logs.row(log_of(s)), absolute ? std::span<const Term>{} : logs.row(log_of(t)),
                      power, stats_.ratios_left_out);
    if (!ratio) continue;
    const Residue unit = absolute ? weight(0) : values.fingerprint(variable(t));
    if (values.fingerprint(variable(s)) == mul(from_rational(*ratio), unit)) continue;
    conclude_ratio(Rule::algebra_ratio, power, *ratio, s.a, s.b,
                   absolute ? std::nullopt : std::optional(std::array<Point, 2>{t.a, t.b}));
  }

  // Multiples of one another: rows that are equal once their last coefficients are 1.
  list_changed(done.from_values);
  const auto renew_key = [&](PairIndex pair) {
    const Residue last = values.row(kConstants + pair).back().coefficient;
    const Residue sum = values.fingerprint(kConstants + pair);
    done.keys[pair] = last == 1 ? sum : mul(sum, inverse(last));
  };
  for (auto pair = static_cast<PairIndex>(done.keys.size()); pair < pair_count(size); ++pair) {
    done.keys.push_back(0);
    renew_key(pair);
  }
  for (const PairIndex pair : changed) renew_key(pair);
  list_groups([&](PairIndex pair) { return done.keys[pair]; });
  for (std::size_t i = 0, first = 0; i < segments.size(); ++i) {
    if (expired()) {
      done = {};
      return;
    }
    if (segments[i].key != segments[first].key) first = i;
    const Segment& s = segments[i];
    const Segment& t = segments[first];
    const auto u = values.row(variable(s));
    const auto v = values.row(variable(t));
    const bool absolute = u.size() == 1 && u[0].variable < kConstants;
    if (i == first && !absolute) continue;
    if (!absolute && values.fingerprint(variable(s)) == values.fingerprint(variable(t)) &&
        logs.fingerprint(log_of(s)) == logs.fingerprint(log_of(t))) {
      continue;
    }
    Residue quotient = u.back().coefficient;
    if (!absolute) quotient = mul(quotient, inverse(v.back().coefficient));
    const auto found = reconstruct(quotient);
    if (found && found->numerator <= 0) continue;
    std::array<std::int64_t, 32> exponents;
    if (!found || found->numerator > kLargest || found->denominator > kLargest ||
        !factor(*found, exponents)) {
      ++stats_.ratios_left_out;
      continue;
    }
    const Rational ratio = *found;
    Residue expected = absolute ? 0 : mul(from_integer(power), logs.fingerprint(log_of(t)));
    for (std::size_t p = 0; p < exponents.size(); ++p) {
      if (exponents[p] != 0) expected = add(expected, mul(from_integer(exponents[p]), weight(p)));
    }
    if (mul(from_integer(power), logs.fingerprint(log_of(s))) == expected) continue;
    conclude_ratio(from_target, power, ratio, s.a, s.b,
                   absolute ? std::nullopt : std::optional(std::array<Point, 2>{t.a, t.b}));
  }
}

void Engine::find_lengths() {
  exchange_ratios(Table::length, 1, lengths_exchanged_);
  if (options_.square_table) exchange_ratios(Table::square, 2, squares_exchanged_);
}

}  // namespace porism
