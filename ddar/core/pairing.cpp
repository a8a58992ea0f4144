// See pairing.hpp.

#include "pairing.hpp"

#include <array>
#include <bit>
#include <iterator>
#include <unordered_map>

namespace porism {

namespace {

constexpr std::size_t kStrongCircles = 16;
// Of drawn lines, of strong circles. In figures larger than any that people pose, fewer of them say
// as much.
constexpr std::size_t kMostCrossings = 4'000'000;
constexpr std::size_t kLargeFigure = 40;  // points
constexpr std::size_t kMostCrossingsOfLarge = 1'000'000;

}  // namespace

Pairing::Pairing(std::span<const Place> at, std::size_t since, const std::vector<Locus>& loci)
    : at_(at), since_(since), loci_(loci) {
  fresh_.reserve(loci.size());
  for (const Locus& locus : loci) {
    fresh_.push_back(std::any_of(locus.points.begin(), locus.points.end(),
                                 [&](std::uint8_t p) { return p >= since; }));
  }
  for (Number i = 0; i < loci.size(); ++i) {
    const bool drawn = loci[i].kind == LocusKind::line;
    if (drawn) drawn_.push_back(i);
    if (loci[i].straight() && !drawn) other_lines_.push_back(i);
    (loci[i].straight() ? lines_ : circles_).push_back(i);
  }
  // A locus that is not fresh meets fresh ones only.
  new_lines_ = fresh_of(lines_);
  new_others_ = fresh_of(other_lines_);
  new_circles_ = fresh_of(circles_);
  keep_drawn_with_most_points();
  find_strong_circles();
  pair_for_centres();
  pair_in_triangles();
}

std::vector<std::uint32_t> Pairing::fresh_of(const std::vector<Number>& all) const {
  std::vector<Number> some;
  std::copy_if(all.begin(), all.end(), std::back_inserter(some),
               [&](Number i) { return static_cast<bool>(fresh_[i]); });
  return some;
}

std::size_t Pairing::most_crossings() const {
  return at_.size() > kLargeFigure ? kMostCrossingsOfLarge : kMostCrossings;
}

// Keep as many of the drawn lines as kMostCrossings allows.
void Pairing::keep_drawn_with_most_points() {
  std::stable_sort(drawn_.begin(), drawn_.end(), [&](Number i, Number j) {
    return std::popcount(loci_[i].members) > std::popcount(loci_[j].members);
  });
  std::size_t sum = 0;
  const auto last = std::find_if(drawn_.begin(), drawn_.end(), [&](Number i) {
    sum += fresh_[i] ? loci_.size() : new_lines_.size() + new_circles_.size();
    return sum > most_crossings();
  });
  drawn_.erase(last, drawn_.end());
  std::sort(drawn_.begin(), drawn_.end());
}

// Circles that the figure is about: those with many points, known centres first.
void Pairing::find_strong_circles() {
  const auto rank = [&](Number i) {
    const int count = std::popcount(loci_[i].members);
    return count + (loci_[i].kind == LocusKind::centred_through && count > 1 ? 0.5 : 0.0);
  };
  std::copy_if(circles_.begin(), circles_.end(), std::back_inserter(strong_),
               [&](Number i) { return rank(i) > 2; });
  std::stable_sort(strong_.begin(), strong_.end(),
                   [&](Number i, Number j) { return rank(i) > rank(j); });
  const std::size_t most = std::min(kStrongCircles, most_crossings() / (loci_.size() + 1));
  if (strong_.size() > most) strong_.resize(most);
  is_strong_.resize(loci_.size());
  for (const Number i : strong_) is_strong_[i] = true;
}

// Pairs of loci that define a centre of a circle, or a reflection.
void Pairing::pair_for_centres() {
  std::vector<std::vector<Number>> bisectors(at_.size()), circles_through(at_.size());
  for (Number i = 0; i < loci_.size(); ++i) {
    if (loci_[i].kind == LocusKind::perpendicular_bisector)
      bisectors[loci_[i].points[0]].push_back(i);
    if (loci_[i].kind == LocusKind::centred_through && !is_strong_[i])
      circles_through[loci_[i].points[1]].push_back(i);
  }
  for (const auto* group : {&bisectors, &circles_through}) {
    for (const auto& same : *group) {
      for (std::size_t i = 0; i < same.size(); ++i) {
        for (std::size_t j = i + 1; j < same.size(); ++j) named_.emplace_back(same[i], same[j]);
      }
    }
  }
}

// Bisectors, altitudes and parallels of triangles, two by two.
void Pairing::pair_in_triangles() {
  const std::size_t n = at_.size();
  constexpr Number none = 0xFFFFFFFF;
  std::vector<Number> line_of(n * n, none);
  for (Number i = 0; i < loci_.size() && loci_[i].kind == LocusKind::line; ++i) {
    for (std::size_t p = 0; p < n; ++p) {
      for (std::size_t q = 0; q < n; ++q) {
        if (p != q && (loci_[i].members >> p & 1) != 0 && (loci_[i].members >> q & 1) != 0) {
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
  for (Number i = 0; i < loci_.size() && loci_[i].straight(); ++i) {
    const auto& [a, b, c, d] = loci_[i].points;
    const LocusKind kind = loci_[i].kind;
    if (kind == LocusKind::internal_bisector || kind == LocusKind::external_bisector) {
      locus[key(kind, b, line(b, a), line(b, c))] = i;
    } else if (kind == LocusKind::perpendicular || kind == LocusKind::parallel) {
      locus[key(kind, a, line(b, c), line(b, c))] = i;
    }
  }
  std::vector<std::pair<Number, Number>> found;
  const auto both = [&](std::uint64_t one, std::uint64_t two) {
    const auto i = locus.find(one);
    const auto j = locus.find(two);
    if (i == locus.end() || j == locus.end()) return;
    found.emplace_back(std::min(i->second, j->second), std::max(i->second, j->second));
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
              both(key(kind, corner[s], side[s], side[s]), key(kind, corner[t], side[t], side[t]));
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
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  named_.insert(named_.end(), found.begin(), found.end());
}

}  // namespace porism
