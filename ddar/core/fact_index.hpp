// Which facts of a journal could be the same statement, in whatever order of its points?
//
// A proof asks for few of the many facts of a closure, so it looks for them here instead of listing
// all of them. Whether two statements are the same is for the caller to tell: this only narrows the
// search down, to facts of one kind about the same points.

#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "fact.hpp"

namespace porism {

class FactIndex {
 public:
  // Knows the facts that are there now.
  explicit FactIndex(const Journal& journal) {
    facts_.reserve(journal.size());
    for (std::uint32_t number = 0; number < journal.size(); ++number) {
      const Fact& fact = journal.fact(number);
      facts_.emplace_back(key_of(fact.kind, journal.points(fact)), number);
    }
    std::sort(facts_.begin(), facts_.end());
  }

  // The numbers of all facts of the kind about these points, and perhaps of others, ascending.
  [[nodiscard]] std::vector<std::uint32_t> about(Kind kind, std::span<const Point> points) const {
    const std::uint64_t key = key_of(kind, points);
    std::vector<std::uint32_t> found;
    for (auto at = std::lower_bound(facts_.begin(), facts_.end(), std::pair{key, std::uint32_t{0}});
         at != facts_.end() && at->first == key; ++at) {
      found.push_back(at->second);
    }
    return found;
  }

 private:
  // The same for the same points in any order. Points of a linear form may drop out of it.
  static std::uint64_t key_of(Kind kind, std::span<const Point> points) {
    std::uint64_t sum = 0;
    const bool linear =
        kind == Kind::angeq || kind == Kind::distmeq || kind == Kind::distseq || kind == Kind::sqeq;
    if (!linear) {
      for (const Point p : points) sum += (p + 1) * kOdd * ((p + 1) * kOdd >> 32U);
    }
    return sum * 64 + static_cast<std::uint64_t>(kind);
  }
  static constexpr std::uint64_t kOdd = 0x9e3779b97f4a7c15U;

  std::vector<std::pair<std::uint64_t, std::uint32_t>> facts_;
};

}  // namespace porism
