// Which loci are made to meet, and how the places are ranked. See intersections.hpp.

#include "intersections.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <iterator>
#include <numeric>
#include <random>
#include <unordered_map>
#include <utility>

#include "contract.hpp"
#include "field.hpp"

namespace porism {

namespace {

constexpr double kFar = 8.0;            // figures have size 1; points farther out are left alone
constexpr double kApart = 1e-5;         // from points of the figure
constexpr double kFlatCrossing = 2e-3;  // sine of the smallest angle at which loci may cross
constexpr double kShake = 0.01;
constexpr double kImplied = 1e-7;  // what holds so well in the shaken figure is no coincidence
constexpr std::size_t kStrongCircles = 16;
// Of drawn lines, of strong circles. A crossing takes some hundred bytes until places are ranked;
// in figures larger than any that people pose, fewer of them say as much.
constexpr std::size_t kMostCrossings = 4'000'000;
constexpr std::size_t kLargeFigure = 40;  // points
constexpr std::size_t kMostCrossingsOfLarge = 1'000'000;
constexpr std::size_t kDefinitions = 3;  // of one place
constexpr double kGrid = 2e6;

using Number = std::uint32_t;

// Both common points of two curves, as far as they have any; not finite otherwise.
std::array<Place, 2> cross(const Locus& p, const Curve& c, const Locus& q, const Curve& d) {
  const Place none{NAN, NAN};
  if (p.straight() && q.straight()) {
    const double sine = c.u * d.v - c.v * d.u;
    if (std::abs(sine) < kFlatCrossing) return {none, none};
    return {Place{(c.v * d.w - d.v * c.w) / sine, (d.u * c.w - c.u * d.w) / sine}, none};
  }
  if (p.straight()) {
    const double away = c.u * d.u + c.v * d.v + c.w;
    const double half = std::sqrt(d.w * d.w - away * away);
    if (!(half >= kFlatCrossing * d.w)) return {none, none};
    const Place foot{d.u - away * c.u, d.v - away * c.v};
    return {Place{foot.x - half * c.v, foot.y + half * c.u},
            Place{foot.x + half * c.v, foot.y - half * c.u}};
  }
  const double dx = d.u - c.u;
  const double dy = d.v - c.v;
  const double square = dx * dx + dy * dy;
  if (square < 1e-12) return {none, none};
  const double along = (square + c.w * c.w - d.w * d.w) / (2 * square);
  const double across = std::sqrt(c.w * c.w / square - along * along);
  if (!(across * std::sqrt(square) >= kFlatCrossing * std::min(c.w, d.w))) return {none, none};
  return {Place{c.u + along * dx - across * dy, c.v + along * dy + across * dx},
          Place{c.u + along * dx + across * dy, c.v + along * dy - across * dx}};
}

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

// Meetings of loci, sorted into places.
class IntersectionFinder {
 public:
  IntersectionFinder(std::span<const Place> at, std::size_t since, const Stop& stop)
      : at_(at), since_(since), stop_(stop) {
    loci = loci_of(at, since == 0);
    fresh_.reserve(loci.size());
    for (const Locus& locus : loci) {
      fresh_.push_back(std::any_of(locus.points.begin(), locus.points.end(),
                                   [&](std::uint8_t p) { return p >= since; }));
    }
  }

  struct Pair {
    Number place, first, second;
    float prior;
  };

  void meet_all() {
    std::vector<Number> drawn, other_lines, lines, circles;
    for (Number i = 0; i < loci.size(); ++i) {
      if (loci[i].kind == LocusKind::line) drawn.push_back(i);
      if (loci[i].straight() && loci[i].kind != LocusKind::line) other_lines.push_back(i);
      (loci[i].straight() ? lines : circles).push_back(i);
    }
    const std::vector<Number> strong = strong_circles(circles);
    std::vector<bool> is_strong(loci.size());
    for (const Number i : strong) is_strong[i] = true;
    // A locus that is not fresh meets fresh ones only.
    const auto fresh_of = [&](const std::vector<Number>& all) {
      std::vector<Number> some;
      std::copy_if(all.begin(), all.end(), std::back_inserter(some),
                   [&](Number i) { return static_cast<bool>(fresh_[i]); });
      return some;
    };
    const std::vector<Number> new_lines = fresh_of(lines);
    const std::vector<Number> new_others = fresh_of(other_lines);
    const std::vector<Number> new_circles = fresh_of(circles);
    const auto crossings = [&](Number i) {
      return fresh_[i] ? loci.size() : new_lines.size() + new_circles.size();
    };
    for (const Number i : drawn_with_most_points(drawn, crossings)) {
      if (over()) return;
      for (const Number j : fresh_[i] ? lines : new_lines) {
        if (loci[j].kind != LocusKind::line || i < j) meet(i, j);
      }
      for (const Number j : fresh_[i] ? circles : new_circles) meet(i, j);
    }
    for (const Number i : strong) {
      if (over()) return;
      for (const Number j : fresh_[i] ? other_lines : new_others) meet(j, i);
      for (const Number j : fresh_[i] ? circles : new_circles) {
        if (!is_strong[j] || i < j) meet(std::min(i, j), std::max(i, j));
      }
    }
    meet_named(is_strong);
  }

  std::vector<Locus> loci;
  std::vector<Place> places;
  std::vector<Pair> pairs;

 private:
  [[nodiscard]] std::size_t most_crossings() const {
    return at_.size() > kLargeFigure ? kMostCrossingsOfLarge : kMostCrossings;
  }
  [[nodiscard]] bool over() const { return stop_ && stop_(); }

  // As many of the drawn lines as kMostCrossings allows, in the order given.
  template <typename Crossings>
  [[nodiscard]] std::vector<Number> drawn_with_most_points(const std::vector<Number>& drawn,
                                                           const Crossings& crossings) const {
    std::vector<Number> kept = drawn;
    std::stable_sort(kept.begin(), kept.end(), [&](Number i, Number j) {
      return std::popcount(loci[i].members) > std::popcount(loci[j].members);
    });
    std::size_t sum = 0;
    const auto last = std::find_if(kept.begin(), kept.end(), [&](Number i) {
      sum += crossings(i);
      return sum > most_crossings();
    });
    kept.erase(last, kept.end());
    std::sort(kept.begin(), kept.end());
    return kept;
  }

  // Circles that the figure is about: those with many points, known centres first.
  [[nodiscard]] std::vector<Number> strong_circles(const std::vector<Number>& circles) const {
    const auto rank = [&](Number i) {
      const int count = std::popcount(loci[i].members);
      return count + (loci[i].kind == LocusKind::centred_through && count > 1 ? 0.5 : 0.0);
    };
    std::vector<Number> strong = circles;
    std::stable_sort(strong.begin(), strong.end(),
                     [&](Number i, Number j) { return rank(i) > rank(j); });
    std::erase_if(strong, [&](Number i) { return rank(i) <= 2; });
    const std::size_t most = std::min(kStrongCircles, most_crossings() / (loci.size() + 1));
    if (strong.size() > most) strong.resize(most);
    return strong;
  }

  // Pairs of loci that define a point with a name: centres, reflections, parallelograms.
  void meet_named(const std::vector<bool>& is_strong) {
    std::vector<std::vector<Number>> bisectors(at_.size()), circles_through(at_.size());
    for (Number i = 0; i < loci.size(); ++i) {
      if (loci[i].kind == LocusKind::perpendicular_bisector)
        bisectors[loci[i].points[0]].push_back(i);
      if (loci[i].kind == LocusKind::centred_through && !is_strong[i])
        circles_through[loci[i].points[1]].push_back(i);
    }
    for (const auto* group : {&bisectors, &circles_through}) {
      for (const auto& same : *group) {
        for (std::size_t i = 0; i < same.size(); ++i) {
          for (std::size_t j = i + 1; j < same.size(); ++j) meet(same[i], same[j]);
        }
      }
    }
    meet_in_triangles();
  }

  // Bisectors, altitudes and parallels of triangles, two by two.
  void meet_in_triangles() {
    const std::size_t n = at_.size();
    constexpr Number none = 0xFFFFFFFF;
    std::vector<Number> line_of(n * n, none);
    for (Number i = 0; i < loci.size() && loci[i].kind == LocusKind::line; ++i) {
      for (std::size_t p = 0; p < n; ++p) {
        for (std::size_t q = 0; q < n; ++q) {
          if (p != q && (loci[i].members >> p & 1) != 0 && (loci[i].members >> q & 1) != 0) {
            line_of[p * n + q] = i;
          }
        }
      }
    }
    const auto line = [&](std::size_t p, std::size_t q) { return line_of[p * n + q]; };
    const auto key = [](LocusKind kind, std::size_t p, Number u, Number v) {
      return (static_cast<std::uint64_t>(kind) << 56) | (static_cast<std::uint64_t>(p) << 48) |
             (static_cast<std::uint64_t>(std::min(u, v)) << 24) | std::max(u, v);
    };
    std::unordered_map<std::uint64_t, Number> locus;
    for (Number i = 0; i < loci.size() && loci[i].straight(); ++i) {
      const auto& [a, b, c, d] = loci[i].points;
      const LocusKind kind = loci[i].kind;
      if (kind == LocusKind::internal_bisector || kind == LocusKind::external_bisector) {
        locus[key(kind, b, line(b, a), line(b, c))] = i;
      } else if (kind == LocusKind::perpendicular || kind == LocusKind::parallel) {
        locus[key(kind, a, line(b, c), line(b, c))] = i;
      }
    }
    const auto both = [&](std::uint64_t one, std::uint64_t two) {
      const auto i = locus.find(one);
      const auto j = locus.find(two);
      if (i == locus.end() || j == locus.end()) return;
      named_.emplace_back(std::min(i->second, j->second), std::max(i->second, j->second));
    };
    for (std::size_t c = since_; c < n; ++c) {
      for (std::size_t b = 0; b < c; ++b) {
        for (std::size_t a = 0; a < b; ++a) {
          const std::array<std::size_t, 3> corner = {a, b, c};
          const std::array<Number, 3> side = {line(b, c), line(c, a), line(a, b)};
          if (side[0] == none || side[1] == none || side[2] == none || side[0] == side[1]) continue;
          for (std::size_t s = 0; s < 3; ++s) {
            for (std::size_t t = s + 1; t < 3; ++t) {
              for (const LocusKind kind : {LocusKind::perpendicular, LocusKind::parallel}) {
                both(key(kind, corner[s], side[s], side[s]),
                     key(kind, corner[t], side[t], side[t]));
              }
            }
          }
          for (const LocusKind s : {LocusKind::internal_bisector, LocusKind::external_bisector}) {
            for (const LocusKind t : {LocusKind::internal_bisector, LocusKind::external_bisector}) {
              both(key(s, a, side[1], side[2]), key(t, b, side[2], side[0]));
            }
          }
        }
      }
    }
    std::sort(named_.begin(), named_.end());
    named_.erase(std::unique(named_.begin(), named_.end()), named_.end());
    for (const auto& [i, j] : named_) meet(i, j);
  }

  // How plain it is to define a point by two loci. The bonuses are what successful points of a
  // few dozen classical problems have more often than others.
  static float plainness(const Locus& p, const Locus& q) {
    const auto has = [](const Locus& line, const Locus& of, std::size_t i) {
      return (line.members >> of.points[i] & 1) != 0;
    };
    double bonus = 0;
    if (p.kind == LocusKind::perpendicular_bisector &&
        q.kind == LocusKind::perpendicular_bisector) {
      bonus = 1.5;  // circumcentre
    } else if (q.kind == LocusKind::perpendicular_bisector && p.kind == LocusKind::line) {
      bonus = has(p, q, 0) && has(p, q, 1) ? 1.2 : 0.3;  // midpoint
    } else if (p.kind == q.kind) {
      switch (p.kind) {
        case LocusKind::line:
          bonus = 0.5;
          break;
        case LocusKind::parallel:
          bonus = 1.0;
          break;                            // parallelogram
        case LocusKind::perpendicular:      // orthocentre
        case LocusKind::internal_bisector:  // incentre
        case LocusKind::external_bisector:
        case LocusKind::centred_through:  // reflection
          bonus = 0.7;
          break;
        default:
          break;
      }
    } else if (p.kind == LocusKind::internal_bisector && q.kind == LocusKind::external_bisector) {
      bonus = 0.7;  // excentre
    }
    const bool second = !q.straight() && (p.members & q.members) != 0;  // besides a known one
    return static_cast<float>(p.weight + q.weight + bonus + (second ? 0.5 : 0.0));
  }

  void meet(Number i, Number j) {
    if (!fresh_[i] && !fresh_[j]) return;
    const Locus& p = loci[i];
    const Locus& q = loci[j];
    const float prior = plainness(p, q);
    for (const Place& place : cross(p, p.at, q, q.at)) {
      if (!(std::abs(place.x) < kFar && std::abs(place.y) < kFar)) continue;
      const Number number = number_of(place);
      if (number != kTaken) pairs.push_back({number, i, j, prior});
    }
  }

  static constexpr Number kTaken = 0xFFFFFFFF;
  static constexpr Number kEmpty = 0xFFFFFFFE;

  // The number of a place; kTaken where a point of the figure is.
  Number number_of(Place place) {
    const auto qx = static_cast<std::int64_t>(std::floor(place.x * kGrid + 0.123));
    const auto qy = static_cast<std::int64_t>(std::floor(place.y * kGrid + 0.123));
    const std::uint64_t key = static_cast<std::uint64_t>(qx) << 32 ^ static_cast<std::uint32_t>(qy);
    if (2 * (filled_ + 1) > slots_.size()) grow();
    std::size_t slot = hash(key) & (slots_.size() - 1);
    while (slots_[slot].number != kEmpty) {
      if (slots_[slot].key == key) return slots_[slot].number;
      slot = (slot + 1) & (slots_.size() - 1);
    }
    const bool taken = std::any_of(at_.begin(), at_.end(), [&](const Place& p) {
      return std::abs(p.x - place.x) + std::abs(p.y - place.y) < kApart;
    });
    const Number number = taken ? kTaken : static_cast<Number>(places.size());
    if (!taken) places.push_back(place);
    slots_[slot] = {key, number};
    ++filled_;
    return number;
  }

  struct Slot {
    std::uint64_t key = 0;
    Number number = kEmpty;
  };

  static std::size_t hash(std::uint64_t key) {
    key *= kGoldenRatio;
    return static_cast<std::size_t>(key ^ key >> 32);
  }

  void grow() {
    std::vector<Slot> old(std::max<std::size_t>(4096, 2 * slots_.size()));
    old.swap(slots_);
    for (const Slot& s : old) {
      if (s.number == kEmpty) continue;
      std::size_t slot = hash(s.key) & (slots_.size() - 1);
      while (slots_[slot].number != kEmpty) slot = (slot + 1) & (slots_.size() - 1);
      slots_[slot] = s;
    }
  }

  std::span<const Place> at_;
  std::size_t since_;
  const Stop& stop_;
  std::vector<bool> fresh_;
  std::vector<std::pair<Number, Number>> named_;
  std::vector<Slot> slots_;
  std::size_t filled_ = 0;
};

// What is known about a place that was kept.
struct Candidate {
  Place place;
  double rough = 0;  // rank before coincidences are told from consequences
  std::vector<IntersectionFinder::Pair> best;  // the plainest definitions
  std::vector<Number> through;                 // loci
};

std::vector<Candidate> kept(const IntersectionFinder& met, std::size_t most) {
  std::vector<float> prior(met.places.size(), -1);
  std::vector<Number> count(met.places.size(), 0);
  for (const auto& pair : met.pairs) {
    prior[pair.place] = std::max(prior[pair.place], pair.prior);
    ++count[pair.place];
  }
  const auto rough = [&](Number i) {
    return prior[i] + 0.5F * static_cast<float>(std::min(count[i] - 1, 12U));
  };
  std::vector<Number> order(met.places.size());
  std::iota(order.begin(), order.end(), 0U);
  const auto before = [&](Number i, Number j) {
    return rough(i) != rough(j) ? rough(i) > rough(j) : i < j;
  };
  if (order.size() > most) {
    std::nth_element(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(most), order.end(),
                     before);
    order.resize(most);
  }
  std::sort(order.begin(), order.end());
  constexpr Number none = 0xFFFFFFFF;
  std::vector<Number> slot(met.places.size(), none);
  std::vector<Candidate> found(order.size());
  for (Number i = 0; i < order.size(); ++i) {
    slot[order[i]] = i;
    found[i].place = met.places[order[i]];
    found[i].rough = rough(order[i]);
  }
  for (const auto& pair : met.pairs) {
    if (slot[pair.place] == none) continue;
    Candidate& c = found[slot[pair.place]];
    c.best.push_back(pair);
    c.through.push_back(pair.first);
    c.through.push_back(pair.second);
  }
  for (Candidate& c : found) {
    std::sort(c.through.begin(), c.through.end());
    c.through.erase(std::unique(c.through.begin(), c.through.end()), c.through.end());
    std::stable_sort(c.best.begin(), c.best.end(),
                     [](const auto& p, const auto& q) { return p.prior > q.prior; });
    if (c.best.size() > kDefinitions) c.best.resize(kDefinitions);
  }
  return found;
}

}  // namespace

std::vector<Intersection> intersections(std::span<const Place> points, std::size_t since,
                                        std::size_t most, std::uint64_t seed, const Stop& stop) {
  PORISM_REQUIRE(points.size() <= kMostPoints);
  const Scaled figure = scaled(points);
  IntersectionFinder met(figure.at, since, stop);
  met.meet_all();
  std::mt19937_64 random(seed);
  const auto shake = [&] { return kShake * (static_cast<double>(random() >> 11) * 0x1p-52 - 1.0); };
  std::vector<Place> shaken;
  for (const Place& p : figure.at) {
    const double dx = shake();
    shaken.push_back({p.x + dx, p.y + shake()});
  }
  std::vector<Curve> moved;
  moved.reserve(met.loci.size());
  for (const Locus& locus : met.loci) moved.push_back(curve(locus.kind, locus.points, shaken));

  std::vector<Intersection> found;
  for (const Candidate& c : kept(met, 2 * most)) {
    if (stop && stop()) break;
    for (const auto& pair : c.best) {
      const Locus& p = met.loci[pair.first];
      const Locus& q = met.loci[pair.second];
      const auto [one, two] = cross(p, moved[pair.first], q, moved[pair.second]);
      const auto away = [&](const Place& z) {
        return std::hypot(z.x - c.place.x, z.y - c.place.y);
      };
      const Place there = away(two) < away(one) ? two : one;
      double coincidence = 0;
      std::vector<Locus> unforced;
      for (const Number i : c.through) {
        if (off(met.loci[i], moved[i], there) < kImplied) continue;
        coincidence += met.loci[i].weight;
        // where the loci do not meet in the shaken figure, these are not on each other either
        if (i != pair.first && i != pair.second) unforced.push_back(met.loci[i]);
      }
      const double score = pair.prior + 1.2 * std::min(coincidence, 4.0);
      const Place back{c.place.x * figure.size + figure.middle.x,
                       c.place.y * figure.size + figure.middle.y};
      found.push_back({back, p, q, score, coincidence, std::move(unforced)});
    }
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const Intersection& a, const Intersection& b) { return a.score > b.score; });
  if (found.size() > most) found.resize(most);
  return found;
}

std::vector<Locus> loci_through(std::span<const Place> points, std::size_t p) {
  PORISM_REQUIRE(points.size() <= kMostPoints && p < points.size());
  Scaled figure = scaled(points);
  const Place here = figure.at[p];
  std::vector<Place> others = figure.at;
  others.erase(others.begin() + static_cast<std::ptrdiff_t>(p));
  std::vector<Locus> found;
  for (Locus locus : loci_of(others)) {
    if (off(locus, locus.at, here) >= kOnLocus) continue;
    for (auto& q : locus.points) q = static_cast<std::uint8_t>(q >= p ? q + 1 : q);
    found.push_back(locus);
  }
  return found;
}

}  // namespace porism
