// How the places where loci meet are ranked. See intersections.hpp.

#include "intersections.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <utility>

#include "contract.hpp"
#include "meetings.hpp"

namespace porism {

namespace {

constexpr double kShake = 0.01;
constexpr double kImplied = 1e-7;  // what holds so well in the shaken figure is no coincidence
constexpr std::size_t kDefinitions = 3;  // of one place

using Number = std::uint32_t;

struct Scaled {
  std::vector<Place> at;
  Place middle;
  double size;
};

Scaled scaled(std::span<const Place> points) {
  Place low{1e300, 1e300};
  Place high{-1e300, -1e300};
  for (const Place& p : points) {
    low = {std::min(low.x, p.x), std::min(low.y, p.y)};
    high = {std::max(high.x, p.x), std::max(high.y, p.y)};
  }
  Scaled s{{}, {(low.x + high.x) / 2, (low.y + high.y) / 2}, 1.0};
  const double half = std::max(high.x - low.x, high.y - low.y) / 2;
  if (half > 0) s.size = half;
  for (const Place& p : points) {
    s.at.push_back({(p.x - s.middle.x) / s.size, (p.y - s.middle.y) / s.size});
  }
  return s;
}

// The best places by rank before coincidences are told from consequences, with their meetings.
class Kept {
 public:
  Kept(const Meetings& met, std::size_t most) {
    std::vector<Number> order(met.places.size());
    std::iota(order.begin(), order.end(), 0U);
    if (order.size() > most) {
      std::nth_element(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(most),
                       order.end(), [&](Number i, Number j) {
                         return met.ranks[i] != met.ranks[j] ? met.ranks[i] > met.ranks[j] : i < j;
                       });
      order.resize(most);
    }
    std::vector<bool> wanted(met.places.size());
    for (const Number i : order) wanted[i] = true;
    // Meetings sorted by place, those at one place in the order in which they were met.
    std::vector<Number> next(met.places.size() + 1);
    for (const Meeting& m : met.all) next[m.place + 1] += wanted[m.place] ? 1 : 0;
    std::partial_sum(next.begin(), next.end(), next.begin());
    meetings_.resize(next.back());
    for (const Meeting& m : met.all) {
      if (wanted[m.place]) meetings_[next[m.place]++] = m;
    }
  }

  // Call visit(meetings) for each place.
  template <typename Visit>
  void each(const Visit& visit) const {
    const std::span<const Meeting> all = meetings_;
    for (std::size_t i = 0, j = 0; i < all.size(); i = j) {
      while (j < all.size() && all[j].place == all[i].place) ++j;
      visit(all.subspan(i, j - i));
    }
  }

 private:
  std::vector<Meeting> meetings_;
};

// The figure with every point moved a little.
std::vector<Place> shaken(std::span<const Place> at, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  const auto shake = [&] { return kShake * (static_cast<double>(random() >> 11) * 0x1p-52 - 1.0); };
  std::vector<Place> moved;
  for (const Place& p : at) {
    const double dx = shake();
    moved.push_back({p.x + dx, p.y + shake()});
  }
  return moved;
}

// Tells coincidences from consequences: what passes through a place by its definition does so in
// the shaken figure too.
class Coincidences {
 public:
  Coincidences(const Meetings& met, const std::vector<Place>& moved) : met_(met) {
    curves_.reserve(met.loci.size());
    for (const Locus& l : met.loci) curves_.push_back(curve(l.kind, l.points, moved));
  }

  // Look at a place, with all its meetings.
  void look_at(std::span<const Meeting> meetings) {
    place_ = met_.places[meetings.front().place];
    through_.clear();
    for (const Meeting& m : meetings) through_.insert(through_.end(), {m.first, m.second});
    std::sort(through_.begin(), through_.end());
    through_.erase(std::unique(through_.begin(), through_.end()), through_.end());
  }

  // Call visit(i) for each locus that passes through the place, and not by a definition of it.
  template <typename Visit>
  void each(Number first, Number second, const Visit& visit) const {
    const auto [one, two] =
        cross(met_.loci[first], curves_[first], met_.loci[second], curves_[second]);
    const auto away = [&](const Place& z) {
      return (z.x - place_.x) * (z.x - place_.x) + (z.y - place_.y) * (z.y - place_.y);
    };
    const Place there = away(two) < away(one) ? two : one;
    // Where the loci do not meet in the shaken figure, they do not pass through the place either.
    const bool meet = std::isfinite(there.x);
    for (const Number i : through_) {
      const bool defines = i == first || i == second;
      if (meet && (defines || off(met_.loci[i], curves_[i], there) < kImplied)) continue;
      visit(i, defines);
    }
  }

 private:
  const Meetings& met_;
  std::vector<Curve> curves_;
  Place place_{};
  std::vector<Number> through_;
};

// A definition of a place, by the number of its first meeting in Kept.
struct Ranked {
  double score, coincidence;
  std::span<const Meeting> at;
  Number first, second;
};

// The plainest definitions among meetings, the plainest first.
std::vector<Meeting> plainest(std::span<const Meeting> meetings) {
  std::vector<Meeting> best(meetings.begin(), meetings.end());
  std::stable_sort(best.begin(), best.end(),
                   [](const Meeting& p, const Meeting& q) { return p.prior > q.prior; });
  if (best.size() > kDefinitions) best.resize(kDefinitions);
  return best;
}

}  // namespace

std::vector<Intersection> intersections(std::span<const Place> points, std::size_t since,
                                        std::size_t most, std::uint64_t seed, const Stop& stop) {
  PORISM_REQUIRE(points.size() <= kMostPoints);
  const Scaled figure = scaled(points);
  const Meetings met = meetings_of(figure.at, since, 2 * most, stop);
  const Kept kept(met, 2 * most);
  Coincidences coincidences(met, shaken(figure.at, seed));
  std::vector<Ranked> ranked;
  kept.each([&](std::span<const Meeting> meetings) {
    if (stop && stop()) return;
    coincidences.look_at(meetings);
    for (const Meeting& by : plainest(meetings)) {
      double weight = 0;
      coincidences.each(by.first, by.second, [&](Number i, bool) { weight += met.loci[i].weight; });
      const double score = by.prior + 1.2 * std::min(weight, 4.0);
      ranked.push_back({score, weight, meetings, by.first, by.second});
    }
  });
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const Ranked& a, const Ranked& b) { return a.score > b.score; });
  if (ranked.size() > most) ranked.resize(most);
  std::vector<Intersection> found;
  found.reserve(ranked.size());
  for (const Ranked& r : ranked) {
    const Place& at = met.places[r.at.front().place];
    const Place back{at.x * figure.size + figure.middle.x, at.y * figure.size + figure.middle.y};
    std::vector<Locus> unforced;
    coincidences.look_at(r.at);
    coincidences.each(r.first, r.second, [&](Number i, bool defines) {
      if (!defines) unforced.push_back(met.loci[i]);
    });
    found.push_back(
        {back, met.loci[r.first], met.loci[r.second], r.score, r.coincidence, std::move(unforced)});
  }
  return found;
}

std::vector<Locus> loci_through(std::span<const Place> points, std::size_t p, const Stop& stop) {
  PORISM_REQUIRE(points.size() <= kMostPoints && p < points.size());
  Scaled figure = scaled(points);
  const Place here = figure.at[p];
  std::vector<Place> others = figure.at;
  others.erase(others.begin() + static_cast<std::ptrdiff_t>(p));
  std::vector<Locus> found = loci_through(others, here, stop);
  for (Locus& locus : found) {
    for (auto& q : locus.points) q = static_cast<std::uint8_t>(q >= p ? q + 1 : q);
  }
  return found;
}

}  // namespace porism
