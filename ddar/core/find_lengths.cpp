// Passing fixed ratios between the table of logarithms and the tables of lengths and squares:
// what one knows as a rational multiple, the others are told.

#include <algorithm>
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

void sort_by_key(std::vector<Segment>& segments) {
  std::sort(segments.begin(), segments.end(), [](const Segment& u, const Segment& v) {
    return u.key != v.key ? u.key < v.key : (u.b != v.b ? u.b < v.b : u.a < v.a);
  });
}

// (u / v) to the given power, when the rows differ by logarithms of primes only.
std::optional<Rational> ratio_of_logs(std::span<const Term> u, std::span<const Term> v,
                                      std::int64_t power) {
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
    if (!e || e->denominator != 1 || std::abs(e->numerator) > 20) return std::nullopt;
    std::int64_t& side = e->numerator > 0 ? ratio.numerator : ratio.denominator;
    for (std::int64_t k = std::abs(e->numerator); k > 0; --k) {
      side *= kPrimes[i];
      if (side > kLargest) return std::nullopt;
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

void Engine::exchange_ratios(Table target, std::int64_t power,
                             std::vector<std::array<Point, 2>>& pairs) {
  const LinearTable& logs = table(Table::ratio);
  const LinearTable& values = table(target);
  const Rule from_target = target == Table::length ? Rule::algebra_length : Rule::algebra_square;
  const auto log_of = [&](const Segment& s) { return log_variable_[pair_index(s.a, s.b)]; };
  std::vector<Segment> segments;
  for (const auto& [a, b] : pairs) segments.push_back({0, a, b});

  for (Segment& s : segments) s.key = logs.variable_part(log_of(s));
  sort_by_key(segments);
  for (std::size_t i = 0, first = 0; i < segments.size(); ++i) {
    if (expired()) return;
    if (segments[i].key != segments[first].key) first = i;
    const bool absolute = segments[i].key == 0;
    if (i == first && !absolute) continue;
    const Segment& s = segments[i];
    const Segment& t = segments[first];
    const auto ratio = ratio_of_logs(
        logs.row(log_of(s)), absolute ? std::span<const Term>{} : logs.row(log_of(t)), power);
    if (!ratio) continue;
    const Residue unit = absolute ? weight(0) : values.fingerprint(variable(t));
    if (values.fingerprint(variable(s)) == mul(from_rational(*ratio), unit)) continue;
    conclude_ratio(Rule::algebra_ratio, power, *ratio, s.a, s.b,
                   absolute ? std::nullopt : std::optional(std::array<Point, 2>{t.a, t.b}));
  }

  // Multiples of one another: rows that are equal once their last coefficients are 1.
  for (Segment& s : segments) {
    const Residue last = values.row(variable(s)).back().coefficient;
    const Residue sum = values.fingerprint(variable(s));
    s.key = last == 1 ? sum : mul(sum, inverse(last));
  }
  sort_by_key(segments);
  for (std::size_t i = 0, first = 0; i < segments.size(); ++i) {
    if (segments[i].key != segments[first].key) first = i;
    const Segment& s = segments[i];
    const Segment& t = segments[first];
    const auto u = values.row(variable(s));
    const auto v = values.row(variable(t));
    const bool absolute = u.size() == 1 && u[0].variable < kConstants;
    if (i == first && !absolute) continue;
    Residue quotient = u.back().coefficient;
    if (!absolute) quotient = mul(quotient, inverse(v.back().coefficient));
    const auto found = reconstruct(quotient);
    if (!found || found->numerator <= 0 || found->numerator > kLargest ||
        found->denominator > kLargest) {
      continue;
    }
    const Rational ratio = *found;
    std::array<std::int64_t, 32> exponents;
    if (!factor(ratio, exponents)) continue;
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
  std::vector<std::array<Point, 2>> pairs;
  const auto size = static_cast<Point>(figure_.size());
  if (options_.length_table) {
    // Only segments on lines of three points take part in sums.
    for (Point b = 0; b < size; ++b) {
      for (Point a = 0; a < b; ++a) {
        if (figure_.on_listed_line(a, b) ||
            table(Table::length).row(kConstants + pair_index(a, b)).front().variable !=
                kConstants + pair_index(a, b)) {
          pairs.push_back({a, b});
        }
      }
    }
    exchange_ratios(Table::length, 1, pairs);
  }
  if (options_.square_table) {
    pairs.clear();
    for (Point b = 0; b < size; ++b) {
      for (Point a = 0; a < b; ++a) {
        if (!figure_.together(a, b)) pairs.push_back({a, b});
      }
    }
    exchange_ratios(Table::square, 2, pairs);
  }
}

}  // namespace porism
