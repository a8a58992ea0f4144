// Similar triangles. Triangles that look similar wait in one shape; a pair of representatives
// is joined when two angles, or the sides in proportion, or an angle and its sides, or two sides
// and the angle opposite the longer one agree exactly. Interior angles are compared, so direct
// and mirrored similarity are found alike and told apart by the sense of the triangles.

#include "engine.hpp"

namespace porism {

Engine::ShapeKey Engine::shape_key(const Triangle& t) const {
  const auto [a, b, c] = t.vertices;
  const auto interior = [&](Point at, Point from, Point to) {
    return t.clockwise ? angle(at, to, at, from) : angle(at, from, at, to);
  };
  const Residue ab = log_length(a, b);
  const Residue bc = log_length(b, c);
  const Residue ca = log_length(c, a);
  return {{interior(a, b, c), interior(b, c, a), interior(c, a, b)},
          {sub(bc, ca), sub(ca, ab), sub(ab, bc)}};
}

bool Engine::match_shapes(const Triangle& s, const ShapeKey& u, const Triangle& t,
                          const ShapeKey& v) {
  const bool mirrored = s.clockwise != t.clockwise;
  const auto join = [&](Rule direct, Rule reflected, const std::array<int, 3>& order) {
    const std::array<Point, 6> points = {s.vertices[order[0]], s.vertices[order[1]],
                                         s.vertices[order[2]], t.vertices[order[0]],
                                         t.vertices[order[1]], t.vertices[order[2]]};
    conclude(
        mirrored ? reflected : direct,
        {points[0], points[1], points[2], points[3], points[4], points[5]},
        mirrored ? Kind::simtrir : Kind::simtri,
        {s.vertices[0], s.vertices[1], s.vertices[2], t.vertices[0], t.vertices[1], t.vertices[2]});
    return true;
  };
  // join() writes the conclusion for the given order; the statement is the same for all.
  const std::array<bool, 3> angles = {u.angles[0] == v.angles[0], u.angles[1] == v.angles[1],
                                      u.angles[2] == v.angles[2]};
  const std::array<bool, 3> ratios = {u.ratios[0] == v.ratios[0], u.ratios[1] == v.ratios[1],
                                      u.ratios[2] == v.ratios[2]};
  // Of triangles that are known to have one shape there is nothing to tell.
  if (u.angles == v.angles && u.ratios == v.ratios) return true;
  constexpr std::array<std::array<int, 3>, 3> kTurns = {{{0, 1, 2}, {1, 2, 0}, {2, 0, 1}}};
  for (std::size_t i = 0; i < 3; ++i) {  // similar_aa reads the angles at its first two letters
    const std::size_t j = (i + 1) % 3;
    if (angles[i] && angles[j]) {
      return join(Rule::similar_aa, Rule::similar_aa_mirrored, kTurns[i]);
    }
  }
  if (ratios[0] && ratios[1]) {
    return join(Rule::similar_sss, Rule::similar_sss_mirrored, kTurns[0]);
  }
  for (std::size_t i = 0; i < 3; ++i) {
    // The sides at vertex i lie opposite the other two, j and k.
    const std::size_t j = (i + 1) % 3;
    if (angles[i] && ratios[j]) {
      return join(Rule::similar_sas, Rule::similar_sas_mirrored, kTurns[i]);
    }
  }
  // Angle at i, the opposite (longer) side, and another side: vertices are in increasing order
  // of angle, so the side opposite i is longer than the one opposite j when j comes before i.
  const auto strictly = [&](Point x, Point y, Point z, Point w) {
    return figure_.length(x, y) > figure_.length(z, w) * (1 + 1e-6);
  };
  for (std::size_t i = 1; i < 3; ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (!angles[i]) continue;
      const std::size_t k = 3 - i - j;
      const std::size_t index = j == (i + 1) % 3 ? i : j;  // ratios[index] pairs sides i and j
      if (!ratios[index]) continue;
      if (!strictly(s.vertices[j], s.vertices[k], s.vertices[i], s.vertices[k])) continue;
      // Letters: a = vertex i, its opposite side bc, and ba with b = k, c = j.
      const std::array<int, 3> order = {static_cast<int>(i), static_cast<int>(k),
                                        static_cast<int>(j)};
      return join(Rule::similar_ssa, Rule::similar_ssa_mirrored, order);
    }
  }
  return false;
}

void Engine::find_similar() {
  auto& open = figure_.open_shapes;
  auto& triangles = figure_.triangles;
  std::vector<std::uint32_t> entries;
  std::vector<ShapeKey> keys;
  std::size_t kept = 0;
  std::size_t index = 0;
  for (; index < open.size() && !expired(); ++index) {
    Shape& shape = figure_.shapes[open[index]];
    entries.clear();
    keys.clear();
    for (std::uint32_t i = shape.first; i != kNone; i = triangles[i].next) {
      entries.push_back(i);
      keys.push_back(shape_key(triangles[i]));
    }
    // Joining changes the tables, so keys are renewed for the survivor and its partner only
    // when they meet again next round; stale keys can only miss, never mislead.
    std::size_t left = entries.size();
    for (std::size_t i = 0; i < left && !expired(); ++i) {
      for (std::size_t j = i + 1; j < left && !expired();) {
        if (match_shapes(triangles[entries[i]], keys[i], triangles[entries[j]], keys[j])) {
          --left;
          entries[j] = entries[left];
          keys[j] = keys[left];
        } else {
          ++j;
        }
      }
    }
    shape.count = static_cast<std::uint32_t>(left);
    shape.first = kNone;
    for (std::size_t i = left; i-- > 0;) {
      triangles[entries[i]].next = shape.first;
      shape.first = entries[i];
    }
    if (left > 1) open[kept++] = open[index];
  }
  for (; index < open.size(); ++index) open[kept++] = open[index];
  open.resize(kept);
}

}  // namespace porism
