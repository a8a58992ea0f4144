// The premises of a figure as a system of equations in its coordinates, and steps that solve it.
//
// A row is a linear form in values of point pairs: sum(factor * value(pair)) + constant = 0. A
// value is the direction of a segment (radians), the logarithm of its length, its length, its
// square, or a difference of coordinates. Positions are x0 y0 x1 y1 ...

#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace porism::figure {

enum class Value : std::uint8_t { kAngle, kRatio, kLength, kSquare, kX, kY };

struct Term {
  std::uint32_t from;
  std::uint32_t to;
  double factor;
};

struct Row {
  Value value;
  std::vector<Term> terms;
  double constant;
};

using Pair = std::pair<std::uint32_t, std::uint32_t>;

// How far minimise() goes. The `apart` pairs of points that are closer than `spread` are pushed
// apart, and points are pulled back into a box of four times the size of the figure; not so if
// `spread` is zero.
struct Bounds {
  int steps;
  double spread = 0;
  std::vector<Pair> apart = {};
};

class System {
 public:
  // `size` is the scale of the figure, by which errors of coordinates are divided.
  System(std::size_t points, std::vector<Row> rows, double size);

  std::size_t rows() const { return rows_.size(); }
  std::size_t coordinates() const { return 2 * points_; }

  // Writes residuals, one a row, and their derivatives, row by row. Residuals are radians or
  // relative errors. Coincident points give huge numbers.
  void evaluate(std::span<const double> x, std::span<double> residuals,
                std::span<double> derivatives) const;

  // Levenberg-Marquardt from `x` in the `free` coordinates; returns where it ended, solved or not.
  std::vector<double> minimise(std::vector<double> x, std::span<const std::size_t> free,
                               const Bounds& bounds) const;

 private:
  struct Derivative {
    std::size_t coordinate;
    double value;
  };
  struct Linear;  // residuals and their derivatives at one place, sparse

  double residual(const Row& row, std::span<const double> x, std::vector<Derivative>& out) const;
  void linearise(std::span<const double> x, const Bounds& bounds, Linear& out) const;
  void add_barriers(std::span<const double> x, const Bounds& bounds, Linear& out) const;

  std::size_t points_;
  std::vector<Row> rows_;
  double size_;
};

// Solves a symmetric system, positive semidefinite up to rounding, in place: `matrix` row by row,
// of which the lower triangle is read, and `right`, which becomes the solution. Coordinates in
// whose direction nothing is left to determine are 0. Returns false where a number is not finite.
bool solve_symmetric(std::span<double> matrix, std::span<double> right);

}  // namespace porism::figure
