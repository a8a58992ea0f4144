// An equation of a statement: a sum of coefficients times values of pairs of points, in one table.

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <stdexcept>
#include <string_view>
#include <type_traits>

#include "field.hpp"

namespace porism {

using Point = std::uint16_t;
inline constexpr Point kNoPoint = 0xFFFFu;

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

// A vector of fixed capacity in place; elements are not initialised before they are added.
template <class T, std::size_t Capacity>
class InplaceVector {
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
  // Subtract log(value). Returns false when value is not a product of kPrimes.
  bool subtract_log(Rational value);

  [[nodiscard]] std::span<const PairTerm> pairs() const { return pairs_.terms(); }
  [[nodiscard]] std::span<const ConstantTerm> constants() const { return constants_.terms(); }
  void clear(Table new_table, std::uint8_t new_facet) {
    table = new_table;
    facet = new_facet;
    pairs_.clear();
    constants_.clear();
  }

 private:
  InplaceVector<PairTerm, 64> pairs_;
  InplaceVector<ConstantTerm, 48> constants_;
};

// The exponents of kPrimes in value. Returns false when value is no product of them.
bool factor(Rational value, std::array<std::int64_t, 32>& exponents);

}  // namespace porism
