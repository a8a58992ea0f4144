// Points that a solver might add to a figure, ranked by what else passes through them.
//
// Loci of the figure are made to meet. A point through which more loci pass than define it is a
// coincidence that may be worth proving, unless its definition alone forces it: the foot of a
// perpendicular lies on every circle whose diameter is a chord from its source. So the same
// definition is carried out in a figure that is shaken, in which no theorem of the problem
// holds, and only what fails there counts.
//
// The idea of counting incidences is HAGeo's ("Gold-Medal-Level Olympiad Geometry Solving with
// Efficient Heuristic Auxiliary Constructions", 2025, section 3); telling coincidences from
// consequences by shaking is ours.

#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "loci.hpp"
#include "stop.hpp"

namespace porism {

// A point defined by two loci. `unforced` are the other loci that pass through it although its
// definition does not force them to; `coincidence` is their weight.
struct Intersection {
  Place place;
  Locus first, second;
  double score, coincidence;
  std::vector<Locus> unforced;
};

// The `most` most promising places for a new point, best first. A place may come with several
// definitions. Only places that need a point numbered `since` or more are returned, and none where
// a point is already. Deterministic, but for what `stop` cuts short. require: at most kMostPoints
// points.
std::vector<Intersection> intersections(std::span<const Place> points, std::size_t since,
                                        std::size_t most, std::uint64_t seed,
                                        const Stop& stop = {});

// Loci of the figure without point p that pass through it; without meaning where `stop` ended it.
std::vector<Locus> loci_through(std::span<const Place> points, std::size_t p,
                                const Stop& stop = {});

}  // namespace porism
