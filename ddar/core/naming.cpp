// See naming.hpp.

#include "naming.hpp"

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <set>
#include <utility>

namespace porism {

namespace {

using Points = std::initializer_list<std::uint8_t>;

Call call(std::string_view construction, const Points& points) {
  Call made{construction, {}, points.size()};
  std::copy(points.begin(), points.end(), made.points.begin());
  return made;
}

bool on(const Locus& locus, std::uint8_t point) { return (locus.members >> point & 1U) != 0; }

// The construction that makes what lies on both loci, the kind of the first before that of the
// second; none where it has no name.
std::optional<Call> named(const Locus& one, const Locus& two) {
  constexpr std::uint8_t x = Call::kNewPoint;
  const auto [a, b, c, unused] = one.points;
  const auto [d, e, f, unused_too] = two.points;
  const auto are = [&](LocusKind p, LocusKind q) { return one.kind == p && two.kind == q; };
  using enum LocusKind;
  if (are(line, perpendicular_bisector) && on(one, d) && on(one, e)) {
    return call("midpoint", {x, d, e});
  }
  if (are(line, perpendicular) && on(one, e) && on(one, f) && !on(one, d)) {
    return call("foot", {x, d, e, f});
  }
  if (are(line, centred_through) && on(one, d) && on(one, e)) return call("mirror", {x, e, d});
  if (are(centred_through, centred_through) && b == e) return call("reflect", {x, b, a, d});
  if (are(perpendicular_bisector, perpendicular_bisector)) {
    const std::set<std::uint8_t> ends = {a, b, d, e};
    if (ends.size() != 3) return std::nullopt;
    return call("circumcenter",
                {x, *ends.begin(), *std::next(ends.begin()), *std::next(ends.begin(), 2)});
  }
  const std::set<std::uint8_t> corners = {a, b, c};
  const bool same_corners = corners == std::set<std::uint8_t>{d, e, f};
  if (are(parallel, parallel) && (a == e || a == f) && (d == b || d == c)) {
    const bool has_b = b == e || b == f;
    const bool has_c = c == e || c == f;
    if (has_b == has_c) return std::nullopt;
    return call("parallelogram", {a, has_b ? b : c, d, x});
  }
  if (are(perpendicular, perpendicular) && same_corners && corners.size() == 3) {
    return call("orthocenter",
                {x, *corners.begin(), *std::next(corners.begin()), *std::next(corners.begin(), 2)});
  }
  const bool bisect = are(internal_bisector, internal_bisector);
  if ((bisect || are(internal_bisector, external_bisector)) && b != e && same_corners) {
    // of an excentre the bisector inside its angle comes first: it is opposite that corner
    return call(bisect ? "incenter" : "excenter", {x, b, e, a == e ? c : a});
  }
  return std::nullopt;
}

}  // namespace

Call call_of(const Locus& locus) {
  const LocusName& name = kLocusNames[static_cast<std::size_t>(locus.kind)];
  Call made{name.construction, {Call::kNewPoint}, 1};
  for (const std::int8_t place : name.order) {
    if (place >= 0) made.points[made.count++] = locus.points[static_cast<std::uint8_t>(place)];
  }
  return made;
}

std::vector<Call> calls_of(const Locus& one, const Locus& two) {
  const bool swapped = one.kind > two.kind;
  const Locus& first = swapped ? two : one;
  const Locus& second = swapped ? one : two;
  if (const std::optional<Call> name = named(first, second)) return {*name};
  return {call_of(first), call_of(second)};
}

}  // namespace porism
