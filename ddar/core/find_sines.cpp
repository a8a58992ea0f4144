// The law of sines, as equations between logarithms of lengths and of sines.
//
//                                ∠(ab, cd) = ∠(ef, gh)
//     ------------ law_of_sines  --------------------- equal_sines   sin 30° = 1/2, ...
//     bc : ca = sin a : sin b    their sines are equal
//
//     o the centre of circle abc
//     -------------------------- chord_and_sine
//     bc = 2 oa sin ∠(ab, ac)
//
//     sines of ∠(ab, cd) and ∠(ef, gh) are equal
//     ------------------------------------------ equal_sines_converse
//     ∠(ab, cd) = ∠(ef, gh)    (the figure tells an angle from its supplement)
//
// A sine becomes a variable only when its angle looks equal to that of another corner, or has a
// value that is known: the others cannot be eliminated between two equations.

#include <algorithm>
#include <cmath>
#include <tuple>

#include "engine.hpp"

namespace porism {

namespace {

struct KnownSine {
  Rational angle, square;
  Rule rule;
};

constexpr std::array<KnownSine, 7> kKnownSines = {{
    {{1, 2}, {1, 1}, Rule::sine_90},
    {{1, 6}, {1, 4}, Rule::sine_30},
    {{5, 6}, {1, 4}, Rule::sine_150},
    {{1, 4}, {1, 2}, Rule::sine_45},
    {{3, 4}, {1, 2}, Rule::sine_135},
    {{1, 3}, {3, 4}, Rule::sine_60},
    {{2, 3}, {3, 4}, Rule::sine_120},
}};

}  // namespace

// List the corners of all triangles by the angle they seem to have, supplements together. Where the
// time is up they are not all listed, and `corners_listed_` says so.
void Engine::list_corners() {
  struct Seen {
    double angle;
    Corner corner;
  };
  std::vector<Seen> seen;
  const auto size = static_cast<Point>(figure_.size());
  corners_listed_ = 0;
  const auto look = [&](Point at, Point from, Point to) {
    double value = figure_.direction(at, to) - figure_.direction(at, from);
    if (value < 0) value += 1;
    seen.push_back({std::min(value, 1 - value), {at, from, to}});
  };
  for (Point c = 0; c < size; ++c) {
    look_at_the_clock_soon();
    if (expired()) return;
    for (Point b = 0; b < c; ++b) {
      for (Point a = 0; a < b; ++a) {
        if (figure_.degenerate(a, b, c)) continue;
        look(a, b, c);
        look(b, c, a);
        look(c, a, b);
      }
    }
  }
  std::stable_sort(seen.begin(), seen.end(),
                   [](const Seen& u, const Seen& v) { return u.angle < v.angle; });
  corner_classes_.clear();
  for (std::size_t i = 0, first = 0; i < seen.size(); ++i) {
    if (i == 0 || seen[i].angle - seen[i - 1].angle > kAngleTolerance) {
      first = corner_classes_.size();
      corner_classes_.push_back({seen[i].angle, {}});
    }
    corner_classes_[first].corners.push_back(seen[i].corner);
  }
  for (CornerClass& c : corner_classes_) {
    // The order of equal angles is an accident of rounding; proofs must not depend on it.
    std::sort(c.corners.begin(), c.corners.end(), [](const Corner& u, const Corner& v) {
      return std::tie(u.at, u.from, u.to) < std::tie(v.at, v.from, v.to);
    });
  }
  std::erase_if(corner_classes_, [](const CornerClass& c) {
    const bool known = std::any_of(kKnownSines.begin(), kKnownSines.end(), [&](const auto& k) {
      return std::abs(c.angle - static_cast<double>(k.angle.numerator) /
                                    static_cast<double>(k.angle.denominator)) < kAngleTolerance;
    });
    return c.corners.size() < 2 && !known;
  });
  for (const CornerClass& c : corner_classes_) {
    if (expired()) return;
    for (const Corner& corner : c.corners) {
      make_sine(corner.at, corner.from, corner.at, corner.to);
    }
  }
  conclude_laws_of_sines();
  if (!expired_) corners_listed_ = size;
}

void Engine::conclude_laws_of_sines() {
  const auto size = static_cast<Point>(figure_.size());
  for (Point c = 0; c < size; ++c) {
    for (Point b = 0; b < c; ++b) {
      for (Point a = 0; a < b; ++a) {
        if (expired()) return;
        if (figure_.degenerate(a, b, c)) continue;
        const int in_use = has_sine(a, b, a, c) + has_sine(b, c, b, a) + has_sine(c, a, c, b);
        if (in_use > 1) conclude(Rule::law_of_sines, {a, b, c}, Kind::sinetri, {a, b, c});
      }
    }
  }
}

// Turn v round when the figure shows it as the supplement of u.
Engine::Corner Engine::same_sense(const Corner& u, const Corner& v) const {
  const auto angle_of = [&](const Corner& c) {
    const double value = figure_.direction(c.at, c.to) - figure_.direction(c.at, c.from);
    return value < 0 ? value + 1 : value;
  };
  return std::abs(angle_of(u) - angle_of(v)) < 2 * kAngleTolerance ? v : Corner{v.at, v.to, v.from};
}

void Engine::find_chords_and_sines() {
  const auto size = static_cast<Point>(figure_.size());
  const LinearTable& logs = table(Table::ratio);
  std::vector<Point> group;
  for (Point o = 0; o < size; ++o) {
    for (Point first = 0; first < size; ++first) {
      if (first == o || figure_.coincide(o, first)) continue;
      group.clear();
      for (Point p = 0; p < size; ++p) {
        if (p == o || figure_.coincide(o, p) || !same_length(o, first, o, p)) continue;
        if (p < first) break;  // listed from there
        group.push_back(p);
      }
      if (group.size() < 3 || group.front() != first) continue;
      for (const Point a : group) {
        for (const Point b : group) {
          if (expired()) return;
          for (const Point c : group) {
            if (b >= c || a == b || a == c || !has_sine(a, b, a, c)) continue;
            if (figure_.degenerate(a, b, c)) continue;
            const Residue right =
                add(add(log_length(o, a), weight(0)), logs.fingerprint(make_sine(a, b, a, c)));
            if (log_length(b, c) == right) continue;
            conclude(Rule::chord_and_sine, {a, b, c, o}, Kind::chordsine, {o, a, b, c});
          }
        }
      }
    }
  }
}

void Engine::find_sines() {
  if (!options_.sines) return;
  if (corners_listed_ != figure_.size()) list_corners();
  if (expired_) return;
  find_chords_and_sines();
  const LinearTable& logs = table(Table::ratio);
  const auto angle_of = [&](const Corner& c) { return angle(c.at, c.from, c.at, c.to); };
  const auto sine_of = [&](const Corner& c) {
    return logs.fingerprint(make_sine(c.at, c.from, c.at, c.to));
  };
  for (CornerClass& c : corner_classes_) {
    if (expired()) return;
    // Representatives of the angles not yet known to be equal up to sense.
    std::size_t kept = 0;
    for (std::size_t i = 0; i < c.corners.size(); ++i) {
      const Corner v = c.corners[i];
      bool joined = false;
      for (std::size_t j = 0; j < kept && !joined && !expired(); ++j) {
        const Corner u = c.corners[j];
        const Corner w = same_sense(u, v);
        const bool angles = angle_of(u) == angle_of(w);
        const bool sines = sine_of(u) == sine_of(w);
        if (angles && !sines) {
          conclude(Rule::equal_sines, {u.at, u.from, u.at, u.to, w.at, w.from, w.at, w.to},
                   Kind::eqsine, {u.at, u.from, u.at, u.to, w.at, w.from, w.at, w.to});
        } else if (sines && !angles) {
          if (std::abs(c.angle - 0.5) < 1e-4) continue;
          conclude(Rule::equal_sines_converse, {u.at, u.from, u.at, u.to, w.at, w.from, w.at, w.to},
                   Kind::eqangle, {u.at, u.from, u.at, u.to, w.at, w.from, w.at, w.to});
        }
        joined = angles || sines;
      }
      if (!joined) c.corners[kept++] = v;
    }
    c.corners.resize(kept);
    if (c.settled) continue;
    for (const Corner& u : c.corners) {
      for (const KnownSine& known : kKnownSines) {
        if (angle_of(u) != mul(from_rational(known.angle), weight(0))) continue;
        conclude(known.rule, {u.at, u.from, u.at, u.to}, Kind::sine2, {u.at, u.from, u.at, u.to},
                 {known.square});
        c.settled = true;
      }
    }
  }
}

}  // namespace porism
