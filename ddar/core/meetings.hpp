// Where the loci of a figure meet: which are made to, and how many meet at the same place.
//
// Of a million meetings 99 in 100 are the only one at their place, and only some thousand places
// are wanted: those that are plainest to define, and where most loci meet. So each meeting is first
// counted in a table of cells, which places share by their hash. What a cell holds bounds the rank
// of its places from above; only where the bound is high enough, the places are told apart.

#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "loci.hpp"
#include "stop.hpp"

namespace porism {

// Two loci, by number, that meet at a place, by number, and how plain it is to define it by them.
struct Meeting {
  std::uint32_t place, first, second;
  float prior;
};

struct Meetings {
  std::vector<Locus> loci;
  std::vector<Place> places;  // numbered in the order in which they were met
  std::vector<float> ranks;   // of these, by their plainest definitions and by how many meet there
  std::vector<Meeting> all;   // at these places, in the order in which loci were made to meet
};

// Both common points of two curves, as far as they have any; not finite otherwise.
std::array<Place, 2> cross(const Locus& p, const Curve& c, const Locus& q, const Curve& d);

// The meetings at the `most` best places for a new point by their rough rank, and at others in a
// figure of size 1. No point of the figure is at these places, and one of the loci stands on a
// point numbered `since` or more. Deterministic, but for what `stop` cuts short. require: at most
// kMostPoints points.
Meetings meetings_of(std::span<const Place> at, std::size_t since, std::size_t most,
                     const Stop& stop = {});

}  // namespace porism
