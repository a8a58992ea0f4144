// Passing equal lengths and rational ratios between the table of logarithms and the table of
// lengths: what one knows as a fixed ratio, the other is told.

#include <algorithm>

#include "engine.hpp"

namespace porism {

namespace {

constexpr std::int64_t kLargest = 10'000;  // numerators and denominators worth passing on

// The ratio of two variables whose rows differ by logarithms of primes only.
std::optional<Rational> ratio_of_logs(std::span<const Term> u, std::span<const Term> v) {
  std::array<Residue, kConstants> exponents{};
  for (const Term& term : u) {
    if (term.variable < kConstants) exponents[term.variable] = term.coefficient;
  }
  for (const Term& term : v) {
    if (term.variable < kConstants) {
      exponents[term.variable] = sub(exponents[term.variable], term.coefficient);
    }
  }
  Rational ratio{1, 1};
  for (std::size_t i = 0; i < kPrimes.size(); ++i) {
    if (exponents[i] == 0) continue;
    const auto e = reconstruct(exponents[i]);
    if (!e || e->denominator != 1 || std::abs(e->numerator) > 14) return std::nullopt;
    std::int64_t& side = e->numerator > 0 ? ratio.numerator : ratio.denominator;
    for (std::int64_t k = std::abs(e->numerator); k > 0; --k) {
      side *= kPrimes[i];
      if (side > kLargest) return std::nullopt;
    }
  }
  return ratio;
}

}  // namespace

void Engine::find_lengths() {
  if (!options_.length_table) return;
  const LinearTable& logs = tables_[static_cast<std::size_t>(Table::ratio)];
  const LinearTable& lengths = tables_[static_cast<std::size_t>(Table::length)];
  struct Entry {
    Residue key;
    Point a, b;
  };
  std::vector<Entry> entries;
  // Only segments on lines of three points take part in sums.
  std::vector<bool> listed(pair_count(figure_.size()), false);
  const auto list = [&](Point a, Point b) {
    const PairIndex pair = pair_index(a, b);
    if (!listed[pair] && !figure_.together(a, b)) {
      listed[pair] = true;
      entries.push_back({0, std::min(a, b), std::max(a, b)});
    }
  };
  for (const NumericLine& line : figure_.lines) {
    for (std::size_t i = 0; i < line.points.size(); ++i) {
      for (std::size_t j = i + 1; j < line.points.size(); ++j) {
        list(line.points[i], line.points[j]);
      }
    }
  }
  const auto variable = [](const Entry& e) { return kConstants + pair_index(e.a, e.b); };
  const auto sort = [&] {
    std::sort(entries.begin(), entries.end(), [](const Entry& u, const Entry& v) {
      return u.key != v.key ? u.key < v.key : (u.b != v.b ? u.b < v.b : u.a < v.a);
    });
  };

  for (Entry& entry : entries) entry.key = logs.variable_part(variable(entry));
  sort();
  for (std::size_t i = 0, first = 0; i < entries.size(); ++i) {
    if (entries[i].key != entries[first].key) first = i;
    if (i == first) continue;
    const auto& [key, a, b] = entries[i];
    const auto& [other, c, d] = entries[first];
    const auto ratio = ratio_of_logs(logs.row(variable(entries[i])), logs.row(variable(entries[first])));
    if (!ratio) continue;
    const Residue scaled = mul(from_rational(*ratio), lengths.fingerprint(variable(entries[first])));
    if (lengths.fingerprint(variable(entries[i])) == scaled) continue;
    if (ratio->numerator == ratio->denominator) {
      conclude(Rule::algebra_ratio, {}, Kind::cong, {a, b, c, d});
    } else {
      conclude(Rule::algebra_ratio, {}, Kind::rconst, {a, b, c, d}, {*ratio});
    }
  }

  // Lengths that are multiples of one another: rows of a single term, or equal rows.
  for (Entry& entry : entries) {
    const auto row = lengths.row(variable(entry));
    entry.key = row.size() == 1 ? row[0].variable : lengths.fingerprint(variable(entry));
  }
  sort();
  for (std::size_t i = 0, first = 0; i < entries.size(); ++i) {
    if (entries[i].key != entries[first].key) first = i;
    if (i == first) continue;
    const auto& [key, a, b] = entries[i];
    const auto& [other, c, d] = entries[first];
    const auto u = lengths.row(variable(entries[i]));
    const auto v = lengths.row(variable(entries[first]));
    Rational ratio{1, 1};
    if (u.size() == 1 && v.size() == 1) {
      const auto quotient = reconstruct(mul(u[0].coefficient, inverse(v[0].coefficient)));
      if (!quotient || quotient->numerator <= 0 || quotient->numerator > kLargest ||
          quotient->denominator > kLargest) {
        continue;
      }
      ratio = *quotient;
    }
    if (ratio.numerator == ratio.denominator) {
      if (!same_length(a, b, c, d)) conclude(Rule::algebra_length, {}, Kind::cong, {a, b, c, d});
      continue;
    }
    std::array<std::int64_t, 32> exponents;
    if (!factor(ratio, exponents)) continue;
    Residue expected = log_length(c, d);
    for (std::size_t p = 0; p < exponents.size(); ++p) {
      if (exponents[p] != 0) expected = add(expected, mul(from_integer(exponents[p]), weight(p)));
    }
    if (log_length(a, b) == expected) continue;
    conclude(Rule::algebra_length, {}, Kind::rconst, {a, b, c, d}, {ratio});
  }
}

}  // namespace porism
