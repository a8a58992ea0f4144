// Which loci of a figure are made to meet: drawn lines and strong circles with all others, and
// pairs that define a point with a name.

#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "loci.hpp"
#include "stop.hpp"

namespace porism {

class Pairing {
 public:
  // One of two loci that meet is to stand on a point numbered `since` or more. `at` and `loci` are
  // to stay as long as this.
  Pairing(std::span<const Place> at, std::size_t since, const std::vector<Locus>& loci);

  // Call meet(i, j) for each pair of loci that are to meet, until stop().
  template <typename Meet>
  void each(const Stop& stop, const Meet& meet) const {
    const auto over = [&] { return stop && stop(); };
    for (const Number i : drawn_) {
      if (over()) return;
      for (const Number j : fresh_[i] ? lines_ : new_lines_) {
        if (loci_[j].kind != LocusKind::line || i < j) meet(i, j);
      }
      for (const Number j : fresh_[i] ? circles_ : new_circles_) meet(i, j);
    }
    for (const Number i : strong_) {
      if (over()) return;
      for (const Number j : fresh_[i] ? other_lines_ : new_others_) meet(j, i);
      for (const Number j : fresh_[i] ? circles_ : new_circles_) {
        if (!is_strong_[j] || i < j) meet(std::min(i, j), std::max(i, j));
      }
    }
    for (const auto& [i, j] : named_) {
      if (fresh_[i] || fresh_[j]) meet(i, j);
    }
  }

 private:
  using Number = std::uint32_t;

  [[nodiscard]] std::vector<Number> fresh_of(const std::vector<Number>& all) const;
  [[nodiscard]] std::size_t most_crossings() const;
  void keep_drawn_with_most_points();
  void find_strong_circles();
  void pair_for_centres();
  void pair_in_triangles();

  std::span<const Place> at_;
  std::size_t since_;
  const std::vector<Locus>& loci_;
  std::vector<bool> fresh_, is_strong_;
  std::vector<Number> drawn_, other_lines_, lines_, circles_;
  std::vector<Number> new_lines_, new_others_, new_circles_, strong_;
  std::vector<std::pair<Number, Number>> named_;
};

}  // namespace porism
