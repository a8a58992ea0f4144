#include "least_squares.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace porism::figure {

namespace {

constexpr double kTiny = 1e-300;        // keeps logarithms and quotients of a point pair finite
constexpr double kApart = 1e-12;        // the same, where points are pushed apart
constexpr double kFirstDamping = 1e-2;  // of Levenberg-Marquardt
constexpr double kLeastDamping = 1e-13;
constexpr double kMostDamping = 1e8;    // with which no step helps any more
constexpr double kOverdamping = 6;      // after a step that does not help
constexpr double kEasing = 10;          // after one that does
constexpr double kSolved = 1e-26;       // sum of squares
constexpr double kSlow = 0.9999;        // what a step has to leave of the sum, to be worth another
constexpr double kSlowDamping = 1e-6;   // but not while steps are held back
constexpr double kBox = 4;              // sizes of the figure, in which its points stay
constexpr double kPull = 0.1;           // weight of a point beyond
constexpr double kNothingLeft = 1e-14;  // of a diagonal entry: damping leaves ten times as much

struct Measured {
  double value;
  double by_x;  // derivatives by the coordinates of the second point
  double by_y;
};

Measured measure(Value value, double dx, double dy) {
  const double square = dx * dx + dy * dy + kTiny;
  switch (value) {
    case Value::kAngle:
      return {std::atan2(dy, dx), -dy / square, dx / square};
    case Value::kRatio:
      return {0.5 * std::log(square), dx / square, dy / square};
    case Value::kLength: {
      const double length = std::sqrt(square);
      return {length, dx / length, dy / length};
    }
    case Value::kSquare:
      return {square, 2 * dx, 2 * dy};
    case Value::kX:
      return {dx, 1, 0};
    case Value::kY:
      break;
  }
  return {dy, 0, 1};
}

}  // namespace

struct System::Linear {
  std::vector<double> residuals;
  std::vector<std::vector<Derivative>> derivatives;
  double cost = 0;

  void clear() {
    residuals.clear();
    cost = 0;
  }

  // The derivatives of the next residual; vectors are kept, so that steps allocate nothing.
  std::vector<Derivative>& next() {
    if (derivatives.size() == residuals.size()) derivatives.emplace_back();
    derivatives[residuals.size()].clear();
    return derivatives[residuals.size()];
  }

  void push(double residual) {
    residuals.push_back(residual);
    cost += residual * residual;
  }
};

System::System(std::size_t points, std::vector<Row> rows, double size)
    : points_(points), rows_(std::move(rows)), size_(size) {}

double System::residual(const Row& row, std::span<const double> x,
                        std::vector<Derivative>& out) const {
  double total = 0;
  double magnitude = std::abs(row.constant);
  for (const Term& term : row.terms) {
    const std::size_t from = 2 * std::size_t{term.from};
    const std::size_t to = 2 * std::size_t{term.to};
    const Measured m = measure(row.value, x[to] - x[from], x[to + 1] - x[from + 1]);
    total += term.factor * m.value;
    magnitude += std::abs(term.factor * m.value);
    out.push_back({to, term.factor * m.by_x});
    out.push_back({to + 1, term.factor * m.by_y});
    out.push_back({from, -term.factor * m.by_x});
    out.push_back({from + 1, -term.factor * m.by_y});
  }
  total += row.constant;
  double scale = 1;
  if (row.value == Value::kAngle) {
    total -= std::numbers::pi * std::nearbyint(total / std::numbers::pi);
  } else if (row.value == Value::kLength || row.value == Value::kSquare) {
    scale = magnitude + kTiny;
  } else if (row.value == Value::kX || row.value == Value::kY) {
    scale = size_;
  }
  for (Derivative& derivative : out) derivative.value /= scale;
  return total / scale;
}

void System::evaluate(std::span<const double> x, std::span<double> residuals,
                      std::span<double> derivatives) const {
  std::ranges::fill(derivatives, 0.0);
  std::vector<Derivative> found;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    found.clear();
    residuals[i] = residual(rows_[i], x, found);
    for (const Derivative& d : found) derivatives[i * coordinates() + d.coordinate] += d.value;
  }
}

void System::linearise(std::span<const double> x, const Bounds& bounds, Linear& out) const {
  out.clear();
  for (const Row& row : rows_) {
    std::vector<Derivative>& derivatives = out.next();
    out.push(residual(row, x, derivatives));
  }
  if (bounds.spread > 0) add_barriers(x, bounds, out);
}

void System::add_barriers(std::span<const double> x, const Bounds& bounds, Linear& out) const {
  for (const auto& [p, q] : bounds.apart) {
    const std::size_t i = 2 * std::size_t{p};
    const std::size_t j = 2 * std::size_t{q};
    const double dx = x[j] - x[i];
    const double dy = x[j + 1] - x[i + 1];
    const double length = std::sqrt(dx * dx + dy * dy) + kApart;
    if (length >= bounds.spread) continue;
    const double by_x = dx / length / bounds.spread;
    const double by_y = dy / length / bounds.spread;
    out.next() = {{j, -by_x}, {j + 1, -by_y}, {i, by_x}, {i + 1, by_y}};
    out.push(1 - length / bounds.spread);
  }
  const double limit = kBox * size_;
  const double middle = std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(x.size());
  for (std::size_t k = 0; k < x.size(); ++k) {
    const double beyond = std::abs(x[k] - middle) - limit;
    if (!(beyond > 0)) continue;
    out.next() = {{k, std::copysign(kPull / size_, x[k] - middle)}};
    out.push(kPull * beyond / size_);
  }
}

std::vector<double> System::minimise(std::vector<double> x, std::span<const std::size_t> free,
                                     const Bounds& bounds) const {
  const std::size_t n = free.size();
  constexpr std::size_t kFixed = ~std::size_t{0};
  std::vector<std::size_t> place(coordinates(), kFixed);
  for (std::size_t i = 0; i < n; ++i) place[free[i]] = i;

  std::vector<double> normal(n * n);
  std::vector<double> step(n);
  std::vector<double> trial;
  Linear here;
  Linear there;
  linearise(x, bounds, here);
  double damping = kFirstDamping;
  for (int round = 0; round < bounds.steps; ++round) {
    std::ranges::fill(normal, 0.0);
    std::ranges::fill(step, 0.0);
    for (std::size_t row = 0; row < here.residuals.size(); ++row) {
      for (const Derivative& a : here.derivatives[row]) {
        const std::size_t i = place[a.coordinate];
        if (i == kFixed) continue;
        step[i] -= a.value * here.residuals[row];
        for (const Derivative& b : here.derivatives[row]) {
          const std::size_t j = place[b.coordinate];
          if (j <= i) normal[i * n + j] += a.value * b.value;  // kFixed is larger than any
        }
      }
    }
    for (std::size_t i = 0; i < n; ++i) {
      normal[i * n + i] = normal[i * n + i] * (1 + damping) + 1e-9 * damping;
    }
    if (!solve_symmetric(normal, step)) {
      damping *= kEasing;
      continue;
    }
    double longest = 0;
    for (const double s : step) longest = std::max(longest, std::abs(s));
    const double shortened = longest > size_ ? size_ / longest : 1;  // directions are periodic
    trial = x;
    for (std::size_t i = 0; i < n; ++i) trial[free[i]] += shortened * step[i];
    linearise(trial, bounds, there);
    if (!(there.cost < here.cost)) {
      damping *= kOverdamping;
      if (damping > kMostDamping) break;
      continue;
    }
    const bool slow = there.cost > kSlow * here.cost && damping < kSlowDamping;
    std::swap(x, trial);
    std::swap(here, there);
    damping = std::max(damping / kEasing, kLeastDamping);
    if (here.cost < kSolved || slow) break;
  }
  return x;
}

bool solve_symmetric(std::span<double> matrix, std::span<double> right) {
  const std::size_t n = right.size();
  // L D L^T in place, without pivoting: L below the diagonal, D on it, 0 where nothing is left.
  std::vector<double> scaled(n);  // of row j, times D
  for (std::size_t j = 0; j < n; ++j) {
    double* row_j = matrix.data() + j * n;
    const double before = row_j[j];
    double d = before;
    for (std::size_t k = 0; k < j; ++k) {
      scaled[k] = row_j[k] * matrix[k * n + k];
      d -= row_j[k] * scaled[k];
    }
    if (!std::isfinite(d)) return false;
    if (d <= kNothingLeft * before) d = 0;
    row_j[j] = d;
    for (std::size_t i = j + 1; i < n; ++i) {
      double* row_i = matrix.data() + i * n;
      double sum = row_i[j];
      for (std::size_t k = 0; k < j; ++k) sum -= row_i[k] * scaled[k];
      row_i[j] = d > 0 ? sum / d : 0;
    }
  }
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t k = 0; k < i; ++k) right[i] -= matrix[i * n + k] * right[k];
  }
  for (std::size_t i = n; i-- > 0;) {
    const double d = matrix[i * n + i];
    right[i] = d > 0 ? right[i] / d : 0;
    for (std::size_t k = i + 1; k < n; ++k) right[i] -= matrix[k * n + i] * right[k];
    if (d == 0) right[i] = 0;
  }
  return std::ranges::all_of(right, [](double v) { return std::isfinite(v); });
}

}  // namespace porism::figure
