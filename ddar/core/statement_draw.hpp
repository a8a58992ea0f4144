// Drawing statements at random: a generator, and things sorted into groups of equal ones.

#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "field.hpp"

namespace porism {

// A small generator (splitmix64); the standard distributions differ between libraries.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  std::size_t below(std::size_t count) {
    state_ += kGoldenRatio;
    return static_cast<std::size_t>(mix(state_) % count);
  }
  template <class T>
  void shuffle(std::vector<T>& items) {
    for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[below(i)]);
  }

 private:
  std::uint64_t state_;
};

// From a first index to one after the last.
using Range = std::pair<std::size_t, std::size_t>;

// The key of a value: equal values have equal keys, but for the few that lie on a border.
inline Residue rounded(double value) {
  return static_cast<Residue>(std::llround((value + 64.0) * 1e8));
}

// Sorts by keys, equal ones in the order they have: keys with places are a quarter of the items.
template <class T>
void sort_by_key(std::vector<T>& items) {
  std::vector<std::pair<Residue, std::size_t>> order;
  order.reserve(items.size());
  for (std::size_t i = 0; i < items.size(); ++i) order.emplace_back(items[i].key, i);
  std::sort(order.begin(), order.end());
  std::vector<T> sorted;
  sorted.reserve(items.size());
  for (const auto& [key, i] : order) sorted.push_back(items[i]);
  items = std::move(sorted);
}

// Leaves out items whose key nothing else has, or most of them: few of many angles are equal, and
// the others need not be sorted.
template <class T>
void leave_out_singles(std::vector<T>& items) {
  constexpr int kBits = 12;
  const auto bucket = [](const T& item) { return mix(item.key) >> (64 - kBits); };
  std::array<std::uint8_t, std::size_t{1} << kBits> seen{};  // 0, 1, or more than one
  for (const T& item : items) {
    auto& count = seen[bucket(item)];
    if (count < 2) ++count;
  }
  std::erase_if(items, [&](const T& item) { return seen[bucket(item)] < 2; });
}

// Sorts items by their keys, and returns the groups of two and more with equal keys.
template <class T>
std::vector<Range> groups(std::vector<T>& items) {
  sort_by_key(items);
  std::vector<Range> result;
  for (std::size_t i = 0; i < items.size();) {
    std::size_t j = i + 1;
    while (j < items.size() && items[j].key == items[i].key) ++j;
    if (j > i + 1) result.emplace_back(i, j);
    i = j;
  }
  return result;
}

}  // namespace porism
