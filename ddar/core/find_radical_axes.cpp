// Three circles, each two with a common chord: the chords meet in one point.
//
//     abcd, cdef, abef cyclic,  p on ab and on cd
//     ------------------------------------------- radical_axes
//     p on ef

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "engine.hpp"
#include "retain_open.hpp"

namespace porism {

namespace {

constexpr std::size_t kMostCircles = 300;  // their pairs are walked

}  // namespace

// List the points of the figure in which three common chords of three circles meet.
void Engine::list_radical_centres() {
  struct Chord {
    Point through;
    std::uint32_t one, other;
    Point a, b;
  };
  std::vector<Chord> chords;
  const auto& circles = figure_.circles;
  radical_centres_.clear();
  radical_centres_listed_ = figure_.size();
  if (circles.size() > kMostCircles) {
    ++figure_.candidates_dropped;
    return;
  }
  for (std::uint32_t i = 0; i < circles.size(); ++i) {
    for (std::uint32_t j = i + 1; j < circles.size(); ++j) {
      std::array<Point, 2> common{};
      std::size_t count = 0;
      for (const Point p : circles[i].points) {
        if (!circles[j].points.contains(p)) continue;
        if (count < common.size()) common[count] = p;
        ++count;
      }
      if (count != 2 || figure_.coincide(common[0], common[1])) continue;
      for (const Point p : figure_.points_of_line(common[0], common[1])) {
        if (p != common[0] && p != common[1]) chords.push_back({p, i, j, common[0], common[1]});
      }
    }
  }
  std::stable_sort(chords.begin(), chords.end(),
                   [](const Chord& u, const Chord& v) { return u.through < v.through; });
  for (auto first = chords.begin(), last = first; first != chords.end(); first = last) {
    const Point p = first->through;
    last = std::find_if(first, chords.end(), [&](const Chord& c) { return c.through != p; });
    if (last - first < 3) continue;
    // Sorted by `one` and then by `other`, of which each pair has one chord at most.
    const auto chord_of = [&](std::uint32_t one, std::uint32_t other) {
      return std::lower_bound(first, last, std::pair(one, other), [](const Chord& c, auto wanted) {
        return std::pair(c.one, c.other) < wanted;
      });
    };
    for (auto ij = first; ij != last; ++ij) {
      if (radical_centres_.size() > kMostCandidates) {
        ++figure_.candidates_dropped;
        return;
      }
      for (auto jk = chord_of(ij->other, 0); jk != last && jk->one == ij->other; ++jk) {
        const auto ik = chord_of(ij->one, jk->other);
        if (ik == last || ik->one != ij->one || ik->other != jk->other) continue;
        // Circle i holds ab and cd, j holds cd and ef, k holds ab and ef.
        radical_centres_.push_back(
            {{ij->one, ij->other, jk->other}, {ik->a, ik->b, ij->a, ij->b, jk->a, jk->b}, p});
      }
    }
  }
}

void Engine::find_radical_axes() {
  if (radical_centres_listed_ != figure_.size()) list_radical_centres();
  retain_open(radical_centres_, stop(), [&](const RadicalCentre& t) {
    const auto [a, b, c, d, e, f] = t.chords;
    const Point p = t.point;
    const bool on_ab = is_collinear(p, a, b);
    const bool on_cd = is_collinear(p, c, d);
    const bool on_ef = is_collinear(p, e, f);
    if (on_ab && on_cd && on_ef) return true;
    if (on_ab + on_cd + on_ef < 2) return false;
    if (part_of(t.circles[0], {a, b, c, d}) == nullptr ||
        part_of(t.circles[1], {c, d, e, f}) == nullptr ||
        part_of(t.circles[2], {a, b, e, f}) == nullptr) {
      return false;
    }
    if (!on_ef) {
      conclude(Rule::radical_axes, {a, b, c, d, e, f, p}, Kind::coll, {p, e, f});
    } else if (!on_cd) {
      conclude(Rule::radical_axes, {a, b, e, f, c, d, p}, Kind::coll, {p, c, d});
    } else {
      conclude(Rule::radical_axes, {c, d, e, f, a, b, p}, Kind::coll, {p, a, b});
    }
    return true;
  });
}

}  // namespace porism
