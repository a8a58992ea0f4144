// The solver of figures: derivatives against differences, steps that solve what can be solved.

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>
#include <random>
#include <vector>

#include "check.hpp"
#include "least_squares.hpp"
#include "tests.hpp"

namespace porism::tests {

namespace {

using figure::Bounds;
using figure::Row;
using figure::System;
using figure::Value;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

std::vector<double> random_places(std::size_t points, std::mt19937_64& random) {
  std::uniform_real_distribution<double> place(-1, 1);
  std::vector<double> x(2 * points);
  for (double& v : x) v = place(random);
  return x;
}

std::vector<std::size_t> all_of(const std::vector<double>& x) {
  std::vector<std::size_t> free(x.size());
  std::iota(free.begin(), free.end(), std::size_t{0});
  return free;
}

double largest_residual(const System& system, const std::vector<double>& x) {
  std::vector<double> residuals(system.rows());
  std::vector<double> derivatives(system.rows() * system.coordinates());
  system.evaluate(x, residuals, derivatives);
  double largest = 0;
  for (const double r : residuals) largest = std::max(largest, std::abs(r));
  return largest;
}

double distance(const std::vector<double>& x, std::size_t p, std::size_t q) {
  return std::hypot(x[2 * p] - x[2 * q], x[2 * p + 1] - x[2 * q + 1]);
}

// Lengths and squares are divided by their own magnitude, which steps take for constant.
bool is_scaled(Value value) { return value == Value::kLength || value == Value::kSquare; }

void test_derivatives(std::mt19937_64& random) {
  constexpr double kStep = 1e-6;
  for (int value = 0; value <= static_cast<int>(Value::kY); ++value) {
    const Row row{static_cast<Value>(value), {{0, 1, 1.0}, {2, 3, -1.0}, {1, 2, 0.5}}, 0.25};
    const System system(4, {row}, 2.0);
    const std::vector<double> x = random_places(4, random);
    std::vector<double> at(1);
    std::vector<double> derivatives(8);
    system.evaluate(x, at, derivatives);
    if (is_scaled(row.value)) continue;
    for (std::size_t k = 0; k < 8; ++k) {
      std::vector<double> ahead = x;
      ahead[k] += kStep;
      std::vector<double> there(1);
      std::vector<double> unused(8);
      system.evaluate(ahead, there, unused);
      CHECK(std::abs((there[0] - at[0]) / kStep - derivatives[k]) < 1e-4);
    }
  }
}

// The middle of a circle through three given points, and an orthocentre.
void test_solves(std::mt19937_64& random) {
  const Row first{Value::kLength, {{0, 3, 1.0}, {1, 3, -1.0}}, 0};
  const Row second{Value::kRatio, {{0, 3, 1.0}, {2, 3, -1.0}}, 0};
  const Row right{Value::kAngle, {{0, 4, 1.0}, {1, 2, -1.0}}, std::numbers::pi / 2};
  const Row other{Value::kAngle, {{1, 4, 1.0}, {2, 0, -1.0}}, std::numbers::pi / 2};
  const System system(5, {right, other, second, first}, 1.0);
  const std::vector<double> triangle = {0, 0, 1, 0, 0.3, 0.9};
  const std::vector<std::size_t> free = {6, 7, 8, 9};
  for (int i = 0; i < 20; ++i) {
    std::vector<double> x = random_places(5, random);
    std::copy(triangle.begin(), triangle.end(), x.begin());
    const std::vector<double> end = system.minimise(x, free, Bounds{100});
    CHECK(largest_residual(system, end) <= largest_residual(system, x));
    CHECK(std::equal(triangle.begin(), triangle.end(), end.begin()));
    if (largest_residual(system, end) > 1e-9) continue;  // from afar a direction may not be found
    CHECK(std::abs(distance(end, 0, 3) - distance(end, 2, 3)) < 1e-9);
    CHECK(std::abs((end[8] - 0.3)) < 1e-9);
  }
}

void test_more_freedom_than_rows(std::mt19937_64& random) {
  const Row equal{Value::kSquare, {{0, 1, 1.0}, {2, 3, -1.0}}, 0};
  const Row twice{Value::kSquare, {{0, 1, 2.0}, {2, 3, -2.0}}, 0};
  const System system(4, {equal, twice}, 1.0);
  for (int i = 0; i < 20; ++i) {
    const std::vector<double> x = random_places(4, random);
    CHECK(largest_residual(system, system.minimise(x, all_of(x), Bounds{60})) < 1e-12);
  }
}

void test_barriers() {
  const System system(3, {}, 1.0);
  const std::vector<double> x = {0, 0, 0.01, 0, 9, 0};
  const std::vector<double> end = system.minimise(x, all_of(x), Bounds{60, 0.1, {{0, 1}}});
  CHECK(distance(end, 0, 1) > 0.09);
  CHECK(end[4] < x[4]);
  CHECK(system.minimise(x, all_of(x), Bounds{60}) == x);
}

void test_what_is_no_number() {
  const Row row{Value::kLength, {{0, 1, 1.0}}, -1};
  const System system(2, {row}, 1.0);
  const std::vector<double> end =
      system.minimise({0, 0, kNaN, 0}, all_of({0, 0, 0, 0}), Bounds{20});
  CHECK(std::isnan(end[2]));
}

void test_symmetric(std::mt19937_64& random) {
  constexpr std::size_t kSize = 6;
  for (std::size_t rank = 1; rank <= kSize; ++rank) {
    std::vector<double> factor(rank * kSize);
    for (double& v : factor) v = std::normal_distribution<double>()(random);
    std::vector<double> matrix(kSize * kSize);
    for (std::size_t i = 0; i < kSize; ++i) {
      for (std::size_t j = 0; j < kSize; ++j) {
        for (std::size_t k = 0; k < rank; ++k) {
          matrix[i * kSize + j] += factor[k * kSize + i] * factor[k * kSize + j];
        }
      }
    }
    std::vector<double> right(kSize);  // in the range, so that there is a solution
    for (std::size_t i = 0; i < kSize; ++i) right[i] = matrix[i * kSize] - matrix[i * kSize + 3];
    std::vector<double> work = matrix;
    std::vector<double> solution = right;
    CHECK(figure::solve_symmetric(work, solution));
    for (std::size_t i = 0; i < kSize; ++i) {
      double product = 0;
      for (std::size_t j = 0; j < kSize; ++j) product += matrix[i * kSize + j] * solution[j];
      CHECK(std::abs(product - right[i]) < 1e-8);
    }
  }
  std::vector<double> matrix = {1, 0, kNaN, 1};
  std::vector<double> right = {1, 1};
  CHECK(!figure::solve_symmetric(matrix, right));
}

}  // namespace

void test_least_squares() {
  std::mt19937_64 random(7);
  test_derivatives(random);
  test_solves(random);
  test_more_freedom_than_rows(random);
  test_barriers();
  test_what_is_no_number();
  test_symmetric(random);
}

}  // namespace porism::tests
