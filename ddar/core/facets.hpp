// The equations that a statement gives, numbered as in geometry/equations.py (a test compares).

#pragma once

#include <array>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <stdexcept>

#include "fact.hpp"

namespace porism {

enum class Table : std::uint8_t { angle, ratio, length, square };

inline constexpr std::size_t kTables = 4;
inline constexpr std::array<std::string_view, kTables> kTableNames = {"angle", "ratio", "length",
                                                                      "square"};

// A pair of points, or (in the ratio table, c != kNoPoint) the sine of the angle between lines
// ab and cd.
struct PairTerm {
  Point a, b;
  Rational coefficient;
  Point c = kNoPoint;
  Point d = kNoPoint;
};

// Constant number `unit` of the table: 0 is the half-turn or the unit of length or area; in the
// ratio table, the logarithm of kPrimes[unit].
struct ConstantTerm {
  std::uint32_t unit;
  Rational coefficient;
};

inline constexpr std::array<std::int64_t, 32> kPrimes = {
    2,  3,  5,  7,  11, 13, 17, 19, 23, 29,  31,  37,  41,  43,  47,  53,
    59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107, 109, 113, 127, 131};

// Room for terms, which costs nothing until they are there.
template <class T, std::size_t Capacity>
class Row {
 public:
  static_assert(std::is_trivially_destructible_v<T>);

  void push_back(const T& term) {
    if (size_ == Capacity) throw std::length_error("statement with too many terms");
    std::construct_at(data() + size_++, term);
  }
  void clear() { size_ = 0; }
  [[nodiscard]] std::span<const T> terms() const {
    return {reinterpret_cast<const T*>(room_), size_};
  }

 private:
  T* data() { return reinterpret_cast<T*>(room_); }

  std::size_t size_ = 0;
  alignas(T) std::byte room_[Capacity * sizeof(T)];
};

// An equation before it enters a table. Holds up to 64 pairs.
class Equation {
 public:
  Table table = Table::angle;
  std::uint8_t facet = 0;

  void pair(Point a, Point b, Rational coefficient) { pairs_.push_back({a, b, coefficient}); }
  void sine(Point a, Point b, Point c, Point d, Rational coefficient) {
    pairs_.push_back({a, b, coefficient, c, d});
  }
  void constant(std::uint32_t unit, Rational coefficient) {
    constants_.push_back({unit, coefficient});
  }
  // Subtract factor * log(value). Returns false when value is not a product of kPrimes.
  bool subtract_log(Rational value, std::int64_t factor = 1);

  [[nodiscard]] std::span<const PairTerm> pairs() const { return pairs_.terms(); }
  [[nodiscard]] std::span<const ConstantTerm> constants() const { return constants_.terms(); }
  void clear(Table new_table, std::uint8_t new_facet) {
    table = new_table;
    facet = new_facet;
    pairs_.clear();
    constants_.clear();
  }

 private:
  Row<PairTerm, 64> pairs_;
  Row<ConstantTerm, 48> constants_;
};

// The exponents of kPrimes in value, or false. require: value > 0.
bool factor(Rational value, std::array<std::int64_t, 32>& exponents);

// Whether visit_facets leaves out a facet of the statement: a prime beyond the list, a constant too
// large.
bool leaves_out(Kind kind, std::span<const Rational> constants);

// Numerators and denominators beyond this could not be squared, or lifted back from the field.
inline constexpr std::int64_t kLargestConstant = std::int64_t{1} << 30;

// Calls visit(const Equation&) for every facet of the statement, in order of their numbers.
// Facets that the tables cannot hold (a prime beyond the list, a constant too large) are left out.
template <class Visit>
void visit_facets(Kind kind, std::span<const Point> p, std::span<const Rational> q, Visit visit);

namespace detail {

inline constexpr Rational kOne{1, 1};
inline constexpr Rational kMinus{-1, 1};

// w - x - y + z, as many as there are.
template <class Visit>
void balance(Equation& e, Table table, std::uint8_t facet, std::span<const Point> p, Visit& visit) {
  e.clear(table, facet);
  constexpr std::array<Rational, 4> signs = {kOne, kMinus, kMinus, kOne};
  for (std::size_t i = 0; i + 1 < p.size(); i += 2) e.pair(p[i], p[i + 1], signs[i / 2]);
  visit(e);
}

template <class Visit>
void same_length(Equation& e, std::uint8_t first, Point a, Point b, Point c, Point d,
                 Visit& visit) {
  const std::array<Point, 4> p = {a, b, c, d};
  balance(e, Table::ratio, first, p, visit);
  balance(e, Table::length, static_cast<std::uint8_t>(first + 1), p, visit);
  balance(e, Table::square, static_cast<std::uint8_t>(first + 2), p, visit);
}

inline Rational negated(Rational value) { return {-value.numerator, value.denominator}; }

inline Rational squared(Rational value) {
  return {value.numerator * value.numerator, value.denominator * value.denominator};
}

// x - value * y in the length or square table.
template <class Visit>
void multiple(Equation& e, Table table, std::uint8_t facet, std::span<const Point> p,
              Rational value, Visit& visit) {
  e.clear(table, facet);
  e.pair(p[0], p[1], kOne);
  e.pair(p[2], p[3], negated(value));
  visit(e);
}

template <class Visit>
void triangles(Equation& e, Kind kind, std::span<const Point> p, Visit& visit) {
  const bool mirrored = kind == Kind::simtrir || kind == Kind::contrir;
  const std::array<std::array<Point, 4>, 3> sides = {
      {{p[0], p[1], p[3], p[4]}, {p[1], p[2], p[4], p[5]}, {p[2], p[0], p[5], p[3]}}};
  std::uint8_t facet = 0;
  for (const auto& [i, j] : {std::pair{2, 0}, std::pair{0, 1}, std::pair{1, 2}}) {
    const auto& s = sides[static_cast<std::size_t>(i)];
    const auto& t = sides[static_cast<std::size_t>(j)];
    const std::array<Point, 8> direct = {s[0], s[1], t[0], t[1], s[2], s[3], t[2], t[3]};
    const std::array<Point, 8> swapped = {s[0], s[1], t[0], t[1], t[2], t[3], s[2], s[3]};
    balance(e, Table::angle, facet++, mirrored ? swapped : direct, visit);
    balance(e, Table::ratio, facet++, direct, visit);
  }
  if (kind == Kind::contri || kind == Kind::contrir) {
    for (const auto& s : sides) {
      same_length(e, facet, s[0], s[1], s[2], s[3], visit);
      facet = static_cast<std::uint8_t>(facet + 3);
    }
  }
}

template <class Visit>
void linear(Equation& e, Kind kind, std::span<const Point> p, std::span<const Rational> q,
            Visit& visit) {
  const std::size_t pairs = p.size() / 2;
  const Table table = kind == Kind::angeq     ? Table::angle
                      : kind == Kind::distmeq ? Table::ratio
                      : kind == Kind::distseq ? Table::length
                                              : Table::square;
  e.clear(table, 0);
  for (std::size_t i = 0; i < pairs; ++i) {
    if (table >= Table::length && p[2 * i] == p[2 * i + 1]) continue;
    e.pair(p[2 * i], p[2 * i + 1], q[i]);
  }
  if (kind == Kind::angeq) e.constant(0, negated(q[pairs]));
  if (kind == Kind::distmeq && !e.subtract_log(q[pairs])) return;
  visit(e);
}

}  // namespace detail

template <class Visit>
void visit_facets(Kind kind, std::span<const Point> p, std::span<const Rational> q, Visit visit) {
  using namespace detail;
  for (const Rational& r : q) {
    if (std::abs(r.numerator) > kLargestConstant || r.denominator > kLargestConstant) return;
  }
  Equation e;
  const auto angle = [&](std::uint8_t facet, std::initializer_list<Point> points) {
    balance(e, Table::angle, facet, std::span<const Point>(points.begin(), points.size()), visit);
  };
  switch (kind) {
    case Kind::coll:
      angle(0, {p[0], p[1], p[0], p[2]});
      angle(1, {p[0], p[1], p[1], p[2]});
      angle(2, {p[0], p[2], p[1], p[2]});
      return;
    case Kind::cyclic:
      angle(0, {p[2], p[0], p[2], p[1], p[3], p[0], p[3], p[1]});
      angle(1, {p[1], p[0], p[1], p[2], p[3], p[0], p[3], p[2]});
      angle(2, {p[1], p[0], p[1], p[3], p[2], p[0], p[2], p[3]});
      return;
    case Kind::para:
    case Kind::eqangle:
      balance(e, Table::angle, 0, p, visit);
      return;
    case Kind::perp:
      e.clear(Table::angle, 0);
      e.pair(p[0], p[1], kOne);
      e.pair(p[2], p[3], kMinus);
      e.constant(0, {1, 2});
      visit(e);
      return;
    case Kind::aconst:
      e.clear(Table::angle, 0);
      e.pair(p[2], p[3], kOne);
      e.pair(p[0], p[1], kMinus);
      e.constant(0, negated(q[0]));
      visit(e);
      return;
    case Kind::cong:
      same_length(e, 0, p[0], p[1], p[2], p[3], visit);
      return;
    case Kind::eqratio:
      balance(e, Table::ratio, 0, p, visit);
      return;
    case Kind::midp: {
      angle(0, {p[0], p[1], p[0], p[2]});
      angle(1, {p[0], p[1], p[1], p[2]});
      angle(2, {p[0], p[2], p[1], p[2]});
      same_length(e, 3, p[0], p[1], p[0], p[2], visit);
      for (const std::uint8_t i : {std::uint8_t{1}, std::uint8_t{2}}) {
        e.clear(Table::ratio, static_cast<std::uint8_t>(5 + i));
        e.pair(p[1], p[2], kOne);
        e.pair(p[0], p[i], kMinus);
        e.constant(0, kMinus);
        visit(e);
      }
      for (const std::uint8_t i : {std::uint8_t{1}, std::uint8_t{2}}) {
        const std::array<Point, 4> pairs = {p[1], p[2], p[0], p[i]};
        multiple(e, Table::length, static_cast<std::uint8_t>(7 + i), pairs, {2, 1}, visit);
      }
      for (const std::uint8_t i : {std::uint8_t{1}, std::uint8_t{2}}) {
        const std::array<Point, 4> pairs = {p[1], p[2], p[0], p[i]};
        multiple(e, Table::square, static_cast<std::uint8_t>(9 + i), pairs, {4, 1}, visit);
      }
      return;
    }
    case Kind::circle:
      same_length(e, 0, p[0], p[1], p[0], p[2], visit);
      same_length(e, 3, p[0], p[1], p[0], p[3], visit);
      same_length(e, 6, p[0], p[2], p[0], p[3], visit);
      return;
    case Kind::simtri:
    case Kind::simtrir:
    case Kind::contri:
    case Kind::contrir:
      triangles(e, kind, p, visit);
      return;
    case Kind::rconst:
    case Kind::r2const: {
      const std::int64_t power = kind == Kind::rconst ? 1 : 2;
      e.clear(Table::ratio, 0);
      e.pair(p[0], p[1], {power, 1});
      e.pair(p[2], p[3], {-power, 1});
      if (e.subtract_log(q[0])) visit(e);
      if (kind == Kind::rconst) {
        multiple(e, Table::length, 1, p, q[0], visit);
        multiple(e, Table::square, 2, p, squared(q[0]), visit);
      } else {
        multiple(e, Table::square, 1, p, q[0], visit);
      }
      return;
    }
    case Kind::lconst:
    case Kind::l2const: {
      const bool plain = kind == Kind::lconst;
      e.clear(Table::ratio, 0);
      e.pair(p[0], p[1], {plain ? 1 : 2, 1});
      if (e.subtract_log(q[0])) visit(e);
      if (plain) {
        e.clear(Table::length, 1);
        e.pair(p[0], p[1], kOne);
        e.constant(0, negated(q[0]));
        visit(e);
      }
      e.clear(Table::square, plain ? 2 : 1);
      e.pair(p[0], p[1], kOne);
      e.constant(0, negated(plain ? squared(q[0]) : q[0]));
      visit(e);
      return;
    }
    case Kind::angeq:
    case Kind::distmeq:
    case Kind::distseq:
    case Kind::sqeq:
      linear(e, kind, p, q, visit);
      return;
    case Kind::overlap:
      return;
    case Kind::sinetri: {
      // bc : ca = sin a : sin b, and round the triangle.
      constexpr std::array<std::array<int, 3>, 3> kTurns = {{{0, 1, 2}, {1, 2, 0}, {2, 0, 1}}};
      for (std::uint8_t i = 0; i < 3; ++i) {
        const Point a = p[static_cast<std::size_t>(kTurns[i][0])];
        const Point b = p[static_cast<std::size_t>(kTurns[i][1])];
        const Point c = p[static_cast<std::size_t>(kTurns[i][2])];
        e.clear(Table::ratio, i);
        e.pair(b, c, kOne);
        e.pair(c, a, kMinus);
        e.sine(a, b, a, c, kMinus);
        e.sine(b, a, b, c, kOne);
        visit(e);
      }
      return;
    }
    case Kind::chordsine:  // bc = 2 oa sin a
      e.clear(Table::ratio, 0);
      e.pair(p[2], p[3], kOne);
      e.pair(p[0], p[1], kMinus);
      e.sine(p[1], p[2], p[1], p[3], kMinus);
      e.constant(0, kMinus);
      visit(e);
      return;
    case Kind::eqsine:
      e.clear(Table::ratio, 0);
      e.sine(p[0], p[1], p[2], p[3], kOne);
      e.sine(p[4], p[5], p[6], p[7], kMinus);
      visit(e);
      return;
    case Kind::sine2:
      e.clear(Table::ratio, 0);
      e.sine(p[0], p[1], p[2], p[3], {2, 1});
      if (e.subtract_log(q[0])) visit(e);
      return;
  }
}

// Whether any one facet of the table implies the statement (see defining_facets in Python).
inline constexpr bool defined_by_one_facet(Kind kind) {
  switch (kind) {
    case Kind::midp:
    case Kind::circle:
    case Kind::simtri:
    case Kind::simtrir:
    case Kind::contri:
    case Kind::contrir:
    case Kind::overlap:
      return false;
    default:
      return true;
  }
}

}  // namespace porism
