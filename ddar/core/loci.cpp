// Loci of a figure, listed kind by kind. See loci.hpp.

#include "loci.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <optional>
#include <unordered_set>

#include "contract.hpp"
#include "field.hpp"

namespace porism {

namespace {

constexpr std::size_t kMostIsogonals = 3000;
constexpr double kGrid = 2e6;  // loci that agree to 1 / kGrid are one

Place operator-(Place p, Place q) { return {p.x - q.x, p.y - q.y}; }
Place unit(Place p) {
  const double length = std::hypot(p.x, p.y);
  return {p.x / length, p.y / length};
}

Curve line_along(Place through, Place direction) {
  const Place d = unit(direction);
  return {-d.y, d.x, d.y * through.x - d.x * through.y};
}

// The complex product of unit vectors: laying one angle off after another.
Place turned(Place p, Place q) { return {p.x * q.x - p.y * q.y, p.x * q.y + p.y * q.x}; }
Place turned_back(Place p, Place q) { return turned(p, {q.x, -q.y}); }

Curve circumcircle(Place a, Place b, Place c) {
  const Place p = b - a;
  const Place q = c - a;
  const double cross = 2 * (p.x * q.y - p.y * q.x);
  const double pp = p.x * p.x + p.y * p.y;
  const double qq = q.x * q.x + q.y * q.y;
  const Place centre = {(q.y * pp - p.y * qq) / cross, (p.x * qq - q.x * pp) / cross};
  return {a.x + centre.x, a.y + centre.y, std::hypot(centre.x, centre.y)};
}

std::uint8_t narrow(std::size_t p) { return static_cast<std::uint8_t>(p); }

// Collects loci, each place on the plane once; where `through` is given, all lines and what passes
// through it.
class Collector {
 public:
  Collector(std::span<const Place> at, const std::optional<Place>& through,
            std::vector<Locus>& into)
      : at_(at), through_(through), into_(into) {}

  void add_lines() {
    const std::size_t n = at_.size();
    for (std::size_t a = 0; a < n; ++a) {
      for (std::size_t b = a + 1; b < n; ++b) {
        if (std::hypot(at_[b].x - at_[a].x, at_[b].y - at_[a].y) < kOnLocus) continue;
        add(LocusKind::line, {narrow(a), narrow(b), narrow(b), narrow(b)});
      }
    }
  }

  void add(LocusKind kind, std::array<std::uint8_t, 4> points) {
    const Locus locus{kind, points, 0, 0, curve(kind, points, at_)};
    const Curve& c = locus.at;
    if (!std::isfinite(c.u) || !std::isfinite(c.v) || !std::isfinite(c.w)) return;
    if (!locus.straight() && (c.w < 1e-4 || c.w > 20)) return;
    if (through_ && kind != LocusKind::line && off(locus, c, *through_) >= kOnLocus) return;
    if (!seen_.insert(key(locus)).second) return;
    into_.push_back(locus);
    Locus& added = into_.back();
    for (std::size_t p = 0; p < at_.size(); ++p) {
      if (off(added, added.at, at_[p]) < kOnLocus) added.members |= 1ULL << p;
    }
    const int usual = added.straight() ? 2 : 3;
    const int crowd = std::clamp(std::popcount(added.members) - usual, -1, 3);
    added.weight = kLocusNames[static_cast<std::size_t>(kind)].weight + 0.1 * crowd;
  }

 private:
  static std::uint64_t key(const Locus& locus) {
    const Curve& c = locus.at;
    double sign = 1;
    if (locus.straight()) {  // a line is the same with all signs changed
      const double lead = std::abs(c.u) > 1e-6 ? c.u : c.v;
      sign = lead < 0 ? -1 : 1;
    }
    std::uint64_t key = locus.straight() ? 1 : 2;
    for (const double value : {c.u, c.v, c.w}) {
      const auto cell = static_cast<std::int64_t>(std::floor(sign * value * kGrid + 0.123));
      key = (key ^ static_cast<std::uint64_t>(cell)) * kGoldenRatio;
      key ^= key >> 29;
    }
    return key;
  }

  std::span<const Place> at_;
  std::optional<Place> through_;
  std::vector<Locus>& into_;
  std::unordered_set<std::uint64_t> seen_;
};

}  // namespace

Curve curve(LocusKind kind, const std::array<std::uint8_t, 4>& points, std::span<const Place> at) {
  const Place a = at[points[0]];
  const Place b = at[points[1]];
  const Place c = at[points[2]];
  switch (kind) {
    case LocusKind::line:
      return line_along(a, b - a);
    case LocusKind::parallel:
      return line_along(a, c - b);
    case LocusKind::perpendicular:
      return line_along(a, {b.y - c.y, c.x - b.x});
    case LocusKind::perpendicular_bisector:
      return line_along({(a.x + b.x) / 2, (a.y + b.y) / 2}, {a.y - b.y, b.x - a.x});
    case LocusKind::internal_bisector:
    case LocusKind::external_bisector: {
      const Place p = unit(a - b);
      const Place q = unit(c - b);
      const double sign = kind == LocusKind::internal_bisector ? 1 : -1;
      return line_along(b, {p.x + sign * q.x, p.y + sign * q.y});
    }
    case LocusKind::reflected: {
      const Place axis = unit(c - b);
      return line_along(b, turned_back(turned(axis, axis), unit(a - b)));
    }
    case LocusKind::isogonal: {
      const Place d = at[points[3]];
      return line_along(b, turned_back(turned(unit(a - b), unit(c - b)), unit(d - b)));
    }
    case LocusKind::centred_through:
      return {a.x, a.y, std::hypot(b.x - a.x, b.y - a.y)};
    case LocusKind::circumcircle:
      return circumcircle(a, b, c);
    case LocusKind::diameter:
      return {(a.x + b.x) / 2, (a.y + b.y) / 2, std::hypot(b.x - a.x, b.y - a.y) / 2};
    case LocusKind::count:
      break;
  }
  return {NAN, NAN, NAN};
}

double off(const Locus& locus, const Curve& c, Place place) {
  if (locus.straight()) return std::abs(c.u * place.x + c.v * place.y + c.w);
  const double x = place.x - c.u;
  const double y = place.y - c.v;
  return std::abs(std::sqrt(x * x + y * y) - c.w);
}

std::vector<Locus> lines_of(std::span<const Place> at) {
  std::vector<Locus> lines;
  Collector(at, std::nullopt, lines).add_lines();
  return lines;
}

namespace {

std::vector<Locus> collected(std::span<const Place> at, bool isogonals,
                             const std::optional<Place>& through, const Stop& stop) {
  PORISM_REQUIRE(at.size() <= kMostPoints);
  const std::size_t n = at.size();
  const auto over = [&] { return stop && stop(); };
  std::vector<Locus> loci;
  Collector collect(at, through, loci);
  collect.add_lines();
  const std::vector<Locus> drawn = loci;
  for (const Locus& m : drawn) {
    if (over()) return loci;
    for (std::size_t p = 0; p < n; ++p) {
      if ((m.members >> p & 1) != 0) continue;
      collect.add(LocusKind::parallel, {narrow(p), m.points[0], m.points[1], m.points[1]});
    }
  }
  for (const Locus& m : drawn) {
    if (over()) return loci;
    for (std::size_t p = 0; p < n; ++p) {
      collect.add(LocusKind::perpendicular, {narrow(p), m.points[0], m.points[1], m.points[1]});
    }
  }
  for (std::size_t a = 0; a < n; ++a) {
    for (std::size_t b = a + 1; b < n; ++b) {
      collect.add(LocusKind::perpendicular_bisector, {narrow(a), narrow(b), narrow(b), narrow(b)});
    }
  }
  // Angles: at every point, a point on each of the lines through it.
  std::vector<std::vector<std::uint8_t>> arms(n);
  for (const Locus& m : drawn) {
    for (std::size_t p = 0; p < n; ++p) {
      if ((m.members >> p & 1) == 0) continue;
      const std::uint8_t arm = m.points[0] == p ? m.points[1] : m.points[0];
      if (std::hypot(at[arm].x - at[p].x, at[arm].y - at[p].y) > kOnLocus) arms[p].push_back(arm);
    }
  }
  std::size_t many = 0;
  const auto angles = [&](const auto& visit) {
    for (std::size_t b = 0; b < n && !over(); ++b) {
      for (std::size_t i = 0; i < arms[b].size(); ++i) {
        for (std::size_t j = i + 1; j < arms[b].size(); ++j)
          visit(narrow(b), arms[b][i], arms[b][j]);
      }
    }
  };
  for (const LocusKind kind : {LocusKind::internal_bisector, LocusKind::external_bisector}) {
    angles(
        [&](std::uint8_t b, std::uint8_t a, std::uint8_t c) { collect.add(kind, {a, b, c, c}); });
  }
  angles([&](std::uint8_t b, std::uint8_t, std::uint8_t) { many += arms[b].size() - 2; });
  if (isogonals && many < kMostIsogonals) {
    angles([&](std::uint8_t b, std::uint8_t a, std::uint8_t c) {
      collect.add(LocusKind::reflected, {a, b, c, c});
      collect.add(LocusKind::reflected, {c, b, a, a});
    });
    angles([&](std::uint8_t b, std::uint8_t a, std::uint8_t c) {
      for (const std::uint8_t d : arms[b]) {
        if (d != a && d != c) collect.add(LocusKind::isogonal, {a, b, c, d});
      }
    });
  }
  for (std::size_t o = 0; o < n; ++o) {
    for (std::size_t a = 0; a < n; ++a) {
      if (a != o)
        collect.add(LocusKind::centred_through, {narrow(o), narrow(a), narrow(a), narrow(a)});
    }
  }
  for (std::size_t a = 0; a < n; ++a) {
    if (over()) return loci;
    for (std::size_t b = a + 1; b < n; ++b) {
      for (std::size_t c = b + 1; c < n; ++c) {
        const Place p = at[b] - at[a];
        const Place q = at[c] - at[a];
        if (std::abs(p.x * q.y - p.y * q.x) < kOnLocus) continue;
        collect.add(LocusKind::circumcircle, {narrow(a), narrow(b), narrow(c), narrow(c)});
      }
    }
  }
  for (std::size_t a = 0; a < n; ++a) {
    for (std::size_t b = a + 1; b < n; ++b) {
      collect.add(LocusKind::diameter, {narrow(a), narrow(b), narrow(b), narrow(b)});
    }
  }
  return loci;
}

}  // namespace

std::vector<Locus> loci_of(std::span<const Place> at, bool isogonals, const Stop& stop) {
  return collected(at, isogonals, {}, stop);
}

std::vector<Locus> loci_through(std::span<const Place> at, Place place, const Stop& stop) {
  std::vector<Locus> found = collected(at, true, place, stop);
  std::erase_if(found, [&](const Locus& l) { return off(l, l.at, place) >= kOnLocus; });
  return found;
}

}  // namespace porism
