// Loci of a figure and their intersections, from Python.

#include <bit>

#include "common.hpp"
#include "interrupts.hpp"
#include "intersections.hpp"
#include "loci.hpp"
#include "naming.hpp"

namespace porism::python {

namespace {

using Places = std::vector<std::pair<double, double>>;

std::vector<Place> places_of(const Places& points) {
  if (points.size() > kMostPoints) throw nb::value_error("too many points");
  std::vector<Place> places;
  places.reserve(points.size());
  for (const auto& [x, y] : points) places.push_back({x, y});
  return places;
}

// What was found, kept here until it is asked for: most of it never is.
struct Intersections {
  std::vector<Intersection> all;
};

Intersections find_intersections(const Places& points, std::size_t since, std::size_t most,
                                 std::uint64_t seed) {
  const std::vector<Place> places = places_of(points);
  Intersections found;
  interruptible(
      [&](const Stop& stop) { found.all = intersections(places, since, most, seed, stop); });
  return found;
}

const Intersection& intersection(const Intersections& found, std::size_t number) {
  if (number >= found.all.size()) throw nb::index_error("no such intersection");
  return found.all[number];
}

// (construction, points) with the names of points.
nb::tuple tuple_of(const Call& call, const nb::str& fresh, const nb::tuple& points) {
  nb::list names;
  for (std::size_t i = 0; i < call.count; ++i) {
    const std::uint8_t p = call.points[i];
    if (p == Call::kNewPoint) {
      names.append(fresh);
    } else {
      if (p >= points.size()) throw nb::index_error("no such point");
      names.append(points[p]);
    }
  }
  return nb::make_tuple(nb::str(call.construction.data(), call.construction.size()),
                        nb::tuple(names));
}

nb::tuple call_of_locus(const Locus& locus, const nb::str& fresh, const nb::tuple& points) {
  return tuple_of(call_of(locus), fresh, points);
}

nb::tuple calls_of_both(const Locus& one, const Locus& two, const nb::str& fresh,
                        const nb::tuple& points) {
  nb::list calls;
  for (const Call& call : calls_of(one, two)) calls.append(tuple_of(call, fresh, points));
  return nb::tuple(calls);
}

nb::tuple coincidences_of(const Intersection& i, const nb::str& fresh, const nb::tuple& points) {
  nb::list calls;
  for (const Locus& locus : i.unforced) calls.append(call_of_locus(locus, fresh, points));
  return nb::tuple(calls);
}

std::vector<Locus> find_loci(const Places& points) {
  const std::vector<Place> places = places_of(points);
  std::vector<Locus> found;
  interruptible([&](const Stop& stop) { found = loci_of(places, true, stop); });
  return found;
}

std::vector<Locus> find_loci_through(const Places& points, std::size_t point) {
  if (point >= points.size()) throw nb::index_error("no such point");
  const std::vector<Place> places = places_of(points);
  std::vector<Locus> found;
  interruptible([&](const Stop& stop) { found = loci_through(places, point, stop); });
  return found;
}

nb::tuple tuple_of_points(const Locus& locus) {
  const auto& p = locus.points;
  return nb::make_tuple(p[0], p[1], p[2], p[3]);
}

nb::tuple arguments(const Locus& locus) {
  nb::list result;
  for (const std::int8_t place : kLocusNames[static_cast<std::size_t>(locus.kind)].order) {
    if (place >= 0) result.append(locus.points[static_cast<std::size_t>(place)]);
  }
  return nb::tuple(result);
}

bool passes_through(const Locus& locus, std::size_t point) {
  return point < kMostPoints && (locus.members >> point & 1) != 0;
}

}  // namespace

void bind_incidence(nb::module_& m) {
  m.attr("MOST_POINTS") = kMostPoints;

  nb::enum_<LocusKind>(m, "LocusKind", nb::is_arithmetic(),
                       "Lines and circles that a solver would draw; lines come first.")
      .value("LINE", LocusKind::line, "through a and b")
      .value("PARALLEL", LocusKind::parallel, "through a, to bc")
      .value("PERPENDICULAR", LocusKind::perpendicular, "through a, to bc")
      .value("PERPENDICULAR_BISECTOR", LocusKind::perpendicular_bisector, "of ab")
      .value("INTERNAL_BISECTOR", LocusKind::internal_bisector, "of the angle abc")
      .value("EXTERNAL_BISECTOR", LocusKind::external_bisector, "of the angle abc")
      .value("REFLECTED", LocusKind::reflected, "the line ba, reflected in the line bc")
      .value("ISOGONAL", LocusKind::isogonal, "to bd in the angle abc")
      .value("CENTRED_THROUGH", LocusKind::centred_through, "circle with centre a through b")
      .value("CIRCUMCIRCLE", LocusKind::circumcircle, "circle through a, b, c")
      .value("DIAMETER", LocusKind::diameter, "circle with diameter ab");

  nb::class_<Locus>(m, "Locus", "A line or circle of a figure.")
      .def_ro("kind", &Locus::kind)
      .def_prop_ro("points", &tuple_of_points, nb::sig("def points(self) -> tuple[int, ...]"),
                   "The points that define it, by number; four, the last repeated.")
      .def_ro("members", &Locus::members, "The points of the figure on it, as bits.")
      .def_ro("weight", &Locus::weight)
      .def_prop_ro("straight", &Locus::straight)
      .def_prop_ro(
          "construction",
          [](const Locus& l) {
            return text(kLocusNames[static_cast<std::size_t>(l.kind)].construction);
          },
          "The construction of the problem language that puts a point on it.")
      .def_prop_ro("arguments", &arguments, nb::sig("def arguments(self) -> tuple[int, ...]"),
                   "The arguments of that construction after the new point, by number.")
      .def_prop_ro("count", [](const Locus& l) { return std::popcount(l.members); })
      .def("on", &passes_through, nb::arg("point"), "Whether a point of the figure is on it.")
      .def("call", &call_of_locus, nb::arg("new"), nb::arg("points"),
           nb::sig("def call(self, new: str, points: tuple[str, ...]) -> "
                   "tuple[str, tuple[str, ...]]"),
           "Say that a new point is on it.");

  nb::class_<Intersection>(m, "Intersection", "A point defined by two loci.")
      .def_prop_ro("place", [](const Intersection& i) { return std::pair{i.place.x, i.place.y}; })
      .def_ro("first", &Intersection::first)
      .def_ro("second", &Intersection::second)
      .def_ro("score", &Intersection::score)
      .def_ro("coincidence", &Intersection::coincidence,
              "Weight of the loci that pass through it unforced.")
      .def_ro("unforced", &Intersection::unforced,
              "Other loci through it that its definition does not force to pass there.")
      .def(
          "calls",
          [](const Intersection& i, const nb::str& fresh, const nb::tuple& points) {
            return calls_of_both(i.first, i.second, fresh, points);
          },
          nb::arg("new"), nb::arg("points"),
          nb::sig("def calls(self, new: str, points: tuple[str, ...]) -> "
                  "tuple[tuple[str, tuple[str, ...]], ...]"),
          "Say that a new point is there, by the name of such a point where it has one.")
      .def("coincidences", &coincidences_of, nb::arg("new"), nb::arg("points"),
           nb::sig("def coincidences(self, new: str, points: tuple[str, ...]) -> "
                   "tuple[tuple[str, tuple[str, ...]], ...]"),
           "Say that a new point is on the loci that pass through it unforced.");

  nb::class_<Intersections>(m, "Intersections", "Points defined by two loci, best first.")
      .def("__len__", [](const Intersections& found) { return found.all.size(); })
      .def("__getitem__", &intersection, nb::arg("number"), nb::rv_policy::reference_internal);

  m.def("loci", &find_loci, nb::arg("points"), "Loci of a figure of size 1.");
  m.def(
      "lines", [](const Places& points) { return lines_of(places_of(points)); }, nb::arg("points"),
      "Lines through two points of a figure of size 1.");
  m.def("loci_through", &find_loci_through, nb::arg("points"), nb::arg("point"),
        "Loci of the other points that pass through a point.");
  m.def("calls_of", &calls_of_both, nb::arg("one"), nb::arg("two"), nb::arg("new"),
        nb::arg("points"),
        nb::sig("def calls_of(one: Locus, two: Locus, new: str, points: tuple[str, ...]) -> "
                "tuple[tuple[str, tuple[str, ...]], ...]"),
        "Say that a new point is on both loci, by the name of such a point where it has one.");
  m.def("intersections", &find_intersections, nb::arg("points"), nb::arg("since"), nb::arg("most"),
        nb::arg("seed"), "The most promising places for a new point, best first.");
}

}  // namespace porism::python
