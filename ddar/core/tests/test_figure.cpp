// The figure lists what there is to see: compared with looking at everything, on the points of a
// small grid, which has as many coincidences as a figure can have.

#include <algorithm>
#include <array>
#include <cmath>
#include <random>
#include <set>
#include <utility>
#include <vector>

#include "check.hpp"
#include "figure.hpp"
#include "tests.hpp"

namespace porism::tests {

namespace {

struct Grid {
  std::vector<std::pair<int, int>> places;
  Figure figure;

  explicit Grid(std::vector<std::pair<int, int>> chosen) : places(std::move(chosen)) {
    for (const auto& [x, y] : places) figure.add_point(x, y);
  }
  [[nodiscard]] int square(std::size_t a, std::size_t b) const {
    const int dx = places[a].first - places[b].first;
    const int dy = places[a].second - places[b].second;
    return dx * dx + dy * dy;
  }
  [[nodiscard]] int area(std::size_t a, std::size_t b, std::size_t c) const {
    return (places[b].first - places[a].first) * (places[c].second - places[a].second) -
           (places[b].second - places[a].second) * (places[c].first - places[a].first);
  }
  // Ptolemy, with squares of whole numbers: exact.
  [[nodiscard]] bool concyclic(std::size_t a, std::size_t b, std::size_t c, std::size_t d) const {
    if (area(a, b, c) == 0) return false;
    const auto row = [&](std::size_t p) {
      const int x = places[p].first - places[d].first;
      const int y = places[p].second - places[d].second;
      return std::array<int, 3>{x, y, x * x + y * y};
    };
    const auto u = row(a);
    const auto v = row(b);
    const auto w = row(c);
    return u[0] * (v[1] * w[2] - v[2] * w[1]) - u[1] * (v[0] * w[2] - v[2] * w[0]) +
               u[2] * (v[0] * w[1] - v[1] * w[0]) ==
           0;
  }
};

bool all_on(const PointList& points, std::initializer_list<std::size_t> wanted) {
  const std::set<std::size_t> found(points.begin(), points.end());
  for (const std::size_t p : wanted) {
    if (found.count(p) == 0) return false;
  }
  return true;
}

void compare(const Grid& grid) {
  const std::size_t n = grid.places.size();
  const auto on_line = [&](std::size_t a, std::size_t b, std::size_t c) {
    for (const NumericLine& line : grid.figure.lines) {
      if (all_on(line.points, {a, b, c})) return true;
    }
    return false;
  };
  const auto on_circle = [&](std::size_t a, std::size_t b, std::size_t c, std::size_t d) {
    for (const NumericCircle& circle : grid.figure.circles) {
      if (all_on(circle.points, {a, b, c, d})) return true;
    }
    return false;
  };
  std::size_t isosceles = 0;
  std::size_t collinear = 0;
  std::size_t midpoints = 0;
  for (std::size_t a = 0; a < n; ++a) {
    for (std::size_t b = 0; b < n; ++b) {
      for (std::size_t c = b + 1; c < n; ++c) {
        if (a == b || a == c) continue;
        const bool equal = grid.square(a, b) == grid.square(a, c);
        isosceles += equal ? 1 : 0;
        midpoints += equal && grid.area(a, b, c) == 0 ? 1 : 0;
        if (a > b) continue;
        CHECK(on_line(a, b, c) == (grid.area(a, b, c) == 0));
        collinear += grid.area(a, b, c) == 0 ? 1 : 0;
        for (std::size_t d = c + 1; d < n; ++d) {
          CHECK(on_circle(a, b, c, d) == grid.concyclic(a, b, c, d));
        }
      }
    }
  }
  CHECK(grid.figure.isosceles.size() == isosceles);
  CHECK(grid.figure.collinear.size() == collinear);
  CHECK(grid.figure.midpoints.size() == midpoints);
  for (const NumericCircle& circle : grid.figure.circles) {
    for (const Point p : circle.points) {
      const double distance = std::hypot(grid.figure.x(p) - circle.x, grid.figure.y(p) - circle.y);
      CHECK(std::abs(distance - circle.radius) < 1e-9);
    }
  }
}

// The square of two lines and a circle with its centre, written out.
void known_figure() {
  Figure figure;
  const Point a = figure.add_point(0, 0);
  const Point b = figure.add_point(1, 0);
  const Point c = figure.add_point(1, 1);
  const Point d = figure.add_point(0, 1);
  const Point o = figure.add_point(0.5, 0.5);
  CHECK(figure.lines.size() == 2);
  CHECK(figure.on_listed_line(a, c) && figure.on_listed_line(b, o));
  CHECK(!figure.on_listed_line(a, b));
  CHECK(figure.circles.size() == 1);
  CHECK(figure.circles[0].points == (PointList{a, b, c, d}));
  CHECK(figure.circles[0].centres == PointList{o});
  CHECK(figure.perpendicular(a, c, b, d) && figure.parallel(a, b, c, d));
  CHECK(figure.between(o, a, c) && !figure.between(a, o, c));
  CHECK(figure.degenerate(a, o, c) && !figure.degenerate(a, b, c));
  CHECK(!figure.clockwise(a, b, c) && figure.clockwise(a, c, b));
  CHECK(figure.overlaps.empty());
  figure.add_point(0.5, 0.5);
  CHECK(figure.overlaps.size() == 1);
}

}  // namespace

void test_figure() {
  known_figure();
  std::mt19937_64 random(3);
  for (int round = 0; round < 40; ++round) {
    std::set<std::pair<int, int>> chosen;
    while (chosen.size() < 9) {
      chosen.insert({static_cast<int>(random() % 5), static_cast<int>(random() % 5)});
    }
    std::vector<std::pair<int, int>> places(chosen.begin(), chosen.end());
    std::shuffle(places.begin(), places.end(), random);
    compare(Grid(places));
  }
}

}  // namespace porism::tests
