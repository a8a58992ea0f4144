// Meetings of loci: that places given up before they were told apart are none of the best.

#include <algorithm>
#include <cmath>
#include <random>
#include <tuple>
#include <vector>

#include "check.hpp"
#include "meetings.hpp"
#include "tests.hpp"

namespace porism::tests {

namespace {

using Row = std::tuple<float, double, double, std::vector<std::pair<std::uint32_t, std::uint32_t>>>;

// The best places, those met first before others of the same rank, with what meets there.
std::vector<Row> best(const Meetings& met, std::size_t most) {
  std::vector<Row> rows;
  for (std::size_t i = 0; i < met.places.size(); ++i) {
    rows.emplace_back(met.ranks[i], met.places[i].x, met.places[i].y, std::get<3>(Row{}));
  }
  for (const Meeting& m : met.all) std::get<3>(rows[m.place]).emplace_back(m.first, m.second);
  std::stable_sort(rows.begin(), rows.end(),
                   [](const Row& a, const Row& b) { return std::get<0>(a) > std::get<0>(b); });
  rows.resize(std::min(rows.size(), most));
  return rows;
}

// A triangle with its midpoints and altitudes, in which much meets, and points at random.
std::vector<Place> figure(std::size_t more, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  const auto draw = [&] { return static_cast<double>(random() >> 11) * 0x1p-52 - 1.0; };
  std::vector<Place> at = {{-1, -0.7}, {1, -0.7}, {0.25, 0.9}};
  at.insert(at.end(), {{0, -0.7}, {0.625, 0.1}, {-0.375, 0.1}, {0.25, -0.7}});
  for (std::size_t i = 0; i < more; ++i) {
    const double x = draw();
    at.push_back({x, draw()});
  }
  return at;
}

}  // namespace

void test_meetings() {
  for (const std::size_t more : {0U, 2U, 5U}) {
    for (const std::size_t since : {std::size_t{0}, 6 + more}) {
      const std::vector<Place> at = figure(more, more);
      const Meetings every = meetings_of(at, since, std::size_t{1} << 40);
      const auto twice = std::count_if(every.ranks.begin(), every.ranks.end(),
                                       [](float rank) { return rank > 2.5F; });
      CHECK(twice > 10 && every.places.size() > 1500);
      for (const std::size_t most : {1U, 30U, 400U}) {
        const Meetings some = meetings_of(at, since, most);
        CHECK(some.places.size() >= most && some.places.size() < every.places.size());
        CHECK(best(some, most) == best(every, most));
      }
      for (const Place& place : every.places) {
        const bool free = std::none_of(at.begin(), at.end(), [&](const Place& p) {
          return std::hypot(p.x - place.x, p.y - place.y) < 1e-6;
        });
        if (!free) CHECK(free);
      }
    }
  }
}

}  // namespace porism::tests
