// The predicates the core knows and the equations each gives (its facets), numbered as in
// geometry/equations.py; a test compares. This file is all that the core needs to know of them.

#pragma once

#include <array>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string_view>

#include "equation.hpp"

namespace porism {

// Which facets of a statement must be implied for it to hold: any one of them (see defining_facets
// in geometry/equations.py), or all in the angle and ratio tables.
enum class Needs : std::uint8_t { any, all };

// Name; which facets it needs; whether its last constant enters the ratio table as a logarithm.
#define PORISM_KINDS(X)  \
  X(coll, any, false)    \
  X(cyclic, any, false)  \
  X(para, any, false)    \
  X(perp, any, false)    \
  X(cong, any, false)    \
  X(eqangle, any, false) \
  X(eqratio, any, false) \
  X(midp, all, false)    \
  X(circle, all, false)  \
  X(simtri, all, false)  \
  X(simtrir, all, false) \
  X(contri, all, false)  \
  X(contrir, all, false) \
  X(aconst, any, false)  \
  X(rconst, any, true)   \
  X(r2const, any, true)  \
  X(lconst, any, true)   \
  X(l2const, any, true)  \
  X(angeq, any, false)   \
  X(distmeq, any, true)  \
  X(distseq, any, false) \
  X(sqeq, any, false)    \
  X(overlap, all, false) \
  X(sinetri, any, false) \
  X(eqsine, any, false)  \
  X(sine2, any, true)    \
  X(chordsine, any, false)

enum class Kind : std::uint8_t {
#define PORISM_KIND(name, needs, logarithm) name,
  PORISM_KINDS(PORISM_KIND)
#undef PORISM_KIND
};

struct KindInfo {
  std::string_view name;
  Needs needs;
  bool logarithm;
};

inline constexpr std::array kKinds = {
#define PORISM_KIND(name, needs, logarithm) KindInfo{#name, Needs::needs, logarithm},
    PORISM_KINDS(PORISM_KIND)
#undef PORISM_KIND
};

[[nodiscard]] constexpr const KindInfo& info(Kind kind) {
  return kKinds[static_cast<std::size_t>(kind)];
}

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

}  // namespace porism
